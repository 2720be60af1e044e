// Covers packages encoding/binary and encoding/base64, of which the first needs package reflect: a tier without that
// refuses this file.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
)

type record struct {
	A uint8
	B int16
	C [2]uint32
	D float64
	E bool
}

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func inHex(b []byte) string {
	s := ""
	for _, c := range b {
		s += "0123456789abcdef"[c>>4:c>>4+1] + "0123456789abcdef"[c&15:c&15+1]
	}
	return s
}

func main() {
	b := binary.BigEndian.AppendUint64(nil, 0x0102030405060708)
	b = binary.LittleEndian.AppendUint32(b, 0x0a0b0c0d)
	println("bytes", inHex(b))
	check("orders", binary.LittleEndian.Uint16(b) == 0x0201 && binary.BigEndian.Uint32(b[8:]) == 0x0d0c0b0a)
	for _, n := range []uint64{0, 1, 127, 128, 300, 1<<63 - 1, 1<<64 - 1} {
		v := binary.AppendUvarint(nil, n)
		back, size := binary.Uvarint(v)
		s := binary.AppendVarint(nil, int64(n))
		sback, _ := binary.Varint(s)
		println("varint", n, inHex(v), inHex(s))
		if back != n || size != len(v) || sback != int64(n) {
			println("FAIL varint", n)
		}
	}
	var buf bytes.Buffer
	r := record{1, -2, [2]uint32{3, 4}, 0.5, true}
	err := binary.Write(&buf, binary.BigEndian, r)
	println("record", err == nil, binary.Size(r), inHex(buf.Bytes()))
	var back record
	err = binary.Read(&buf, binary.BigEndian, &back)
	check("read", err == nil && back == r)
	err = binary.Read(&buf, binary.BigEndian, &back)
	println("at the end", err.Error())
	for _, s := range []string{"", "a", "ab", "abc", "abcd", "\xff\xfe"} {
		e := base64.StdEncoding.EncodeToString([]byte(s))
		u := base64.RawURLEncoding.EncodeToString([]byte(s))
		d, err := base64.StdEncoding.DecodeString(e)
		println("base64", e, u)
		if err != nil || string(d) != s {
			println("FAIL base64", e)
		}
	}
	_, err = base64.StdEncoding.DecodeString("a*")
	println(err.Error())
}
