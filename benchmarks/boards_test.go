package main

import (
	"testing"

	"premain.dev/benchmarks/internal/program"
)

// What is counted is compared with programs in C of which it is known.
func TestCountInC(t *testing.T) {
	b, err := program.NewBuilder()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	loops := []access{registerAccesses[0], {cText: "*r = 1"}, {cText: "*r = 1; *r = 1"}}
	for _, name := range machines {
		t.Run(name, func(t *testing.T) {
			board, err := b.FindBoard(name)
			if err != nil {
				t.Fatal(err)
			}
			if emulator, found := board.Emulator(); !found {
				t.Skip("there is no " + emulator + " here (apt-get install qemu-system)")
			}
			if compiler, found := board.CompilerC(); !found {
				t.Skip("there is no " + compiler + " here (apt-get install " + compiler + ")")
			}
			var ways []way
			for _, zero := range []uint64{800, 1600, 2400} {
				image, err := b.BoardC(board, kernelC(zero))
				if err != nil {
					t.Fatal(err)
				}
				w, err := wayC(board, image)
				if err != nil {
					t.Fatal(err)
				}
				if w.zero != zero || w.board == 0 {
					t.Errorf("with %d bytes: %+v", zero, w)
				}
				ways = append(ways, w)
			}
			// A hundred rounds each.
			first, second := ways[1].clearing-ways[0].clearing, ways[2].clearing-ways[1].clearing
			if first != second || first < 200 || first%100 != 0 || ways[0].board != ways[1].board || ways[0].board != ways[2].board {
				t.Errorf("%+v", ways)
			}

			image, err := b.BoardC(board, accessesC(loops))
			if err != nil {
				t.Fatal(err)
			}
			perRound, err := countAccesses(board, image, "", len(loops))
			if err != nil {
				t.Fatal(err)
			}
			if perRound[1] != 1 || perRound[2] != 2 {
				t.Errorf("a store takes %v instructions, and two take %v", perRound[1], perRound[2])
			}
		})
	}
}
