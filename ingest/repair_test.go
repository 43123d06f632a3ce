package ingest

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// right holds texts that are right, in many languages, with the traps in them
// that a hasty repair falls into: what stands together here is valid UTF-8 in
// Mac Roman or Windows-1252.
var right = []string{
	"Plain ASCII only: 100% -> done.",
	"It’s “quoted” — and so on…",
	"«CAFÉ» et « voilà », l’été, «désolé…», “été”, «école», naïveté, l’œuvre, « À », Ô temps!",
	"„MENÜ“, „Öl“, ‚Ärger‘, Straße, über, Größe: „KÖ“…",
	"A IRMû e “AMANHÔ, “MANHÔ; não, coração, JOÃO, «ROMû.",
	"Hâlâ… “hâlâ…” İstanbul’da şöyle, ığdır; “hâlâ”…",
	"¿Qué? ¡Sí! «ESPAÑA», MAÑANA…, 20°C, 5 £, 3 × 4, ½.",
	"Românii: „CÂ”, câine, însă, București, ţară.",
	"Съешь же ещё этих мягких французских булок — «да».",
	"Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.",
	"我们讨论缓存、分片和一致性哈希。日本語のテキスト。한국어 문장입니다.",
	"שלום עולם, مرحبا بالعالم, नमस्ते, ไทย",
	"🏗️ Architecting 📊 → ✅ 👩‍💻 🇩🇪 ½ ≤ ≥ ≈π, x≈π, 2√π, a√π, ¬∞, ∆π, √2, ∂f/∂x",
	"Việt Nam: Ã là chữ hoa, ÂM NHẠC, PHÃ…",
	"Žluťoučký kůň, Łódź, fjörður, þetta, Ærø, Åse, smørrebrød: ‚Åse‘",
	"Â, Ã, É and Ü are letters; © ® ™ § ¶ are signs. Temperature: 20 °C ± 1.",
	"|—|–|…|•|†|‡|‰|€|™|",
}

func TestRepairLeavesAloneWhatIsRight(t *testing.T) {
	t.Parallel()
	for _, text := range append(right, strings.Join(right, "\n"), strings.Join(right[1:8], " ")) {
		if got := Repair(text); got != text {
			t.Errorf("changed\n     %q\nto   %q", text, got)
		}
	}
}

// misread is what a tool does that takes UTF-8 for another encoding. Bytes
// that mean nothing in it become control characters, as the web has it.
func misread(text string, as *charmap.Charmap) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		r := as.DecodeByte(c)
		if r == utf8.RuneError {
			r = rune(c)
		}
		b.WriteRune(r)
	}
	return b.String()
}

var damages = map[string]*charmap.Charmap{
	"Mac Roman":    charmap.Macintosh,
	"Windows-1252": charmap.Windows1252,
	"Latin-1":      charmap.ISO8859_1,
}

func TestRepairUndoesDamage(t *testing.T) {
	t.Parallel()
	for name, damage := range damages {
		for _, text := range right {
			once := misread(text, damage)
			if got := Repair(once); got != text {
				t.Errorf("%s: repaired %q\nto   %q\nwant %q", name, once, got, text)
			}
			if got := Repair(misread(once, damage)); got != text {
				t.Errorf("%s twice: repaired\n     %q\nwant %q", name, got, text)
			}
		}
	}
}

func TestRepairOfWords(t *testing.T) {
	t.Parallel()
	for damaged, want := range map[string]string{
		"cafÃ©":                         "café",
		"caf√©":                         "café",
		"Ã©tÃ©":                         "été",
		"20Â°C":                         "20°C",
		"1920Ã—1080":                    "1920×1080",
		"Itâ€™s":                        "It’s",
		"a‚Äîb":                         "a—b",
		"donâ\u0080\u0099t":             "don’t",
		"\ufeff# Title":                 "# Title",
		"ï»¿# Title":                    "# Title",
		"auto\u00admatic":               "automatic",
		"of\ufb01ce, \ufb02ow":          "office, flow",
		"a\r\nb\rc\fd":                  "a\nb\nc\nd",
		"bell\a and esc\x1b[0m nul\x00": "bell and esc[0m nul",
		"tab\tstays":                    "tab\tstays",
	} {
		if got := Repair(damaged); got != want {
			t.Errorf("repaired %q to %q, want %q", damaged, got, want)
		}
	}
}

func FuzzRepair(f *testing.F) {
	for _, text := range right {
		f.Add(text)
		for _, damage := range damages {
			f.Add(misread(text, damage))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("read.go gives valid UTF-8 only")
		}
		repaired := Repair(text)
		if !utf8.ValidString(repaired) {
			t.Fatalf("%q became invalid: %q", text, repaired)
		}
		if len([]rune(repaired)) > 3*len([]rune(text)) {
			t.Fatalf("%q grew to %q", text, repaired)
		}
		if strings.ContainsAny(repaired, "\r\x00\u00ad\ufeff") {
			t.Fatalf("%q kept what has no meaning: %q", text, repaired)
		}
		ascii := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r >= ' ' && r < 0x7f {
					return r
				}
				return -1
			}, s)
		}
		// What is ASCII never changes; ligatures add some.
		if !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x7f }) && ascii(repaired) != ascii(text) {
			t.Fatalf("ASCII changed from %q to %q", text, repaired)
		}
	})
}

// TestRepairFile repairs the damaged sample as one whole.
func TestRepairFile(t *testing.T) {
	t.Parallel()
	damaged, err := os.ReadFile("testdata/damaged.txt")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/damaged.want.md")
	if err != nil {
		t.Fatal(err)
	}
	if got := Repair(string(damaged)); got != string(want) {
		t.Errorf("repaired to:\n%s", got)
	}
}
