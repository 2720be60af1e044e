package confine

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// pass gives the program the file and tells it the handle.
func pass(cmd *exec.Cmd, f *os.File) error {
	handle := syscall.Handle(f.Fd())
	if err := syscall.SetHandleInformation(handle, syscall.HANDLE_FLAG_INHERIT, syscall.HANDLE_FLAG_INHERIT); err != nil {
		return err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: []syscall.Handle{handle}}
	cmd.Env = append(cmd.Env, fmt.Sprintf("PREMAIN_RESULTS=%d", handle))
	return nil
}
