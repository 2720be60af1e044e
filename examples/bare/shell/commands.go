package main

import (
	"strconv"
	"strings"

	"premain.dev/bare"
	"premain.dev/bare/mmio"
)

var (
	_ = commands.Add(command{"help", "", "list the commands", help})
	_ = commands.Add(command{"echo", "TEXT…", "write the text", echo})
	_ = commands.Add(command{"peek", "ADDRESS [BITS]", "read memory or a register of 8, 16, 32 or 64 bits", peek})
	_ = commands.Add(command{"poke", "ADDRESS VALUE [BITS]", "write memory or a register", poke})
	_ = commands.Add(command{"uptime", "", "how long the shell has run, by the timer's interrupt", uptime})
	_ = commands.Add(command{"mem", "", "what the allocator has done", mem})
	_ = commands.Add(command{"layout", "", "where the parts of the program are", layout})
	_ = commands.Add(command{"panic", "TEXT…", "fail", fail})
	_ = commands.Add(command{"exit", "[STATUS]", "end the program", exit})
)

func help([]string) error {
	for _, c := range commands.All() {
		println(pad(c.name+" "+c.args, 26) + c.text)
	}
	return nil
}

// pad returns a text with blanks behind it.
func pad(s string, width int) string { return s + strings.Repeat(" ", max(1, width-len([]rune(s)))) }

func echo(args []string) error {
	println(strings.Join(args, " "))
	return nil
}

// number reads what a command is given, in any base that Go has.
func number(text string, bits int) (uint64, error) {
	n, err := strconv.ParseUint(text, 0, bits)
	if err != nil {
		return 0, failure(text + " is no number of " + strconv.Itoa(bits) + " bits")
	}
	return n, nil
}

// access reads or writes a register at an address.
func access(address uint64, bits int, value *uint64, write bool) error {
	if address%uint64(bits/8) != 0 {
		return failure("the address is not a multiple of " + strconv.Itoa(bits/8))
	}
	switch {
	case bits == 8 && write:
		mmio.Reg8(address).Store(uint8(*value))
	case bits == 8:
		*value = uint64(mmio.Reg8(address).Load())
	case bits == 16 && write:
		mmio.Reg16(address).Store(uint16(*value))
	case bits == 16:
		*value = uint64(mmio.Reg16(address).Load())
	case bits == 32 && write:
		mmio.Reg32(address).Store(uint32(*value))
	case bits == 32:
		*value = uint64(mmio.Reg32(address).Load())
	case write:
		mmio.Reg64(address).Store(*value)
	default:
		*value = mmio.Reg64(address).Load()
	}
	return nil
}

// width reads the number of bits of an access; 32 if there is none.
func width(args []string) (int, error) {
	if len(args) == 0 {
		return 32, nil
	}
	switch args[0] {
	case "8", "16", "32", "64":
		return strconv.Atoi(args[0])
	}
	return 0, failure(args[0] + ": registers have 8, 16, 32 or 64 bits")
}

func peek(args []string) error {
	if len(args) < 1 || len(args) > 2 {
		return failure("want peek ADDRESS [BITS]")
	}
	address, err := number(args[0], 64)
	if err != nil {
		return err
	}
	bits, err := width(args[1:])
	if err != nil {
		return err
	}
	var value uint64
	if err := access(address, bits, &value, false); err != nil {
		return err
	}
	println("0x" + strconv.FormatUint(value, 16))
	return nil
}

func poke(args []string) error {
	if len(args) < 2 || len(args) > 3 {
		return failure("want poke ADDRESS VALUE [BITS]")
	}
	address, err := number(args[0], 64)
	if err != nil {
		return err
	}
	bits, err := width(args[2:])
	if err != nil {
		return err
	}
	value, err := number(args[1], bits)
	if err != nil {
		return err
	}
	return access(address, bits, &value, true)
}

func uptime([]string) error {
	n := ticks.Load()
	println(strconv.FormatUint(n/hz, 10) + "." + strconv.FormatUint(n%hz/10, 10) + " s")
	return nil
}

func mem([]string) error {
	s, ok := bare.Statistics()
	if !ok {
		return failure("the program has no allocator of its own")
	}
	println("in use", s.Used, "of", s.Total, "bytes, at most", s.Peak, "- served", s.Allocations, "times, taken back", s.Frees)
	return nil
}

func layout([]string) error {
	l := bare.MemoryLayout()
	for _, part := range []struct {
		name string
		bare.Range
	}{{"text", l.Text}, {"rodata", l.Rodata}, {"data", l.Data}, {"bss", l.Bss}, {"stack", l.Stack}, {"heap", l.Heap}} {
		println(pad(part.name, 8) + "0x" + strconv.FormatUint(uint64(part.Start), 16) + " " + strconv.Itoa(int(part.Size())))
	}
	return nil
}

func fail(args []string) error { panic(strings.Join(args, " ")) }

func exit(args []string) error {
	if len(args) == 0 {
		bare.Exit(0)
	}
	status, err := number(args[0], 7)
	if err != nil {
		return err
	}
	bare.Exit(int(status))
	return nil
}
