package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stemma-news/stemma"
)

// held collects the pages of a folder.
type held map[string]*bytes.Buffer

type heldFile struct{ *bytes.Buffer }

func (heldFile) Close() error { return nil }

func (h held) create(name string) (io.WriteCloser, error) {
	if h[name] != nil {
		return nil, fmt.Errorf("%s is written twice", name)
	}
	h[name] = &bytes.Buffer{}
	return heldFile{h[name]}, nil
}

func folder(t *testing.T, kind Kind, r *stemma.Result) held {
	t.Helper()
	h := held{}
	n, err := WriteFolder(h.create, kind, r)
	require.NoError(t, err)
	require.Len(t, h, n)
	return h
}

// many is the story told over and over: more pairs, drafts and utterances than
// one page shows.
func many(t *testing.T, times int) *stemma.Result {
	t.Helper()
	r := story(t)
	all := *r
	all.Articles, all.Pairs, all.Quotes, all.Utterances, all.Families, all.Findings, all.Drafts = nil, nil, nil, nil, nil, nil, nil
	raw, err := json.Marshal(r)
	require.NoError(t, err)
	ids := regexp.MustCompile(`"([a-z]+\.(?:txt|md)|[abfltu]\d)"`)
	for k := range times {
		var one stemma.Result
		require.NoError(t, json.Unmarshal(ids.ReplaceAll(raw, fmt.Appendf(nil, `"%03d-$1"`, k)), &one))
		for i := range one.Articles {
			one.Articles[i].Text = r.Articles[i].Text
		}
		all.Articles = append(all.Articles, one.Articles...)
		all.Pairs = append(all.Pairs, one.Pairs...)
		all.Quotes = append(all.Quotes, one.Quotes...)
		all.Utterances = append(all.Utterances, one.Utterances...)
		all.Families = append(all.Families, one.Families...)
		all.Findings = append(all.Findings, one.Findings...)
		all.Drafts = append(all.Drafts, one.Drafts...)
	}
	return &all
}

var linked = regexp.MustCompile(`href="([^"#]*)(?:#([^"]*))?"`)

// A result that one page holds is one page; a larger one has an index whose
// links, all of them relative, lead to pages and places that exist. Every page
// reads back: the index as the whole, a page as what it shows, with the texts.
func TestFolder(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			small := folder(t, k.kind, story(t))
			assert.Len(t, small, 1)
			assert.Equal(t, string(written(t, "html", k.kind, story(t), Look{})), small[IndexPage].String())

			r := many(t, 110)
			h := folder(t, k.kind, r)
			assert.Greater(t, len(h), 2)
			assert.Contains(t, h[IndexPage].String(), "This report is an index with pages beside it")
			for name, page := range h {
				assert.Regexp(t, `^(index|(draft|pairs|utterances)-\d{5})\.html$`, name)
				for _, m := range linked.FindAllStringSubmatch(page.String(), -1) {
					to := h[name]
					if m[1] != "" {
						to = h[m[1]]
					}
					if assert.NotNil(t, to, "%s links to %s", name, m[0]) && m[2] != "" {
						assert.True(t, strings.Contains(to.String(), `id="`+m[2]+`"`), "%s links to %s", name, m[0])
					}
				}
			}
			whole, err := ReadHTML(bytes.NewReader(h[IndexPage].Bytes()))
			require.NoError(t, err)
			assert.Len(t, whole.Pairs, len(r.Pairs))
			assert.Len(t, whole.Utterances, len(r.Utterances))

			shown := 0
			for name, page := range h {
				if name == IndexPage {
					continue
				}
				part, err := ReadHTML(bytes.NewReader(page.Bytes()))
				require.NoError(t, err, name)
				assert.Less(t, len(part.Articles), len(r.Articles), name)
				for _, a := range part.Articles {
					assert.NotEmpty(t, a.Text, name)
				}
				switch {
				case strings.HasPrefix(name, "pairs"):
					shown += len(part.Pairs)
				case strings.HasPrefix(name, "draft"):
					shown++
				case k.kind == Ledger:
					shown += len(part.Utterances)
				}
			}
			want := map[Kind]int{Check: len(r.Drafts), Compare: len(r.Pairs), Ledger: len(r.Utterances)}
			want[Scan] = 0
			for i := range r.Pairs {
				if r.Pairs[i].Relation != "independent" {
					want[Scan]++
				}
			}
			assert.Equal(t, want[k.kind], shown, "all are on some page")
			for name, again := range folder(t, k.kind, many(t, 110)) {
				assert.True(t, bytes.Equal(again.Bytes(), h[name].Bytes()), name)
			}
		})
	}
}

// A folder's index and pages open from a disk: no request, no complaint, and a
// row of the table leads to the pair.
func TestFolderInBrowser(t *testing.T) {
	b := inBrowser(t)
	dir := t.TempDir()
	for name, page := range folder(t, Scan, many(t, 30)) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), page.Bytes(), 0o600))
	}
	p := b.openFile(t, filepath.Join(dir, IndexPage), view{})
	p.quiet("an index")
	assert.Empty(t, p.violations())
	to := p.text(`document.querySelector("table[data-rows=pairs] tbody a").getAttribute("href")`)
	p.eval(`document.querySelector("table[data-rows=pairs] tbody a").focus()`, nil)
	p.press("Enter")
	p.until(`location.pathname.endsWith("pairs-00001.html") && document.querySelector("html.ready")`)
	assert.Equal(t, to, p.text(`location.pathname.split("/").pop() + location.hash`))
	p.until(`document.querySelector(location.hash).getBoundingClientRect().top < innerHeight`)
	p = b.openFile(t, filepath.Join(dir, "pairs-00001.html"), view{Width: 320})
	assert.Equal(t, "320", p.text("document.documentElement.scrollWidth"))
	p.quiet("a page of a folder")
}

// Names of files and links hold nothing of what an article says.
func TestHostileFolder(t *testing.T) {
	r := hostile(t)
	for range 60 {
		r.Pairs = append(r.Pairs, r.Pairs[0])
	}
	h := folder(t, Compare, r)
	require.Greater(t, len(h), 1)
	for name, page := range h {
		assert.Regexp(t, `^[a-z]+(-\d{5})?\.html$`, name)
		assert.Equal(t, 3, strings.Count(strings.ToLower(page.String()), "<script"))
		assert.Contains(t, html.UnescapeString(page.String()), policy)
	}
}
