package assess_test

import (
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/calibration"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
)

func TestTheLocalModelSaysThatItReadsEnglish(t *testing.T) {
	t.Parallel()
	a := assessor(t, local.New(0))
	for name, text := range map[string]string{
		"German":   strings.Repeat("Wir zählen die Klicks im Speicher und schreiben sie einmal in der Minute, denn eine verlorene Minute ist nicht schlimm. ", 3),
		"French":   strings.Repeat("Les clics sont comptés dans la mémoire et une minute perdue est sans importance pour les clients qui sont sur le site. ", 3),
		"Japanese": "クリックはメモリで数え、一分に一度書き込みます。一分失っても誰も困りません。" + " Redis, 40/s",
	} {
		if err := a.Reads(text); coach.CodeOf(err) != coach.CodeInvalid || !strings.Contains(err.Error(), "--model") {
			t.Errorf("%s: %v", name, err)
		}
		if err := assessor(t, &scripted{}).Reads(text); err != nil {
			t.Errorf("%s is refused for a language model: %v", name, err)
		}
	}
	set, err := calibration.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range set.Samples {
		if err := a.Reads(s.Text); err != nil {
			t.Errorf("%s: %v", s.ID, err)
		}
	}
	for _, text := range []string{"x", "4M × 0.1 = 400k", strings.Repeat("L = λ × W; per OS 40 GB\n", 20), strings.Repeat("GET /v1/{code} 302\n", 30)} {
		if err := a.Reads(text); err != nil {
			t.Errorf("%q: %v", text[:1], err)
		}
	}
}
