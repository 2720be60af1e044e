// Package debugtest tests what tools that know nothing of premain tell about linked programs: debuggers, stack traces,
// profiles, coverage and editors have to show the user's own files and lines, as they do for plain ones.
package debugtest
