package article

func (b *Body) splitSentences() {}
