module premain.dev

go 1.26

require (
	github.com/rogpeppe/go-internal v1.16.0
	golang.org/x/mod v0.34.0
)

require (
	golang.org/x/sys v0.41.0 // indirect
	golang.org/x/tools v0.42.0 // indirect
)
