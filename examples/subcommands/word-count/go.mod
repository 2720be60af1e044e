module premain.dev/examples/word-count

go 1.26

require premain.dev/examples/subcommands v0.0.0

require premain.dev v0.0.0 // indirect

// The two modules require each other. Go allows that: it is packages that must not import in a circle.
replace (
	premain.dev => ../../..
	premain.dev/examples/subcommands => ..
	premain.dev/examples/worlds => ../../worlds // the tests of subcommands import it
)
