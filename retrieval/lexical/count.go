package lexical

// Terms is how many terms there can be: a Term is below it.
const Terms = maxTerm

// Count tells, as weights, how many of the bags hold each term.
func Count(bags []Bag) Bag {
	counts := make(map[Term]float32)
	for _, bag := range bags {
		for _, w := range bag {
			counts[w.Term]++
		}
	}
	return bagOf(counts)
}
