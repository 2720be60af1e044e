// Package substitution lets package premaintest replace steps of package premain, whose users are not to do that
// elsewhere.
package substitution

// Replace is set by package premain. It lets f, a premain.Func, take the place of a step, a *premain.Step, and returns
// what puts the step back.
var Replace func(step, f any) (restore func() error, err error)
