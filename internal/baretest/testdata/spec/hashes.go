// Covers packages hash/crc32, hash/crc64, hash/adler32, hash/fnv and hash, and with them embedded interfaces of other
// packages and tables that are made at the first use.
package main

import (
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
)

func check(what string, ok bool) {
	if ok {
		println(what, "ok")
	} else {
		println("FAIL", what)
	}
}

func main() {
	text := []byte("the quick brown fox jumps over the lazy dog")
	check("crc32", crc32.ChecksumIEEE([]byte("123456789")) == 0xcbf43926)
	check("castagnoli", crc32.Checksum([]byte("123456789"), crc32.MakeTable(crc32.Castagnoli)) == 0xe3069283)
	check("koopman", crc32.Checksum(text, crc32.MakeTable(crc32.Koopman)) == crc32.Update(0, crc32.MakeTable(crc32.Koopman), text))
	check("crc64", crc64.Checksum([]byte("123456789"), crc64.MakeTable(crc64.ECMA)) == 0x995dc9bbdf1939fa)
	check("adler32", adler32.Checksum([]byte("Wikipedia")) == 0x11e60398)
	h32 := fnv.New32a()
	h32.Write([]byte("foobar"))
	check("fnv", h32.Sum32() == 0xbf9cf968)
	long := make([]byte, 5000)
	for i := range long {
		long[i] = byte(i * i >> 3)
	}
	hashes := []hash.Hash{crc32.NewIEEE(), crc32.New(crc32.MakeTable(crc32.Castagnoli)), crc64.New(crc64.MakeTable(crc64.ISO)), adler32.New(), fnv.New32(), fnv.New32a(), fnv.New64(), fnv.New64a(), fnv.New128(), fnv.New128a()}
	for i, h := range hashes {
		h.Write(long)
		whole := string(h.Sum(nil))
		h.Reset()
		// In pieces of all sizes, at all alignments.
		for n, rest := 1, long; len(rest) > 0; n++ {
			n = min(n, len(rest))
			h.Write(rest[:n])
			rest = rest[n:]
		}
		sum := h.Sum([]byte{'!'})
		print("hash ", i, " ", h.Size(), " ", h.BlockSize(), ":")
		for _, b := range sum {
			print(" ", b)
		}
		println()
		if string(sum[1:]) != whole || len(whole) != h.Size() {
			println("FAIL in pieces", i)
		}
		switch h := h.(type) {
		case hash.Hash32:
			println("of 32 bits", h.Sum32())
		case hash.Hash64:
			println("of 64 bits", h.Sum64())
		}
	}
}
