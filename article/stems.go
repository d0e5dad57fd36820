package article

// StemHash is a 32-bit hash of the stem of a normalised English word: a prefix
// of the word without plural, past, gerund and a few noun endings, so that
// "rejects", "rejected" and "rejection" agree. It is cruder than Porter's
// stemmer and needs no allocation; on other scripts it is the word's own hash.
func StemHash(word string) uint32 {
	h := HashWord(Stem(word))
	return uint32(h >> 32)
}

// Stem is the prefix of word that its inflections share.
func Stem(word string) string {
	w := word
	if len(w) < 4 || !isLowerASCII(w) {
		return w
	}
	w = dropPlural(w)
	switch {
	case hasEnding(w, "ing", 3), hasEnding(w, "ed", 3):
		w = undouble(w[:len(w)-endingLen(w)])
	case hasEnding(w, "ment", 4):
		w = w[:len(w)-4]
	case hasEnding(w, "ly", 4):
		w = w[:len(w)-2]
	case hasEnding(w, "ion", 5) && (w[len(w)-4] == 't' || w[len(w)-4] == 's'):
		w = w[:len(w)-3]
	}
	for len(w) > 3 && (w[len(w)-1] == 'e' || w[len(w)-1] == 'y' || w[len(w)-1] == 'i') {
		w = w[:len(w)-1]
	}
	return w
}

func isLowerASCII(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

func dropPlural(w string) string {
	n := len(w)
	if w[n-1] != 's' || w[n-2] == 's' || w[n-2] == 'u' {
		return w
	}
	if w[n-2] == 'e' && n > 4 {
		switch w[n-3] {
		case 'x', 'z', 'i', 's', 'h':
			return w[:n-2]
		}
	}
	return w[:n-1]
}

// hasEnding reports whether w ends so and the rest has at least least letters,
// one of them a vowel.
func hasEnding(w, ending string, least int) bool {
	n := len(w) - len(ending)
	if n < least || w[n:] != ending {
		return false
	}
	for i := 0; i < n; i++ {
		switch w[i] {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			return true
		}
	}
	return false
}

func endingLen(w string) int {
	if w[len(w)-1] == 'd' {
		return 2
	}
	return 3
}

func undouble(w string) string {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && w[n-1] != 'l' && w[n-1] != 's' && w[n-1] != 'z' {
		return w[:n-1]
	}
	return w
}
