// Package problems is the problem bank: one YAML file for each problem, embedded in the program, checked as it is read.
//
// Its invariant: a problem that is handed out is whole. Every step has points to look for, every dimension has one that
// counts towards it, every point can be asked for and recognised, and every reference inside a problem resolves.
// All faults of all files are reported at once, because who writes a problem wants the list and not the first line of it.
//
// The package leaves to coach/evidence how signs are recognised in a candidate's words, to coach/estimate whether a
// figure's arithmetic holds, and to the interviewer when a fact is told or a point is probed.
package problems
