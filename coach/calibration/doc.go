// Package calibration measures a grader against people: it grades a folder of labelled designs and says how well the
// scores agree.
//
// A folder holds labels.jsonl, one design a line with the scores that a person gave, and the designs as designs/<id>.md or
// <id>.md. The measures are the usual ones for ordinal ratings: quadratic weighted kappa per dimension and for the verdict
// (Cohen 1968), mean absolute error, the share within one point, and precision and recall of arithmetic errors found. Beside
// them stand what it takes to read them: how far two people agree, what a grader reaches that sees nothing but the length,
// each problem by itself, and what texts gain that try to earn what they don't show.
//
// A set of our own ships with the product: set/own has been looked at while the local grader was written, set/held has not. It
// leaves grading to coach/assess: the same path that grades a user's design grades these.
package calibration
