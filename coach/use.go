package coach

import "math"

// Use is what asking one model for one kind of task took.
type Use struct {
	Model        string  `json:"model"`
	Task         string  `json:"task"`             // turn, step or report
	Calls        int     `json:"calls"`            // each try counts
	Failed       int     `json:"failed,omitempty"` // of the calls
	InputTokens  int     `json:"input_tokens"`
	OutputTokens int     `json:"output_tokens"`
	Estimated    bool    `json:"estimated,omitempty"`      // some tokens were reckoned from the length of the text: the provider gave no count
	Streamed     int     `json:"streamed,omitempty"`       // calls that showed text piece by piece
	FirstTokenMS int     `json:"first_token_ms,omitempty"` // from call to first piece, mean of those that streamed
	Seconds      float64 `json:"seconds"`                  // of all calls together
	USD          float64 `json:"usd"`                      // by the price list
	Unpriced     bool    `json:"unpriced,omitempty"`       // the price of some calls is not known, and USD leaves them out
}

// Usage is what an interview or a design took, by model and task, in the order in which they were first asked.
type Usage []Use

// Add returns the usage with more of it. Neither operand changes.
func (u Usage) Add(more ...Use) Usage {
	sum := append(Usage{}, u...)
next:
	for _, m := range more {
		for i := range sum {
			if sum[i].Model == m.Model && sum[i].Task == m.Task {
				sum[i] = sum[i].plus(m)
				continue next
			}
		}
		sum = append(sum, m)
	}
	return sum
}

// Total adds all up, whatever model and task.
func (u Usage) Total() Use {
	var sum Use
	for _, one := range u {
		sum = sum.plus(one)
	}
	sum.Model, sum.Task = "", ""
	return sum
}

func (u Use) plus(m Use) Use {
	if streamed := u.Streamed + m.Streamed; streamed > 0 {
		u.FirstTokenMS = (u.FirstTokenMS*u.Streamed + m.FirstTokenMS*m.Streamed) / streamed
		u.Streamed = streamed
	}
	u.Calls, u.Failed = u.Calls+m.Calls, u.Failed+m.Failed
	u.InputTokens, u.OutputTokens = u.InputTokens+m.InputTokens, u.OutputTokens+m.OutputTokens
	u.Estimated, u.Unpriced = u.Estimated || m.Estimated, u.Unpriced || m.Unpriced
	u.Seconds = math.Round((u.Seconds+m.Seconds)*1e3) / 1e3 // to the millisecond, and
	u.USD = math.Round((u.USD+m.USD)*1e9) / 1e9             // to what one token of the cheapest model costs
	return u
}

// Part is what one model did in an interview or a review.
type Part struct {
	Model  string `json:"model"`
	Turns  int    `json:"turns,omitempty"`  // of the interviewer that it wrote
	Steps  int    `json:"steps,omitempty"`  // that it took notes of
	Graded bool   `json:"graded,omitempty"` // it drew the report, or a part of it
}

// Parts is who did what, in the order of their first work.
type Parts []Part

// Of returns the part of a model, made anew if there is none. The pointer holds until the next call.
func (p *Parts) Of(model string) *Part {
	for i := range *p {
		if (*p)[i].Model == model {
			return &(*p)[i]
		}
	}
	*p = append(*p, Part{Model: model})
	return &(*p)[len(*p)-1]
}
