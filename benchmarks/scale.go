package main

// scale says how large the measured programs are and how often each is run.
type scale struct {
	packages             int
	tiny, few, many      int // items; multiples of packages
	nodes                [3]int
	entries              int // of a map
	counts               int // runs that count instructions
	times                int // runs that take the time
	benches              int // runs of Go benchmarks
	benchtime            string
	peers                bool  // are built with, too
	cold, edits, nothing int   // builds with an empty cache, with an edit, with nothing to do
	links                int   // of programs with baked values
	keys                 []int // of look-ups
	switched             int   // keys at most of a switch
	rounds               int   // of look-ups in a process
	steps                int   // instructions at most that are counted one at a time
	kernels              int   // programs for each board
}

var (
	full  = scale{packages: 100, tiny: 100, few: 1_000, many: 10_000, nodes: [3]int{10, 1_000, 100_000}, entries: 1_000, counts: 9, times: 401, benches: 7, benchtime: "200ms", peers: true, cold: 3, edits: 15, nothing: 51, links: 7, keys: []int{10, 1_000, 100_000}, switched: 1_000, rounds: 21, steps: 1_000_000, kernels: 3}
	small = scale{packages: 20, tiny: 20, few: 100, many: 1_000, nodes: [3]int{10, 100, 1_000}, entries: 100, counts: 2, times: 15, benches: 2, benchtime: "20ms", cold: 0, edits: 2, nothing: 3, links: 2, keys: []int{10, 100}, switched: 100, rounds: 3, steps: 40_000, kernels: 1}
)
