package main

// sysSetns is missing in package syscall.
const sysSetns = 308
