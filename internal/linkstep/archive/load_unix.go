//go:build unix

package archive

import (
	"io"
	"os"
	"syscall"
)

// load maps a file: of most archives that a link step opens, it looks at few pages. The function unload, if there is one,
// undoes that.
func load(f *os.File) (data []byte, unload func() error, err error) {
	st, err := f.Stat()
	if err != nil || st.Size() == 0 {
		return nil, nil, err
	}
	data, err = syscall.Mmap(int(f.Fd()), 0, int(st.Size()), syscall.PROT_READ, syscall.MAP_PRIVATE)
	if err == nil {
		return data, func() error { return syscall.Munmap(data) }, nil
	}
	data, err = io.ReadAll(f) // some file systems of networks and virtual machines cannot map
	return data, nil, err
}
