// Package lifetest tests the life of a program as its parent process sees it, with the programs below testdata, each built
// in both worlds.
package lifetest
