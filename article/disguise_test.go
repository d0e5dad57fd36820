package article

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Each trick is named, with its words.
func TestDisguises(t *testing.T) {
	for _, tt := range []struct {
		kind  DisguiseKind
		text  string
		words int
		count int
	}{
		{Invisible, "the f\u200berry l\u200d\u200deft with f\ufeffour of us", 3, 4},
		{Invisible, "Паром в\u200bышел из п\u200bорта в\u200bчера", 3, 3},
		{Tagged, "the fe\U000e0041rry le\U000e0042ft with fo\U000e0043ur", 3, 3},
		{SoftHyphens, "the f\u00aderry lef\u00adt wit\u00adh us", 3, 3},
		{LookAlike, "the аррle and реаr are good, said the mаyоr", 3, 8},
		{LookAlike, "the boat and сору of one and оса were there, and not so рух", 3, 10},
		{Stacked, "the b\u0336oat l\u0336eft w\u0336ith", 3, 3},
		{Stacked, "a k\u0331eel and b\u0301oat of w\u0323ood here a\u0301\u0302\u0303\u0300", 4, 5},
		{Stacked, "the ḇoat ḟerry ḵeel sank", 3, 3},
		{FullWidth, "the ｂｏａｔ and the ｆｅｒｒｙ and 𝐤𝐞𝐞𝐥 too", 3, 3},
		{Turned, "the \u202etaob\u202c and \u202eyrref\u202c and \u202eleek\u202c too", 3, 3},
		{OtherDigits, "in 2O18 some ٣٤ of 1l5 boats", 3, 3},
		{SpacedOut, "the b o a t and the f e r r y and the k\u2009e\u2009e\u2009l too", 3, 3},
		{Leet, "Mr. Sm1th, Mrs. J0n3s and (Br0wn)", 3, 3},
		{MixedCase, "the bOaTs AgAiN tHeRe", 3, 3},
		{Joined, "Theharbour masterwas late, saidthe ministerwithhis smile", 4, 4},
	} {
		found := Disguises(tt.text, nil)
		if assert.Len(t, found, 1, "%q", tt.text) {
			d := found[0]
			assert.Equal(t, tt.kind, d.Kind, "%q", tt.text)
			assert.Len(t, d.Words, tt.words, "%q", tt.text)
			assert.Equal(t, tt.count, d.Count, "%q", tt.text)
			assert.NotEmpty(t, d.Kind.Things(1))
		}
	}
}

// Honest typography is no disguise, however much of it there is.
func TestHonestTypography(t *testing.T) {
	for _, text := range []string{
		"plain words only, and one of them, twice: f\u200berry, f\u200berry",
		"“curly” ‘quotes’ don’t naïve café – and — so on… ﬁrst oﬃce ½ № 5 ",
		"non\u00a0breaking\u202fspaces 10\u00a0000\u00a0km",
		"👩\u200d💻 and 👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 2\ufe0f\u20e3 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
		"می\u200cخواهم و نمی\u200cروم و می\u200cآیم क्\u200dष श्र\u200cी",
		"\u202bשלום\u202c עולם \u200fabc\u200e \u2067טקסט\u2069",
		"soft\u00adhy\u00adphens be\u00adtween the syl\u00adla\u00adbles of typo\u00adgra\u00adphy in\u00adto",
		"word\u200b word\u200b word\u200b \ufeffword http://a.b/\u200bc\u200b/d\u200b/e",
		"Москва и Wethersby, СССР и ООН, Тауер и рух, COVIDом, SMSки, VIPом",
		"Аккаунт Facebook и сметану Danone и оса Apple\nПаром вышел из порта вчера",
		"the α-helix and µTorrent, β-gal, π and Ω and Δ",
		"za\u0308hlen u\u0308ber scho\u0308n cafe\u0301 nin\u0303o",
		"Ọlọ́run ẹ̀kọ́ Ọ̀yọ́ and Yorùbá; Ngũgĩ; Việt Nam đường phố; Ḥasan al-Ṣabāḥ",
		"соро\u0301ка зна\u0301ет доро\u0301гу и за\u0301мок",
		"ＮＡＴＯと東京のＪＲとＧＤＰ, Ｇ２０",
		"P W D L F A Pts, A B C D E F, U S A, B R E A K I N G, I a m a b",
		"iPhone YouTube McDonald LinkedIn PhD MacBook eBay PlayStation JavaScript LaTeX",
		"Covid19 H1N1 B2B G20 A4 MP3 co2 h2o 5G 3D R2D2 Se7en https://t.co/aB3dEf4Gh @b0b_sm1th #w1n 2x4",
		"Die Rechtsschutzversicherungsgesellschaften und das Bundesverfassungsgericht lehnten die Grundstücksverkehrsgenehmigungszuständigkeit ab",
		"#ThisIsWhatTheyWanted #standwithworkers @fromtheharbour https://saidthemayor.example/whattheyhavedone?q=andthenthey www.withthewind.example",
		"DeVos FedEx McKay JoAnn PayGo TriBeCa AirBnB",
		"see t.co/AbCdEfGh t.co/bCdEfGhI pic.twitter.com/cDeFgHiJ kLmN0pQr/x",
		"٣٤ و ٥٦ و ٧٨ في ٢٠١٨", "१२ और १५ को २०१८ में",
	} {
		assert.Empty(t, Disguises(text, nil), "%q", text)
	}
}

// Twice the text takes twice the time: see TestEveryScannerIsLinear for more.
func TestDisguisesOfManyWords(t *testing.T) {
	found := Disguises(strings.Repeat("the f\u200berry\u0336 b o a t ", 100_000), nil)
	assert.Len(t, found, 0) // the same two words again and again
	found = Disguises(strings.Repeat("the f\u200berry b\u200boat k\u200beel ", 100_000), nil)
	assert.Len(t, found, 1)
	assert.Equal(t, 300_000, found[0].Count)
}
