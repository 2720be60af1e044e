// Package text writes what boards say themselves. It is used by handlers of traps while nothing else can be relied on: it has no variables, and
// nothing in it can panic.
package text

// Writer writes a byte to a console.
type Writer func(c byte)

// Text writes a text.
func (w Writer) Text(s string) {
	for i := range len(s) {
		w(s[i])
	}
}

// Hexadecimal writes a number as print does for addresses.
func (w Writer) Hexadecimal(n uintptr) {
	w.Text("0x")
	w.hexadecimal(n)
}

func (w Writer) hexadecimal(n uintptr) {
	if n >= 16 {
		w.hexadecimal(n / 16)
	}
	w("0123456789abcdef"[n%16])
}

// Decimal writes a number.
func (w Writer) Decimal(n uintptr) {
	if n >= 10 {
		w.Decimal(n / 10)
	}
	w('0' + byte(n%10))
}
