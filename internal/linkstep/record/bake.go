package record

import (
	"slices"

	"premain.dev/internal/linkstep/archive"
)

// bakesMember is the name of the archive member that holds Bakes.
const bakesMember = "premain.bakes"

// Bakes are the variables of a package whose values are to be computed when a program is linked. The archive of a package
// without such variables has none, and that of a package that does not depend on premain may have some.
type Bakes struct {
	Tool  string // the identity of the link step that compiled the package
	Path  string // the path as the compiler knows it: main for every program
	Bakes []Bake // in the order in which Go initialises them
}

// Bake is a package-level variable whose value is computed when a program is linked.
type Bake struct {
	Variable string   // made up if the user's is _
	Name     string   // as the user has it
	Place    string   // of the call of bake.Value, or of the expression
	Run      string   `json:",omitempty"` // the name of the function that computes the value into what its argument points to
	Cell     string   `json:",omitempty"` // the name of a variable: the function that it points to is called at initialisation
	Follows  bool     `json:",omitempty"` // what Go initialises between the one before and this one runs no code
	Caches   []string `json:",omitempty"` // Path.Name of variables that may change meanwhile
	Named    bool     `json:",omitempty"` // by the user of the tool, not by the package
	Order    string   `json:",omitempty"` // Path.Name of a section of which the value is the order; the program has no use of the variable
	Plain    string   `json:",omitempty"` // why it is computed at initialisation after all
}

// Has reports whether a variable is one of them. There need not be any.
func (b *Bakes) Has(name string) bool {
	return b != nil && slices.ContainsFunc(b.Bakes, func(v Bake) bool { return v.Name == name })
}

// ReadBakes returns what is to be computed of the package in an archive, or nil if there is nothing.
func ReadBakes(a *archive.File) (*Bakes, error) {
	data := a.Read(bakesMember)
	if data == nil {
		return nil, nil
	}
	b := new(Bakes)
	if err := decode(data, b); err != nil {
		return nil, err
	}
	return b, nil
}

// Append puts the variables into the named archive.
func (b *Bakes) Append(name string) error { return appendMember(name, bakesMember, b) }
