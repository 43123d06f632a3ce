package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

const (
	// targetRunes is the size that passages are filled up to: a few paragraphs,
	// which embedders take whole (some 400 tokens) and a reader takes in at
	// once.
	targetRunes = 1500
	// smallRunes is what is too little to stand alone at a section's end.
	smallRunes = 300
	// cutting is part of a guide's hash: raise it when the same text is cut
	// otherwise, or gets other ids.
	cutting = "1"
)

// Cut repairs a guide's text and cuts it into passages. name is the file's: it
// gives the title if the text has none. The guide comes without Source, and
// with the id that is given; a text without content gives no passages.
func Cut(id, name, text string) (retrieval.Guide, []retrieval.Passage) {
	text = Repair(text)
	meta, body := cutFrontMatter(text)
	guide := retrieval.Guide{ID: id, Level: meta.level, Tags: meta.tags}
	fallback := meta.title
	if fallback == "" {
		base := path.Base(name)
		fallback = strings.TrimSuffix(base, path.Ext(base))
	}
	parts := sections(text, body, fallback)
	guide.Title = titleOf(meta, parts, fallback)
	sum := sha256.New()
	for _, s := range []string{cutting, guide.Title, guide.Level, strings.Join(guide.Tags, "\x00"), text} {
		sum.Write([]byte(s))
		sum.Write([]byte{0})
	}
	guide.Hash = hex.EncodeToString(sum.Sum(nil)[:16])
	passages := passagesOf(guide, text, parts)
	guide.Passages = len(passages)
	return guide, passages
}

// titleOf prefers what front matter says, then the first heading of the first
// level.
func titleOf(meta frontMatter, parts []section, fallback string) string {
	if meta.title != "" {
		return meta.title
	}
	for _, s := range parts {
		if s.top != "" {
			return s.top
		}
	}
	return fallback
}

func passagesOf(guide retrieval.Guide, text string, parts []section) []retrieval.Passage {
	var passages []retrieval.Passage
	own := slugs(parts)
	taken := namesOf(own)
	for i, s := range parts {
		name := own[i]
		for n, piece := range fill(text, s.blocks) {
			if n > 0 {
				name = taken.numbered(own[i])
			}
			p := retrieval.Passage{
				ID: guide.ID + "#" + name, Guide: guide.ID, Heading: s.heading, Text: text[piece.start:piece.end],
				Position: len(passages), Level: guide.Level, Tags: guide.Tags,
			}
			sum := sha256.Sum256([]byte(retrieval.EmbedText(p)))
			p.Hash = hex.EncodeToString(sum[:16])
			passages = append(passages, p)
		}
	}
	return passages
}

// fill packs a section's blocks into pieces of about targetRunes: a piece is
// ended where the next block, with what it introduces, would take it over that.
// What is small at the end joins the piece before it.
func fill(text string, blocks []block) []block {
	var pieces []block
	for _, b := range withLeadIns(shorten(text, blocks)) {
		if n := len(pieces); n > 0 && runes(text[pieces[n-1].start:b.end]) <= targetRunes {
			pieces[n-1].end = b.end
		} else {
			pieces = append(pieces, b)
		}
	}
	if n := len(pieces); n > 1 && runes(text[pieces[n-1].start:pieces[n-1].end]) < smallRunes &&
		runes(text[pieces[n-2].start:pieces[n-1].end]) < targetRunes+2*smallRunes {
		pieces[n-2].end = pieces[n-1].end
		pieces = pieces[:n-1]
	}
	return pieces
}

// withLeadIns makes one block of each lead-in and what it introduces.
func withLeadIns(blocks []block) []block {
	var out []block
	introduced := false
	for _, b := range blocks {
		if introduced {
			out[len(out)-1].end = b.end
		} else {
			out = append(out, b)
		}
		introduced = b.kind == leadIn
	}
	return out
}

// shorten cuts prose that is over twice the target at the ends of lines,
// sentences or words. Code, tables and diagrams stay whole at any length.
func shorten(text string, blocks []block) []block {
	var out []block
	for _, b := range blocks {
		for b.kind != rigid && runes(text[b.start:b.end]) > 2*targetRunes {
			end := b.start + breakAt(text[b.start:b.end], targetRunes)
			out = append(out, block{b.start, b.start + len(strings.TrimRightFunc(text[b.start:end], unicode.IsSpace)), b.kind})
			b.start = end
		}
		if strings.TrimSpace(text[b.start:b.end]) != "" {
			out = append(out, b)
		}
	}
	return out
}

// breakAt finds the best place to cut s after at most n characters: the end of
// a line, else of a sentence, else of a word, in the second half of them.
func breakAt(s string, n int) int {
	limit, half := len(s), 0
	count := 0
	for i := range s {
		if count == n/2 {
			half = i
		}
		if count == n {
			limit = i
			break
		}
		count++
	}
	line, sentence, word := 0, 0, 0
	var before rune
	for i, r := range s[:limit] {
		if i > half {
			switch {
			case r == '\n':
				line = i + 1
			case unicode.IsSpace(r) && strings.ContainsRune(".!?:;", before):
				sentence = i + 1
			case strings.ContainsRune("。！？；", before):
				sentence = i
			case unicode.IsSpace(r):
				word = i + utf8.RuneLen(r)
			}
		}
		before = r
	}
	for _, at := range []int{line, sentence, word} {
		if at > 0 {
			return at
		}
	}
	return limit
}

func runes(s string) int { return utf8.RuneCountInString(s) }
