// Package collectiontest compares the collections of package section with models of them, in random programs of both worlds.
package collectiontest
