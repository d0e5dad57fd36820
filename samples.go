package stemma

import (
	"embed"
	"io/fs"
	"runtime/debug"
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

// Version is the version of the module that the binary was built from, "devel"
// where the build does not know.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel-" + s.Value[:12]
		}
	}
	return "devel"
}
