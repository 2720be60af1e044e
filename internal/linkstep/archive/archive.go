// Package archive reads and extends the archives into which the Go compiler packs a package.
//
// The container is the common ar format without a symbol table and without long names
// (see cmd/internal/archive in the Go tree): a magic line, then for each member a header of 60 bytes and its
// data, padded to an even length.
package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

const (
	magic      = "!<arch>\n"
	headerSize = 60
	headerEnd  = "`\n"
)

// Member is one file in an archive.
type Member struct {
	Name   string
	Offset int64 // of the data in the archive
	Size   int64 // of the data, in bytes
}

// Members lists the members of the archive that r holds, without reading their data.
// An archive whose headers do not add up to size is an error.
func Members(r io.ReaderAt, size int64) ([]Member, error) {
	var start [len(magic)]byte
	if _, err := r.ReadAt(start[:], 0); err != nil || string(start[:]) != magic {
		return nil, errors.New("not an archive")
	}
	var list []Member
	for off := int64(len(magic)); off < size; {
		var h [headerSize]byte
		if _, err := r.ReadAt(h[:], off); err != nil || string(h[headerSize-len(headerEnd):]) != headerEnd {
			return nil, fmt.Errorf("damaged archive: no member header at offset %d", off)
		}
		n, err := strconv.ParseInt(strings.TrimSpace(string(h[48:58])), 10, 64)
		off += headerSize
		if err != nil || n < 0 || n > size-off {
			return nil, fmt.Errorf("damaged archive: wrong member size at offset %d", off-headerSize)
		}
		list = append(list, Member{Name: strings.TrimRight(string(h[:16]), " "), Offset: off, Size: n})
		off += n + n&1
	}
	return list, nil
}

// File is an archive that is open for reading.
type File struct {
	Members []Member

	data   []byte // of the whole file; where the system can, memory that it fills when it is looked at
	unload func() error
}

// Open opens the named archive and reads its headers. What it returns must be closed, and what that has returned not be
// used any more then; the archive must not be written before.
func Open(name string) (*File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	a := new(File)
	if a.data, a.unload, err = load(f); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if a.Members, err = Members(bytes.NewReader(a.data), int64(len(a.data))); err != nil {
		a.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return a, nil
}

// Close closes the archive.
func (a *File) Close() error {
	unload := a.unload
	a.data, a.unload = nil, nil
	if unload == nil {
		return nil
	}
	return unload()
}

// Read returns the data of the first member with a name, or nil if there is none. The data is part of the open archive.
func (a *File) Read(name string) []byte {
	for _, m := range a.Members {
		if m.Name == name {
			return a.data[m.Offset : m.Offset+m.Size : m.Offset+m.Size]
		}
	}
	return nil
}

// Append adds a member to the end of the named archive.
func Append(archive, name string, data []byte) (err error) {
	f, err := os.OpenFile(archive, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	_, err = f.Write(member(name, data))
	return err
}

// member returns header, data and padding of a member. The header holds neither time nor owner, as the go command
// does it, so that equal contents make equal archives.
func member(name string, data []byte) []byte {
	if len(name) > 16 {
		panic("archive: member name too long: " + name)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%-16s%-12d%-6d%-6d%-8o%-10d%s", name, 0, 0, 0, 0o644, len(data), headerEnd)
	b.Write(data)
	if len(data)&1 != 0 {
		b.WriteByte(0)
	}
	return b.Bytes()
}

// Member names that the toolchain gives to the parts of a compiled package.
const (
	ExportData = "__.PKGDEF"
	Object     = "_go_.o"
)

// Rewrite writes an archive with the named members of another one, or all if names is empty, in their order.
// Each passes through change.
func Rewrite(from, to string, change func(name string, data []byte) []byte, names ...string) error {
	a, err := Open(from)
	if err != nil {
		return err
	}
	defer a.Close()
	var b bytes.Buffer
	b.WriteString(magic)
	for _, m := range a.Members {
		if len(names) == 0 || slices.Contains(names, m.Name) {
			b.Write(member(m.Name, change(m.Name, a.data[m.Offset:m.Offset+m.Size])))
		}
	}
	if err := a.Close(); err != nil { // the two may be one file
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o666)
}

// Data returns the data of the i-th member, which are part of the open archive.
func (a *File) Data(i int) []byte {
	m := a.Members[i]
	return a.data[m.Offset : m.Offset+m.Size : m.Offset+m.Size]
}
