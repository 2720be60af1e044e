module premain.dev/examples/useragent

go 1.26

require (
	github.com/ua-parser/uap-go v0.0.0-20260529044130-17c35e68e58c
	premain.dev v0.0.0
	premain.dev/examples/worlds v0.0.0
)

require (
	github.com/hashicorp/golang-lru v1.0.2 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace (
	premain.dev => ../..
	premain.dev/examples/worlds => ../worlds
)
