module example.com/sifive-u

go 1.26

require (
	premain.dev v0.0.0
	premain.dev/examples/worlds v0.0.0
)

replace (
	premain.dev => ../..
	premain.dev/examples/worlds => ../worlds
)
