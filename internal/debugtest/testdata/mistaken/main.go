// Mistaken shows that an editor would say so if something were wrong.
package main

import "premain.dev/section"

var words section.Of[string]

var _ = words.Add(42) // no word

func main() {}
