package linkstep

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"premain.dev/internal/linkstep/evaluation"
)

// ValueReport is what the link step tells of the link-time values of a program. It writes it as JSON into a file of the directory that
// Options.ValuesTo names.
type ValueReport struct {
	Program string // import path
	Took    [2]time.Duration
	Values  []BakedValue
}

// BakedValue is a variable whose value was to be computed at link time.
type BakedValue struct {
	Variable string             // import path and name
	Place    string             // file:line:col
	Plain    string             `json:",omitempty"` // why it is computed at initialisation after all
	Objects  int                // pieces of memory that the value consists of
	Bytes    int64              // in them
	FixUps   []evaluation.FixUp `json:",omitempty"` // what is done at start
}

// ValuesSuffix is the end of the names of files with a ValueReport.
const ValuesSuffix = ".values.json"

// tell writes what is told of link-time values, if that is wanted and there are any.
func (o Options) tell(r ValueReport) error {
	if o.ValuesTo == "" || len(r.Values) == 0 {
		return nil
	}
	return writeJSON(o.ValuesTo, ValuesSuffix, r)
}

// ReadValueReport reads what has been told of the link-time values of a program.
func ReadValueReport(r io.Reader) (*ValueReport, error) {
	report := new(ValueReport)
	if err := json.NewDecoder(r).Decode(report); err != nil {
		return nil, fmt.Errorf("what a link step tells of values: %w", err)
	}
	return report, nil
}

// report returns what is told of the values.
func (v *values) report(p *program) ValueReport {
	r := ValueReport{Program: p.path, Took: v.took}
	byID := make(map[int]*evaluation.Value)
	for _, x := range v.list {
		byID[x.ID] = x
	}
	for _, b := range v.bakes {
		value := BakedValue{Variable: b.name, Place: b.Place, Plain: b.plain}
		if x := byID[b.id]; x != nil {
			value.Objects, value.Bytes, value.FixUps = x.Objects, x.Bytes, x.FixUps
		}
		r.Values = append(r.Values, value)
	}
	return r
}
