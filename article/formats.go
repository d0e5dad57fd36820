package article

import (
	"bytes"
	"path/filepath"
	"strings"
)

// format is how a file is read.
type format uint8

const (
	formatUnknown  format = iota // by content
	formatNone                   // known to be no article
	formatPlain                  // one article, text
	formatMarkdown               // one article
	formatMDX                    // Markdown with JSX
	formatHTML                   // one article
	formatRecord                 // one JSON object
	formatLines                  // JSON Lines
	formatValues                 // JSON objects, a list of them or one
)

var extensions = func() map[string]format {
	table := map[string]format{}
	for f, names := range map[format]string{
		formatPlain:    ".txt .text",
		formatMarkdown: ".md .markdown .mdown .mkd",
		formatMDX:      ".mdx",
		formatHTML:     ".html .htm .xhtml",
		formatLines:    ".jsonl .ndjson .jsonlines .jl",
		formatValues:   ".json",
		formatNone: ".jpg .jpeg .png .gif .webp .svg .avif .ico .bmp .tif .tiff .heic .mp3 .mp4 .m4a .m4v .mov .avi " +
			".ogg .oga .ogv .wav .webm .flac .pdf .ps .doc .docx .odt .rtf .xls .xlsx .ods .ppt .pptx .epub .css .scss .sass .less .js " +
			".mjs .cjs .ts .tsx .jsx .vue .svelte .map .go .py .rb .php .java .c .h .cc .cpp .rs .sh .bat .ps1 .yml .yaml .toml " +
			".ini .cfg .conf .lock .sum .mod .xml .rss .atom .csv .tsv .tab .sql .db .sqlite .parquet .woff .woff2 .ttf .otf .eot .zip .tar " +
			".tgz .bz2 .xz .7z .rar .jar .exe .dll .so .dylib .o .a .bin .wasm .pyc .class .warc .wacz .njk .liquid .hbs .ejs .pug .log",
	} {
		for _, n := range strings.Fields(names) {
			table[n] = f
		}
	}
	return table
}()

// extension is the last extension of a name in lower case, that of the content
// for a compressed file.
func extension(path string) string {
	name := strings.ToLower(filepath.Base(path))
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		if ext := name[i:]; ext != ".gz" && ext != ".zst" {
			return ext
		}
		return extension(name[:i])
	}
	return ""
}

// formatOf tells the format by the name of a file, formatUnknown where the
// name does not say.
func formatOf(path string) format { return extensions[extension(path)] }

// sniff tells the format by the first bytes.
func sniff(head []byte) format {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	head = bytes.TrimLeft(head, " \t\r\n\f")
	switch {
	case len(head) > 1 && head[0] == '{':
		if next := skipBlank(head, 1); next < len(head) && (head[next] == '"' || head[next] == '}') {
			return formatLines
		}
	case len(head) > 1 && head[0] == '[':
		if next := skipBlank(head, 1); next < len(head) && head[next] == '{' {
			return formatValues
		}
	case len(head) > 0 && head[0] == '<':
		lower := bytes.ToLower(head[:min(len(head), 1024)])
		for _, mark := range []string{"<!doctype html", "<html", "<head", "<body"} {
			if bytes.Contains(lower, []byte(mark)) {
				return formatHTML
			}
		}
	}
	return formatPlain
}
