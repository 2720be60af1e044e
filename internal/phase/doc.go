// Package phase tells the packages of the library how far the program has come.
package phase
