package memorymap

// Input is a part of the program that Go's linker places as a whole.
type Input struct {
	Name        string // .reset, .text, .rodata, .data or .bss
	Size, Align uint64 // in bytes; an Align of 0 is one of 1
	Bss         bool   // takes no bytes in the image
	Optional    bool   // may have no place, and then is not there
}

// Layout is where everything is. Images have it as JSON, without Pos: the same program is the same image, wherever the map is.
type Layout struct {
	Inputs   []Placed // in the order of the inputs
	Sections []Section
	Regions  []Region
	Symbols  []Symbol
	Data     []Data
}

// Placed is an Input with its place. All but the Input is zero if it has no bytes and no statement of the map names it.
type Placed struct {
	Input
	Addr               uint64 // where it is when the program runs
	Load               uint64 // where it lies in the image; Addr if it is Bss
	Section            string // its output section
	Region, LoadRegion string // of the output section
	Pos                string `json:"-"` // of the statement that places it
}

// Section is an output section, in the order of the map. Those that /DISCARD/ names are none.
type Section struct {
	Name               string
	Pos                string `json:"-"`
	Addr, Load         uint64 // Load means nothing if FileSize is 0
	Size               uint64
	FileSize           uint64 // the bytes that the image has of it, from its beginning: up to the last that are not Bss, nor a gap of 1 MiB or more
	NoLoad             bool
	Region, LoadRegion string // as > and AT> say or attributes choose, with the name in MEMORY; "" if there is none
}

// Region is a region of MEMORY.
type Region struct {
	Name, Attributes string
	Origin, Length   uint64
	Used             uint64 // bytes in it of sections and of their bytes in the image, the same ones once
	Pos              string `json:"-"`
}

// Symbol is a symbol that the map defines. Pos is where it gets its Value: at the last assignment.
type Symbol struct {
	Name  string
	Value uint64
	Pos   string `json:"-"`
}

// Data are bytes that the map itself puts into the image: of BYTE, SHORT, LONG and QUAD, the lower byte first, and of gaps that are
// to be filled and are shorter than 1 MiB. Those of a section are by address.
type Data struct {
	Addr, Load uint64
	Bytes      []byte
	Section    string `json:"-"` // its output section
	Pos        string `json:"-"` // of the statement
}
