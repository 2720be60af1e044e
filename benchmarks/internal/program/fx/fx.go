// Package bench holds the go.mod and go.sum of the generated programs that use fx. They are written as here, under the
// same name of the module. To take another release of fx: go get go.uber.org/fx@latest && go mod tidy
package bench

import _ "go.uber.org/fx"
