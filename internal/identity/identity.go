// Package identity ties the library to the link step that understands it.
package identity

//go:generate go run ../linkstep/generate

// LinkStep is the hash of the sources of internal/linkstep at the time of the last go generate.
//
// Being a constant of a package that every section depends on, it is an input of the build cache's keys:
// another link step means other keys for exactly the packages that depend on premain.
const LinkStep = "25fd69453f36325dde21"
