package preinit

import "syscall"

// status is the exit status of a process in which something has gone wrong before main.
const status = 101

// refuse ends a process that has reached package initialisation.
func refuse(message string) {
	println(message)
	syscall.Exit(status)
}
