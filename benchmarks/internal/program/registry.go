package program

// registry returns the source of the package that has the table.
func (s Table) registry() string {
	var imports []string
	if path := registryImports[s.Way]; path != "" {
		imports = append(imports, path)
	}
	clock := ""
	if s.Clock {
		imports = append(imports, "time")
		clock = "\n// Begin is taken before the packages with items initialise, since they import this one.\nvar Begin = time.Now()\n"
	}
	return "package registry\n" + importDecl(imports...) + itemType + registries[s.Way] + clock
}

const itemType = `
type Item struct {
	Name, Help string
	Run        func() error
}
`

var registryImports = map[Way]string{Section: "premain.dev/section", Map: "sync"}

var registries = map[Way]string{
	Nothing: "",

	Section: `
var Items section.Of[Item]

func Len() int     { return Items.Len() }
func First() *Item { return Items.At(0) }
`,

	Append: `
var items []Item

func Register(v Item) { items = append(items, v) }
func Len() int        { return len(items) }
func First() *Item    { return &items[0] }
`,

	Call: `
var items []Item

//go:noinline
func Register(v Item) { items = append(items, v) }
func Len() int        { return len(items) }
func First() *Item    { return &items[0] }
`,

	Pointers: `
var items []*Item

func Register(v *Item) { items = append(items, v) }
func Len() int         { return len(items) }
func First() *Item     { return items[0] }
`,

	Map: `
var (
	mu    sync.RWMutex
	items = make(map[string]Item)
)

func Register(v Item) {
	mu.Lock()
	defer mu.Unlock()
	if _, dup := items[v.Name]; dup {
		panic("registered twice: " + v.Name)
	}
	items[v.Name] = v
}

func Len() int {
	mu.RLock()
	defer mu.RUnlock()
	return len(items)
}

func First() *Item {
	mu.RLock()
	defer mu.RUnlock()
	v := items["item-00000"]
	return &v
}
`,
}
