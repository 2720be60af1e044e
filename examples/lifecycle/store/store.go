// Package store keeps values by key in an embedded database.
package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"premain.dev"
	"premain.dev/examples/lifecycle/journal"
	"premain.dev/examples/lifecycle/settings"
)

// Opened is the step that opens the database. Closing waits for the transactions that have begun, which take no time
// if they are not stuck.
var Opened = premain.Constructor(open,
	premain.Name("store"),
	premain.After(settings.Read, journal.Opened),
	premain.Drop(shut),
	premain.Timeout(5*time.Second))

// ErrNotFound is the error for a key without a value.
var ErrNotFound = errors.New("not found")

var (
	db     *bbolt.DB
	bucket = []byte("keys")
)

func open() (err error) {
	// The database locks its file. A second process on it shall fail instead of waiting for the first one's end.
	path := filepath.Join(*settings.Dir, "store.db")
	if db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second}); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bucket)
		return err
	})
	if err != nil {
		return errors.Join(err, db.Close()) // what has failed is not dropped
	}
	journal.Log.Print("store: opened")
	return nil
}

func shut() error {
	if err := db.Close(); err != nil {
		return err
	}
	journal.Log.Print("store: closed")
	return nil
}

// Put stores a value. When it returns without error, the value is on the disk.
func Put(key string, value []byte) error {
	err := db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucket).Put([]byte(key), value) })
	if err == nil {
		journal.Log.Printf("store: put %s", key)
	}
	return err
}

// Get returns the value of a key, or an error that wraps [ErrNotFound].
func Get(key string) (value []byte, err error) {
	err = db.View(func(tx *bbolt.Tx) error {
		v := tx.Bucket(bucket).Get([]byte(key))
		if v == nil {
			return fmt.Errorf("%s: %w", key, ErrNotFound)
		}
		value = slices.Clone(v) // v lives as long as the transaction
		return nil
	})
	return value, err
}

// Len returns the number of keys.
func Len() (n int, err error) {
	err = db.View(func(tx *bbolt.Tx) error {
		n = tx.Bucket(bucket).Stats().KeyN
		return nil
	})
	return n, err
}
