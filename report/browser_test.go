package report

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// browser drives a headless Chromium over its debugging pipe: one JSON message
// each way, ended by a zero byte. The dozen calls that the tests need do not
// pay for a client library, which compiles a package for every call there is.
type browser struct {
	program *exec.Cmd
	to      *os.File
	mu      sync.Mutex
	last    int
	answers map[int]chan message
	tabs    map[string]*tab
}

type message struct {
	ID     int                       `json:"id,omitempty"`
	Tab    string                    `json:"sessionId,omitempty"`
	Method string                    `json:"method,omitempty"`
	Params json.RawMessage           `json:"params,omitempty"`
	Result json.RawMessage           `json:"result,omitempty"`
	Error  *struct{ Message string } `json:"error,omitempty"`
}

// shared is one browser for all tests of the package.
var shared struct {
	sync.Once
	*browser
	err error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.browser != nil {
		_ = shared.program.Process.Kill()
		_ = shared.program.Wait()
	}
	os.Exit(code)
}

// inBrowser is the browser, or skips and says what was not tested.
func inBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("NOT TESTED: -short opens no browser")
	}
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil && program == "" {
			program = p
		}
	}
	if program == "" {
		t.Skip("NOT TESTED: no Chromium in PATH, so no page was opened in a browser")
	}
	shared.Do(func() { shared.browser, shared.err = startBrowser(program) })
	require.NoError(t, shared.err)
	return shared.browser
}

func startBrowser(program string) (*browser, error) {
	profile, err := os.MkdirTemp("", "stemma-browser-")
	if err != nil {
		return nil, err
	}
	theirs, ours, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	from, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	c := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "--user-data-dir="+profile,
		"--remote-debugging-pipe", "about:blank")
	c.ExtraFiles = []*os.File{theirs, to} // 3 and 4, where Chromium reads and writes
	if err := c.Start(); err != nil {
		return nil, err
	}
	theirs.Close()
	to.Close()
	b := &browser{program: c, to: ours, answers: map[int]chan message{}, tabs: map[string]*tab{}}
	go b.listen(from)
	return b, nil
}

func (b *browser) listen(from *os.File) {
	r := bufio.NewReaderSize(from, 1<<20)
	for {
		line, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(bytes.TrimSuffix(line, []byte{0}), &m) != nil {
			continue
		}
		b.mu.Lock()
		if m.ID != 0 {
			if answer := b.answers[m.ID]; answer != nil {
				answer <- m
				delete(b.answers, m.ID)
			}
		} else if t := b.tabs[m.Tab]; t != nil {
			t.note(m)
		}
		b.mu.Unlock()
	}
}

// call sends a command and waits for its result.
func (b *browser) call(tab, method string, params, result any) error {
	raw, err := json.Marshal(params)
	if err != nil {
		return err
	}
	answer := make(chan message, 1)
	b.mu.Lock()
	b.last++
	id := b.last
	b.answers[id] = answer
	line, err := json.Marshal(message{ID: id, Tab: tab, Method: method, Params: raw})
	if err == nil {
		_, err = b.to.Write(append(line, 0))
	}
	b.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case m := <-answer:
		if m.Error != nil {
			return errors.New(method + ": " + m.Error.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-time.After(2 * time.Minute):
		return errors.New(method + ": no answer in two minutes")
	}
}

// tab is one page, with all that it asked for and complained of.
type tab struct {
	t        *testing.T
	b        *browser
	id       string
	loaded   chan bool
	Requests []string
	Console  []string
}

// note keeps what a page did; the browser is locked.
func (p *tab) note(m message) {
	switch m.Method {
	case "Page.loadEventFired":
		select {
		case p.loaded <- true:
		default:
		}
	case "Network.requestWillBeSent":
		var r struct{ Request struct{ URL string } }
		if json.Unmarshal(m.Params, &r) == nil {
			p.Requests = append(p.Requests, r.Request.URL)
		}
	case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded":
		p.Console = append(p.Console, string(m.Params[:min(len(m.Params), 500)]))
	}
}

// view is how a page is looked at.
type view struct {
	Width    int // pixels, 1200 if 0
	Dark     bool
	NoScript bool
}

// open writes a page to a file and opens it.
func (b *browser) open(t *testing.T, page []byte, v view) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(file, page, 0o600))
	return b.openFile(t, file, v)
}

func (b *browser) openFile(t *testing.T, file string, v view) *tab {
	t.Helper()
	var target struct{ TargetID string }
	require.NoError(t, b.call("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target))
	var session struct{ SessionID string }
	require.NoError(t, b.call("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session))
	p := &tab{t: t, b: b, id: session.SessionID, loaded: make(chan bool, 1)}
	b.mu.Lock()
	b.tabs[p.id] = p
	b.mu.Unlock()
	t.Cleanup(func() { _ = b.call("", "Target.closeTarget", map[string]any{"targetId": target.TargetID}, nil) })
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		p.call(domain+".enable", map[string]any{}, nil)
	}
	if v.Width == 0 {
		v.Width = 1200
	}
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	p.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": v.Width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
	p.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}}}, nil)
	p.call("Emulation.setFocusEmulationEnabled", map[string]any{"enabled": true}, nil)
	p.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": v.NoScript}, nil)
	p.call("Performance.enable", map[string]any{"timeDomain": "threadTicks"}, nil)
	p.call("Page.navigate", map[string]any{"url": (&url.URL{Scheme: "file", Path: file}).String()}, nil)
	select {
	case <-p.loaded:
	case <-time.After(time.Minute):
		require.Fail(t, "the page did not load in a minute")
	}
	if !v.NoScript {
		p.until(`document.querySelector("html.ready")`)
	}
	return p
}

func (p *tab) call(method string, params, result any) {
	p.t.Helper()
	require.NoError(p.t, p.b.call(p.id, method, params, result))
}

// eval runs an expression in the page, where its policy does not hold, and
// waits for what it promises.
func (p *tab) eval(expression string, result any) {
	p.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Exception struct{ Description string }
		}
	}
	p.call("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &r)
	if r.ExceptionDetails != nil {
		require.Fail(p.t, r.ExceptionDetails.Exception.Description, expression[:min(200, len(expression))])
	}
	if result != nil {
		require.NoError(p.t, json.Unmarshal(r.Result.Value, result), expression)
	}
}

func (p *tab) text(expression string) string {
	p.t.Helper()
	var s string
	p.eval("String("+expression+")", &s)
	return s
}

func (p *tab) true(expression string) bool {
	p.t.Helper()
	return p.text("!!("+expression+")") == "true"
}

// until waits till an expression holds.
func (p *tab) until(expression string) {
	p.t.Helper()
	for range 600 {
		if p.true(expression) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	require.Fail(p.t, "did not come true: "+expression)
}

// press types one key, as a keyboard does.
func (p *tab) press(key string) {
	p.t.Helper()
	codes := map[string]int{"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}
	down := map[string]any{"type": "keyDown", "key": key, "windowsVirtualKeyCode": codes[key]}
	switch {
	case key == "Enter":
		down["text"] = "\r"
	case len(key) == 1:
		down["text"] = key
	}
	p.call("Input.dispatchKeyEvent", down, nil)
	p.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "windowsVirtualKeyCode": codes[key]}, nil)
}

// worked is how many milliseconds of processor time the page's main thread has
// taken: unlike time on a clock, it does not count what else the machine does.
func (p *tab) worked() float64 {
	p.t.Helper()
	var m struct {
		Metrics []struct {
			Name  string
			Value float64
		}
	}
	p.call("Performance.getMetrics", map[string]any{}, &m)
	for _, x := range m.Metrics {
		if x.Name == "TaskDuration" {
			return x.Value * 1000
		}
	}
	require.Fail(p.t, "no TaskDuration")
	return 0
}

// violations asks axe-core for what breaks WCAG 2.2 A and AA. STEMMA_AXE names
// axe.min.js.
func (p *tab) violations() []string {
	p.t.Helper()
	axe, err := os.ReadFile(os.Getenv("STEMMA_AXE"))
	if err != nil {
		p.t.Skip("NOT TESTED: STEMMA_AXE names no axe.min.js (npm install axe-core), so accessibility was not checked")
	}
	p.eval(string(axe)+"; 0", nil)
	var found []string
	p.eval(`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(r => r.violations.map(v => v.id + ": " + v.nodes.slice(0, 5).map(n => n.html.slice(0, 200)).join("\n")))`, &found)
	return found
}

// printed is the text of the page on paper.
func (p *tab) printed() string {
	p.t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		p.t.Skip("NOT TESTED: no pdftotext in PATH, so print was not checked")
	}
	var pdf struct{ Data string }
	p.call("Page.printToPDF", map[string]any{"printBackground": true}, &pdf)
	raw, err := base64.StdEncoding.DecodeString(pdf.Data)
	require.NoError(p.t, err)
	file := filepath.Join(p.t.TempDir(), "page.pdf")
	require.NoError(p.t, os.WriteFile(file, raw, 0o600))
	out, err := exec.Command(program, "-enc", "UTF-8", "-raw", file, "-").Output()
	require.NoError(p.t, err)
	return string(out)
}

// quiet asserts that the page asked for nothing but itself and complained of
// nothing.
func (p *tab) quiet(what string) {
	p.t.Helper()
	p.b.mu.Lock()
	defer p.b.mu.Unlock()
	var asked []string
	for _, r := range p.Requests {
		if !strings.HasPrefix(r, "file:") {
			asked = append(asked, r)
		}
	}
	require.Empty(p.t, asked, "%s made requests", what)
	require.LessOrEqual(p.t, len(p.Requests), 1, "%s made requests: %v", what, p.Requests)
	require.Empty(p.t, p.Console, fmt.Sprintf("%s wrote to the console", what))
}
