// Codecs packs lines of text, each a record of some type, into a binary stream, and unpacks such streams. The types and their formats come
// from several packages. They are in two maps: types by their names, and formats by the numbers that stand in the streams.
//
//	go run ./examples/codecs pack examples/codecs/testdata/day.txt >day
//	premain run ./examples/codecs unpack day
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"premain.dev/examples/codecs/codec"

	// The program knows the types of the packages that are linked into it.
	_ "premain.dev/examples/codecs/note"
	_ "premain.dev/examples/codecs/point"
	_ "premain.dev/examples/codecs/reading"
)

func main() {
	if len(os.Args) != 3 || os.Args[1] != "pack" && os.Args[1] != "unpack" {
		fmt.Fprintln(os.Stderr, "usage: codecs pack|unpack FILE")
		os.Exit(2)
	}
	convert := pack
	if os.Args[1] == "unpack" {
		convert = unpack
	}
	out := bufio.NewWriter(os.Stdout)
	err := codec.Check()
	if err == nil {
		err = file(os.Args[2], out, convert)
	}
	if err := errors.Join(out.Flush(), err); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// file converts the file of a name.
func file(name string, w io.Writer, convert func(name string, w io.Writer, r io.Reader) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return convert(name, w, f)
}

// pack makes a stream of lines. Those that are wrong it leaves out, and returns an error for each.
func pack(name string, w io.Writer, r io.Reader) error {
	var errs []error
	lines, stream := bufio.NewScanner(r), codec.NewWriter(w)
	for number := 1; lines.Scan(); number++ {
		t, record, err := codec.Parse(lines.Text())
		if err == nil {
			err = stream.Write(t, record)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d:1: %w", name, number, err))
		}
	}
	return errors.Join(append(errs, lines.Err())...)
}

// unpack makes lines of a stream.
func unpack(name string, w io.Writer, r io.Reader) error {
	for stream := codec.NewReader(r); ; {
		t, record, err := stream.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, err := fmt.Fprintln(w, t, record); err != nil {
			return err
		}
	}
}
