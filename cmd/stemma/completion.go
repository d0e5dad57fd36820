package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// allowed is the annotation of a flag that takes one of a few words.
const allowed = "allowed"

// choice registers a flag that takes one of a few words, so that a shell can
// complete them.
func choice(fs *pflag.FlagSet, p *string, name, short, value string, words []string, usage string) {
	fs.StringVarP(p, name, short, value, usage)
	if err := fs.SetAnnotation(name, allowed, words); err != nil {
		panic(err) // the flag was registered a line above
	}
}

// shells writes the completion of each shell from the command table.
var shells = []struct {
	name  string
	write func(w io.Writer, commands []command)
}{
	{"bash", completeBash},
	{"zsh", completeZsh},
	{"fish", completeFish},
}

func shellNames() []string {
	var names []string
	for _, s := range shells {
		names = append(names, s.name)
	}
	return names
}

func completionCommand() command {
	return command{
		name: "completion", args: "bash | zsh | fish",
		summary: "print what makes a shell complete commands, flags and their values",
		about:   `Prints a script for your shell. bash: put "source <(stemma completion bash)" into ~/.bashrc. zsh: write it to a file named _stemma in a folder of $fpath, or put "source <(stemma completion zsh)" after compinit. fish: write it to ~/.config/fish/completions/stemma.fish.`,
		examples: []string{
			"source <(stemma completion bash)",
			"stemma completion fish > ~/.config/fish/completions/stemma.fish",
		},
		words: shellNames,
		setup: func(*pflag.FlagSet) func(context.Context, terminal, []string) (int, error) {
			return func(_ context.Context, t terminal, args []string) (int, error) {
				if len(args) != 1 {
					return exitFailed, usageError{message: "say which shell: " + strings.Join(shellNames(), ", ")}
				}
				for _, s := range shells {
					if s.name == args[0] {
						s.write(t.out, commands())
						return exitClean, nil
					}
				}
				return exitFailed, usageError{fmt.Sprintf("no completion for %q", args[0]), suggest(args[0], shellNames(), "there are "+strings.Join(shellNames(), ", "))}
			}
		},
	}
}

// flagWord is a flag as a shell sees it.
type flagWord struct {
	name, short, usage string
	words              []string // the values it takes, if they are few
	file               bool     // it takes a path
	bare               bool     // it takes no value
}

// flagWords lists the flags of a command.
func (c command) flagWords() []flagWord {
	fs := c.flagSet()
	c.setup(fs)
	var list []flagWord
	fs.VisitAll(func(f *pflag.Flag) {
		value, usage := pflag.UnquoteUsage(f)
		if len(f.Annotations[allowed]) > 1 { // the shell lists the words itself
			usage, _, _ = strings.Cut(usage, ":")
		}
		list = append(list, flagWord{f.Name, f.Shorthand, usage, f.Annotations[allowed],
			slices.Contains([]string{"FILE", "PATH", "PAGE", "FOLDER", "DIR"}, value), f.NoOptDefVal != ""})
	})
	return list
}

// firstWords are what the first argument of a command may be, nil where it is a
// path.
func (c command) firstWords() []string {
	if c.words == nil {
		return nil
	}
	return c.words()
}

func commandNames(list []command) []string {
	var names []string
	for _, c := range list {
		names = append(names, c.name)
	}
	return names
}

func completeBash(w io.Writer, list []command) {
	fmt.Fprintf(w, `# bash completion of stemma, made by: stemma completion bash
_stemma() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=
  COMPREPLY=()
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD-2]}
  fi
  if ((COMP_CWORD == 1)); then
    words='%s --help --version'
  else
    case ${COMP_WORDS[1]}:$prev in
`, strings.Join(commandNames(list), " "))
	for _, c := range list {
		for _, f := range c.flagWords() {
			if f.bare {
				continue
			}
			at := c.name + ":--" + f.name
			if f.short != "" {
				at += " | " + c.name + ":-" + f.short
			}
			if len(f.words) > 0 {
				fmt.Fprintf(w, "    %s) words='%s' ;;\n", at, strings.Join(f.words, " "))
			} else {
				fmt.Fprintf(w, "    %s) return ;;\n", at)
			}
		}
	}
	fmt.Fprint(w, "    *)\n      case ${COMP_WORDS[1]}:$COMP_CWORD:$cur in\n")
	for _, c := range list {
		flags := []string{"--help"}
		for _, f := range c.flagWords() {
			flags = append(flags, "--"+f.name)
		}
		fmt.Fprintf(w, "      %s:*:-*) words='%s' ;;\n", c.name, strings.Join(flags, " "))
		if words := c.firstWords(); words != nil {
			fmt.Fprintf(w, "      %s:2:*) words='%s' ;;\n", c.name, strings.Join(words, " "))
		}
	}
	fmt.Fprint(w, `      esac
      ;;
    esac
  fi
  # Where no words fit, the shell completes paths.
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _stemma stemma
`)
}

// zshText is a text inside single quotes of an argument's specification.
func zshText(s string) string {
	return strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`).Replace(s)
}

func completeZsh(w io.Writer, list []command) {
	fmt.Fprint(w, "#compdef stemma\n# zsh completion of stemma, made by: stemma completion zsh\n_stemma() {\n  local -a commands\n  commands=(\n")
	for _, c := range list {
		fmt.Fprintf(w, "    '%s:%s'\n", c.name, zshText(c.summary))
	}
	fmt.Fprint(w, "  )\n  if ((CURRENT == 2)); then\n    _describe command commands\n    return\n  fi\n  shift words\n  ((CURRENT--))\n  case $words[1] in\n")
	for _, c := range list {
		fmt.Fprintf(w, "  %s)\n    _arguments \\\n", c.name)
		for _, f := range c.flagWords() {
			value, equals := "", ""
			switch {
			case f.bare:
			case len(f.words) > 0:
				value, equals = ":"+f.name+":("+strings.Join(f.words, " ")+")", "="
			case f.file:
				value, equals = ":path:_files", "="
			default:
				value, equals = ":"+f.name+":", "="
			}
			fmt.Fprintf(w, "      '--%s%s[%s]%s' \\\n", f.name, equals, zshText(f.usage), value)
			if f.short != "" {
				fmt.Fprintf(w, "      '-%s[%s]%s' \\\n", f.short, zshText(f.usage), value)
			}
		}
		if words := c.firstWords(); words != nil {
			fmt.Fprintf(w, "      '1:word:(%s)' \\\n", strings.Join(words, " "))
		}
		fmt.Fprint(w, "      '*:path:_files'\n    ;;\n")
	}
	fmt.Fprint(w, `  esac
}
if [[ $funcstack[1] == _stemma ]]; then
  _stemma "$@"
else
  compdef _stemma stemma
fi
`)
}

// fishText is a text inside single quotes.
func fishText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s)
}

func completeFish(w io.Writer, list []command) {
	fmt.Fprint(w, `# fish completion of stemma, made by: stemma completion fish
function __stemma_in --description 'the command is this one'
  set -l words (commandline -opc)
  test (count $words) -ge 2; and test $words[2] = $argv[1]
end
function __stemma_first --description 'the word after this command is being typed'
  set -l words (commandline -opc)
  test (count $words) -eq 2; and test $words[2] = $argv[1]
end
`)
	for _, c := range list {
		fmt.Fprintf(w, "complete -c stemma -n __fish_use_subcommand -f -a %s -d '%s'\n", c.name, fishText(c.summary))
	}
	for _, c := range list {
		at := fmt.Sprintf("complete -c stemma -n '__stemma_in %s'", c.name)
		if words := c.firstWords(); words != nil {
			fmt.Fprintf(w, "complete -c stemma -n '__stemma_first %s' -f -a '%s'\n", c.name, strings.Join(words, " "))
		}
		for _, f := range c.flagWords() {
			line := at + " -l " + f.name
			if f.short != "" {
				line += " -s " + f.short
			}
			switch {
			case f.bare:
			case len(f.words) > 0:
				line += " -x -a '" + strings.Join(f.words, " ") + "'"
			case f.file:
				line += " -r -F"
			default:
				line += " -x"
			}
			fmt.Fprintf(w, "%s -d '%s'\n", line, fishText(f.usage))
		}
	}
}
