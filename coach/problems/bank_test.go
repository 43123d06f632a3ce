package problems

import (
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/interviewcoach/interviewcoach/coach"
)

func TestBankIsInOrder(t *testing.T) {
	t.Parallel()
	all := bank(t).All()
	if !slices.IsSortedFunc(all, byLevelThenID) {
		t.Error("the problems are not in order of level and id")
	}
	if all[0].Level != coach.L6 {
		t.Errorf("the first problem is of %s", all[0].Level)
	}
	for _, id := range []string{"l6-url-shortener", "l6-distributed-task-scheduler", "l7-aws-lambda", "l7-amazon-s3"} {
		if !slices.ContainsFunc(all, func(p coach.Problem) bool { return p.ID == id }) {
			t.Errorf("%s is missing", id)
		}
	}
}

func TestAllGivesACopy(t *testing.T) {
	t.Parallel()
	b := bank(t)
	b.All()[0] = coach.Problem{}
	if b.All()[0].ID == "" {
		t.Error("writing to what All returned changed the bank")
	}
}

func TestUnknownProblemNamesItsNeighbours(t *testing.T) {
	t.Parallel()
	b := bank(t)
	for asked, want := range map[string]string{
		"l6-url-shortner":                      "l6-url-shortener",
		"url-shortener":                        "l6-url-shortener",
		"URL Shortener":                        "l6-url-shortener",
		"l7-lambda":                            "l7-aws-lambda",
		"l6-aws-lambda":                        "l7-aws-lambda",
		"s3":                                   "`coach problems`",
		"zzz":                                  "`coach problems`",
		"":                                     "`coach problems`",
		strings.Repeat("url-shortener-", 1000): "`coach problems`",
	} {
		_, err := b.Problem(asked)
		if coach.CodeOf(err) != coach.CodeNotFound {
			t.Fatalf("Problem(%q): error %v has code %q", asked, err, coach.CodeOf(err))
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Problem(%q) says %q, without %q", asked, err, want)
		}
	}
	if p, err := b.Problem("l7-amazon-s3"); err != nil || p.Title != "Amazon S3" {
		t.Errorf("Problem(l7-amazon-s3) = %q, %v", p.Title, err)
	}
}

// spoil loads one good problem with some of its text replaced, and returns what is said against it.
func spoil(t *testing.T, replace ...string) string {
	t.Helper()
	text, err := os.ReadFile("bank/l6-url-shortener.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(string(text), replace[i]) {
			t.Fatalf("the problem holds no %q to spoil", replace[i])
		}
	}
	spoilt := strings.NewReplacer(replace...).Replace(string(text))
	_, err = LoadFS(fstest.MapFS{"l6-url-shortener.yaml": {Data: []byte(spoilt)}})
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	if said := spoil(t); said != "" {
		t.Fatalf("the unspoilt problem has faults: %s", said)
	}
	for name, c := range map[string]struct {
		replace []string
		want    string
	}{
		"another id":         {[]string{"id: l6-url-shortener", "id: l6-short-links"}, `title and level make it "l6-url-shortener"`},
		"another file":       {[]string{"id: l6-url-shortener", "id: l6-short-links", "title: URL Shortener", "title: Short links"}, "name the file l6-short-links.yaml"},
		"unknown level":      {[]string{"level: L6\nkind", "level: L5\nkind"}, `level is "L5"`},
		"unknown kind":       {[]string{"kind: component", "kind: toy"}, `kind is "toy"`},
		"unknown field":      {[]string{"kind: component", "kind: component\nsecret: x"}, "unknown field"},
		"unknown in a point": {[]string{"    hint: One number for", "    hnit: One number for"}, "unknown field"},
		"key twice":          {[]string{"kind: component", "kind: component\nkind: component"}, "kind"},
		"no prompt":          {[]string{"prompt: >-", "prompt: ''\nx: >-"}, "unknown field"},
		"step that isn't":    {[]string{"id: targets\n    step: requirements", "id: targets\n    step: wishes"}, `there is no step "wishes"`},
		"dimension":          {[]string{"id: targets\n    step: requirements\n    dimension: performance", "id: targets\n    step: requirements\n    dimension: speed"}, `there is no dimension "speed"`},
		"last of dimension":  {[]string{"dimension: bias_for_action", "dimension: scale"}, "none counts towards bias_for_action"},
		"too few in a step":  {[]string{"step: trade_offs", "step: capacity"}, "0 for trade_offs"},
		"too few of L7":      {[]string{"    level: L7\n", ""}, "0 of L7"},
		"two of an id":       {[]string{"id: targets", "id: scope"}, "there are two"},
		"one group":          {[]string{"- [[phishing, abuse*, malicious, malware, spam*], [how fast, how quickly, how soon]]", "- [[phishing]]"}, "has 1 groups"},
		"capitals":           {[]string{"[how fast, how quickly, how soon]", "[How fast]"}, "is not lower case"},
		"star inside":        {[]string{"[how fast, how quickly, how soon]", `["how* fast"]`}, "has a * before its end"},
		"star too early":     {[]string{"[how fast, how quickly, how soon]", `["a*"]`}, "stands for too many words"},
		"empty group":        {[]string{"[how fast, how quickly, how soon]", "[]"}, "is empty"},
		"change to nothing":  {[]string{"key_points: [cache, redirect-kind, eventual-ok, abuse-controls]", "key_points: [wishes]"}, `there is no key point "wishes"`},
		"no reading":         {[]string{"reading: [six-step-framework,", "reading: [Six Steps,"}, `"Six Steps" is no guide`},
		"no probe of L7":     {[]string{"{dimension: scale, level: L7, text:", "{dimension: scale, text:"}, "none for scale at L7"},
		"kind below facts":   {[]string{"kind: component\n", "", "\nfigures:\n", "\nkind: component\nfigures:\n"}, "have to stand above the facts"},
		"not yaml":           {[]string{"facts:\n", "facts: [\n"}, "l6-url-shortener.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if said := spoil(t, c.replace...); !strings.Contains(said, c.want) {
				t.Errorf("said %q, without %q", said, c.want)
			}
		})
	}
}

func TestAllFaultsAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	_, err := LoadFS(fstest.MapFS{
		"l6-b.yaml": {Data: []byte("id: l6-b\ntitle: B\nlevel: L6\nkind: ml\n")},
		"l6-a.yaml": {Data: []byte("id: l6-a\ntitle: A\nlevel: L6\nfoo: 1\n")},
	})
	if err == nil {
		t.Fatal("two empty problems were loaded")
	}
	said := err.Error()
	for _, want := range []string{
		"l6-a.yaml", "l6-b.yaml: prompt is missing", "l6-b.yaml: facts: 0", "l6-b.yaml: figures: 0", "l6-b.yaml: key_points: 0 for requirements",
		"l6-b.yaml: probes: none for scale at L6", "l6-b.yaml: red_flags: 0", "l6-b.yaml: change is missing", "l6-b.yaml: reading is missing",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not among the faults:\n%s", want, said)
		}
	}
	if strings.Index(said, "l6-a.yaml") > strings.Index(said, "l6-b.yaml") {
		t.Error("the faults are not in the order of the files")
	}
}

// TestShippedBankIsTheOneThatIsTested holds that Load gives what the other tests look at, whole.
func TestShippedBankIsTheOneThatIsTested(t *testing.T) {
	t.Parallel()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	want := wholeBank(t)
	heads := b.All()
	if len(heads) != len(want) {
		t.Fatalf("%d problems ship, %d are in the folder", len(heads), len(want))
	}
	for i, h := range heads {
		got, err := b.Problem(h.ID)
		if err != nil || !reflect.DeepEqual(got, want[i]) {
			t.Errorf("%s ships otherwise than it is tested: %v", h.ID, err)
		}
		if !sameHead(h, got) {
			t.Errorf("%s is listed as %q, %s, %s", got.ID, h.Title, h.Level, h.Kind)
		}
		if h.Facts != nil || h.KeyPoints != nil {
			t.Errorf("the list gives away what %s hides", h.ID)
		}
	}
}

func TestEmptyBankIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := LoadFS(fstest.MapFS{"readme.txt": {Data: []byte("x")}}); err == nil {
		t.Error("an empty bank was loaded")
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"URL Shortener": "url-shortener", "Amazon S3": "amazon-s3", "Uber/Lyft": "uber-lyft", "  Facebook's TAO ": "facebook-s-tao",
		"Real-time Fraud Detection": "real-time-fraud-detection", "…": "",
	} {
		if got := slug(title); got != want {
			t.Errorf("slug(%q) = %q, want %q", title, got, want)
		}
	}
}

// FuzzLoadFS holds that whatever stands in a file, it is refused or gives a whole problem under the file's name.
func FuzzLoadFS(f *testing.F) {
	files, err := fs.Glob(os.DirFS("bank"), "l6-u*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no problem to begin with: %v", err)
	}
	text, err := os.ReadFile("bank/" + files[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("id: l6-x\nkey_points:\n  - signs: [[[]]]\n"))
	f.Add([]byte("&a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := LoadFS(fstest.MapFS{"l6-url-shortener.yaml": {Data: text}})
		if err != nil {
			return
		}
		if p, err := b.Problem("l6-url-shortener"); err != nil || p.ID != "l6-url-shortener" || len(check(p)) > 0 {
			t.Errorf("%s was loaded with faults %v, %v", p.ID, check(p), err)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProblem(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		fresh, err := Load()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := fresh.Problem("l6-url-shortener"); err != nil {
			b.Fatal(err)
		}
	}
}
