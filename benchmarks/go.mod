module premain.dev/benchmarks

go 1.26

require premain.dev v0.0.0

replace premain.dev => ..
