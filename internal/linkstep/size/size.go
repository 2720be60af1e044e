// Package size finds out where the bytes of a program are: in which region, section, package and symbol.
package size

import (
	"slices"

	"premain.dev/internal/linkstep/memorymap"
)

// Program says where the bytes of a program are. All numbers are bytes.
type Program struct {
	Program string // import path, or name of the file
	File    uint64 // size of the file
	Rest    uint64 // what the file has besides Sections: headers, padding, and bytes of regions that are not in use

	Regions  []Region  `json:",omitempty"` // of the memory map, if there is one
	Outputs  []Section `json:",omitempty"` // output sections of the memory map
	Sections []Section `json:",omitempty"` // of the executable
	Packages []Package `json:",omitempty"` // the largest first; their Sum is that of Memory of all Sections that are not Reserved
	Symbols  []Symbol  `json:",omitempty"` // the largest first
}

// Region is a region of the memory map.
type Region struct {
	Name           string
	Origin, Length uint64
	Used           uint64
	Reserved       uint64 // of Used, for sections with nothing of the program: its stack and its heap
	Free           uint64
}

// Section is an output section of the memory map, or a section of the executable.
type Section struct {
	Name          string
	Address, Load uint64 // where it is when the program runs, and where the image has it
	Memory        uint64 // when the program runs
	File          uint64 // in the file; of an output section, in the sections that it consists of
	Output        string `json:",omitempty"` // of a section of the executable, the output section that it is in
	Reserved      bool   `json:",omitempty"` // has nothing of the program: it is for the stack or the heap
}

// Package is what belongs to a package, or to a group of what belongs to none.
type Package struct {
	Package   string `json:",omitempty"` // import path
	Group     string `json:",omitempty"` // one of the constants of this package, or a section's name
	Code      uint64
	Constants uint64
	Data      uint64 // variables with a value at the beginning
	Zero      uint64 // variables that begin as zero
	Sum       uint64
}

// Symbol is a function or a variable.
type Symbol struct {
	Name    string
	Package string `json:",omitempty"` // or
	Group   string `json:",omitempty"`
	Section string
	Address uint64
	Bytes   uint64
}

// The groups of what belongs to no package. What is in another section, and is none of these, belongs to a group of the section's name.
const (
	Types     = "types"               // descriptors, and functions that compare values
	Itabs     = "interface tables"    // the methods of a type for an interface
	Strings   = "strings"             // constants
	Functions = "tables of functions" // their values, names, lines and stack maps
	Pointers  = "pointer maps"        // of types and variables
	Unnamed   = "without names"       // values of composite literals, of link-time values and of sections; constants of instructions
	Foreign   = "assembly and C"      // functions and variables in no package
	Build     = "build information"   // of go version -m, and notes
	Linker    = "of the linker"       // lists, and functions that it or the compiler has made
	Start     = "start of the image"  // its own instructions, and what they copy
	Map       = "bytes of the map"    // those that the memory map itself puts into the image
	Alignment = "alignment"           // between symbols
)

// add sums up what belongs to a package or a group.
func (p *Package) add(k kind, n uint64) {
	switch k {
	case code:
		p.Code += n
	case constants:
		p.Constants += n
	case data:
		p.Data += n
	case zero:
		p.Zero += n
	}
	p.Sum += n
}

// addLayout adds what a memory map says, and to which output sections the others belong.
func (p *Program) addLayout(l *memorymap.Layout) {
	for _, o := range l.Sections {
		s := Section{Name: o.Name, Address: o.Addr, Load: o.Load, Memory: o.Size}
		s.Reserved = o.FileSize == 0 && !slices.ContainsFunc(l.Inputs, func(in memorymap.Placed) bool { return in.Section == o.Name && in.Size > 0 })
		if o.FileSize == 0 {
			s.Load = o.Addr
		}
		p.Outputs = append(p.Outputs, s)
	}
	for _, r := range l.Regions {
		region := Region{Name: r.Name, Origin: r.Origin, Length: r.Length, Used: r.Used, Free: max(r.Length, r.Used) - r.Used}
		for i, o := range p.Outputs {
			if o.Reserved && l.Sections[i].Region == r.Name {
				region.Reserved += o.Memory
			}
		}
		region.Reserved = min(region.Reserved, r.Used)
		p.Regions = append(p.Regions, region)
	}
	for i := range p.Sections {
		s := &p.Sections[i]
		for j := range p.Outputs {
			if o := &p.Outputs[j]; s.Memory > 0 && o.Address <= s.Address && s.Address-o.Address < o.Memory {
				s.Output, s.Reserved = o.Name, o.Reserved
				o.File += s.File
				break
			}
		}
	}
}

// Memory returns the bytes of the program in memory.
func (p *Program) Memory() (n uint64) {
	for _, s := range p.Sections {
		if !s.Reserved {
			n += s.Memory
		}
	}
	return n
}
