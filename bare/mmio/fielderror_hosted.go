//go:build !premain_bare

package mmio

func newFieldError() *fieldError { return new(fieldError) }
