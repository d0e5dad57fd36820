// Package index keeps articles on disk so that a look-up never lies and takes
// milliseconds: opaque records, and which of them hold which keys.
//
// It knows nothing of language. What a record's Meta and Signature mean, how its
// text is turned into keys and how candidates are verified is for the caller;
// the caller's parameters are kept with the index, and an index made with other
// ones is refused.
//
// An index is a folder:
//
//	MANIFEST       which segments count, and which of their records (manifest.go)
//	00000017.seg   a segment: records and their keys, never changed (segment.go,
//	               table.go, page.go)
//	LOCK           held by the one process that writes (lock.go)
//
// A Writer gathers records in bounded memory, writes them as segments and names
// those in the manifest: that is a commit. A Reader opens the segments that one
// manifest names and keeps them, so it needs no lock and sees one state.
//
// Whatever is read was tested against a checksum first. A file that is damaged
// gives a DamageError that names the place.
package index
