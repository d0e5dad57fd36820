package benchmarks

import (
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma/article"
	"github.com/stemma-news/stemma/attribution"
	"github.com/stemma-news/stemma/similarity"
)

// stageArticles is how many articles the stages are measured on, stagePairs how
// many pairs of neighbours.
const (
	stageArticles = 1000
	stagePairs    = 999
)

// stages measures what each step costs an article, one after the other on one
// core.
func (s *speedTable) stages() {
	sample, bytes := s.sample(stageArticles), 0
	for _, x := range sample {
		bytes += len(x.Text)
	}
	file := writeRecords(s, "stages.jsonl", sample)
	s.line("## Stages\n\nOf %d articles of AllSides, one core. A pair is two neighbours in the list, nearly all of them unrelated.\n\n| stage | µs an article or pair | MB/s |\n|---|---|---|", stageArticles)
	var sources []article.Source
	var articles []*article.Article
	s.stage("read", stageArticles, bytes, func() {
		r, err := article.NewReader(article.Options{})
		require.NoError(s, err)
		require.NoError(s, r.Sources(file, func(x article.Source) error { sources = append(sources, x); return nil }))
	})
	s.stage("decode", stageArticles, bytes, func() {
		for _, x := range sources {
			a, err := x.Article()
			require.NoError(s, err)
			articles = append(articles, a)
		}
	})
	require.Len(s, articles, stageArticles)
	s.articleStages(articles, bytes)
	s.commandCosts()
	s.scriptStages()
}

// scripts are a sentence or two in each, invented.
var scripts = []struct{ name, text string }{
	{"English", "The minister's office said on Tuesday that 1,200 workers at the port would strike. “We are done,” she added. "},
	{"French", "Le ministre a déclaré mardi que les ouvriers du port seraient en grève. « Nous sommes fatigués », a-t-elle ajouté. "},
	{"Greek", "Ο υπουργός δήλωσε την Τρίτη ότι οι εργάτες του λιμανιού θα απεργήσουν. «Κουραστήκαμε», πρόσθεσε. "},
	{"Cyrillic", "Министр заявил во вторник, что рабочие порта начнут забастовку. «Мы устали», добавила она. "},
	{"Arabic", "قال الوزير يوم الثلاثاء إن عمال الميناء سيبدأون إضرابا. وأضافت: «لقد تعبنا». "},
	{"Devanagari", "मंत्री ने मंगलवार को कहा कि बंदरगाह के कर्मचारी हड़ताल शुरू करेंगे। उन्होंने कहा, “हम थक चुके हैं।” "},
	{"Thai", "รัฐมนตรีกล่าวเมื่อวันอังคารว่าคนงานท่าเรือจะเริ่มนัดหยุดงาน เธอกล่าวเสริมว่าพวกเราเหนื่อยแล้ว "},
	{"Han", "部长周二表示，港口工人将于周五开始罢工。她补充说：“我们已经厌倦了等待。” "},
	{"Hangul", "장관은 화요일에 항만 노동자들이 파업을 시작할 것이라고 말했다. “우리는 지쳤다”고 그녀는 덧붙였다. "},
}

// scriptStages measures the way from text to shingle hashes by script.
func (s *speedTable) scriptStages() {
	s.line("\n| text to shingle hashes, of a page of 4 kB | µs a page | MB/s |\n|---|---|---|")
	var words, shingles []uint64
	for _, x := range scripts {
		page := strings.Repeat(x.text, 4096/len(x.text)+1)
		const pages = 2000
		s.stage(x.name, pages, pages*len(page), func() {
			for range pages {
				words = article.AppendHashes(words[:0], page, nil)
				shingles = similarity.AppendShingles(shingles[:0], words)
			}
		})
	}
}

// articleStages measures the steps from text to facts, then those of pairs.
func (s *speedTable) articleStages(articles []*article.Article, bytes int) {
	n := len(articles)
	var hashes [][]uint64
	s.stage("tokens as hashes", n, bytes, func() {
		for _, a := range articles {
			hashes = append(hashes, article.AppendHashes(nil, a.Text, a.Skip))
		}
	})
	var sketches []similarity.Sketch
	s.stage("shingles and sketch", n, bytes, func() {
		for _, h := range hashes {
			sketches = append(sketches, similarity.NewSketch(similarity.Shingles(h), 1))
		}
	})
	s.stage("signature", n, bytes, func() {
		for _, x := range sketches {
			_ = similarity.NewSignature(x)
		}
	})
	var bodies []*article.Body
	s.stage("body: tokens, sentences, paragraphs, marks, posts, furniture", n, bytes, func() {
		for _, a := range articles {
			bodies = append(bodies, article.ParseBody(a))
		}
	})
	s.stage("quotes, speakers, origins", n, bytes, func() {
		for _, b := range bodies {
			_ = attribution.Quotes(b)
		}
	})
	s.stage("quotes with reported speech", n, bytes, func() {
		for _, b := range bodies {
			_, _ = attribution.Read(b, nil)
		}
	})
	s.stage("dates in the text", n, bytes, func() {
		for _, b := range bodies {
			_, _ = attribution.NotBefore(b)
		}
	})
	var anchors [][]similarity.Anchor
	s.stage("anchors", n, bytes, func() {
		for _, b := range bodies {
			_, found := similarity.Anchors(b)
			anchors = append(anchors, found)
		}
	})
	s.stage("keys of anchors", n, bytes, func() {
		for _, list := range anchors {
			_ = similarity.AnchorKeys(list, 0)
		}
	})
	var profiles []*attribution.Profile
	s.stage("profile, with anchors", n, bytes, func() {
		for _, b := range bodies {
			profiles = append(profiles, attribution.NewProfile(b, nil))
		}
	})
	s.stage("pair: overlap", stagePairs, 0, func() {
		for i := range stagePairs {
			_ = similarity.Compare(sketches[i], sketches[i+1])
		}
	})
	s.stage("pair: relation", stagePairs, 0, func() {
		for i := range stagePairs {
			_ = attribution.Relate(profiles[i], profiles[i+1])
		}
	})
	s.stage("pair: passages", stagePairs, 0, func() {
		for i := range stagePairs {
			_ = similarity.Align(bodies[i], bodies[i+1], nil, nil)
		}
	})
	s.stage("pair: passages of an article with itself", n, 0, func() {
		for _, b := range bodies {
			_ = similarity.Align(b, b, nil, nil)
		}
	})
}

// commandCosts adds up which stages an article or draft goes through by command.
// Candidates and pairs come on top: how many there are depends on the archive.
func (s *speedTable) commandCosts() {
	const read, decode, body, profile = "read", "decode", "body: tokens, sentences, paragraphs, marks, posts, furniture", "profile, with anchors"
	const sketch, keys, dates, quotes = "shingles and sketch", "keys of anchors", "dates in the text", "quotes with reported speech"
	s.line("\n| µs an article, one core | sum | stages |\n|---|---|---|")
	for _, c := range []struct {
		command string
		stages  []string
	}{
		{"`check`: the draft", []string{read, decode, body, profile, sketch, dates, quotes}},
		{"`scan`", []string{read, decode, body, profile, sketch, keys, dates, quotes}},
		{"`scan --only pairs`", []string{read, decode, body, profile, sketch, keys, dates}},
		{"`scan --only overlaps`", []string{read, decode, "tokens as hashes", sketch}},
		{"`index add`", []string{read, decode, body, sketch, "anchors", keys, dates, quotes}},
	} {
		sum, parts := 0., []string{}
		for _, name := range c.stages {
			cost, measured := s.costs[name]
			require.True(s, measured, name)
			short, _, _ := strings.Cut(name, ":")
			sum, parts = sum+cost, append(parts, short+" "+numberOf(cost))
		}
		s.line("| %s | %s | %s |", c.command, numberOf(sum), strings.Join(parts, ", "))
	}
}

// stage runs one step over n articles or pairs and prints what one of them
// costs: processor time, the collector's share included.
func (s *speedTable) stage(name string, n int, bytes int, run func()) {
	start := processorTime()
	run()
	took := processorTime() - start
	if s.costs == nil {
		s.costs = map[string]float64{}
	}
	s.costs[name] = float64(took) / float64(time.Microsecond) / float64(n)
	rate := ""
	if bytes > 0 && took > 0 {
		rate = numberOf(float64(bytes) / 1e6 / took.Seconds())
	}
	s.line("| %s | %s | %s |", name, numberOf(float64(took)/float64(time.Microsecond)/float64(n)), rate)
}
