package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"go.yaml.in/yaml/v3"
)

// maxFrontMatter bounds front matter, in bytes. Newsletters keep their whole
// text there; a larger one is not front matter.
const maxFrontMatter = 1 << 20

// frontMatter is the block of metadata at the head of a Markdown file.
type frontMatter struct {
	end    int    // first byte behind it, 0 where there is none
	syntax string // "yaml", "toml" or "json"
	body   string // without its fences
}

// findFrontMatter splits front matter off: "---" for YAML, "+++" for TOML, ";;;"
// and a leading object for JSON, and the fences with a name, "---toml". start is
// where the text begins, behind a byte order mark.
func findFrontMatter(text string, start int) frontMatter {
	rest := text[start:]
	if len(rest) > 0 && rest[0] == '{' {
		return jsonFrontMatter(text, start)
	}
	if len(rest) < 4 {
		return frontMatter{}
	}
	fence := rest[:3]
	syntax := map[string]string{"---": "yaml", "+++": "toml", ";;;": "json"}[fence]
	line, _, ok := strings.Cut(rest, "\n")
	if syntax == "" || !ok {
		return frontMatter{}
	}
	switch name := strings.TrimSpace(line[3:]); name {
	case "":
	case "yaml", "toml", "json":
		syntax = name
	default:
		return frontMatter{}
	}
	pos := start + len(line) + 1
	for at := pos; at < len(text) && at-pos < maxFrontMatter; {
		end := at + strings.IndexByte(text[at:], '\n')
		next := end + 1
		if end < at {
			end, next = len(text), len(text)
		}
		if l := strings.TrimRight(text[at:end], " \t\r"); l == fence || l == "..." && fence == "---" {
			return frontMatter{end: next, syntax: syntax, body: text[pos:at]}
		}
		at = next
	}
	return frontMatter{}
}

// jsonFrontMatter reads an object that begins the file, unless what follows on
// its last line shows that it is text.
func jsonFrontMatter(text string, start int) frontMatter {
	head := text[start:min(len(text), start+maxFrontMatter)]
	n, ok := nestedEnd([]byte(head), 0)
	if !ok || !json.Valid([]byte(head[:n])) {
		return frontMatter{}
	}
	line, _, _ := strings.Cut(text[start+n:], "\n")
	if strings.TrimSpace(line) != "" {
		return frontMatter{}
	}
	return frontMatter{end: min(len(text), start+n+len(line)+1), syntax: "json", body: head[:n]}
}

// read gathers the metadata in m and hands them to the article.
func (f frontMatter) read(a *Article, m metadata) {
	var err error
	switch f.syntax {
	case "yaml":
		err = yamlFields(f.body, &m)
	case "toml":
		err = tomlFields(f.body, &m)
	case "json":
		err = eachField([]byte(f.body), func(j jsonField) error {
			m.addFrontMatter(string(j.key), j.texts())
			return nil
		})
	}
	if err != nil {
		a.warn("front matter is broken: %s", excerpt(oneLine(err.Error())))
		lineFields(f.body, &m)
	}
	m.assign(a, "front matter")
}

// addFrontMatter sorts one key. What names a file's place in the site is no id,
// and the body stands below, not here.
func (m *metadata) addFrontMatter(key string, values []string) {
	folded := foldFieldName(key)
	known, ok := aliasTable[folded]
	switch {
	case !ok, known.field == fieldID, folded == "series": // the last of articles, not of a journal
		if m.extra != nil {
			m.extra.add(key, strings.Join(values, ", "))
		}
	case known.field != fieldText:
		m.add(known, values...)
	}
}

// yamlFields reads a mapping by its nodes, so that dates stay as written. The
// library bounds what aliases may expand to; none are followed here.
func yamlFields(body string, m *metadata) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(body), &doc); err != nil {
		return err
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		m.addFrontMatter(pairs[i].Value, yamlTexts(nil, pairs[i+1], 4))
	}
	return nil
}

func yamlTexts(out []string, n *yaml.Node, depth int) []string {
	if depth == 0 {
		return out
	}
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag != "!!null" {
			out = append(out, n.Value)
		}
	case yaml.SequenceNode:
		for _, c := range n.Content {
			out = yamlTexts(out, c, depth-1)
		}
	case yaml.MappingNode:
		for _, name := range nameKeys {
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == name {
					return yamlTexts(out, n.Content[i+1], depth-1)
				}
			}
		}
	}
	return out
}

func tomlFields(body string, m *metadata) error {
	if TOMLTooNested(body) {
		return errors.New("toml: keys and values nest too deep")
	}
	var v map[string]any
	meta, err := toml.Decode(body, &v)
	if err != nil {
		return err
	}
	for _, key := range meta.Keys() { // in the order of the file
		if len(key) == 1 {
			m.addFrontMatter(key[0], flatten(nil, plainDates(v[key[0]]), 4))
		}
	}
	// Hugo keeps the site's own keys in a table.
	if params, ok := v["params"].(map[string]any); ok {
		for _, key := range meta.Keys() {
			if len(key) == 2 && key[0] == "params" {
				m.addFrontMatter(key[1], flatten(nil, plainDates(params[key[1]]), 4))
			}
		}
	}
	return nil
}

// maxTOMLNesting is how deep values, or the parts of a key, may nest. The decoder
// takes quadratic time and memory in both: 300 KB of "a={" take 5 GB.
const maxTOMLNesting = 64

// TOMLTooNested reports TOML that only an attack nests so deep: who decodes it
// asks before. It errs on the side of a plain reading: strings and comments are
// passed over roughly.
func TOMLTooNested(body string) bool {
	depth, parts := 0, 0
	for i := 0; i < len(body); i++ {
		switch c := body[i]; c {
		case '"', '\'':
			for i++; i < len(body) && body[i] != c && body[i] != '\n'; i++ {
				if body[i] == '\\' && c == '"' {
					i++
				}
			}
		case '#':
			for i+1 < len(body) && body[i+1] != '\n' {
				i++
			}
		case '[', '{':
			depth, parts = depth+1, 0
		case ']', '}':
			depth--
		case '.':
			parts++
		case '=', ',', '\n':
			parts = 0
		}
		if depth > maxTOMLNesting || parts > maxTOMLNesting {
			return true
		}
	}
	return false
}

// plainDates writes TOML's dates as strings, without a zone where the file
// gives none.
func plainDates(v any) any {
	t, ok := v.(time.Time)
	if !ok {
		return v
	}
	switch t.Location().String() {
	case "date-local":
		return t.Format(time.DateOnly)
	case "datetime-local":
		return t.Format("2006-01-02T15:04:05")
	}
	return t.Format(time.RFC3339)
}

// lineFields makes the best of front matter that does not parse: the lines
// "key: value" and "key = value" that are not indented.
func lineFields(body string, m *metadata) {
	for line := range bytes.Lines([]byte(body)) {
		if c := line[0]; !asciiLetter(c) {
			continue
		}
		i := bytes.IndexAny(line, ":=")
		if i < 1 || i > 40 {
			continue
		}
		value := strings.Trim(strings.TrimSpace(string(line[i+1:])), `"'`)
		m.addFrontMatter(strings.TrimSpace(string(line[:i])), []string{value})
	}
}
