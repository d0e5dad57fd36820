package article

// readPlain reads a plain text. Text is the file's own bytes where they are
// UTF-8.
func readPlain(data []byte, id string) (*Article, error) {
	a, err := decodedArticle(data, id, "")
	if err != nil {
		return nil, err
	}
	start := 0
	if len(a.Skip) > 0 && a.Skip[0].Start == 0 {
		start = a.Skip[0].End
	}
	a.readHeader(start)
	return a, nil
}

// decodedArticle makes an article of a file's bytes, nothing read yet.
func decodedArticle(data []byte, id, declared string) (*Article, error) {
	d, err := decodeText(data, declared)
	if err != nil {
		return nil, err
	}
	a := &Article{ID: id, Text: d.text, TextFrom: d.from, Skip: d.skip, Warnings: d.warnings}
	if onlySpace(d.text) {
		return nil, ErrEmpty
	}
	a.checkText()
	return a, nil
}
