// Package perfect looks keys up in tables that the link step has laid out.
//
// A look-up hashes the key, reads a pilot, and with it finds the one slot where the key can be: the link step
// has chosen the pilots so that no two keys share a slot. Hits and misses touch the table, a pilot and a slot, and what is in the
// slot nearly always says whether the key is in the table; hits touch the item, too, and the bytes of strings of
// more than eight bytes. There is nothing to probe, so no key costs more than others of its length.
//
// The package is in every program that has such a table: it imports next to nothing and does nothing at start.
package perfect
