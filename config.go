package stemma

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/agnivade/levenshtein"

	"github.com/stemma-news/stemma/article"
)

// ConfigName is the file that a Policy is read from.
const ConfigName = ".stemma.toml"

// configFile is .stemma.toml as it is written. Every key of it stands here and
// nowhere else: what is not decoded is unknown.
type configFile struct {
	Content  []string          `toml:"content"`
	Exclude  []string          `toml:"exclude"`
	Standard *bool             `toml:"standard-excludes"`
	Archive  []string          `toml:"archive"`
	Own      string            `toml:"own"`
	Licensed []string          `toml:"licensed"`
	FailOn   string            `toml:"fail-on"`
	Levels   map[string]string `toml:"levels"`
	Outlets  []Outlet          `toml:"outlet"`
}

// configKeys are the keys of a file, for suggestions.
var configKeys = []string{"content", "exclude", "standard-excludes", "archive", "own", "licensed", "fail-on", "levels", "outlet",
	"outlet.name", "outlet.aliases", "outlet.zone", "outlet.broadcaster", "outlet.agency"}

// DefaultPolicy is what holds in a folder without .stemma.toml. Its root is that
// of the git repository, or else the folder itself.
func DefaultPolicy(dir string) *Policy {
	start := absolute(dir)
	p := &Policy{Root: cmp.Or(repositoryRoot(start), start), Standard: true, Content: slices.Clone(defaultContent)}
	p.coverage = p.compile()
	return p
}

// FindPolicy reads the .stemma.toml that holds in a folder: the nearest one
// upwards, up to the root of the git repository. Without a repository only the
// folder itself is looked at. Where there is none it is the default policy, of
// the repository's root.
func FindPolicy(dir string) (*Policy, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", ConfigName, err)
	}
	root := repositoryRoot(start)
	for at := start; ; at = filepath.Dir(at) {
		file := filepath.Join(at, ConfigName)
		if err := regular(file); err == nil {
			return ReadPolicy(file)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if at == root || root == "" || at == filepath.Dir(at) {
			break
		}
	}
	return DefaultPolicy(start), nil
}

// repositoryRoot is the nearest folder upwards that holds .git, a folder or, in
// a linked work tree, a file; "" for none.
func repositoryRoot(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// ReadPolicy reads one .stemma.toml. A key that does not exist, a level or a
// zone that is none and a pattern that is broken are errors that name the file,
// the line and what was probably meant.
func ReadPolicy(file string) (*Policy, error) {
	raw, err := readSettings(file)
	if err != nil {
		return nil, err
	}
	if article.TOMLTooNested(string(raw)) {
		return nil, fmt.Errorf("%s: keys and values nest too deep", file)
	}
	var c configFile
	meta, err := toml.Decode(string(raw), &c)
	if err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return nil, fmt.Errorf("%s:%d: %s", file, parse.Position.Line, cutShort(strings.TrimPrefix(parse.Message, "expected")))
		}
		return nil, fmt.Errorf("%s: %s", file, cutShort(strings.TrimPrefix(err.Error(), "toml: ")))
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0].String()
		return nil, fmt.Errorf("%s:%d: unknown key %q%s", file, lineOfKey(string(raw), unknown[0]), cutShort(key), meant(key, configKeys))
	}
	p := &Policy{
		File: file, Root: filepath.Dir(file), Content: c.Content, Exclude: c.Exclude, Standard: c.Standard == nil || *c.Standard,
		Archive: c.Archive, Own: c.Own, Licensed: c.Licensed, Outlets: c.Outlets, FailOn: c.FailOn,
	}
	if !meta.IsDefined("content") {
		p.Content = slices.Clone(defaultContent)
	}
	if err := p.check(c.Levels); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	p.coverage = p.compile()
	return p, nil
}

// mostSettings is the size in bytes of the largest file of settings: a
// repository that anybody may write to is no reason to wait for its settings.
// A .stemma-accept of it holds 15,000 lines.
const mostSettings = 1 << 20

// readSettings reads a file of settings, whose size is bounded.
func readSettings(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, mostSettings+1))
	if err == nil && len(raw) > mostSettings {
		err = fmt.Errorf("%s: more than %d bytes", file, mostSettings)
	}
	if err == nil && (bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")) || bytes.IndexByte(raw, 0) >= 0) {
		err = fmt.Errorf("%s: not a text in UTF-8; save it as one", file)
	}
	return raw, err
}

// regular fails where a file is missing, or is a pipe or a device, which a
// program that looks for its settings must not wait for. A link that leads
// nowhere is no missing file: somebody meant settings to hold.
func regular(file string) error {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		if to, linked := os.Readlink(file); linked == nil {
			return fmt.Errorf("%s: a link to %s, which does not exist", file, to)
		}
	}
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: not a regular file", file)
	}
	return err
}

// lineOfKey is the line on which the last part of a key stands, 1 where it is
// not found.
func lineOfKey(text string, key toml.Key) int {
	last := key[len(key)-1]
	for n, line := range strings.Split(text, "\n") {
		name, _, _ := strings.Cut(line, "=")
		if strings.Trim(strings.TrimSpace(name), `"'[]`) == last || strings.HasSuffix(strings.Trim(strings.TrimSpace(name), `"'[]`), "."+last) {
			return n + 1
		}
	}
	return 1
}

// mostShown is how much of a value a message about it shows, in bytes.
const mostShown = 200

// cutShort cuts a value for a message.
func cutShort(value string) string {
	if len(value) <= mostShown {
		return value
	}
	return strings.ToValidUTF8(value[:mostShown], "") + "..."
}

// meant suggests the word that was probably meant.
func meant(word string, known []string) string {
	best, distance := "", 4
	for _, k := range known {
		if len(word) > mostShown {
			break
		}
		if d := levenshtein.ComputeDistance(word, k); d < distance && d < len(k) {
			best, distance = k, d
		}
	}
	if best == "" {
		return "; the known ones are " + strings.Join(known, ", ")
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// check tests the values of a policy and takes over the levels.
func (p *Policy) check(levels map[string]string) error {
	if len(p.Content)+len(p.Exclude) > mostGlobs {
		return fmt.Errorf("content and exclude have more than %d patterns", mostGlobs)
	}
	for _, globs := range [][]string{p.Content, p.Exclude} {
		for _, g := range globs {
			if err := checkGlob(g); err != nil {
				return fmt.Errorf("the pattern %q is broken: %w", cutShort(g), err)
			}
		}
	}
	failing := []string{"note", "warning", "error", "never"}
	if p.FailOn != "" && !slices.Contains(failing, p.FailOn) {
		return fmt.Errorf("fail-on = %q is no level%s", cutShort(p.FailOn), meant(p.FailOn, failing))
	}
	codes, allowed := codeNames(), []string{"off", "note", "warning", "error"}
	for _, code := range slices.Sorted(maps.Keys(levels)) {
		if !slices.Contains(codes, code) {
			return fmt.Errorf("levels: no finding has the code %q%s", cutShort(code), meant(code, codes))
		}
		if !slices.Contains(allowed, levels[code]) {
			return fmt.Errorf("levels: %s = %q is no level%s", code, cutShort(levels[code]), meant(levels[code], allowed))
		}
		if p.Levels == nil {
			p.Levels = map[string]Level{}
		}
		p.Levels[code] = Level(levels[code])
	}
	for i := range p.Outlets {
		if err := p.Outlets[i].check(); err != nil {
			return err
		}
	}
	return nil
}

func (o *Outlet) check() error {
	if o.Name == "" {
		return errors.New("an [[outlet]] has no name")
	}
	if o.Zone == "" {
		return nil
	}
	zone, err := time.LoadLocation(o.Zone)
	if err != nil || o.Zone == "Local" {
		return fmt.Errorf("outlet %q: %q is no time zone; write one as Europe/Amsterdam", cutShort(o.Name), cutShort(o.Zone))
	}
	o.zone = zone
	return nil
}

func codeNames() []string {
	var names []string
	for _, c := range Codes() {
		names = append(names, c.Name)
	}
	return names
}

// ArchivePaths are the archive's paths as the system opens them.
func (p *Policy) ArchivePaths() []string {
	if p == nil {
		return nil
	}
	paths := make([]string, 0, len(p.Archive))
	for _, a := range p.Archive {
		if !filepath.IsAbs(a) {
			a = filepath.Join(p.Root, filepath.FromSlash(a))
		}
		paths = append(paths, a)
	}
	return paths
}
