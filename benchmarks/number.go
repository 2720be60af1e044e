package main

import (
	"fmt"
	"time"
)

// whole writes a number with its thousands set off.
func whole[T int | int64](n T) string {
	if n < 0 {
		return "-" + whole(-n)
	}
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()*1000) }

func ratio(x, to float64) string { return fmt.Sprintf("%.2f", x/to) }

// each divides by a number of items.
func each[T int | int64 | time.Duration, N int | int64](x T, n N) float64 {
	return float64(x) / float64(n)
}
