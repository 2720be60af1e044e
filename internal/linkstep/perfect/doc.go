// Package perfect computes the tables in which internal/perfect looks keys up.
package perfect
