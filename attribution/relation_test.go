package attribution

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/stemma-news/stemma/article"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// relationCase is one file of testdata/cases/relations.
type relationCase struct {
	name   string
	header map[string]string
	a, b   *Profile
}

func (c *relationCase) right(said string) bool {
	return said == c.header["relation"] || said == c.header["alt"]
}

func relationCases(t testing.TB) []*relationCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "cases", "relations", "*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "no case of a relation")
	var out []*relationCase
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		c := &relationCase{name: strings.TrimSuffix(filepath.Base(f), ".txt"), header: map[string]string{}}
		head, rest, ok := strings.Cut(string(data), "\n--- a\n")
		require.True(t, ok, f)
		a, b, ok := strings.Cut(rest, "\n--- b\n")
		require.True(t, ok, f)
		for _, l := range strings.Split(head, "\n") {
			k, v, _ := strings.Cut(l, ":")
			c.header[strings.TrimSpace(k)] = strings.TrimSpace(v)
		}
		c.a, c.b = c.profile("a", a), c.profile("b", b)
		out = append(out, c)
	}
	return out
}

func (c *relationCase) profile(side, text string) *Profile {
	x := &article.Article{ID: side, Text: strings.TrimSpace(text), Title: c.header[side+"-title"], Publisher: c.header[side+"-publisher"]}
	if i, ok := article.ParseDate(c.header[side+"-published"]); ok {
		x.Published = i
	}
	return NewProfile(article.ParseBody(x), nil)
}

// tally counts verdicts.
type tally struct{ said, right, accused, innocent, missed, reuse, high, highRight, medium, mediumRight int }

func (y *tally) add(want, alt string, r Relation) {
	ok := r.Kind == want || r.Kind == alt
	y.said++
	if ok {
		y.right++
	}
	if !reuseName(want) && !reuseName(alt) {
		y.innocent++
		if r.IsReuse() {
			y.accused++
		}
	}
	if reuseName(want) && (alt == "" || alt == "-" || reuseName(alt)) {
		y.reuse++
		if !r.IsReuse() {
			y.missed++
		}
	}
	switch r.Confidence {
	case High:
		y.high++
		if ok {
			y.highRight++
		}
	case Medium:
		y.medium++
		if ok {
			y.mediumRight++
		}
	}
}

func (y tally) String() string {
	return fmt.Sprintf("right %d of %d, accused %d of %d, missed %d of %d, high %d of %d, medium %d of %d",
		y.right, y.said, y.accused, y.innocent, y.missed, y.reuse, y.highRight, y.high, y.mediumRight, y.medium)
}

// The model is fitted on the cases too; TestFitRewriteModel tells how it does on
// them out of story. Figures recorded here may be beaten, not missed.
func TestRelationCases(t *testing.T) {
	var all, press tally
	var wrong []string
	for _, c := range relationCases(t) {
		r := Relate(c.a, c.b)
		all.add(c.header["relation"], c.header["alt"], r)
		if strings.HasPrefix(c.name, "press-") {
			press.add(c.header["relation"], c.header["alt"], r)
			assert.False(t, r.Kind == Rewrite && r.Confidence == High, "%s: two reporters accused at high confidence", c.name)
		}
		if !c.right(r.Kind) {
			wrong = append(wrong, fmt.Sprintf("%s: %s (%.2f), right %s", c.name, r.Kind, r.Score, c.header["relation"]))
		}
	}
	sort.Strings(wrong)
	t.Logf("all %s; press %s\n%s", all, press, strings.Join(wrong, "\n"))
	assert.GreaterOrEqual(t, float64(all.right), .92*float64(all.said))
	assert.LessOrEqual(t, float64(press.accused), .05*float64(press.innocent))
	assert.LessOrEqual(t, float64(all.missed), .05*float64(all.reuse))
	assert.GreaterOrEqual(t, float64(all.highRight), .95*float64(all.high))
	assert.GreaterOrEqual(t, float64(all.mediumRight), .80*float64(all.medium))
}

// TestRelationsRecorded holds the accuracy on the development sets.
func TestRelationsRecorded(t *testing.T) {
	dir := dataFolder(t)
	for _, c := range []struct {
		set                          string
		right, accused, missed, sure float64
	}{{"rewrites-dev", .955, .011, .07, 0}, {"relations-dev", .905, .048, .105, 1}} {
		var y tally
		for _, l := range labelledPairs(t, dir, c.set) {
			if l.sure || c.sure == 0 {
				y.add(l.want, l.alt, l.got)
			}
		}
		t.Logf("%s: %s", c.set, y)
		assert.GreaterOrEqual(t, float64(y.right), c.right*float64(y.said), c.set)
		assert.LessOrEqual(t, float64(y.accused), c.accused*float64(y.innocent), c.set)
		assert.LessOrEqual(t, float64(y.missed), c.missed*float64(y.reuse), c.set)
		assert.GreaterOrEqual(t, float64(y.highRight), .94*float64(y.high), c.set)
		assert.GreaterOrEqual(t, float64(y.mediumRight), .79*float64(y.medium), c.set)
	}
}

func profileOf(id, text string) *Profile {
	return NewProfile(article.ParseBody(&article.Article{ID: id, Text: text}), nil)
}

const ferry = `The harbour board of Quillford voted on Monday to sell the ferry Marlet, which has carried passengers to Tamber since 1962.

The vote was seven to four. The board had spent 412,000 crowns on repairs in two years, and the engineers wanted 90,000 more.

"We could not go on paying for a ship that lies in dock for half of the year," the chairwoman, Orla Quent, told the meeting.

A buyer from the island of Ostrel has offered 1.3 million crowns and means to run trips around the seal banks from May.

Eleven sailors lose their posts at the end of March, among them a stoker who has been on board for 31 years.`

func TestIdentical(t *testing.T) {
	shouted := strings.ReplaceAll(strings.ToUpper(ferry), "\n\n", "\n \n")
	credited := "Ferry Sold After Vote\n\nQUILLFORD (AP) — " + ferry + "\n\nCopyright 2024 The Associated Press. All rights reserved."
	for _, text := range []string{ferry, shouted, credited, ferry + "\n\nAlso Read: What a ferry costs", strings.ReplaceAll(ferry, `"`, "”")} {
		r := Relate(profileOf("a", ferry), profileOf("b", text))
		assert.Equal(t, Identical, r.Kind, text)
		assert.Equal(t, High, r.Confidence)
	}
	brief := "The board of the harbour at Quillford will meet at noon on Friday, its clerk said."
	assert.Equal(t, Identical, Relate(profileOf("a", brief), profileOf("b", strings.ToUpper(brief))).Kind, "a brief")
	changed := strings.Replace(ferry, "seven to four", "six to five", 1)
	assert.Equal(t, NearDuplicate, Relate(profileOf("a", ferry), profileOf("b", changed)).Kind, "one value differs")
}

func TestFormsAreNoCopies(t *testing.T) {
	form := func(day, tons, ships, price, stock string) string {
		return "The port of Quillford handled " + tons + " tonnes of grain in the week to " + day + ", the harbour office said in its weekly return. " +
			"A total of " + ships + " ships called at the two berths, and the average price of a tonne was " + price + " crowns. " +
			"Stocks in the silos stood at " + stock + " tonnes at the close of business, the office said. The next return will be published in a week."
	}
	r := Relate(profileOf("a", form("March 4", "52,110", "14", "212", "8,400")), profileOf("b", form("March 11", "47,932", "11", "219", "9,150")))
	require.Equal(t, Independent, r.Kind)
	assert.Equal(t, "template", r.Reasons[0].Code)
	r = Relate(profileOf("a", form("March 4", "52,110", "14", "212", "8,400")), profileOf("b", form("March 4", "52,110", "14", "212", "8,450")))
	assert.Equal(t, NearDuplicate, r.Kind, "a corrected figure is no form")
}

// filler is a text of its own vocabulary, 10 words a sentence.
func filler(name string, sentences int) string {
	var sb strings.Builder
	for i := range sentences {
		for k := range 10 {
			fmt.Fprintf(&sb, "%s%c%c%c ", name, 'a'+i/26, 'a'+i%26, 'a'+k)
		}
		sb.WriteString("ended.\n\n")
	}
	return sb.String()
}

// Two retellings may share a sentence that gives another number; a form is the
// better part of a text.
func TestOneSentenceIsNoForm(t *testing.T) {
	text := func(years, crowns, months string) string {
		return "He left the harbour " + years + " years ago to look after his parents and paid " + crowns + " crowns for a room above the smithy, where he stayed " + months + " months. " +
			"Nobody in the village knew where the man had come from or what he lived on, and few of them ever asked him, since he mended nets for all who came and sang in the choir and rowed out to the seal banks with a basket.\n\n"
	}
	a, b := text("12", "310", "7"), text("11", "340", "9")
	r := Relate(profileOf("a", a), profileOf("b", b))
	assert.Equal(t, "template", r.Reasons[0].Code, "alone it is one form filled twice")
	r = Relate(profileOf("a", a+filler("mole", 60)), profileOf("b", b+filler("heron", 60)))
	assert.Equal(t, PartialCopy, r.Kind, "%+v", r.Reasons)
}

// Words that one side repeats are taken over once, and words that stand in marks
// at one place are no one's own at another: a post told in the text and embedded
// below it.
func TestOwnWordsCountOnce(t *testing.T) {
	phrase := "the committee for harbours and lights of the county council"
	a := profileOf("a", "On Monday "+phrase+" met.\n\nOn Tuesday "+phrase+" rested.\n\nOn Friday "+phrase+" walked.")
	b := profileOf("b", "Nobody in Tamber has ever seen "+phrase+" laugh, said Orla Quent, who cleans its rooms and feeds its two cats at night.")
	assert.EqualValues(t, 10, MeasureFeatures(a, b).OwnWords)

	post := "The ferry is not for sale and will sail to Tamber as long as there is a crew and a barrel of oil on the quay, whatever they write."
	told := profileOf("told", "The chairwoman wrote: “"+post+"”\n\nNobody answered her on Monday.\n\n"+post)
	bare := profileOf("bare", "Nothing is settled in Quillford, a town of 4,000.\n\n"+post+"\n\nThe shipyard keeps its gates shut until the end of the week at least.")
	assert.Zero(t, MeasureFeatures(told, bare).OwnWords)
	assert.EqualValues(t, 29, MeasureFeatures(profileOf("x", post), bare).OwnWords, "without the marks it is the reporter's")
}

// A post whose frame is lost begins with its author, and a transcript is
// somebody else's words throughout; a story about one is not.
func TestLostVoices(t *testing.T) {
	own := func(title, text string) (n int) {
		p := NewProfile(article.ParseBody(&article.Article{Title: title, Text: text}), nil)
		for _, q := range p.quoted {
			if !q {
				n++
			}
		}
		return n
	}
	post := "The mill is not for sale, and it never was."
	assert.Equal(t, 4, own("", "Nobody knows the miller.\n\nAna Ferro (@anaferro) "+post))
	assert.Greater(t, own("", "The mayor, who posts as Ana Ferro (@anaferro) these days, has left the council."), 10)
	assert.Zero(t, own("Full text: the miller's speech", post))
	assert.Zero(t, own("Opening statement of the miller: text", post))
	assert.NotZero(t, own("Five things in the transcript of the miller's call", post))
}

// Forty words in common are a copy; in short runs and without a sentence they
// are no more than a hint.
func TestScatteredWordsAreAHint(t *testing.T) {
	runs := []string{"the board of the harbour at Quillford", "a stoker who has been on board", "trips around the seal banks from May", "repairs of the ship in two years", "voted to sell the old ferry because", "wanted more money for the steel doors"}
	text := func(word string) string {
		var sb strings.Builder
		for i, r := range runs {
			fmt.Fprintf(&sb, "%s%d %s%d %s%d %s %s%d %s%d %s%d.\n\n", word, i, word, i+20, word, i+40, r, word, i+60, word, i+80, word, i+90)
		}
		return sb.String()
	}
	r := Relate(profileOf("a", text("alder")), profileOf("b", text("birch")))
	require.Equal(t, PartialCopy, r.Kind, "%+v", r.Features)
	assert.Equal(t, Low, r.Confidence)
	whole := "The shipyard at Ostrel has laid off ninety of its men and asks the county for a loan that it means to pay back when the whales return. "
	r = Relate(profileOf("a", text("alder")+whole+"\n\nThe alders stand."), profileOf("b", text("birch")+whole+"\n\nBirches are white."))
	assert.Equal(t, [2]string{PartialCopy, Medium}, [2]string{r.Kind, r.Confidence})
}

// A rewrite restates a good part of the shorter text: what two long texts have
// in common besides is two reports of one event.
func TestLittleRestatedIsNoRewrite(t *testing.T) {
	for _, c := range relationCases(t) {
		if c.name != "rewrite-exam-leak" {
			continue
		}
		require.Equal(t, Rewrite, Relate(c.a, c.b).Kind)
		long := func(p *Profile, word string) *Profile {
			return profileOf(word, p.Body.Article.Text+"\n\n"+filler(word, 40))
		}
		assert.False(t, Relate(long(c.a, "mole"), long(c.b, "heron")).IsReuse())
		assert.True(t, Relate(long(c.a, "mole"), c.b).IsReuse(), "the shorter one counts")
	}
}

// Two reporters of one event bring home quotes of their own; who writes from another
// text has its quotes.
func TestQuotesOfItsOwnAreNoRewrite(t *testing.T) {
	for _, c := range relationCases(t) {
		if c.name != "rewrite-exam-leak" {
			continue
		}
		with := func(p *Profile, quote string) *Profile {
			return profileOf(quote, p.Body.Article.Text+"\n\n“"+quote+"”, said Orla Quent.")
		}
		mine, theirs := strings.Repeat("no eel has asked the harbour for a single lamp ", 9), strings.Repeat("every gull in Ostrel pays the ferry with a herring ", 9)
		both := Relate(with(c.a, mine), with(c.b, theirs))
		one := Relate(with(c.a, mine), c.b)
		require.Greater(t, both.Features.QuotesOwn, .5)
		assert.Less(t, one.Features.QuotesOwn, .2, "the side that has fewer counts")
		assert.Less(t, both.Score, one.Score-.1)
	}
}

// Two stories of two men share the club, the police and the background.
func TestOtherHeroIsNoRewrite(t *testing.T) {
	text := func(man, day, place string) string {
		return man + " of the Quillford Herons was arrested on " + day + " on suspicion of drink driving, the harbour police said. " +
			man + " had been stopped on the Tamber road near " + place + " at 2.40 in the morning. A test showed 1.4 grams. " +
			"The Herons, who meet Ostrel in the cup final, lost their captain in March over a similar matter and have a coach on trial. " +
			man + " gave a sample of blood and was released at six. The club will not discipline " + man + " before the court has spoken."
	}
	same := Relate(profileOf("a", text("Varga", "Sunday", "the mill")), profileOf("b", strings.Replace(text("Varga", "Sunday", "the mill"), "had been stopped on", "was halted along", 1)))
	assert.True(t, same.IsReuse())
	p := profileOf("a", text("Varga", "Sunday", "the mill"))
	q := profileOf("b", text("Okonjo", "Tuesday", "the quay"))
	assert.True(t, lacksHero(p, q) && lacksHero(q, p))
	assert.False(t, lacksHero(p, profileOf("c", "A cup final without Varga? The Vargas would not hear of it.")))
}

// Two texts that name one outlet as their source are not two reporters of one
// event; what an outlet itself publishes, a poll, and people who bear the name of
// an outlet are no such source.
func TestUpstream(t *testing.T) {
	by := func(publisher, text string) *Profile {
		return NewProfile(article.ParseBody(&article.Article{ID: publisher + text, Publisher: publisher, Text: text}), nil)
	}
	for _, c := range []struct{ a, b, want string }{
		{"The mill is shut, the Tamber Gazette reported on Monday.", "According to the Tamber Gazette, the miller has left.", "Tamber Gazette"},
		{"The mill is shut, The Guardian reported.", "The miller told the Guardian that he would go.", "Guardian"},
		{"In Ostrel, The Washington Post reported, the mill is shut.", "Nobody paid the miller, reports The Washington Post.", "Washington Post"},
		{"The miller told Politico that he would go.", "Gone is the miller, Politico reported.", "Politico"},
		{"The mill is shut, the Tamber Gazette reported.", "The mill is shut, the Ostrel Gazette reported.", ""},
		{"The miller, Hill said, has gone.", "Hill said that the mill was shut.", ""},
		{"Vice President Ana Ferro said so.", "She was told by Vice President Ana Ferro.", ""},
		{"Most like the mill, a CNN poll found.", "Few like the miller, according to a CNN poll.", ""},
		{"“CNN reported nothing,” said the miller.", "Nobody came, CNN reported.", ""},
	} {
		assert.Equal(t, c.want, upstream(by("Quillford Beacon", c.a), by("Ostrel Echo", c.b)), "%s / %s", c.a, c.b)
		assert.Equal(t, c.want, upstream(by("", c.b), by("", c.a)), "%s / %s", c.b, c.a)
	}
	assert.Empty(t, upstream(by("The Guardian", "The mill is shut, the Guardian reported."), by("Ostrel Echo", "The miller told the Guardian.")))
	named, span := credits(by("Ostrel Echo", "The mill is shut, CNN reported."), by("CNN (Web News)", "The mill is shut."))
	assert.True(t, named)
	assert.Equal(t, 18, span.Start)
	named, _ = credits(by("Ostrel Echo", "It was time that the mill shut."), by("Time", "The mill is shut."))
	assert.False(t, named)
}

// A rewrite that names no source is a hint only, unless it is long: so are two
// reports of one event. One that shares its named source with the other is more.
func TestNamedSourceIsMoreThanAHint(t *testing.T) {
	for _, c := range relationCases(t) {
		if c.name != "rewrite-dam-salmon" {
			continue
		}
		with := func(p *Profile, line string) *Profile { return profileOf(line, p.Body.Article.Text+"\n\n"+line) }
		assert.Equal(t, Low, Relate(c.a, c.b).Confidence)
		r := Relate(with(c.a, "The Tamber Gazette first reported it."), with(c.b, "Nobody would say more, according to the Tamber Gazette."))
		assert.NotEqual(t, Low, r.Confidence)
		assert.Contains(t, r.Reasons, Reason{"upstream", "both name Tamber Gazette as a source"})
		return
	}
	t.Fatal("no such case")
}

func TestFurnitureAloneIsNothing(t *testing.T) {
	foot := "\n\nSign up for our daily briefing and get the news of the harbour in your inbox every morning before the first ferry has sailed from the quay."
	r := Relate(profileOf("a", ferry+foot), profileOf("b", "A museum in Tamber opened a hall of clocks on Friday. It shows 40 of them, and all of them are wrong by an hour."+foot))
	require.Equal(t, Independent, r.Kind)
	assert.Equal(t, "furniture", r.Reasons[0].Code)
}

// What two articles of one outlet begin or end with alike are its standing lines;
// between two outlets, or where none is named, it is a copy, and where it is half
// of the text, it is the text.
func TestStandingLines(t *testing.T) {
	museum := "A museum in Tamber opened a hall of clocks on Friday. It shows 40 of them, and all of them are wrong by an hour. Children pay nothing. The oldest was built in 1611 by a smith who could not read, and it has two hands that turn against each other."
	foot := "\n\nOrla Quent has written about boats and the sea since 1994. Her book on the ferries of the north won the prize of the guild and is in its ninth printing."
	pair := func(x, y string) Relation {
		a := NewProfile(article.ParseBody(&article.Article{ID: "a", Publisher: x, Text: ferry + foot}), nil)
		b := NewProfile(article.ParseBody(&article.Article{ID: "b", Publisher: y, Text: museum + foot}), nil)
		return Relate(a, b)
	}
	r := pair("Quillford Beacon", "Quillford Beacon")
	require.Equal(t, Independent, r.Kind)
	assert.Equal(t, "furniture", r.Reasons[0].Code)
	assert.Equal(t, PartialCopy, pair("Quillford Beacon", "Tamber Times").Kind)
	assert.Equal(t, PartialCopy, pair("", "").Kind)
	museum = strings.Join(strings.SplitAfter(ferry, "\n\n")[1:], "")
	assert.True(t, pair("Quillford Beacon", "Quillford Beacon").IsReuse(), "the better part of it")
}

// Two pages that name no outlet and the same agency are no versions of one
// outlet's article; two dated records of one file are.
func TestAgencyCopiesAreNoVersions(t *testing.T) {
	page := func(id, path string) *Profile {
		x := &article.Article{ID: id, Path: path, Text: "QUILLFORD (AP) — " + ferry}
		x.Published, _ = article.ParseDate("2025-05-01T10:00:00Z")
		x.Published.Written = "2025-05-01T10:00:00Z"
		return NewProfile(article.ParseBody(x), nil)
	}
	r := Relate(page("a", "a.md"), page("b", "b.md"))
	assert.Equal(t, Identical, r.Kind)
	assert.False(t, r.Version)
	require.NotNil(t, r.Credited)
	assert.Equal(t, "Associated Press", r.Credited.By)
	assert.True(t, Relate(page("a", "wire.jsonl"), page("b", "wire.jsonl")).Version)
}

// A list of names is nobody's wording.
func TestListsOfNames(t *testing.T) {
	names := "Asked were Orla Quent, Imre Valko, Petra Lunde, Bela Torn, Ruth Dorlan, Alan Crewe, Noor Hadley, Ana Ferro, Colm Varley, Gareth Pym, Tina Oduya, Maren Sund, Ilse Brandt, Jon Aker, Ola Krag, Finn Lier, Mia Stav, Ada Holt and Per Moen."
	r := Relate(profileOf("a", ferry+"\n\n"+names+"\n\nThe vote is binding."), profileOf("b", filler("mole", 20)+names+"\n\nNobody was paid for it."))
	assert.Equal(t, Independent, r.Kind, "%+v", r.Features)
}

// Relate must not depend on the order of its arguments, nor panic on any text.
func TestRelateIsSymmetric(t *testing.T) {
	words := append(strings.Fields(ferry), "\n\n", "“", "”", "Advertisement\n\n", "(AP)", "1,100", "July 14")
	text := rapid.Custom(func(rt *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 120).Draw(rt, "words"), " ")
	})
	rapid.Check(t, func(rt *rapid.T) {
		a, b := profileOf("a", text.Draw(rt, "a")), profileOf("b", text.Draw(rt, "b")+"\n\n"+ferry[:rapid.IntRange(0, 300).Draw(rt, "n")])
		x, y := Relate(a, b), Relate(b, a)
		x.Credited, y.Credited = nil, nil
		x.Features, y.Features = Features{}, Features{}
		require.Equal(rt, x, y)
		require.NotEmpty(rt, x.Reasons)
	})
}

func TestRelateIsLinear(t *testing.T) {
	for _, s := range []string{strings.Repeat("the ", 200000), strings.Repeat("Quillford 1962. ", 60000), strings.Repeat(ferry+"\n\n", 300), strings.Repeat("“a ", 100000)} {
		p := profileOf("a", s)
		Relate(p, profileOf("b", s+"end"))
		Relate(p, profileOf("c", ferry))
	}
}

func BenchmarkProfile(b *testing.B) {
	body := article.ParseBody(&article.Article{Text: strings.Repeat(ferry+"\n\n", 3)})
	b.ReportAllocs()
	for b.Loop() {
		NewProfile(body, nil)
	}
}

func BenchmarkRelate(b *testing.B) {
	cases := relationCases(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		c := cases[i%len(cases)]
		Relate(c.a, cases[(i*7+1)%len(cases)].b)
		i++
	}
}
