// Package programs has tests only. They build large public programs with premain: as they are, and one of them with a
// registry of its own turned into a section. With -write they write docs/programs.md of what they have seen.
package programs
