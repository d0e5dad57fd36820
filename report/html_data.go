package report

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"

	"github.com/klauspost/compress/gzip"

	"github.com/stemma-news/stemma"
)

// TextLimit is how many bytes of article text a page takes along. Where a
// result has more, the page holds none, and says so.
const TextLimit = 24 << 20

// packFrom is the size from which a block of data is packed: as it is, any
// program can read it, but the data of 1,700 articles are 12 MB, packed 3.
const packFrom = 1 << 20

// A page holds its data in script elements of these ids and types.
const (
	dataID   = "stemma-data"
	rowsID   = "stemma-rows"
	openType = "application/json"
	packType = "application/gzip" // in base64
)

// embedded is what a page holds for programs: the whole result, and the texts
// that its spans refer to.
type embedded struct {
	Kind   Kind              `json:"kind"`
	Result *stemma.Result    `json:"result"`
	Texts  map[string]string `json:"texts,omitempty"`
}

// dataBlock is the data block of a page.
func dataBlock(kind Kind, r *stemma.Result, texts bool) (template.HTML, error) {
	data := embedded{Kind: kind, Result: r}
	if texts {
		data.Texts = make(map[string]string, len(r.Articles))
		for i := range r.Articles {
			data.Texts[r.Articles[i].ID] = r.Articles[i].Text
		}
	}
	return block(dataID, data)
}

// block is a script element that holds v as JSON in which no "<" stands, so
// that no text can end it, or as packed JSON.
func block(id string, v any) (template.HTML, error) {
	b, err := json.Marshal(v) // escapes <, > and & as \u00XX
	if err != nil {
		return "", err
	}
	b = escapeJSON(b)
	kind := openType
	if len(b) >= packFrom {
		kind = packType
		if b, err = pack(b); err != nil {
			return "", err
		}
	}
	return template.HTML(`<script id="` + id + `" type="` + kind + `">` + string(b) + `</script>`), nil
}

func pack(b []byte) ([]byte, error) {
	var packed bytes.Buffer
	text := base64.NewEncoder(base64.StdEncoding, &packed)
	z := gzip.NewWriter(text)
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	err := text.Close()
	return packed.Bytes(), err
}

// The most that ReadHTML takes of a page, and of its data unpacked.
const (
	mostPage = 1 << 30
	mostData = 4 << 30
)

// ReadHTML reads the result back out of a page that Write made, texts
// included where the page holds them. It fails where the page has no data block
// or a damaged one.
func ReadHTML(r io.Reader) (*stemma.Result, error) {
	page, err := io.ReadAll(io.LimitReader(r, mostPage))
	if err != nil {
		return nil, err
	}
	data, err := dataOf(page)
	if err != nil {
		return nil, err
	}
	if data.Result == nil {
		return nil, errors.New("the report's data block holds no result")
	}
	if data.Result.Schema > stemma.Schema {
		return nil, fmt.Errorf("the report has schema %d, this program reads up to %d", data.Result.Schema, stemma.Schema)
	}
	for i := range data.Result.Articles {
		a := &data.Result.Articles[i]
		a.Text = data.Texts[a.ID]
	}
	return data.Result, nil
}

// dataOf finds and unpacks the data block of a page.
func dataOf(page []byte) (*embedded, error) {
	_, rest, ok := bytes.Cut(page, []byte(`<script id="`+dataID+`" type="`))
	if !ok {
		return nil, errors.New("the page is no stemma report: it holds no data block")
	}
	kind, rest, _ := bytes.Cut(rest, []byte(`">`))
	block, _, ok := bytes.Cut(rest, []byte("</script>"))
	if !ok {
		return nil, errors.New("the report is cut short inside its data block")
	}
	var from io.Reader = bytes.NewReader(block)
	if string(kind) == packType {
		z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, from))
		if err != nil {
			return nil, fmt.Errorf("unpack the report's data block: %w", err)
		}
		from = io.LimitReader(z, mostData)
	}
	d := json.NewDecoder(from)
	var data embedded
	if err := d.Decode(&data); err != nil {
		return nil, fmt.Errorf("the report's data block: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("the report's data block: something follows the result")
	}
	return &data, nil
}
