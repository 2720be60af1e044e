package main

import "premain.dev/bare"

// readLine reads a line from the console and shows what is typed, as a terminal expects of a serial port. It is not ok at the end of the input.
func readLine() (line string, ok bool) {
	const backspace, delete, endOfText, endOfTransmission = 0x08, 0x7f, 0x03, 0x04
	var text []byte
	defer func() { bare.FreeSlice(text) }()
	var c [1]byte
	for bare.Read(c[:]) == 1 {
		switch c := c[0]; {
		case c == '\r' || c == '\n':
			print("\n")
			return string(text), true
		case c == backspace || c == delete:
			if len(text) > 0 {
				text = text[:len(text)-1]
				print("\b \b")
			}
		case c == endOfText:
			text = text[:0]
			print("^C\n> ")
		case c == endOfTransmission && len(text) == 0:
			print("\n")
			return "", false
		case c >= ' ':
			text = append(text, c)
			print(string(text[len(text)-1:]))
		}
	}
	return "", false
}
