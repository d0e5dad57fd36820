package article

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestReadGolden reads every file of testdata/read and holds what was read
// against the golden file beside it.
func TestReadGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "read", "*"))
	require.NoError(t, err)
	r := newTestReader(t, Options{Extra: true})
	cases := 0
	for _, path := range files {
		if strings.HasSuffix(path, ".golden") {
			continue
		}
		cases++
		var got strings.Builder
		require.NoError(t, r.Read(path, func(a *Article) error {
			checkArticle(t, a)
			describe(&got, a)
			return nil
		}, func(s Skipped) { fmt.Fprintf(&got, "skipped %s: %s\n", filepath.Base(s.Path), s.Reason) }))
		golden := path + ".golden"
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err)
		assert.Equal(t, string(want), got.String(), path)
	}
	require.GreaterOrEqual(t, cases, 8, "no cases found")
}

// describe writes everything that is known of an article, one fact a line.
func describe(out *strings.Builder, a *Article) {
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(out, "%-10s %s\n", name, value)
		}
	}
	line("id", a.ID)
	line("title", a.Title)
	line("byline", a.Byline)
	line("publisher", a.Publisher)
	line("url", a.URL)
	line("language", a.Language)
	line("section", a.Section)
	line("published", describeInterval(a.Published))
	line("updated", describeInterval(a.Updated))
	line("first seen", describeInterval(a.FirstSeen))
	for _, d := range a.Declared {
		line("declared", d.Kind+" "+d.Value)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Extra)) {
		line("extra", name+" "+a.Extra[name])
	}
	for _, w := range a.Warnings {
		line("warning", w)
	}
	line("text from", a.TextFrom)
	for _, b := range a.Blocks {
		line("block", fmt.Sprintf("%d %q", b.Kind, b.In(a.Text)))
	}
	out.WriteString("\n" + shownText(a) + "\n")
}

func describeInterval(iv Interval) string {
	if iv.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s to %s, %s: %q", iv.Earliest.UTC().Format(time.RFC3339), iv.Latest.UTC().Format(time.RFC3339), iv.From, iv.Written)
}
