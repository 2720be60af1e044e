// Package journal keeps a file in which the program writes what it does.
package journal

import (
	"bufio"
	"errors"
	"log"
	"os"
	"path/filepath"

	"premain.dev"
	"premain.dev/examples/lifecycle/settings"
)

// Log writes to the journal while that is open, and to standard error before and afterwards.
var Log = log.New(os.Stderr, "", log.LstdFlags)

// Opened is the step that opens the journal. It is early, so that the journal is open before any other package does
// something worth a line, and closed when all of them are done.
var Opened = premain.Constructor(open,
	premain.Name("journal"),
	premain.Priority(premain.Early),
	premain.After(settings.Read),
	premain.Drop(shut))

var (
	file  *os.File
	lines *bufio.Writer // lines are cheap, and the last ones are lost if nobody flushes them
)

func open() (err error) {
	file, err = os.OpenFile(filepath.Join(*settings.Dir, "journal.log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	lines = bufio.NewWriter(file)
	Log.SetOutput(lines)
	Log.Print("journal: opened")
	return nil
}

func shut() error {
	Log.Print("journal: closed")
	Log.SetOutput(os.Stderr) // under the logger's lock: from here on nobody else writes to lines
	return errors.Join(lines.Flush(), file.Close())
}
