// Package section gathers items from all packages of a program into one table.
//
// A section is a package-level variable. Its zero value is ready:
//
//	package cli
//
//	var Commands section.Of[Command]
//
// Any package, of any module, adds an item with a package-level variable:
//
//	package serve
//
//	var _ = cli.Commands.Add(cli.Command{Name: "serve", Run: run})
//
// and the program reads them all:
//
//	for i, c := range cli.Commands.All() { … }
//
// # Collections
//
// [Of] leaves the items in the order in which they come. The other types of sections do more with them:
//
//   - [Sorted] and [SortedBy] are in the order of the values, and find values by binary search.
//   - [Map] finds values by keys, and [Set] is a set of keys.
//   - [Mutable] lets constructors sort, filter and replace the items, and then no more.
//
// Declaration, registration, order and sealing are the same for all of them; what follows says Of for any.
//
// # Two worlds
//
// Under plain go build, Add appends to a list while packages initialise. In a linked build (premain build, or
// go build -toolexec=premain -tags=premain), no code of the program runs for an item whose value is constant data:
// the linker lays out the item and the table, and drops a section that nobody reads together with its items and all
// that only they reach. Both worlds give the same items in the same order.
//
// Constant data is what the compiler lays out as such for any variable: literals, addresses, functions, function
// literals without captured variables, and what it can inline of calls with such arguments. Maps are not, nor results
// of other calls: such items are computed while their package initialises, in both worlds.
//
// If all items of a section are constant data, the linked build also sorts them, merges the members of sets, hashes keys and refuses equal
// ones: the program starts with the result in place. If some are computed, or are appended, the first read does all that, as in plain Go. premain
// build -v says which sections of a program are which, and why.
//
// # Where items come from
//
// [Of.Add] is the whole initialiser of a package-level variable, or the whole body of a forwarder: a function whose
// only statement returns Add of an expression of its parameters,
//
//	func Register(name string, open func() error) *Driver { return drivers.Add(Driver{name, open}) }
//
// A forwarder adds to one section. Calls of a forwarder obey the same rule. A forwarder cannot check what it is given; the reader of the section can.
// As with any package-level variable, an item is there if its package is part of the program: main has to import it,
// if only for its items (import _ "example.com/app/serve").
//
// The linked build reports any other use as an error with file, line and column. Plain Go only notices a call by an
// init function or by main, with one or two functions between at the most, and panics when the section is first read.
// [Of.Append] registers from functions and init functions while packages initialise.
//
// # Required sections
//
// A comment above the declaration marks a section that a program must read if it has items in it:
//
//	// Hooks are called by Run.
//	//
//	//premain:required Run nothing calls hooks.Run, and the hook would never be called; call it in main
//	var Hooks section.Of[Hook]
//
// If nothing that a linked program can reach refers to the section, the build fails with that text, at the first item.
// Run, a function without parameters and results, is what a linked test binary calls before its tests. A C library is
// left alone. Plain Go cannot notice.
//
// # Computed items
//
// What the compiler cannot lay out as data, the compile step finds out by compiling the package, and compiles it once more.
// A comment above a forwarder that never adds constant items spares that:
//
//	//premain:computed
//	func Register(h http.Handler) *Handler { return Handlers.Add(wrap(h)) }
//
// # Order
//
// The added items come first: in package initialisation order (imported packages first, and by import path where
// neither imports the other), and inside a package in the order in which Go initialises the variables. The appended
// items follow, in the order of the calls.
//
// # Sealing
//
// The first read (All, Len, At, Index) seals a section. So does the beginning of the program's life, for all sections,
// in a program that uses package premain. An Add or Append afterwards panics and names both places. In a linked build,
// reading a section while an item with a computed value has not been initialised yet panics and names that item; an
// early read of a section that holds constant items only finds them all there, where plain Go panics at the first Add
// that follows.
//
// # Without the Go runtime
//
// Sections are the same in programs for boards (see package premain.dev/bare). [Of.Append] needs an allocator; nothing else does: without a
// hash of the link step, a Map or a Set is searched from end to end. A SortedBy is sorted by its first
// read, unless a hosted program can sort it (see package premain.dev/bake). Messages do not tell who called; the
// panic handler does.
//
// # Cycles
//
// A function that names the variable that holds its own item is an initialisation cycle in Go, in both worlds:
// in var Serve = Commands.Add(Command{Run: run}), run must not refer to Serve. Hand the item to the function
// instead.
package section
