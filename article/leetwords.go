package article

import "strings"

// A name with digits for letters, "B4rr0n", is read as the word it spells: a reader
// does. The word must be one that English news knows (Rarity), and a digit must
// stand between two letters, so that codes stay what they are: MH17, F35B, MP3s.

// digitLetters are the letters that digits stand for; a 1 may be an i or an l.
var digitLetters = [2]*strings.Replacer{
	strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t"),
	strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t"),
}

// A word has four to thirty letters and digits, three letters at least and no
// fewer letters than digits: H1N1 spells nothing.
const fewestLeet, mostLeet, fewestOfLeet = 4, 30, 3

// spelledBy is the word that one of ASCII in normal form spells with digits for
// letters, "" for none.
func spelledBy(word []byte) string {
	n := len(word)
	if n < fewestLeet || n > mostLeet || !digitInside(word) || classes[word[n-2]] == digit && word[n-1] == 's' {
		return ""
	}
	letters := 0
	for _, b := range word {
		if classes[b] == lower {
			letters++
		} else if strings.IndexByte("013457", b) < 0 {
			return ""
		}
	}
	if letters < fewestOfLeet || 2*letters < n {
		return ""
	}
	for _, digits := range digitLetters {
		spelt := digits.Replace(string(word))
		if r, _ := Rarity(StemHash(spelt)); r < MaxRarity {
			return spelt
		}
	}
	return ""
}

// digitInside reports a word that begins with a letter and has digits between two.
func digitInside(word []byte) bool {
	if classes[word[0]] != lower {
		return false
	}
	for i := 2; i < len(word); i++ {
		if classes[word[i-1]] == digit && classes[word[i]] == lower {
			return true
		}
	}
	return false
}
