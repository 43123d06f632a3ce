package estimate

import (
	"math"
	"strings"
)

// cell is one cell of a table, read.
type cell struct {
	text   string
	p      *passage
	start  int // byte offsets of the trimmed text
	end    int
	figure *amount // the cell is this one figure
	sum    *node   // the cell is this expression, with or without words around it
}

// table reads every cell by itself, then each row for a figure with the expression beside it, then columns for their totals.
func (c *checker) table(b block) {
	var header []string
	var rows [][]cell
	first := true
	eachLine(c.text[b.start:b.end], func(start, end int) {
		line := c.text[b.start+start : b.start+end]
		if rule.MatchString(line) {
			return
		}
		row := c.row(line, b.start+start)
		if first {
			first = false
			for _, x := range row {
				header = append(header, strings.ToLower(x.text))
			}
			return
		}
		c.beside(row, header)
		rows = append(rows, row)
	})
	c.totals(rows)
}

func (c *checker) row(line string, offset int) []cell {
	var row []cell
	inner := strings.TrimRight(line, " \t")
	from := 0
	if at := strings.IndexByte(inner, '|'); at >= 0 && strings.TrimSpace(inner[:at]) == "" {
		from = at + 1
	}
	for from <= len(inner) {
		to := strings.IndexByte(inner[from:], '|')
		if to < 0 {
			if strings.TrimSpace(inner[from:]) == "" {
				break
			}
			to = len(inner) - from
		}
		text := inner[from : from+to]
		start := offset + from + len(text) - len(strings.TrimLeft(text, " \t"))
		x := cell{text: strings.TrimSpace(text), start: start}
		x.end = start + len(x.text)
		x.p = c.run(x.start, x.end, false)
		x.read()
		row = append(row, x)
		from += to + 1
	}
	return row
}

// read tells what the cell is: one figure, or an expression.
func (x *cell) read() {
	toks := x.p.toks
	lead := 0
	for lead < len(toks) && toks[lead].kind == kindWord && !x.p.begins(lead) {
		if toks[lead].word("at", "times", "per") {
			return // goes on with what stands elsewhere
		}
		lead++
	}
	chain, stop := x.p.chain(lead)
	if chain == nil || stop < len(toks) && !toks[stop].is(";") {
		return
	}
	last := chain[len(chain)-1].n
	if !last.known() {
		return
	}
	if last.leaf() && last.a.per == 0 {
		if len(chain) == 1 && lead == 0 {
			x.figure = &last.a
		}
		return
	}
	x.sum = last
}

// beside judges a row that has one figure and one expression.
func (c *checker) beside(row []cell, header []string) {
	figure, sum := -1, -1
	for k, x := range row {
		switch {
		case x.figure != nil && figure >= 0, x.sum != nil && sum >= 0:
			return
		case x.figure != nil:
			figure = k
		case x.sum != nil:
			sum = k
		}
	}
	if figure < 0 || sum < 0 {
		return
	}
	claim := *row[figure].figure
	about := ""
	if figure < len(header) {
		about = header[figure]
	}
	if figure > 0 {
		about += " " + strings.ToLower(row[0].text)
	}
	entitle(&claim, about)
	n := row[sum].sum
	v := judge(n, claim, relCell)
	if v.wrong && (n.anyNamed() || n.anyLoose() || row[sum].p.excused(v.ratio, n, amount{to: n.to}) || mentions(row, v.ratio)) {
		return
	}
	if !v.ok && !v.wrong {
		return
	}
	x, y := row[min(figure, sum)], row[max(figure, sum)]
	cl := claim2(v, x.start, y.end, row[figure])
	if v.wrong {
		cl.why = explain(v, n)
	}
	c.add(cl)
}

func claim2(v verdict, start, end int, figure cell) claim {
	return claim{verdict: v, start: start, end: end, figure: figure.start, figEnd: figure.end}
}

// entitle gives a bare figure the unit that its column or row is headed with.
func entitle(a *amount, about string) {
	if len(a.units) > 0 || a.percent {
		return
	}
	words := strings.FieldsFunc(about, func(r rune) bool { return !strings.ContainsRune("$€£/µ", r) && !isWordRune(r) })
	for k, w := range words {
		switch {
		case strings.HasPrefix(w, "$"), w == "usd", w == "dollars":
			a.measured(moneyUnits["$"])
			return
		case strings.HasSuffix(w, "/s"), strings.HasSuffix(w, "/sec"), w == "second" && k > 0 && words[k-1] == "per":
			a.measured(timeUnits["s"].inverse())
			return
		case rates[w].scale != 0:
			a.measured(rates[w].inverse())
			return
		}
		if alts := dataUnit(strings.ToUpper(w)); len(w) == 2 && len(alts) > 0 && w[1] == 'b' {
			a.measured(alts[0])
			return
		}
		if w == "ms" {
			a.measured(timeUnits["ms"])
			return
		}
	}
}

func isWordRune(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// mentions reports whether some other cell of the row holds a figure that explains the deviation.
func mentions(row []cell, ratio float64) bool {
	for _, x := range row {
		if x.figure != nil || x.sum != nil {
			continue
		}
		for _, t := range x.p.toks {
			v := cardinals[t.low]
			if t.kind == kindNumber {
				v = t.num.value
			}
			if v > 0 && (math.Abs(ratio/v-1) < 0.04 || math.Abs(ratio*v-1) < 0.04) {
				return true
			}
		}
	}
	return false
}

var totalWords = []string{"total", "sum", "overall", "all together", "altogether", "grand total"}

// totals judges rows that claim to be the sum of the rows above.
func (c *checker) totals(rows [][]cell) {
	from := 0
	for k, row := range rows {
		if len(row) == 0 || containsAny(strings.ToLower(strings.Trim(row[0].text, "*_: ")), totalWords) == "" {
			continue
		}
		for col := 1; col < len(row); col++ {
			if row[col].figure != nil && k-from >= 2 {
				c.total(rows[from:k], row, col)
			}
		}
		from = k + 1
	}
}

func (c *checker) total(above [][]cell, row []cell, col int) {
	var sum *node
	for _, r := range above {
		if col >= len(r) || r[col].figure == nil || r[col].figure.percent {
			return
		}
		a := *r[col].figure
		if sum == nil {
			sum = leaf(a)
			continue
		}
		sum = &node{op: '+', l: sum, r: leaf(a)}
	}
	claim := *row[col].figure
	if sum == nil || claim.percent {
		return
	}
	v := judge(sum, claim, relApprox)
	if !v.ok && !v.wrong {
		return
	}
	cl := claim2(v, row[0].start, row[col].end, row[col])
	if v.wrong {
		cl.why = "not the sum of the rows above: " + explain(v, sum)
	}
	c.add(cl)
}
