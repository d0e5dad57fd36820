package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/stemma-news/stemma"
)

func helpCommand() command {
	return command{
		name: "help", args: "[COMMAND | CODE]",
		summary:  "explain a command, or what a finding means and what to do about it",
		examples: []string{"stemma help check", "stemma help quote-altered", "stemma help --man | man -l -"},
		words:    helpTopics,
		setup: func(fs *pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			manual := fs.Bool("man", false, "print all of it as a manual page")
			return func(_ context.Context, t terminal, args []string) (int, error) {
				if *manual {
					printManual(t.out)
					return exitClean, nil
				}
				if len(args) == 0 {
					printOverview(t.out)
					return exitClean, nil
				}
				return exitClean, explain(t.out, args[0])
			}
		},
	}
}

// helpTopics are the commands and the codes of findings.
func helpTopics() []string {
	topics := commandNames(commands())
	for _, c := range stemma.Codes() {
		topics = append(topics, c.Name)
	}
	return topics
}

// explain prints the help text of a command or of a finding's code.
func explain(w io.Writer, topic string) error {
	for _, c := range commands() {
		if c.name == topic {
			c.print(w)
			return nil
		}
	}
	for _, c := range stemma.Codes() {
		if c.Name == topic {
			fmt.Fprintf(w, "%s (%s)\n\n%s\n\nWhat to do: %s\n\nExample:\n  %s\n", c.Name, c.Level, wrap(c.Meaning, 78), wrap(c.Next, 78), c.Example)
			return nil
		}
	}
	return usageError{fmt.Sprintf("no help on %q", topic), suggest(topic, helpTopics(), "stemma help lists the commands")}
}

// printOverview lists the commands, the codes and the exit statuses.
func printOverview(w io.Writer) {
	fmt.Fprint(w, "stemma finds copied and rewritten articles and traces shared quotes to their source.\n\nUsage:\n")
	for _, c := range commands() {
		usage := strings.TrimSpace("stemma " + c.name + " " + c.args)
		if len(usage) > 44 {
			fmt.Fprintf(w, "  %s\n", usage)
			usage = ""
		}
		fmt.Fprintf(w, "  %-44s %s\n", usage, c.summary)
	}
	fmt.Fprint(w, "\nFindings (stemma help CODE explains one):\n")
	for _, c := range stemma.Codes() {
		fmt.Fprintf(w, "  %-20s %s\n", c.Name, c.Summary)
	}
	fmt.Fprint(w, "\nA PATH is a file, a folder, an index, or - for standard input.\n", exitText)
}

const exitText = `
Exit status: 0 nothing at or above --fail-on, 1 findings, 2 could not run,
130 interrupted.
`

// print writes the help text of one command.
func (c command) print(w io.Writer) {
	fs := c.flagSet()
	c.setup(fs)
	fmt.Fprintf(w, "stemma %s: %s\n\nUsage:\n  stemma %s\n", c.name, c.summary, strings.TrimSpace(c.name+" "+c.args))
	if c.about != "" {
		fmt.Fprintf(w, "\n%s\n", wrap(c.about, 78))
	}
	if fs.HasAvailableFlags() {
		fmt.Fprintf(w, "\nFlags:\n%s", fs.FlagUsagesWrapped(80))
	}
	if len(c.examples) > 0 {
		fmt.Fprintf(w, "\nExamples:\n  %s\n", strings.Join(c.examples, "\n  "))
	}
	fmt.Fprint(w, exitText)
}

// wrap breaks paragraphs at a width; blank lines stay.
func wrap(s string, width int) string {
	var out []string
	for _, paragraph := range strings.Split(strings.TrimSpace(s), "\n\n") {
		line := ""
		var lines []string
		for _, word := range strings.Fields(paragraph) {
			if line != "" && len(line)+1+len(word) > width {
				lines = append(lines, line)
				line = ""
			}
			line = strings.TrimSpace(line + " " + word)
		}
		out = append(out, strings.Join(append(lines, line), "\n"))
	}
	return strings.Join(out, "\n\n")
}
