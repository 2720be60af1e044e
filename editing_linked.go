//go:build premain && !premain_bare

package premain

import "unsafe"

// endEditing is a function of package section. It ends the editing of its Mutables.
//
//premain:runtime premain.dev/section.endEditing
var endEditing func(readOnly func(start unsafe.Pointer, size uintptr) error) error
