package measure

import "testing"

func TestCountSteps(t *testing.T) {
	const limit = 1000 // are over before any program has been linked by the dynamic loader
	s, ok, err := CountSteps("true", limit)
	if err != nil || ok {
		t.Fatalf("%+v, %t, %v", s, ok, err)
	}
	if s.Instructions != limit && s.Instructions != 0 { // none where ptrace is forbidden
		t.Errorf("counted %+v", s)
	}
}
