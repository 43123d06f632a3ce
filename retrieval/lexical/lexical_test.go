package lexical

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
)

// TestStem takes its pairs from the tables in Porter's paper and from the
// voc.txt and output.txt on his page.
func TestStem(t *testing.T) {
	t.Parallel()
	for pair := range strings.FieldsSeq(`
		caresses:caress ponies:poni ties:ti caress:caress cats:cat feed:feed agreed:agre plastered:plaster bled:bled
		motoring:motor sing:sing conflated:conflat troubled:troubl sized:size hopping:hop tanned:tan falling:fall
		hissing:hiss fizzed:fizz failing:fail filing:file happy:happi sky:sky relational:relat conditional:condit
		rational:ration valenci:valenc digitizer:digit conformabli:conform radicalli:radic differentli:differ vileli:vile
		analogousli:analog vietnamization:vietnam predication:predic operator:oper feudalism:feudal decisiveness:decis
		hopefulness:hope callousness:callous formaliti:formal sensitiviti:sensit sensibiliti:sensibl triplicate:triplic
		formative:form formalize:formal electriciti:electr electrical:electr hopeful:hope goodness:good revival:reviv
		allowance:allow inference:infer airliner:airlin gyroscopic:gyroscop adjustable:adjust defensible:defens
		irritant:irrit replacement:replac adjustment:adjust dependent:depend adoption:adopt homologou:homolog
		communism:commun activate:activ angulariti:angular homologous:homolog effective:effect bowdlerize:bowdler
		probate:probat rate:rate cease:ceas controll:control roll:roll generalizations:gener oscillators:oscil
		a:a is:is by:by cached:cach caching:cach caches:cach sharding:shard queues:queue queue:queue s3:s3 café:café`) {
		word, want, _ := strings.Cut(pair, ":")
		if got := Stem(word); got != want {
			t.Errorf("stem of %s is %s, want %s", word, got, want)
		}
	}
}

// TestStemSpelling: British and American spellings are one word.
func TestStemSpelling(t *testing.T) {
	t.Parallel()
	for pair := range strings.FieldsSeq(`
		authorisation:authorization organisations:organizations optimise:optimize optimised:optimized normalising:normalizing
		serialiser:serializer analyse:analyze behaviour:behavior neighbours:neighbors favourite:favorite centre:center
		datacentres:datacentres defence:defense utilisation:utilization`) {
		british, us, _ := strings.Cut(pair, ":")
		if Stem(british) != Stem(us) {
			t.Errorf("%s is %s, %s is %s", british, Stem(british), us, Stem(us))
		}
	}
	for _, word := range strings.Fields("precise promise otherwise exercise hour your four enterprise raised noise surprised source resource course") {
		if american(word) != word {
			t.Errorf("%s became %s", word, american(word))
		}
	}
}

func tokens(text string) string {
	var out []string
	Words(text, func(word string, joined bool) {
		if joined {
			word = "+" + word
		}
		out = append(out, word)
	})
	return strings.Join(out, " ")
}

func TestWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                            "",
		" .,;! \n":                    "",
		"Read-through CACHE":          "read through +readthrough cache",
		"auto-scaling AutoScaling":    "auto scaling +autoscaling auto scaling +autoscaling",
		"DynamoDB, CloudFront; AWS":   "dynamo db +dynamodb cloud front +cloudfront aws",
		"99.99% of 1,000,000 at 3.5x": "99.99 of 1000000 at 3.5x",
		"the end. 5. Next":            "the end 5 next",
		"p99 S3 EC2 10k":              "p99 s3 ec2 10k",
		"don't it’s users'":           "dont its users",
		"A/B CI/CD read/write":        "a b +ab ci cd +cicd read write",
		"get_shard(key) a.b":          "get shard key a b",
		"naïve Größe ﬁle":             "naive große file",
		"缓存系统":                        "缓存 存系 系统",
		"Redis缓存 x":                   "redis 缓存 x",
		"кэш Ёлка":                    "кэш елка",
		"a-b-c-d-e":                   "a b c d e",
		"-x- --":                      "x",
		"\xff\xfe a":                  "a",
		strings.Repeat("x", 100):      "",
	} {
		if got := tokens(text); got != want {
			t.Errorf("words of %q are %q, want %q", text, got, want)
		}
	}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	weight := func(b Bag, word string) float32 {
		for _, w := range b {
			if w.Term == term(Stem(word)) {
				return w.Weight
			}
		}
		return 0
	}
	bag := Document([]string{"Guide on caches", "Eviction"}, "The cache evicts; caching is hard.")
	for word, want := range map[string]float32{"cache": 2 + 0.5, "eviction": 0, "evicts": 0, "guide": 0.5, "hard": 1, "the": 0, "absent": 0} {
		if Stem(word) == "evict" { // both forms are one term
			want = 1 + headingWeight
		}
		if got := weight(bag, word); got != want {
			t.Errorf("%s weighs %v, want %v", word, got, want)
		}
	}
	if q := Query("What is the").In(1); len(q) != 0 {
		t.Errorf("stop words ask for %v", q)
	}
	if q := Query(strings.Repeat("emu ", 5000)).In(1); len(q) != 1 || q[0].Weight != 5000 {
		t.Errorf("a repeating query is %v", q)
	}
}

func TestQueryIsBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "w%d ", i)
	}
	if q := Query(b.String()); len(q.Words) > 2*maxQueryTerms || len(q.Concepts) > meant {
		t.Errorf("%d words", len(q.Words))
	}
}

func TestBagEncoding(t *testing.T) {
	t.Parallel()
	for name, bag := range map[string]Bag{
		"empty": {},
		"one":   {{0, 1}},
		"edges": {{0, 0.25}, {1, 2.5}, {maxTerm - 1, 1000}},
		"real":  Document([]string{"A", "B"}, strings.Repeat("some words of a text, some more. ", 10)),
	} {
		got, err := Decode(bag.Encode(), nil)
		if err != nil || len(got) != len(bag) || len(bag) > 0 && !reflect.DeepEqual(got, bag) {
			t.Errorf("%s: %v became %v, %v", name, bag, got, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add(Bag{{1, 1}, {5, 2}}.Encode())
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		bag, err := Decode(data, nil)
		if err != nil {
			return
		}
		for i, w := range bag {
			if w.Term >= maxTerm || i > 0 && w.Term <= bag[i-1].Term {
				t.Fatalf("terms out of order: %v", bag)
			}
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"auto-scaling AutoScaling", "99.99%", "缓存系统 a", "don't", "A/B", "\xff", "ﬁ", "a\u0301", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		Words(text, func(word string, _ bool) {
			if word == "" || len(word) > 4*maxToken || strings.ContainsAny(word, " \t\n") {
				t.Fatalf("%q gave the word %q", text, word)
			}
		})
		bag := Document([]string{text}, text)
		if got, err := Decode(bag.Encode(), nil); err != nil || len(got) != len(bag) {
			t.Fatalf("%q: its terms don't survive storage: %v", text, err)
		}
		Query(text)
	})
}

// TestBM25 computes a score by hand.
func TestBM25(t *testing.T) {
	t.Parallel()
	// 3 documents, the word in 1: ln(1 + 2.5/1.5).
	if got, want := IDF(1, 3), math.Log(1+2.5/1.5); math.Abs(got-want) > 1e-12 {
		t.Errorf("IDF %v, want %v", got, want)
	}
	if IDF(3, 3) <= 0 {
		t.Error("a word that all have is worth less than nothing")
	}
	if got, want := Impact(2, 100, 100), 2*(K1+1)/(2+K1); math.Abs(got-want) > 1e-12 {
		t.Errorf("impact at mean length %v, want %v", got, want)
	}
	if Impact(1, 50, 100) <= Impact(1, 200, 100) || Impact(1, 100, 100) >= Impact(2, 100, 100) {
		t.Error("longer documents count less, more frequent words more")
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	got := Count([]Bag{{{1, 3}, {2, 1}}, {{2, 5}}})
	if want := (Bag{{1, 1}, {2, 2}}); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func BenchmarkDocument(b *testing.B) {
	text := strings.Repeat("Sharding splits data over machines; a consistent-hashing ring moves few keys on a resize. ", 15)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Document([]string{"Guide", "Section"}, text)
	}
}

func BenchmarkAnalyzer(b *testing.B) {
	text := strings.Repeat("Sharding splits data over machines; a consistent-hashing ring moves few keys on a resize. ", 15)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	a := NewAnalyzer()
	for b.Loop() {
		a.Document([]string{"Guide", "Section"}, text)
	}
}

func BenchmarkQuery(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Query("How do I keep one hot key from overloading a single cache node?")
	}
}
