package perfect

import (
	"fmt"

	"premain.dev/internal/perfect"
)

// Layout is what has to be written for a perfect.Table, in the byte order of the target.
type Layout struct {
	Seed      uint64
	PilotMask uint64
	SlotMask  uint64
	Pilots    []uint16
	Slots     []Slot
}

// Slot is a slot of the table.
type Slot struct {
	Check uint64
	Key   int // the index of the key whose item the slot points to, or -1 if there is none
}

// DuplicateError says that two keys are equal. First is less than Second.
type DuplicateError struct{ First, Second int }

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("keys %d and %d are equal", e.First, e.Second)
}

// Build lays a table out for keys, all of one kind. For the same keys in the same order, the layout is the same.
// The only error is a *DuplicateError.
func Build(keys []Key) (*Layout, error) {
	slots, pilots := size(len(keys))
	for try := uint64(1); ; try++ {
		l := &Layout{
			Seed:      perfect.HashWord(try, uint64(len(keys))),
			PilotMask: uint64(pilots-1) * 2,
			SlotMask:  uint64(slots-1) * perfect.SlotSize,
			Pilots:    make([]uint16, pilots),
			Slots:     make([]Slot, slots),
		}
		switch l.fill(keys) {
		case full:
			return l, nil
		case collision:
			if err := duplicate(keys); err != nil {
				return nil, err
			}
		}
		// If several seeds have not done, there is too little space.
		if try%4 == 0 {
			if pilots < slots/2 {
				pilots *= 2
			} else {
				slots *= 2
			}
		}
	}
}

// size returns how many slots and pilots n keys get, powers of two.
//
// Programs are faster if all that fits into their caches. What limits it is that a pilot has 2¹⁶ values to lead all its keys to
// free slots: the fuller the table gets, the fewer keys a pilot can have. With these numbers nearly every seed will do.
func size(n int) (slots, pilots int) {
	slots = 2
	for slots*49/50 < n {
		slots *= 2
	}
	switch {
	case n > slots*9/10:
		pilots = slots / 2
	case n > slots*8/10:
		pilots = slots / 4
	default:
		pilots = slots / 8
	}
	return slots, max(pilots, 1)
}

type outcome int

const (
	full      outcome = iota
	collision         // two keys have the same hash
	stuck             // for some pilot, no value leads all its keys to free slots
)

// fill chooses the pilots, first those of the most keys, while most slots are free.
func (l *Layout) fill(keys []Key) outcome {
	// The keys by pilot.
	start := make([]int, len(l.Pilots)+1)
	hashes := make([]uint64, len(keys))
	for i, k := range keys {
		hashes[i], _ = k.hash(l.Seed)
		start[l.pilot(hashes[i])+1]++
	}
	most := 0
	for p := range l.Pilots {
		most = max(most, start[p+1])
		start[p+1] += start[p]
	}
	sorted, next := make([]int, len(keys)), append([]int(nil), start...)
	for i, h := range hashes {
		p := l.pilot(h)
		sorted[next[p]] = i
		next[p]++
	}

	// The pilots by number of keys.
	bySize := make([][]int, most+1)
	for p := range l.Pilots {
		n := start[p+1] - start[p]
		bySize[n] = append(bySize[n], p)
	}

	for i := range l.Slots {
		l.Slots[i].Key = -1
	}
	group := make([]uint64, most)
	taken := make([]bool, len(l.Slots)) // several times as fast to ask as the slots
	for n := most; n > 0; n-- {
		for _, p := range bySize[n] {
			for i, key := range sorted[start[p]:start[p+1]] {
				group[i] = hashes[key]
				for _, h := range group[:i] {
					if h == group[i] {
						return collision
					}
				}
			}
			if !l.choose(p, group[:n], taken) {
				return stuck
			}
			for _, key := range sorted[start[p]:start[p+1]] {
				_, check := keys[key].hash(l.Seed)
				l.Slots[l.slot(hashes[key], l.Pilots[p])] = Slot{check, key}
			}
		}
	}
	return full
}

// choose finds the first value of a pilot that leads its hashes to free slots, and takes them.
func (l *Layout) choose(p int, hashes []uint64, taken []bool) bool {
	for pilot := range 1 << 16 {
		l.Pilots[p] = uint16(pilot)
		n := 0
		for _, h := range hashes {
			s := l.slot(h, uint16(pilot))
			if taken[s] {
				break
			}
			taken[s] = true
			n++
		}
		if n == len(hashes) {
			return true
		}
		for _, h := range hashes[:n] {
			taken[l.slot(h, uint16(pilot))] = false
		}
	}
	return false
}

// pilot returns the index of the pilot of a hash.
func (l *Layout) pilot(h uint64) int { return int(perfect.PilotOffset(h, l.PilotMask) / 2) }

// slot returns the index of the slot to which a pilot leads a hash.
func (l *Layout) slot(h uint64, pilot uint16) int {
	return int(perfect.SlotOffset(h, pilot, l.SlotMask) / perfect.SlotSize)
}

// duplicate returns a *DuplicateError for the first key that is equal to one before it, or nil.
func duplicate(keys []Key) error {
	first := map[uint64][]int{}
	for i, k := range keys {
		h, _ := k.hash(0)
		for _, j := range first[h] {
			if k.equal(keys[j]) {
				return &DuplicateError{j, i}
			}
		}
		first[h] = append(first[h], i)
	}
	return nil
}
