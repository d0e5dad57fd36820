package stemma

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// capture is one page of a crawl.
func capture(uri, date, text string) string {
	page := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Mole</title></head><body><article><p>" + text + "</p></article></body></html>"
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", uri, date, len(page), page)
}

const (
	moleShut = "The harbour mole at Tarrow Sound stays shut until Friday, the port said, and the ferries to the islands leave from the old quay instead." + moleDesk
	moleOpen = "The harbour mole at Tarrow Sound is open again since Friday, the port said, and the ferries to the islands leave from there as before." + moleDesk
	moleDesk = " Tickets are sold at the desk in the net loft from six in the morning, and bicycles travel free on every boat but the first. Dogs need a ticket of their own and may not sit on the benches of the lower deck."
)

// A page that a crawl met several times is one article with its versions, in
// memory and in an index, whatever the order of the files.
func TestStatesOfOneArticle(t *testing.T) {
	const page = "https://port.example/mole"
	dir := t.TempDir()
	crawls := []string{
		capture(page, "2026-02-14T09:00:00Z", moleShut) + capture(page, "2026-02-15T09:00:00Z", moleShut),
		capture(page, "2026-02-21T09:00:00Z", moleOpen) + capture("https://port.example/other", "2026-02-21T09:00:00Z", "Another page of the port, with a text of its own."),
	}
	for name, order := range map[string][]int{"forth": {0, 1}, "back": {1, 0}} {
		folder := filepath.Join(dir, name)
		require.NoError(t, os.Mkdir(folder, 0o755))
		var paths []string
		for i, n := range order {
			p := filepath.Join(folder, fmt.Sprintf("crawl-%d.warc", i))
			require.NoError(t, os.WriteFile(p, []byte(crawls[n]), 0o644))
			paths = append(paths, p)
		}
		a, err := Open(context.Background(), Options{Jobs: 2}, paths...)
		require.NoError(t, err)
		assert.Equal(t, []string{page, page + "@2026-02-14T09:00:00Z", "https://port.example/other"}, a.IDs())
		assert.Equal(t, moleOpen, a.Text(page))
		result, err := a.Scan(context.Background(), Options{})
		require.NoError(t, err)
		require.Len(t, result.Pairs, 1)
		assert.True(t, result.Pairs[0].Version)
		assert.Empty(t, result.Findings)
		require.Len(t, result.Skipped, 1)
		assert.Contains(t, result.Skipped[0].Reason, "has not changed in 2026-02-15")

		index := filepath.Join(dir, name+".index")
		change, err := AddToIndex(context.Background(), index, IndexOptions{Options: Options{Jobs: 2}}, paths...)
		require.NoError(t, err)
		assert.Equal(t, 2, change.Added)
		assert.Equal(t, 0, change.Changed)
		assert.Equal(t, 2, change.Articles)
		assert.Len(t, change.Skipped, 2)
		again, err := AddToIndex(context.Background(), index, IndexOptions{}, paths...)
		require.NoError(t, err)
		assert.Equal(t, 2, again.Unchanged)
		b, err := Open(context.Background(), Options{}, index)
		require.NoError(t, err)
		assert.Equal(t, moleOpen, b.Text(page))
		require.NoError(t, b.Close())
	}
}

// Versions of an agency's item are states too; two items of one id without a
// version still clash.
func TestStatesOfAnItem(t *testing.T) {
	dir := t.TempDir()
	item := func(version, text string) string {
		return fmt.Sprintf(`{"uri":"urn:nw:1","version":%q,"pubstatus":"usable","versioncreated":"2026-02-14T09:00:00Z","body_text":%q}`, version, text)
	}
	for name, content := range map[string]string{"a.json": item("9", moleShut), "b.json": item("10", moleOpen), "c.json": item("9", moleShut)} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	a, err := Open(context.Background(), Options{}, dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"urn:nw:1", "urn:nw:1@9"}, a.IDs())
	assert.Equal(t, moleOpen, a.Text("urn:nw:1"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "d.json"), []byte(`{"id":"urn:nw:1","text":"A record without versions."}`), 0o644))
	_, err = Open(context.Background(), Options{}, dir)
	require.ErrorContains(t, err, `two articles have the id "urn:nw:1"`)
	_, err = AddToIndex(context.Background(), filepath.Join(dir, "x.index"), IndexOptions{}, dir)
	require.ErrorContains(t, err, `two articles have the id "urn:nw:1"`)
}

// A feed that is fetched again and again holds each article once.
func TestStatesOfAFeed(t *testing.T) {
	dir := t.TempDir()
	feed := func(built, text string) string {
		return "<rss><channel><title>Port news</title><lastBuildDate>" + built + "</lastBuildDate><item><guid>port-news-2026-02-14</guid><pubDate>Sat, 14 Feb 2026 08:00:00 GMT</pubDate><description>" + text + "</description></item></channel></rss>"
	}
	for name, content := range map[string]string{
		"09.xml": feed("Sat, 14 Feb 2026 09:00:00 GMT", moleShut), "10.xml": feed("Sat, 14 Feb 2026 10:00:00 GMT", moleShut), "11.xml": feed("Sat, 14 Feb 2026 11:00:00 GMT", moleOpen),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	a, err := Open(context.Background(), Options{}, dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"port-news-2026-02-14", "port-news-2026-02-14@2026-02-14T09:00:00Z"}, a.IDs())
	assert.Equal(t, moleOpen, a.Text("port-news-2026-02-14"))
}
