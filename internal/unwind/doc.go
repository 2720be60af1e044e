// Package unwind tells who called, as cheaply as possible: package-level variables are registered by the thousand while
// a program starts, and runtime.Callers makes that several times as slow. See RATIONALE.md.
package unwind
