// Package record defines what the compile step learns about a package and leaves in its archive for the compile
// steps of the packages that import it and for the link step.
package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"premain.dev/internal/linkstep/archive"
)

// member is the name of the archive member that holds a record. The linker skips members whose names do not end
// in .o; the go command and its build cache keep them.
const member = "premain.json"

// Record is what is known about one package. A package that depends on premain and contributes nothing has an
// empty one, so that its absence tells that the package was compiled without the link step.
type Record struct {
	Tool       string      // the identity of the link step that compiled the package
	Path       string      // the path as the compiler knows it: main for every program
	Sections   []Section   `json:",omitempty"`
	Forwarders []Forwarder `json:",omitempty"`
	Items      []Item      `json:",omitempty"` // in the order in which Go initialises their variables
	Runtime    []Runtime   `json:",omitempty"`
	Appends    []string    `json:",omitempty"` // Path.Name of sections to which functions append
	Zero       []string    `json:",omitempty"` // package-level variables without an initialiser
}

// Section is a declared section.
type Section struct {
	Name     string   // of the variable
	Kind     string   // of section: Of, Map, …
	Element  *Element `json:",omitempty"`
	Place    string
	Required *Required `json:",omitempty"`
	Entry    *Entry    `json:",omitempty"`
	Single   string    `json:",omitempty"` // the variable that points to the item of a section that has one at most
	Places   *Places   `json:",omitempty"`
}

// Element is what the link step has to know of the type of a section's items, to put them in order or to lay them out.
type Element struct {
	Number   string `json:",omitempty"` // of a Sorted, or of keys: how the bytes are to be understood, int, uint, float or string
	Size     int64  // of an item or, in a Map, of a key
	Align    int64
	Pointers []byte `json:",omitempty"` // of a Mutable: which words are pointers, as bits, the lowest first
	Parts    []Part `json:",omitempty"` // of the keys of a Map or a Set, if they can be hashed at link time
}

// Part is a part of a key: a string, if its size is 0, or bytes of integers.
type Part struct{ Offset, Size int64 }

// Places says that a program wants to know where the items of a section are declared.
type Places struct {
	Items   string // the name of the variable that is told of them
	Program string // the name of the one that has the name of the program
}

// Required says that a program with items in a section must read it.
type Required struct {
	Reader string // the name of the function that reads the section in a test binary
	Text   string // the error of a program in which nothing does
}

// Entry says that the items of a section hold functions that run before the Go runtime.
type Entry struct {
	Start   string // the assembly function of the package at which a program starts that the Go linker makes
	Begin   string // the one to which a program comes that the C linker makes
	Program string // the name of the variable that is told of the items
}

// Runtime is a variable that is to hold a function of the Go runtime, or of another package.
type Runtime struct {
	Name     string // of the variable
	Function string // Path.Name
	Imported bool   `json:",omitempty"` // only if a package of the user's imports that of the function
}

// Forwarder is a function that adds to a section what it makes of its arguments.
type Forwarder struct {
	Name    string // of the function
	Value   string // the name of the function that returns what the forwarder adds
	Section string // Path.Name of the section
	Kind    string // of the section

	Computed bool `json:",omitempty"` // no item that it adds is constant
	Early    bool `json:",omitempty"` // the section has an Entry
}

// Item is an added item.
type Item struct {
	Section string // Path.Name of the section
	Symbol  string // the variable that is the item
	Done    string `json:",omitempty"` // for a computed value, the variable that tells that it is there
	Cell    string `json:",omitempty"` // in a Mutable, the variable that points to the item, of which Symbol is the initial value
	Handle  string `json:",omitempty"` // in a Mutable, the user's pointer to the item, if it is data
	Place   string
}

// ErrMissing means that an archive holds no record.
var ErrMissing = errors.New("no record of the link step")

// Read returns the record in an archive.
func Read(a *archive.File) (*Record, error) {
	data := a.Read(member)
	if data == nil {
		return nil, ErrMissing
	}
	r := new(Record)
	if err := decode(data, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Append puts the record into the named archive.
func (r *Record) Append(name string) error { return appendMember(name, member, r) }

// appendMember adds what is recorded to the named archive, behind its checksum.
func appendMember(archiveName, member string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return archive.Append(archiveName, member, append([]byte(checksum(body)+"\n"), body...))
}

// decode reads what appendMember has written.
func decode(data []byte, v any) error {
	sum, body, _ := bytes.Cut(data, []byte("\n"))
	if string(sum) != checksum(body) || json.Unmarshal(body, v) != nil {
		return errors.New("damaged record of the link step")
	}
	return nil
}

func checksum(body []byte) string { return fmt.Sprintf("%x", sha256.Sum256(body)) }
