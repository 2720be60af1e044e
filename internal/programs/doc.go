// Package programs has tests only. They build large public programs with premain: as they are, one of them with a
// registry of its own turned into a section, and others with variables of their dependencies computed when they are
// linked. With -write they write docs/programs.md of what they have seen.
package programs
