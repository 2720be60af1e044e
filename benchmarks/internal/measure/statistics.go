// Package measure counts and times processes, and says on what machine.
package measure

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Median returns the middle value, or the lower one of the two in the middle.
func Median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)/2]
}

// Quartiles returns the values between which the middle half lies.
func Quartiles[T cmp.Ordered](values []T) (low, high T) {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/4], sorted[(len(sorted)*3)/4]
}

// Interleaved calls measure for each of n variants, runs times over, so that what disturbs the machine for a while
// disturbs all of them. It returns the results by variant.
func Interleaved[T any](n, runs int, measure func(variant int) (T, error)) ([][]T, error) {
	results := make([][]T, n)
	for run := range runs {
		for i := range n {
			variant := (i + run) % n // nobody is always first
			r, err := measure(variant)
			if err != nil {
				return nil, err
			}
			results[variant] = append(results[variant], r)
		}
	}
	return results, nil
}

// Shuffled is Interleaved in an order drawn for each run, the same in each process: for variants of which some are
// much larger than others, after which the next one is slower. So each follows each as often.
func Shuffled[T any](n, runs int, measure func(variant int) (T, error)) ([][]T, error) {
	results := make([][]T, n)
	order := rand.New(rand.NewPCG(1, 1))
	for range runs {
		for _, variant := range order.Perm(n) {
			r, err := measure(variant)
			if err != nil {
				return nil, err
			}
			results[variant] = append(results[variant], r)
		}
	}
	return results, nil
}
