package freestanding

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

func TestTry(t *testing.T) {
	out, _ := exec.Command("go", "env", "GOROOT").Output()
	f, err := Overlay(strings.TrimSpace(string(out)), runtime.Version(), os.Getenv("TRYARCH"), "id", "/tmp/ft", nil)
	t.Log(f, err)
}
