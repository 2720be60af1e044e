//go:build unix

package measure

import (
	"os"
	"syscall"
)

// faults returns the minor page faults of a process that has ended.
func faults(s *os.ProcessState) int64 {
	usage, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int64(usage.Minflt)
}
