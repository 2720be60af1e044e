module premain.dev/examples/worlds

go 1.26
