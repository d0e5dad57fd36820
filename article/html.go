package article

func readHTML(data []byte, id string) (*Article, error) { return readPlain(data, id) }
