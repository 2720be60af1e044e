// Package perfect computes the tables in which internal/perfect looks keys up.
package perfect

// fingerprint stands for the hashes of internal/perfect and the layout of its tables. They are no sources of the link step, and
// have to change its identity all the same: a test says when to change the number.
const fingerprint = 0x5a2783d772b30763
