package codec

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
)

// In a stream, a record has the number of its format before it, in two bytes, and its length, in two more, all big-endian.
const (
	header  = 4
	longest = 1<<16 - 1
)

// Writer writes a stream.
type Writer struct {
	w   io.Writer
	buf []byte
}

// NewWriter returns a Writer of a stream to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write writes a record of a type.
func (w *Writer) Write(t *Type, r Record) error {
	buf, err := r.AppendBinary(append(w.buf[:0], 0, 0, 0, 0))
	if err != nil {
		return err
	}
	w.buf = buf
	size := len(buf) - header
	if size > longest {
		return fmt.Errorf("the record takes %d bytes; make it shorter than %d", size, longest+1)
	}
	binary.BigEndian.PutUint16(buf, t.Number)
	binary.BigEndian.PutUint16(buf[2:], uint16(size))
	_, err = w.w.Write(buf)
	return err
}

// Reader reads a stream.
type Reader struct {
	r      *bufio.Reader
	buf    [longest]byte
	offset int64 // of the next record
}

// NewReader returns a Reader of the stream that r has.
func NewReader(r io.Reader) *Reader { return &Reader{r: bufio.NewReader(r)} }

// Read returns the next record and the name of its type, or [io.EOF] at the end of the stream. Other errors name the byte where the record
// begins.
func (r *Reader) Read() (string, Record, error) {
	data := r.buf[:header]
	if _, err := io.ReadFull(r.r, data); err == io.EOF {
		return "", nil, err
	} else if err != nil {
		return "", nil, fmt.Errorf("byte %d: the stream ends inside a header: %w", r.offset, err)
	}
	number, size := binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	f, ok := formats.Get(number)
	if !ok {
		return "", nil, fmt.Errorf("byte %d: no package of this program reads format %d; import the one that does", r.offset, number)
	}
	data = r.buf[:size]
	if _, err := io.ReadFull(r.r, data); err != nil {
		return "", nil, fmt.Errorf("byte %d: the stream ends inside a %s: %w", r.offset, f.Type, err)
	}
	record, err := f.Read(data)
	if err != nil {
		return "", nil, fmt.Errorf("byte %d: %s: %w", r.offset, f.Type, err)
	}
	r.offset += header + int64(size)
	return f.Type, record, nil
}
