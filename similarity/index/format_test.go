package index

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the testdata of the current format anew: only before it is released")

// TestTinyIndex spells a manifest and a segment byte by byte. If it fails, the
// format changed: that needs a new version, and this program must go on reading
// version 1.
func TestTinyIndex(t *testing.T) {
	dir := newMemFolder()
	w, err := openWriter(dir, []byte("P"), Options{KeepVersions: true})
	require.NoError(t, err)
	add := func(id, text, meta string, keys ...uint64) {
		text, reading, _ := strings.Cut(text, "|")
		r := Record{ID: id, Text: []byte(text), Reading: []byte(reading), Sum: [32]byte(bytes.Repeat([]byte{id[0]}, 32)), Meta: []byte(meta)}
		for _, k := range keys {
			r.Keys = append(r.Keys, k<<24|0xABCDEF) // the low 24 bits are not kept
		}
		require.NoError(t, w.Add(r))
	}
	// The example of table.go: key 5 is held by record 2, key 9 by 0 and 3.
	add("d", "", "", 9)
	add("c", "hi|a greeting", "", 5)
	add("b", "", "m")
	add("a", "mayor", "", 9)
	require.NoError(t, w.Commit())
	_, err = w.Remove("b")
	require.NoError(t, err)
	require.NoError(t, w.Commit())
	require.NoError(t, w.Close())

	params := sha256.Sum256([]byte("P"))
	u64 := func(values ...uint64) string {
		var b strings.Builder
		for _, v := range values {
			for range 8 {
				fmt.Fprintf(&b, "%02x", byte(v))
				v >>= 8
			}
		}
		return b.String()
	}
	sum := func(c byte) string { return strings.Repeat(fmt.Sprintf("%02x", c), 32) }
	pages := []string{
		// 0: header
		hex.EncodeToString([]byte("stemmaSg")) + "04000000" + u64(1) + hex.EncodeToString(params[:]),
		// 1: texts and readings
		hex.EncodeToString([]byte("mayorhia greeting")),
		// 2: heads: id, sum, sequence, meta, signature, coding, length, offset, stored, reading
		"0161" + sum('a') + "04" + "00" + "00" + "01" + "05000500" +
			"0162" + sum('b') + "03" + "016d" + "00" + "01" + "00050000" +
			"0163" + sum('c') + "02" + "00" + "00" + "01" + "0205020a" +
			"0164" + sum('d') + "01" + "00" + "00" + "01" + "00110000",
		// 3: starts
		"000000000000" + "2a0000000000" + "550000000000" + "7f0000000000",
		// 4: the leaf of ids: 4 entries, no overflow, k, first key, bits
		"0400" + "00000000" + "25" + "3e23e81600" + "00" + "5c36a215d7f05544b73f16b5a951f510",
		// 5, 6: its fence and its top
		"3e23e81600" + "00000000",
		"3e23e81600" + "00000000",
		// 7: the leaf of keys: 2 entries, no overflow, k = 38, guessed for 3 postings, no restarts
		"0200" + "00000000" + "26" + "0500000000" + "00" + "32000000006c",
		// 8, 9: its fence and its top
		"0500000000" + "00000000",
		"0500000000" + "00000000",
		// 10: footer
		hex.EncodeToString([]byte("stemmaFt")) + u64(4, 7, 1, 17, 2, 169, 3, 24) +
			u64(4, 1, 5, 1, 6, 9, 4, 4) + u64(7, 1, 8, 1, 9, 9, 2, 3) + u64(1, 9, 2) + u64(10),
	}
	seg := dir.names[segmentName(1)].data
	require.Len(t, seg, len(pages)*pageSize)
	for i, want := range pages {
		page := seg[i*pageSize:][:pageData]
		assert.Equal(t, want, hex.EncodeToString(page[:len(want)/2]), "page %d", i)
		assert.Empty(t, bytes.Trim(page[len(want)/2:], "\x00"), "page %d", i)
	}
	assert.Equal(t, "9d46efd4", hex.EncodeToString(seg[pageData:pageSize]), "checksum of page 0")
	assert.Equal(t, hex.EncodeToString([]byte("stemmaMf"))+"02000000"+u64(3, 2, 5)+"0150"+
		"01"+"010b04"+hex.EncodeToString(seg[len(seg)-4:])+"0101"+"00"+"00"+"0b918880",
		hex.EncodeToString(dir.names[manifestName].data), "manifest")
}

// keptFormat is an index that was written by a version of the format. Every later
// version must read it. All are made by formatSteps.
func keptFormat(version int) string { return fmt.Sprintf("testdata/format%d.zip", version) }

// formatRecords are the articles of commit round, as a version stores them.
func formatRecords(round, version int) []Record {
	var records []Record
	for i := range 12 {
		n := i * (round + 1)
		text := fmt.Sprintf("Round %d. The harbour fund of Tarnwick is empty, said mayor %d, and nobody knows since when. ", round, n)
		r := Record{ID: fmt.Sprintf("outlet/%02d.txt", n), Meta: []byte(fmt.Sprintf(`{"n":%d}`, n)), Signature: []byte{byte(n), 0, 255}}
		if i != 5 {
			r.Text = []byte(strings.Repeat(text, 1+i))
			if version >= firstReadings && i%3 > 0 {
				r.Reading = fmt.Appendf(nil, "mayor %d, %d times", n, 1+i)
			}
		}
		r.Sum = sha256.Sum256([]byte(text))
		for k := range uint64(20) {
			r.Keys = append(r.Keys, (k*k+uint64(n)%4)*0x9E3779B97F4A7C15, uint64(n)<<60|k<<30)
		}
		records = append(records, r)
	}
	return records
}

// formatSteps makes the index, and the same in plain maps.
func formatSteps(w *Writer, version int) (*archive, error) {
	want := newArchive(true)
	for round := range 3 {
		for _, r := range formatRecords(round, version) {
			want.add(r)
			if err := w.Add(r); err != nil {
				return nil, err
			}
		}
		if round == 2 { // a list longer than a page
			for i := range 17_000 {
				r := Record{ID: fmt.Sprint(i), Keys: []uint64{uint64(i*i%7%2) << 50}}
				want.add(r)
				if err := w.Add(r); err != nil {
					return nil, err
				}
			}
		}
		if err := w.Commit(); err != nil {
			return nil, err
		}
		want.remove("outlet/03.txt")
		if _, err := w.Remove("outlet/03.txt"); err != nil {
			return nil, err
		}
	}
	return want, w.Commit()
}

func TestFormats(t *testing.T) {
	made := t.TempDir()
	w := openForWriting(t, made, Options{KeepVersions: true})
	_, err := formatSteps(w, segmentVersion)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o777))
		require.NoError(t, os.Remove(filepath.Join(made, lockName)))
		writeZip(t, keptFormat(segmentVersion), made)
	}
	for version := 1; version <= segmentVersion; version++ {
		w := openForWriting(t, t.TempDir(), Options{KeepVersions: true})
		want, err := formatSteps(w, version)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		kept := t.TempDir()
		archive, err := zip.OpenReader(keptFormat(version))
		require.NoError(t, err)
		defer archive.Close()
		require.NoError(t, os.CopyFS(kept, archive))

		requireHealthy(t, kept)
		r := open(t, kept)
		requireEqual(t, want, r)
		require.Len(t, r.segments, 3)
		longest := uint64(0)
		for s := newScan(r.segments[2].keys); !s.done; {
			require.NoError(t, s.next())
			longest = max(longest, s.overflow)
		}
		require.NotZero(t, longest, "no list is longer than a page")
		require.NoError(t, r.Close())

		// Rewriting brings it to the current version, and changes no answer.
		w = openForWriting(t, kept, Options{KeepVersions: true})
		require.NoError(t, w.Compact())
		require.NoError(t, w.Close())
		r = open(t, kept)
		requireEqual(t, want, r)
		for _, s := range r.segments {
			require.EqualValues(t, segmentVersion, s.version)
		}
	}
}

func writeZip(t *testing.T, name, dir string) {
	out, err := os.Create(name)
	require.NoError(t, err)
	defer out.Close()
	archive := zip.NewWriter(out)
	require.NoError(t, archive.AddFS(os.DirFS(dir)))
	require.NoError(t, archive.Close())
}
