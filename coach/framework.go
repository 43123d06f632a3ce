package coach

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Step is one of the six timed parts of a system-design interview.
type Step string

// The steps, in the order in which an interview goes through them.
const (
	Requirements     Step = "requirements"
	Capacity         Step = "capacity"
	HighLevelDesign  Step = "high_level_design"
	DetailedDesign   Step = "detailed_design"
	ScaleAndOptimize Step = "scale_and_optimize"
	TradeOffs        Step = "trade_offs"
)

// steps pairs each step with its title and its share of an hour in minutes.
var steps = []struct {
	step    Step
	title   string
	minutes int
}{
	{Requirements, "Requirements", 5},
	{Capacity, "Capacity", 5},
	{HighLevelDesign, "High-level design", 15},
	{DetailedDesign, "Detailed design", 20},
	{ScaleAndOptimize, "Scale & optimize", 10},
	{TradeOffs, "Trade-offs", 5},
}

// Steps returns the six steps in order.
func Steps() []Step {
	all := make([]Step, len(steps))
	for i, s := range steps {
		all[i] = s.step
	}
	return all
}

// Index returns the step's place in the order, from 0, or -1 for a step that does not exist.
func (s Step) Index() int {
	return slices.Index(Steps(), s)
}

// Valid reports whether s is one of the six steps.
func (s Step) Valid() bool { return s.Index() >= 0 }

// Title returns the step's name as people read it.
func (s Step) Title() string {
	if i := s.Index(); i >= 0 {
		return steps[i].title
	}
	return string(s)
}

// Next returns the step that follows, and false for the last one.
func (s Step) Next() (Step, bool) {
	i := s.Index()
	if i < 0 || i+1 >= len(steps) {
		return "", false
	}
	return steps[i+1].step, true
}

// Budget returns the time that s has in an interview of the given length: its minutes of sixty, scaled.
func (s Step) Budget(interview time.Duration) time.Duration {
	if i := s.Index(); i >= 0 {
		return interview * time.Duration(steps[i].minutes) / 60
	}
	return 0
}

// Level is the seniority that an answer is held to.
type Level string

// The two levels.
const (
	L6 Level = "L6"
	L7 Level = "L7"
)

// Bounds of an interview's length in minutes. Levels recommend narrower ones (45–60 for L6, 60–90 for L7); shorter
// sessions are for practice.
const (
	MinMinutes = 1
	MaxMinutes = 180
)

// Levels returns the levels in rising order.
func Levels() []Level { return []Level{L6, L7} }

// Valid reports whether l is a known level.
func (l Level) Valid() bool { return l == L6 || l == L7 }

// DefaultMinutes is the length of an interview at this level when nobody asks for another: 60 for L6, 75 for L7.
func (l Level) DefaultMinutes() int {
	if l == L7 {
		return 75
	}
	return 60
}

// Includes reports whether what is asked at level other is also asked at l: an L7 answer has to meet the L6 bar too.
func (l Level) Includes(other Level) bool {
	return other == "" || other == L6 || l == other
}

// Mode says how much the interviewer gives away on the way.
type Mode string

// Realistic keeps assessments for the end; Coaching shows what a step covered and missed as soon as it is over.
const (
	Realistic Mode = "realistic"
	Coaching  Mode = "coaching"
)

// Valid reports whether m is a known mode.
func (m Mode) Valid() bool { return m == Realistic || m == Coaching }

// Dimension is one thing that an answer is scored on, from 0 to [MaxScore].
type Dimension string

// MaxScore is the best score of a dimension; 0 means that it was not shown at all.
const MaxScore = 5

// The eleven dimensions: six technical ones, then five of leadership.
const (
	Scale       Dimension = "scale"
	Reliability Dimension = "reliability"
	Performance Dimension = "performance"
	Cost        Dimension = "cost"
	Security    Dimension = "security"
	Operability Dimension = "operability"

	CustomerObsession Dimension = "customer_obsession"
	AreRightALot      Dimension = "are_right_a_lot"
	BiasForAction     Dimension = "bias_for_action"
	Frugality         Dimension = "frugality"
	ThinkBig          Dimension = "think_big"
)

// TechnicalDimensions returns the six technical dimensions in report order.
func TechnicalDimensions() []Dimension {
	return []Dimension{Scale, Reliability, Performance, Cost, Security, Operability}
}

// LeadershipDimensions returns the five leadership dimensions in report order.
func LeadershipDimensions() []Dimension {
	return []Dimension{CustomerObsession, AreRightALot, BiasForAction, Frugality, ThinkBig}
}

// Dimensions returns all eleven in report order.
func Dimensions() []Dimension {
	return append(TechnicalDimensions(), LeadershipDimensions()...)
}

// Valid reports whether d is one of the eleven.
func (d Dimension) Valid() bool { return slices.Contains(Dimensions(), d) }

// Title returns the dimension's name as people read it.
func (d Dimension) Title() string {
	if d == AreRightALot {
		return "Are right, a lot"
	}
	words := strings.ReplaceAll(string(d), "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// Overall is the verdict of a debrief, relative to the level.
type Overall string

// The verdicts, from worst to best.
const (
	StrongNoHire Overall = "strong_no_hire"
	NoHire       Overall = "no_hire"
	LeanNo       Overall = "lean_no"
	LeanHire     Overall = "lean_hire"
	Hire         Overall = "hire"
	StrongHire   Overall = "strong_hire"
)

// Overalls returns the verdicts from worst to best.
func Overalls() []Overall {
	return []Overall{StrongNoHire, NoHire, LeanNo, LeanHire, Hire, StrongHire}
}

// Rank returns the verdict's place from 0 (strong no hire) to 5 (strong hire), or -1 if unknown.
func (o Overall) Rank() int { return slices.Index(Overalls(), o) }

// Title returns the verdict as people read it.
func (o Overall) Title() string { return Dimension(o).Title() }

// ChecklistItem is one of the ten points that a complete answer touches.
type ChecklistItem string

// The ten points, in report order.
const (
	CheckFunctional ChecklistItem = "functional_requirements"
	CheckScale      ChecklistItem = "scale_requirements"
	CheckData       ChecklistItem = "data_model"
	CheckAPI        ChecklistItem = "api_contracts"
	CheckFailure    ChecklistItem = "failure_scenarios"
	CheckMonitoring ChecklistItem = "monitoring"
	CheckSecurity   ChecklistItem = "security"
	CheckCost       ChecklistItem = "cost"
	CheckTeam       ChecklistItem = "team_structure"
	CheckRollout    ChecklistItem = "migration_rollout"
)

// Checklist returns the ten points in report order.
func Checklist() []ChecklistItem {
	return []ChecklistItem{
		CheckFunctional, CheckScale, CheckData, CheckAPI, CheckFailure,
		CheckMonitoring, CheckSecurity, CheckCost, CheckTeam, CheckRollout,
	}
}

// Title returns the point as people read it.
func (c ChecklistItem) Title() string {
	switch c {
	case CheckAPI:
		return "API contracts"
	case CheckRollout:
		return "Migration and rollout"
	default:
		return Dimension(c).Title()
	}
}

// CheckMinutes returns an invalid-input error for a length outside [MinMinutes] to [MaxMinutes].
func CheckMinutes(minutes int) error {
	if minutes < MinMinutes || minutes > MaxMinutes {
		return Invalid(fmt.Sprintf("minutes is %d: choose from %d to %d", minutes, MinMinutes, MaxMinutes))
	}
	return nil
}
