package article

import "slices"

// mergeSpans returns the union of two lists of spans, sorted and disjoint;
// spans that touch are joined, empty ones dropped.
func mergeSpans(a, b []Span) []Span {
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	all := make([]Span, 0, len(a)+len(b))
	all = append(append(all, a...), b...)
	slices.SortFunc(all, func(x, y Span) int {
		if x.Start != y.Start {
			return x.Start - y.Start
		}
		return x.End - y.End
	})
	out := all[:0]
	for _, s := range all {
		switch k := len(out); {
		case s.Start >= s.End:
		case k > 0 && s.Start <= out[k-1].End:
			out[k-1].End = max(out[k-1].End, s.End)
		default:
			out = append(out, s)
		}
	}
	return out
}

// sortBlocks orders blocks by start, the outer one first.
func sortBlocks(blocks []Block) {
	slices.SortStableFunc(blocks, func(x, y Block) int {
		if x.Start != y.Start {
			return x.Start - y.Start
		}
		return y.End - x.End
	})
}

// onlySpace reports whether a text holds nothing but white space, byte order
// marks and zero bytes.
func onlySpace(s string) bool {
	for _, r := range s {
		if r > ' ' && r != 0xfeff && r != 0xa0 {
			return false
		}
	}
	return true
}
