package problems

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/estimate"
)

// magnitudes are the endings that a number of a figure may have. A unit that counts nothing (reads/s, hosts) is not here.
var magnitudes = map[string]float64{
	"": 1, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "P": 1e15,
	"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "PB": 1e15, "EB": 1e18, "KB/s": 1e3, "MB/s": 1e6, "GB/s": 1e9, "TB/s": 1e12,
}

var number = regexp.MustCompile(`^(\d+(?:\.\d+)?)([kMBTPE]B?|[KG]B)?$`)

// value reads what a figure comes to: "$22,500", "3.52T codes", "27 TB".
func value(s string) (float64, error) {
	fields := strings.Fields(strings.ReplaceAll(strings.TrimPrefix(s, "$"), ",", ""))
	m := number.FindStringSubmatch(fields[0])
	if m == nil {
		return 0, fmt.Errorf("%q begins with no number", s)
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, err
	}
	n *= magnitudes[m[2]]
	if len(fields) > 1 {
		if scale, ok := magnitudes[fields[1]]; ok {
			n *= scale
		}
	}
	return n, nil
}

func TestFiguresAddUp(t *testing.T) {
	t.Parallel()
	for _, p := range wholeBank(t) {
		for _, f := range p.Figures {
			computed, err := estimate.Compute(f.Working)
			if err != nil {
				t.Errorf("%s, %s: %v", p.ID, f.Name, err)
				continue
			}
			want, err := value(f.Value)
			if err != nil {
				t.Errorf("%s, %s: %v", p.ID, f.Name, err)
				continue
			}
			if math.Abs(computed.Value-want) > 0.02*want {
				t.Errorf("%s, %s: %s comes to %g and not to %s", p.ID, f.Name, f.Working, computed.Value, f.Value)
			}
			if finding, err := estimate.Verify(f.Working, f.Value); err != nil || !finding.OK {
				t.Errorf("%s, %s: the estimator would not accept %s as %s: %s %v", p.ID, f.Name, f.Working, f.Value, finding.Why, err)
			}
		}
	}
}

// TestStrongAnswersReckonRight holds the sums in the model answers against the product's own arithmetic.
func TestStrongAnswersReckonRight(t *testing.T) {
	t.Parallel()
	for _, p := range wholeBank(t) {
		text, err := os.ReadFile("testdata/" + p.ID + ".strong.md")
		if err != nil {
			t.Fatal(err)
		}
		found := estimate.Check(string(text))
		if len(found) < 3 {
			t.Errorf("%s: %d sums were found in the strong answer, at least 3 are expected", p.ID, len(found))
		}
		for _, f := range found {
			if !f.OK {
				t.Errorf("%s: %q comes to %s (%s)", p.ID, f.Quote, f.Computed, f.Why)
			}
		}
	}
}
