module premain.dev/examples/spelling

go 1.26

require (
	github.com/golangci/misspell v0.8.0
	premain.dev v0.0.0
	premain.dev/examples/worlds v0.0.0
)

replace (
	premain.dev => ../..
	premain.dev/examples/worlds => ../worlds
)
