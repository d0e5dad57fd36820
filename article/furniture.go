package article

func genericFurniture(b *Body) []Span { return nil }
