package article

// ReadBytes reads one article from the bytes of a file that does not lie under
// its name, as in git's store. The name tells the format and becomes the
// article's id and path. A name of a format that holds many records gives
// ErrFormat.
func (r *Reader) ReadBytes(name string, data []byte) (*Article, error) {
	f := formatOf(name)
	if f == formatNone {
		return nil, ErrFormat
	}
	switch f = sniff(data[:min(len(data), 4<<10)], f); f {
	case formatLines, formatValues, formatCSV, formatTSV, formatWARC, formatTar, formatZip:
		return nil, ErrFormat
	}
	a, err := r.decode(data, f, name)
	if err != nil {
		return nil, err
	}
	a.Path = name
	return a, nil
}
