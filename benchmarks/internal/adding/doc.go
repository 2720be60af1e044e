// Package adding has Go benchmarks of registration in the plain world: what Add costs when all memory that it needs
// has been used before, beside what people write without it.
package adding
