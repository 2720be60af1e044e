//go:build premain_bare

package context

// closedchan is what contexts that can be cancelled have in the place of a channel of their own. Whatever makes one needs channels.
var closedchan chan struct{}
