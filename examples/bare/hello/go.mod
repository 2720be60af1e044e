module premain.dev/examples/bare/hello

go 1.26

require premain.dev v0.0.0

replace premain.dev => ../../..
