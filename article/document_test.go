package article

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const docxBody = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Ferry freed after a night on the sandbank</w:t></w:r></w:p>
<w:p><w:r><w:t>By Aino Rask</w:t></w:r></w:p>
<w:p>
  <w:r><w:t xml:space="preserve">The ferry </w:t></w:r><w:del w:id="1" w:author="desk"><w:r><w:delText>was probably </w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>is</w:t></w:r></w:ins>
  <w:r><w:tab/><w:t>free</w:t></w:r><w:r><w:br/><w:t>again.</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r>
  <w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom>
</w:p>
<w:p><w:pPr><w:pStyle w:val="IntenseQuote"/></w:pPr><w:hyperlink><w:r><w:t>“The coffee lasted,”</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> he said.</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>84 passengers</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cars</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>31</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:inline><wp:posOffset>72</wp:posOffset><w:txbxContent><w:p><w:r><w:t>The pilot slept.</w:t></w:r></w:p></w:txbxContent></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>The pilot slept.</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>not shown</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Shown.</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="7"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One sentence </w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="8"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">of three </w:t></w:r></w:p>
<w:p><w:r><w:t>paragraphs.</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>End.</w:t></w:r></w:p>
</w:body></w:document>`

const odtBody = `<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>cut out</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Ferry freed after a night on the sandbank</text:h><text:p>The ferry <text:span>is</text:span><text:s/>free<office:annotation><dc:creator>x</dc:creator><text:p>note</text:p></office:annotation> again.<text:note><text:note-body><text:p>foot</text:p></text:note-body></text:note></text:p>
<text:p><draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><draw:text-box><text:p>The pilot slept.</text:p></draw:text-box><svg:title xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">a box</svg:title></draw:frame></text:p>
<text:list><text:list-item><text:p>84 passengers</text:p></text:list-item></text:list></office:text></office:body></office:document-content>`

func TestReadDocuments(t *testing.T) {
	dir := t.TempDir()
	core := `<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>Aino Rask</dc:creator><dcterms:created>2019-01-01T08:00:00Z</dcterms:created><dcterms:modified>2026-02-14T08:00:00Z</dcterms:modified></cp:coreProperties>`
	docx := writeFile(t, filepath.Join(dir, "draft.docx"), zipped(t, file{"[Content_Types].xml", "<Types/>"}, file{"word/document.xml", docxBody}, file{"docProps/core.xml", core}))
	odt := writeFile(t, filepath.Join(dir, "draft.odt"), zipped(t, file{"mimetype", "application/vnd.oasis.opendocument.text"}, file{"META-INF/manifest.xml", "<m/>"}, file{"content.xml", odtBody}))
	r := newTestReader(t, Options{})
	read := func(path string) (out *Article) {
		require.NoError(t, r.Read(path, func(a *Article) error {
			checkArticle(t, a)
			out = a
			return nil
		}, func(s Skipped) { t.Error(s) }))
		return out
	}
	a := read(docx)
	assert.Equal(t, "draft.docx", a.ID)
	assert.Equal(t, "Ferry freed after a night on the sandbank", a.Title)
	assert.Equal(t, "Aino Rask", a.Byline)
	assert.Equal(t, "2026-02-14T08:00:00Z", a.Updated.Written)
	assert.True(t, a.Published.IsZero())
	assert.Equal(t, "Ferry freed after a night on the sandbank\n\nBy Aino Rask\n\nThe ferry is free\nagain.\n\n“The coffee lasted,” he said.\n\n84 passengers\n\ncars\n\n31\n\nThe pilot slept.\n\nShown.\n\nOne sentence of three paragraphs.\n\nEnd.", a.Text)
	a = read(odt)
	assert.Equal(t, "Ferry freed after a night on the sandbank\n\nThe ferry is free again.\n\nThe pilot slept.\n\n84 passengers", a.Text)

	_, skipped, err := readAll(t, r, filepath.Dir(writeFile(t, filepath.Join(dir, "bad", "x.docx"), zipped(t, file{"word/document.xml", "<a>" + "<w:p>"}))))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"x.docx": "empty"}, skipped)
}
