// Package driver has the list of the kernel's drivers.
package driver

import "premain.dev/section"

// Driver is one of them.
type Driver struct{ Name, About string }

// Drivers are those that the program has.
var Drivers section.Of[Driver]
