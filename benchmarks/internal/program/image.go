package program

import (
	"debug/elf"
	"fmt"
	"os"
)

// Image says what an executable consists of.
type Image struct {
	Bytes       int64 // the whole file
	Loaded      int64 // of it, what is mapped when it runs: without symbols
	Data        int64 // the data segment that the collector scans
	Relocations int64 // left to the dynamic loader
}

// ReadImage reads an ELF executable.
func ReadImage(exe string) (Image, error) {
	info, err := os.Stat(exe)
	if err != nil {
		return Image{}, err
	}
	f, err := elf.Open(exe)
	if err != nil {
		return Image{}, fmt.Errorf("looking at an executable, which works for ELF only: %w", err)
	}
	defer f.Close()
	image := Image{Bytes: info.Size()}
	if data := f.Section(".data"); data != nil {
		image.Data = int64(data.Size)
	}
	for _, s := range f.Sections {
		if s.Flags&elf.SHF_ALLOC != 0 && s.Type != elf.SHT_NOBITS {
			image.Loaded += int64(s.Size)
		}
		if s.Type == elf.SHT_RELA && s.Flags&elf.SHF_ALLOC != 0 && s.Entsize > 0 {
			image.Relocations += int64(s.Size / s.Entsize)
		}
	}
	return image, nil
}
