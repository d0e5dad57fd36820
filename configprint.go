package stemma

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// String writes a policy as a .stemma.toml that lays down the same, with every
// key and where it came from.
func (p *Policy) String() string {
	var b strings.Builder
	if p.File == "" {
		fmt.Fprintf(&b, "# no %s found: these are the defaults\n", ConfigName)
	} else {
		fmt.Fprintf(&b, "# from %s\n", strconv.Quote(p.File))
	}
	fmt.Fprintf(&b, "content = %s\n", tomlList(p.Content))
	fmt.Fprintf(&b, "exclude = %s\n", tomlList(p.Exclude))
	fmt.Fprintf(&b, "standard-excludes = %t", p.Standard)
	if p.Standard {
		fmt.Fprintf(&b, " # hidden and readme*, the files %s, the folders %s", strings.Join(slices.Sorted(maps.Keys(noArticles)), " "), strings.Join(slices.Sorted(maps.Keys(noArticleFolders)), " "))
	}
	fmt.Fprintf(&b, "\narchive = %s\n", tomlList(p.Archive))
	fmt.Fprintf(&b, "own = %s\n", tomlString(p.Own))
	fmt.Fprintf(&b, "licensed = %s\n", tomlList(p.Licensed))
	failOn := p.FailOn
	if failOn == "" {
		failOn = string(Error)
	}
	fmt.Fprintf(&b, "fail-on = %s\n", tomlString(failOn))
	fmt.Fprint(&b, "\n[levels]\n")
	for _, c := range Codes() {
		fmt.Fprintf(&b, "%s = %s\n", c.Name, tomlString(string(p.level(c.Name, c.Level))))
	}
	for _, o := range p.Outlets {
		fmt.Fprintf(&b, "\n[[outlet]]\nname = %s\naliases = %s\n", tomlString(o.Name), tomlList(o.Aliases))
		if o.Zone != "" {
			fmt.Fprintf(&b, "zone = %s\n", tomlString(o.Zone))
		}
		if o.Broadcaster {
			fmt.Fprint(&b, "broadcaster = true\n")
		}
		if o.Agency {
			fmt.Fprint(&b, "agency = true\n")
		}
	}
	return b.String()
}

func tomlList(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = tomlString(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// tomlString writes a basic string of TOML, as escapes what would steer a
// terminal.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r > 0xffff && !unicode.IsGraphic(r):
			fmt.Fprintf(&b, `\U%08X`, r)
		case !unicode.IsGraphic(r) || r == 0x2028 || r == 0x2029:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
