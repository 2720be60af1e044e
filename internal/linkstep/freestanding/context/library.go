//go:build premain_bare

package context

// closedchan is what contexts that can be cancelled have in the place of a channel of their own. Whatever makes one needs channels.
var closedchan chan struct{}

// value knows no contexts that can be cancelled, so that a program without them does not need their methods.
func value(c Context, key any) any {
	for {
		switch ctx := c.(type) {
		case *valueCtx:
			if key == ctx.key {
				return ctx.val
			}
			c = ctx.Context
		case withoutCancelCtx:
			c = ctx.c
		case backgroundCtx, todoCtx:
			return nil
		default:
			return c.Value(key)
		}
	}
}
