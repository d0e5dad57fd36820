package article

// Body is an article taken apart. All spans refer to Article.Text, every list
// is sorted by start, and nothing in it depends on another article.
type Body struct {
	Article    *Article
	Tokens     []Token
	Sentences  []Sentence
	Paragraphs []Paragraph
	// Marks are the stretches inside quotation marks, nested ones after the
	// one they lie in. Titles and scare quotes are among them: what is a quote
	// is for attribution to say.
	Marks []Mark
	// Posts are embedded posts of social platforms, with or without marks.
	Posts []Post
	// Furniture is page text that is not the article, as far as this article
	// alone shows it: carts, "Also Read" lines, disclaimers.
	Furniture []Span
}

// Sentence is one sentence, headline, bullet or table row. It never crosses a
// paragraph.
type Sentence struct {
	Span
	// Tokens is the half-open range of Body.Tokens in the sentence.
	First, Last int
	// Paragraph is the index in Body.Paragraphs.
	Paragraph int
}

// Paragraph is a block of text set off by line breaks.
type Paragraph struct {
	Span
	// Kind is the role that the format or the layout tells, 0 for running text.
	Kind BlockKind
	// First and Last are the half-open range of Body.Sentences.
	First, Last int
}

// ParseBody takes an article apart. It is linear in the length of the text.
func ParseBody(a *Article) *Body {
	b := ParseSentences(a)
	b.Posts = findPosts(b)
	b.Marks = scanMarks(b)
	b.Furniture = genericFurniture(b)
	return b
}

// ParseSentences is the first half of ParseBody: tokens, sentences and
// paragraphs only.
func ParseSentences(a *Article) *Body {
	b := &Body{Article: a}
	b.Tokens = Tokens(a.Text, a.Skip)
	b.splitSentences()
	return b
}

// ReparseSentences is ParseSentences into the memory of an earlier body, which
// it overwrites: for those who look at many articles and keep none.
func (b *Body) ReparseSentences(a *Article) {
	*b = Body{
		Article: a, Tokens: AppendTokens(b.Tokens[:0], a.Text, a.Skip),
		Sentences: b.Sentences[:0], Paragraphs: b.Paragraphs[:0],
	}
	b.splitSentences()
}
