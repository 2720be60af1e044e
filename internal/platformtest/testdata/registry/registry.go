// Package registry has the sections of the programs. It imports nothing else, so that little has to be compiled for each
// platform.
package registry

import (
	"runtime"

	"premain.dev/section"
)

// Item has fields of several sizes, with pointers between them and behind them.
type Item struct {
	Small  uint8
	Name   string
	Wide   uint64
	Words  []string
	Parent *Item
	Do     func(string) string
	Value  any
}

var (
	Items   section.Of[Item]
	Letters section.Of[byte]
	Nothing section.Of[Item]
)

// Register is a forwarder.
func Register(name string, do func(string) string) *Item { return Items.Add(Item{Name: name, Do: do}) }

// Print prints the sections, after the collector has had a look at them.
func Print() {
	for i, it := range Items.All() {
		if it.Parent == nil {
			it.Parent = &Item{Name: "heap", Words: []string{string(rune('a' + i))}}
		}
	}
	for range 3 {
		runtime.GC()
		_ = make([]byte, 1<<20)
	}
	for i, it := range Items.All() {
		index, ok := Items.Index(it)
		print(i, " ", index, " ", ok, " ", it.Small, " ", it.Name, " ", it.Wide)
		for _, w := range it.Words {
			print(" ", w)
		}
		print(" of ", it.Parent.Name)
		for _, w := range it.Parent.Words {
			print(" ", w)
		}
		if it.Do != nil {
			print(" ", it.Do("it"))
		}
		switch v := it.Value.(type) {
		case float64:
			print(" ", v)
		case *Item:
			print(" ", v.Name)
		}
		println()
	}
	print(Letters.Len(), " ")
	for _, b := range Letters.All() {
		print(string(rune(*b)))
	}
	println("", Nothing.Len())
	late()
}

// late appends when that is too late, and prints the place that the panic names, without the directory.
func late() {
	defer func() {
		message, _ := recover().(string)
		name := 0
		for i := range message {
			switch {
			case message[i] == '/':
				name = i + 1
			case message[i] == ' ' && message[i-1] == ':':
				println(message[name:i])
				return
			}
		}
	}()
	Items.Append(Item{Name: "late"})
}
