package estimate

import (
	"math"
	"strconv"
	"strings"
)

// figure prints a number as people do in estimates: three digits, commas below ten thousand, then k, M, B, T.
func figure(v float64) string {
	abs := math.Abs(v)
	for _, m := range []struct {
		by   float64
		name string
	}{{1e15, "e15"}, {1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e4, "k"}} {
		if abs < m.by*0.9995 {
			continue
		}
		by := m.by
		if m.name == "k" {
			by = 1e3
		}
		if m.name == "e15" {
			return strconv.FormatFloat(v, 'e', 2, 64)
		}
		return threeDigits(v/by) + m.name
	}
	if abs < 1e-4 && abs > 0 {
		return strconv.FormatFloat(v, 'e', 1, 64)
	}
	if abs >= 1000 {
		s := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
		return s[:len(s)-3] + "," + s[len(s)-3:]
	}
	return threeDigits(v)
}

func threeDigits(v float64) string {
	if v == 0 {
		return "0"
	}
	places := 2 - int(math.Floor(math.Log10(math.Abs(v))+1e-12))
	places = max(0, min(places, 12))
	s := strconv.FormatFloat(v, 'f', places, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// render prints a value in the units of an amount, with the prefix that suits its size: what was claimed as "86 GB/day" is
// answered as "86.4 TB/day".
func render(v float64, like amount, r reading) string {
	worth, _ := r.scale(like.units)
	numeral := v / worth
	if like.percent {
		return percentage(numeral)
	}
	if len(like.units) == 0 {
		return figure(numeral)
	}
	var out, per, before string
	compound := 0
	for _, f := range like.units {
		if f.exp > 0 && f.dim != dimMoney {
			compound++
		}
	}
	for _, f := range like.units {
		switch {
		case compound > 1 && f.exp > 0 && f.dim != dimMoney: // GB-s, which no prefix suits
			out = strings.TrimPrefix(out+"-"+f.name, "-")
		case f.exp < 0:
			per += "/" + f.name
		case f.dim == dimMoney:
			before = f.name
			numeral *= f.scale
		case f.dim == dimData:
			var name string
			numeral, name = prefix(numeral, f)
			out += " " + name
		case f.dim == dimTime:
			var name string
			numeral, name = duration(numeral, f, len(like.units) == 1)
			out += " " + name
		}
	}
	if compound > 1 {
		out = " " + out
	}
	return before + figure(numeral) + out + per
}

// percentage shows as many digits as tell it from 100 %.
func percentage(v float64) string {
	if down := 1 - v; v < 1 && down < 0.1 {
		places := max(0, min(12, 1+int(math.Ceil(-math.Log10(down*100)-1e-9))))
		s := strconv.FormatFloat(v*100, 'f', places, 64)
		if strings.Contains(s, ".") {
			s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
		return s + "%"
	}
	return threeDigits(v*100) + "%"
}

// prefix chooses the prefix for an amount of data.
func prefix(v float64, f factor) (float64, string) {
	family, base := []string{"B", "KB", "MB", "GB", "TB", "PB", "EB", "ZB"}, 1000.0
	unit := 1.0
	if f.bits {
		family, unit = []string{"bit", "kb", "Mb", "Gb", "Tb", "Pb", "Eb", "Zb"}, 0.125
	}
	if strings.Contains(f.name, "i") && f.name != "bit" {
		base = 1024
		family = []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB"}
	}
	v *= f.scale / unit
	for i, name := range family {
		if math.Abs(v) < 0.9995*base || i == len(family)-1 {
			return v, name
		}
		v /= base
	}
	return v, f.name
}

// duration changes the unit of a time that would be printed as a very large or small number.
func duration(v float64, f factor, alone bool) (float64, string) {
	if !alone || v >= 0.01 && v < 1e7 {
		return v, plural(v, f.name)
	}
	seconds := v * f.scale
	best := f
	for _, u := range []float64{1e-6, 1e-3, 1, minute, hour, day, year} {
		if seconds >= u {
			best = factor{scale: u, name: printed[u]}
		}
	}
	return seconds / best.scale, plural(seconds/best.scale, best.name)
}

func plural(v float64, name string) string {
	if len(name) > 3 && v != 1 || name == "day" && v != 1 {
		return name + "s"
	}
	return name
}
