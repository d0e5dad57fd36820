package stemma_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/stemma-news/stemma"

// imports says what each package of the module may import of it. The arrows
// point one way; a new package needs a line here and a reason in its comment.
var imports = map[string][]string{
	"":                 {"attribution", "similarity", "similarity/index", "article"},
	"cmd/stemma":       {"report", "", "article"},
	"report":           {"", "article"},
	"attribution":      {"similarity", "article"},
	"similarity":       {"article"},
	"similarity/index": {},
	"article":          {},
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath string
	Imports    []string
	Module     *struct{ Path string }
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Module"}, args...)...).Output()
	require.NoError(t, err)
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := d.Decode(&p)
		if err == io.EOF {
			return packages
		}
		require.NoError(t, err)
		packages = append(packages, p)
	}
}

func TestImportsPointOneWay(t *testing.T) {
	packages := list(t, "./...")
	require.NotEmpty(t, packages)
	for _, p := range packages {
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		allowed, known := imports[name]
		if strings.HasPrefix(name, "benchmarks") {
			continue // runs that use everything; nothing imports them
		}
		assert.Truef(t, known, "package %q is not in the layout", name)
		for _, i := range p.Imports {
			if i == module || strings.HasPrefix(i, module+"/") {
				assert.Containsf(t, allowed, strings.TrimPrefix(strings.TrimPrefix(i, module), "/"), "%s imports %s", name, i)
			}
		}
	}
}

// A newsroom's laptop builds the binary to install the hook: what it links is
// counted.
func TestFewModulesLinked(t *testing.T) {
	const most = 24
	modules := map[string]bool{}
	for _, p := range list(t, "-deps", "./cmd/stemma") {
		if p.Module != nil && p.Module.Path != module {
			modules[p.Module.Path] = true
		}
	}
	assert.LessOrEqual(t, len(modules), most, "modules linked: %v", modules)
	assert.Greater(t, len(modules), 5)
}
