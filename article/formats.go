package article

import (
	"bytes"
	"path/filepath"
	"strings"
)

// format is how a file is read. The name of a file and its first bytes choose
// it (formatOf, sniff); stream and decode say what is done with it.
type format uint8

const (
	formatUnknown format = iota // by content
	formatNone                  // known to be no article

	// One article each.
	formatPlain
	formatMarkdown
	formatMDX // Markdown with JSX
	formatHTML

	formatWire   // a message of a teleprinter
	formatRecord // one JSON object

	// Records.
	formatLines  // JSON Lines
	formatValues // JSON objects: a list of them, one after the other, or one
	formatCSV
	formatTSV
	formatXML // feeds, agency formats, exports: by the root element

	// Containers.
	formatWARC
	formatTar
	formatZip // text documents and web archives too

	// Known, and not read.
	formatMail
	formatARC
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
		formatCSV:      ".csv",
		formatTSV:      ".tsv .tab",
		formatXML:      ".xml .rss .atom .rdf .nitf .newsml .wxr",
		formatNone: ".jpg .jpeg .png .gif .webp .svg .avif .ico .bmp .tif .tiff .heic .mp3 .mp4 .m4a .m4v .mov .avi " +
			".ogg .oga .ogv .wav .webm .flac .pdf .ps .doc .rtf .xls .xlsx .ods .ppt .pptx .epub .css .scss .sass .less .js " +
			".mjs .cjs .ts .tsx .jsx .vue .svelte .map .go .py .rb .php .java .c .h .cc .cpp .rs .sh .bat .ps1 .yml .yaml .toml " +
			".ini .cfg .conf .lock .sum .mod .sql .db .sqlite .parquet .woff .woff2 .ttf .otf .eot " +
			".bz2 .xz .7z .rar .jar .exe .dll .so .dylib .o .a .bin .wasm .pyc .class .njk .liquid .hbs .ejs .pug .log",
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

// sniff tells the format by the first bytes, and by the name where they leave
// it open.
func sniff(head []byte, named format) format {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n\f")
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return formatZip
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return formatTar
	case bytes.HasPrefix(head, []byte("WARC/1.")) || bytes.HasPrefix(head, []byte("WARC/0.")):
		return formatWARC
	case bytes.HasPrefix(head, []byte("filedesc://")):
		return formatARC
	case xmlHead(text):
		return xmlOrHTML(text, named)
	case wireHead(head):
		return formatWire
	case mailHead(text):
		return formatMail
	case named != formatUnknown && named != formatNone && named != formatXML:
		return named
	case len(text) > 1 && text[0] == '{':
		if next := skipBlank(text, 1); next < len(text) && (text[next] == '"' || text[next] == '}') {
			return formatLines
		}
	case len(text) > 1 && text[0] == '[':
		if next := skipBlank(text, 1); next < len(text) && text[next] == '{' {
			return formatValues
		}
	}
	return formatPlain
}

// xmlHead reports whether a text begins as XML or HTML does.
func xmlHead(text []byte) bool {
	return len(text) > 1 && text[0] == '<' && (text[1] == '?' || text[1] == '!' || asciiLetter(text[1]))
}

// mailHead reports whether a text begins as a message that a mail server
// delivered.
func mailHead(text []byte) bool {
	for _, field := range []string{"Delivered-To: ", "Return-Path: <", "Received: from ", "Received: by "} {
		if bytes.HasPrefix(text, []byte(field)) {
			return bytes.Contains(text, []byte("\nReceived: ")) || bytes.Contains(text, []byte("\nMIME-Version: "))
		}
	}
	return false
}

// xmlOrHTML tells a page from XML by its root element. A text that only begins
// with a tag, as Markdown may, stays what its name says.
func xmlOrHTML(text []byte, named format) format {
	root := rootElement(text)
	switch _, known := xmlRoots[root]; {
	case known, bytes.HasPrefix(text, []byte("<?xml")) && root != "html":
		return formatXML
	case named == formatMarkdown || named == formatMDX || named == formatPlain || named == formatHTML:
		return named
	}
	lower := bytes.ToLower(text[:min(len(text), 1024)])
	for _, mark := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if bytes.Contains(lower, []byte(mark)) {
			return formatHTML
		}
	}
	if named == formatXML {
		return formatXML
	}
	return formatPlain
}
