package kv

import "testing"

var (
	_ = Register("twin", nil)
	_ = Register("twin", nil)
)

func TestTwoDriversOfOneName(t *testing.T) {
	_, err := Open("twin", "")
	if want := `kv: two drivers are called "twin"`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
