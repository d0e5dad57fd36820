package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// install puts the tools into the scratch folder: packages of named versions in
// virtual environments, and the programs in Go, stemma among them.
func (b *bench) install() error {
	if err := b.environment("python", []string{"python3"}, "requirements.txt"); err != nil {
		return err
	}
	if err := b.environment("python-text-dedup", pythons312(), "requirements-text-dedup.txt"); err != nil {
		log.Printf("text-dedup is left out: %v", err)
		for i := range contenders {
			if contenders[i].name == "text-dedup 0.4.1" {
				contenders[i].without = []string{"reuters", "generated", "allsides"}
			}
		}
	}
	if err := b.tool("", "go", "build", "-o", b.path("bin")+string(filepath.Separator), "./programs/..."); err != nil {
		return err
	}
	return b.tool(filepath.Join("..", ".."), "go", "build", "-o", b.path("bin", "stemma"), "./cmd/stemma")
}

// pythons312 are the names that Python 3.12 may go by.
func pythons312() []string {
	names := []string{"python3.12"}
	if home, err := os.UserHomeDir(); err == nil {
		found, _ := filepath.Glob(filepath.Join(home, ".pyenv", "versions", "3.12.*", "bin", "python"))
		names = append(names, found...)
	}
	return names
}

// environment makes a virtual environment with what a file of requirements
// lists, unless it is there already.
func (b *bench) environment(name string, pythons []string, requirements string) error {
	done := b.path(name, requirements)
	want, err := os.ReadFile(requirements)
	if err != nil {
		return err
	}
	if have, err := os.ReadFile(done); err == nil && string(have) == string(want) {
		return nil
	}
	log.Printf("installing %s", strings.Join(strings.Fields(string(want)), ", "))
	errs := []error{fmt.Errorf("no Python of %v", pythons)}
	for _, python := range pythons {
		err := b.tool("", python, "-m", "venv", b.path(name))
		if err == nil {
			if err = b.tool("", b.path(name, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", "-r", requirements); err == nil {
				return os.WriteFile(done, want, 0o666)
			}
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// tool runs a program that must succeed.
func (b *bench) tool(dir, name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}
