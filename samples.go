package stemma

import (
	"embed"
	"io/fs"
	"runtime/debug"
	"strings"
)

//go:embed testdata/samples
var samples embed.FS

// Samples holds the invented articles that `stemma demo` runs on.
func Samples() fs.FS {
	sub, err := fs.Sub(samples, "testdata/samples")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// release is the version that this tree becomes or is. The build information
// does not know it where a runner of hooks builds from a clone without tags.
const release = "0.1.0"

// Version is the version of the program: that of the module where it was built
// as one, else the release of the tree with the commit, where the build knows
// it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	if v := info.Main.Version; v != "" && v != "(devel)" && !strings.HasPrefix(v, "v0.0.0-") {
		return strings.TrimPrefix(v, "v")
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return release + "+" + s.Value[:12]
		}
	}
	return release
}
