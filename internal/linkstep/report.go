package linkstep

import (
	"cmp"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"debug/plan9obj"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
)

// Report says what the sections of a program hold. The link step writes it as JSON into a file of the directory that
// Options.ReportTo names.
type Report struct {
	Program  string // import path
	Bytes    int64  // in all sections of the executable
	Sections []*SectionReport
	Values   []BakedValue `json:",omitempty"` // link-time values
}

// SectionReport is the report on one section, whose items are of the packages in Packages.
type SectionReport struct {
	Section  string // import path and variable
	Place    string // file:line:col
	Items    int
	Without  int   // further items, which -without has left out
	Bytes    int64 // by which the executable is smaller without any items in the section
	Packages []*PackageReport
}

// PackageReport is the report on the items that a section has from one package.
type PackageReport struct {
	Package  string // import path
	Items    int
	Computed int   // of the items, those that the package's initialisation fills
	Without  int   // further items, which -without has left out
	Bytes    int64 // by which the executable is smaller without the items
}

// report measures how much of the executable is there for the items of a section, and for those of each package, by
// linking the program without them. That is what -without would spare, but for its tag; an analysis of the program would have
// to guess what the linker's dead code elimination makes of methods and reflection.
func (l *linking) report(all, chosen []*contents) error {
	out, _ := flagValue(l.args, "-o")
	whole, err := imageSize(out)
	if err != nil {
		return err
	}
	r := Report{Program: l.program.path, Bytes: whole, Sections: []*SectionReport{}, Values: l.values.report(l, nil).Values}
	var variants []variant
	for _, c := range all {
		var kept *contents
		if i := slices.IndexFunc(chosen, func(k *contents) bool { return k.name == c.name }); i >= 0 {
			kept = chosen[i]
		}
		s := l.program.sectionReport(c, kept)
		r.Sections = append(r.Sections, s)
		if kept == nil {
			continue
		}
		every := variant{sections: withoutGroup(chosen, kept, ""), spared: []*int64{&s.Bytes}}
		for _, k := range s.Packages {
			switch k.Items {
			case 0:
			case s.Items:
				every.spared = append(every.spared, &k.Bytes)
			default:
				variants = append(variants, variant{withoutGroup(chosen, kept, k.Package), []*int64{&k.Bytes}})
			}
		}
		variants = append(variants, every)
	}
	if err := l.measure(whole, variants); err != nil {
		return err
	}
	return writeJSON(l.options.ReportTo, ReportSuffix, r)
}

// writeJSON writes a value into a new file of a directory, whose name ends in a suffix.
func writeJSON(dir, suffix string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "*"+suffix)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// sectionReport counts the items of a section, and of what is kept of it, which may be nil.
func (p *program) sectionReport(c, kept *contents) *SectionReport {
	items := func(c *contents, pkg string) (n, computed int) {
		if c == nil {
			return 0, 0
		}
		for _, it := range c.items {
			if it.pkg == pkg {
				n++
				if it.done != "" {
					computed++
				}
			}
		}
		return n, computed
	}
	s := &SectionReport{Section: p.displayName(c), Place: c.place}
	for _, g := range c.groups() {
		k := &PackageReport{Package: g.pkg}
		k.Items, k.Computed = items(kept, g.pkg)
		k.Without = len(g.items) - k.Items
		s.Items += k.Items
		s.Without += k.Without
		s.Packages = append(s.Packages, k)
	}
	return s
}

// The ends of the names of files in the directory of reports: a report, and an empty file for each time that the program has
// been linked for one.
const (
	ReportSuffix = ".report.json"
	LinkedSuffix = ".linked"
)

// variant is the program without some of its items.
type variant struct {
	sections []*contents
	spared   []*int64 // where to say by how many bytes it is smaller
}

// measure links variants of a program of a given size, some at the same time: each takes the memory that the linker needs.
func (l *linking) measure(whole int64, variants []variant) error {
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		first error
		slots = make(chan int, min(4, runtime.GOMAXPROCS(0)))
	)
	for i := range cap(slots) {
		slots <- i
	}
	for _, v := range variants {
		slot := <-slots
		mu.Lock()
		failed := first != nil
		mu.Unlock()
		if failed {
			break
		}
		group.Go(func() {
			size, err := l.sizeOf(v.sections, slot)
			for _, n := range v.spared {
				*n = whole - size
			}
			mu.Lock()
			first = cmp.Or(first, err)
			mu.Unlock()
			slots <- slot
		})
	}
	group.Wait()
	return first
}

// sizeOf links the program with the given sections, with files of names that belong to a slot, and returns the size of the
// result.
func (l *linking) sizeOf(sections []*contents, slot int) (int64, error) {
	sections, err := l.program.arrange(sections)
	if err != nil {
		return 0, err
	}
	name := fmt.Sprintf("premain%d", slot)
	args, err := l.prepare(sections, name)
	if err != nil {
		return 0, err
	}
	out := filepath.Join(l.dir, name+".out")
	defer os.Remove(out)
	_, at := flagValue(args, "-o")
	setFlag(args, "-o", out, at)
	if err := l.exec(args, os.Stdout, os.Stderr); err != nil {
		return 0, err
	}
	if f, err := os.CreateTemp(l.options.ReportTo, "*"+LinkedSuffix); err == nil {
		f.Close()
	}
	return imageSize(out)
}

// imageSize returns the number of bytes that an executable has in its sections. Unlike the size of the file, it does not
// jump when a segment reaches the next page. Debugging information counts as it stands there, which may be compressed and
// then vary by some dozen bytes.
func imageSize(name string) (size int64, err error) {
	if f, err := elf.Open(name); err == nil {
		defer f.Close()
		for _, s := range f.Sections {
			if s.Type != elf.SHT_NOBITS {
				size += int64(s.FileSize)
			}
		}
		return size, nil
	}
	if f, err := macho.Open(name); err == nil {
		defer f.Close()
		const zeroFill = 1 // S_ZEROFILL
		for _, s := range f.Sections {
			if s.Flags&0xff != zeroFill {
				size += int64(s.Size)
			}
		}
		return size, nil
	}
	if f, err := pe.Open(name); err == nil {
		defer f.Close()
		for _, s := range f.Sections {
			n := s.Size // with padding
			if s.VirtualSize != 0 {
				n = min(n, s.VirtualSize)
			}
			size += int64(n)
		}
		return size, nil
	}
	if f, err := plan9obj.Open(name); err == nil {
		defer f.Close()
		for _, s := range f.Sections {
			size += int64(s.Size)
		}
		return size, nil
	}
	st, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

// ReadReport reads a report.
func ReadReport(r io.Reader) (*Report, error) {
	report := new(Report)
	if err := json.NewDecoder(r).Decode(report); err != nil {
		return nil, fmt.Errorf("the report of a link step: %w", err)
	}
	return report, nil
}
