package article

import "time"

// zoneRange is what an abbreviation says of the offset from UTC, in minutes.
// Many abbreviations name several zones, and "ET" or "EST" is written all the
// year round: the range covers every reading, so that nothing is guessed.
type zoneRange struct{ lo, hi int }

// unknownZone covers every zone of the world.
var unknownZone = zoneRange{-12 * 60, 14 * 60}

var zoneNames = map[string]zoneRange{
	"z": {0, 0}, "utc": {0, 0}, "gmt": {0, 0}, "ut": {0, 0}, "wet": {0, 60}, "west": {60, 60},
	"et": {-300, -240}, "est": {-300, -240}, "edt": {-300, -240},
	"ct": {-360, -300}, "cdt": {-360, -300}, "cst": {-360, 480}, // also China
	"mt": {-420, -360}, "mst": {-420, -360}, "mdt": {-420, -360},
	"pt": {-480, -420}, "pst": {-480, -420}, "pdt": {-480, -420},
	"akst": {-540, -480}, "akdt": {-540, -480}, "hst": {-600, -600}, "nst": {-210, -150},
	"bst": {60, 360}, // British summer or Bangladesh
	"cet": {60, 120}, "cest": {60, 120}, "mez": {60, 120}, "mesz": {60, 120},
	"eet": {120, 180}, "eest": {120, 180}, "msk": {180, 180}, "trt": {180, 180},
	"ist": {60, 330}, // Irish, Israeli, Indian
	"pkt": {300, 300}, "npt": {345, 345}, "wib": {420, 420}, "ict": {420, 420},
	"hkt": {480, 480}, "sgt": {480, 480}, "pht": {480, 480}, "awst": {480, 480},
	"jst": {540, 540}, "kst": {540, 540}, "aest": {600, 660}, "aedt": {600, 660},
	"acst": {570, 630}, "acdt": {570, 630}, "nzst": {720, 780}, "nzdt": {720, 780},
	"wat": {60, 60}, "cat": {120, 120}, "eat": {180, 180}, "sast": {120, 120}, "gst": {240, 240},
	"brt": {-180, -180}, "art": {-180, -180},
}

// monthNames has English names in full and abbreviated, and the full names of
// the languages that European news pages write dates in.
var monthNames = map[string]time.Month{
	"january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
	"may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8,
	"september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10,
	"november": 11, "nov": 11, "december": 12, "dec": 12,

	"januar": 1, "jänner": 1, "februar": 2, "märz": 3, "mai": 5, "juni": 6, "juli": 7,
	"oktober": 10, "okt": 10, "dezember": 12, "dez": 12,
	"janvier": 1, "février": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "août": 8,
	"septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12,
	"enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7,
	"agosto": 8, "septiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
	"gennaio": 1, "febbraio": 2, "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7,
	"settembre": 9, "ottobre": 10, "dicembre": 12,
	"janeiro": 1, "fevereiro": 2, "março": 3, "maio": 5, "junho": 6, "julho": 7,
	"setembro": 9, "outubro": 10, "dezembro": 12,
	"januari": 1, "februari": 2, "maart": 3, "mei": 5, "augustus": 8,
}

// englishMonths are the names that FindDates knows, by first letter upper
// case; true marks those that are common words too.
var englishMonths = map[string]bool{
	"January": false, "Jan": false, "February": false, "Feb": false, "March": true, "Mar": true,
	"April": true, "Apr": false, "May": true, "June": true, "Jun": false, "July": false, "Jul": false,
	"August": true, "Aug": false, "September": false, "Sept": false, "Sep": false,
	"October": false, "Oct": false, "November": false, "Nov": false, "December": false, "Dec": false,
	"JANUARY": false, "JAN": false, "FEBRUARY": false, "FEB": false, "MARCH": true, "MAR": true,
	"APRIL": true, "APR": false, "MAY": true, "JUNE": true, "JULY": false, "AUGUST": true,
	"AUG": false, "SEPTEMBER": false, "SEPT": false, "SEP": false, "OCTOBER": false, "OCT": false,
	"NOVEMBER": false, "NOV": false, "DECEMBER": false, "DEC": false,
}

var weekdays = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true,
	"saturday": true, "sunday": true, "mon": true, "tue": true, "tues": true, "wed": true,
	"thu": true, "thur": true, "thurs": true, "fri": true, "sat": true, "sun": true,
	"montag": true, "dienstag": true, "mittwoch": true, "donnerstag": true, "freitag": true,
	"samstag": true, "sonntag": true, "lundi": true, "mardi": true, "mercredi": true,
	"jeudi": true, "vendredi": true, "samedi": true, "dimanche": true,
}

// dateFillers may stand between the parts of a date and mean nothing.
var dateFillers = map[string]bool{
	"at": true, "on": true, "the": true, "of": true, "de": true, "le": true, "um": true,
	"am": true, "den": true, "uhr": true, "del": true, "à": true,
}

// dateLabels may stand before a date and say which date it is.
var dateLabels = map[string]bool{
	"published": true, "publish": true, "posted": true, "date": true, "first": true, "last": true,
	"updated": true, "update": true, "modified": true, "created": true, "issued": true,
	"publication": true, "time": true,
}
