// Package substitution lets package premaintest replace steps of package premain, whose users are not to do that
// elsewhere.
package substitution

// Replace is set by package premain. It returns functions, the first of which lets f, a premain.Func, take the place of a
// step, a *premain.Step, and the second puts the step back. If f is nil, nothing takes its place.
var Replace func(step, f any) (do, undo func() error, err error)
