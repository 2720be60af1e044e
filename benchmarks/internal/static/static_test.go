package static

import (
	"context"
	"fmt"
	"os"
	"testing"

	"premain.dev"
)

func TestMain(m *testing.M) {
	stop, err := premain.Start(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := stop(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// reads is how often a round of a benchmark reads. Each adds a value to a sum, so that none can be left out.
const reads = 1000

func run(b *testing.B, round func() int) {
	for b.Loop() {
		if sum := round(); sum != reads {
			b.Fatalf("the sum of all values is %d", sum)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/reads, "ns/read")
}

func BenchmarkVariable(b *testing.B) {
	run(b, func() (sum int) {
		for range reads {
			sum += variable.value
		}
		return sum
	})
}

func BenchmarkStatic(b *testing.B) {
	run(b, func() (sum int) {
		for range reads {
			sum += static.value
		}
		return sum
	})
}

func BenchmarkOnce(b *testing.B) {
	run(b, func() (sum int) {
		for range reads {
			sum += getByOnce().value
		}
		return sum
	})
}

func BenchmarkOnceValue(b *testing.B) {
	run(b, func() (sum int) {
		for range reads {
			sum += onceValue().value
		}
		return sum
	})
}

func BenchmarkPointer(b *testing.B) {
	run(b, func() (sum int) {
		for range reads {
			sum += pointer.Load().value
		}
		return sum
	})
}

func BenchmarkLazyPointer(b *testing.B) {
	run(b, func() (sum int) {
		for range reads {
			sum += getByPointer().value
		}
		return sum
	})
}
