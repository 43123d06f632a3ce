package model

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
)

//go:embed prices.json
var builtinPrices string

// Price is what a model costs, in US dollars for a million tokens.
type Price struct {
	// Model is a pattern of model URIs: * stands for any part of one.
	Model  string  `json:"model"`
	Input  float64 `json:"input"`
	Output float64 `json:"output"`
}

// Prices is a price list. The first pattern that fits a model counts.
type Prices []Price

// BuiltinPrices are list prices as they were known when this program was made. They grow old: [LoadPrices] puts a host's
// own before them.
func BuiltinPrices() Prices {
	prices, err := parsePrices(strings.NewReader(builtinPrices))
	if err != nil {
		panic("the built-in prices: " + err.Error()) // a test reads them
	}
	return prices
}

// LoadPrices reads a host's own price list, a JSON list of {"model","input","output"}, and puts it before the built-in one.
// All faults are reported at once.
func LoadPrices(r io.Reader) (Prices, error) {
	prices, err := parsePrices(r)
	if err != nil {
		return nil, err
	}
	return append(prices, BuiltinPrices()...), nil
}

func parsePrices(r io.Reader) (Prices, error) {
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	var prices Prices
	if err := decoder.Decode(&prices); err != nil {
		return nil, fmt.Errorf(`read the prices: want a JSON list of {"model","input","output"}: %w`, err)
	}
	for i, p := range prices {
		if p.Model == "" || p.Input < 0 || p.Output < 0 {
			return nil, fmt.Errorf("read the prices: number %d has no model or a price below zero", i+1)
		}
		if _, err := path.Match(flat(p.Model), ""); err != nil {
			return nil, fmt.Errorf("read the prices: the pattern %q: %w", p.Model, err)
		}
	}
	return prices, nil
}

// Cost returns what use of a model cost in US dollars, and whether its price is known.
func (p Prices) Cost(uri string, u Usage) (float64, bool) {
	for _, price := range p {
		if ok, err := path.Match(flat(price.Model), flat(uri)); err == nil && ok {
			return (float64(u.InputTokens)*price.Input + float64(u.OutputTokens)*price.Output) / 1e6, true
		}
	}
	return 0, false
}

// flat makes a slash a sign like any other, which path.Match's star does not stop at.
func flat(uri string) string { return strings.ReplaceAll(strings.ToLower(uri), "/", "|") }
