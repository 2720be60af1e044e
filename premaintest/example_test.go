package premaintest_test

import (
	"testing"

	"premain.dev"
	"premain.dev/premaintest"
)

var connection string

var Connected = premain.Constructor(connect, premain.Drop(func() { connection = "" }))

func connect() { connection = "real" }

func ExampleReplace() {
	test := func(t *testing.T) { // in a test file: func TestQuery(t *testing.T)
		premaintest.Replace(t, Connected, func() { connection = "fake" })
		if connection != "fake" {
			t.Error("not connected")
		}
	}
	_ = test
}
