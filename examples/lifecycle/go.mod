module premain.dev/examples/lifecycle

go 1.26

require (
	go.etcd.io/bbolt v1.5.0
	premain.dev v0.0.0
	premain.dev/examples/worlds v0.0.0
)

require golang.org/x/sys v0.45.0 // indirect

replace (
	premain.dev => ../..
	premain.dev/examples/worlds => ../worlds
)
