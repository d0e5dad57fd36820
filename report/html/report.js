"use strict";
// The page reads without this. It adds toggles, filters, sorting and keys, and
// fills the long tables from the rows in the page. Every text goes in as text.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const all = (s, e = document) => [...e.querySelectorAll(s)];
  const one = (s, e = document) => e.querySelector(s);
  const number = n => n.toLocaleString("en");

  // Shares are recomputed from the words of the marks that count.
  for (const box of all("[data-toggles]")) {
    const draft = box.closest(".draft"), text = one("[data-text]", draft), marks = all("mark[data-n]", text);
    const credited = new Set(text.dataset.credited.trim().split(" ").filter(Boolean));
    const on = name => one(`[data-toggle="${name}"]`, box).checked;
    const start = all("[data-source-share]", draft).map(e => e.textContent);
    const count = first => {
      let total = +text.dataset.words, sum = 0;
      if (!on("quotes")) total -= +text.dataset.quoteWords;
      if (!on("aside")) total -= +text.dataset.asideWords;
      const by = {};
      for (const m of marks) {
        const lengths = m.dataset.l.split(" ");
        const sources = m.dataset.s.split(" ").filter((s, i) => (on("credited") || !credited.has(s)) && (on("short") || +lengths[i] >= 10));
        const counts = sources.length > 0 && (on("quotes") || !m.classList.contains("quote")) && (on("aside") || !m.classList.contains("aside"));
        m.classList.toggle("off", !counts);
        if (!counts) continue;
        sum += +m.dataset.n;
        for (const s of new Set(sources)) by[s] = (by[s] || 0) + +m.dataset.n;
      }
      const share = n => total > 0 ? Math.min(100, Math.round(100 * n / total)) + " %" : "–";
      one("[data-share]", box).textContent = `${share(sum)} of ${number(Math.max(0, total))} words stand in other articles`;
      if (first) return;
      all("[data-source-share]", draft).forEach((e, i) => { e.textContent = share(by[e.dataset.sourceShare] || 0); e.title = `at first: ${start[i]}`; });
    };
    box.addEventListener("change", () => count(false));
    count(true);
  }

  // Long tables: the rows that pass the filters, as many at a time as a screen shows.
  const unpack = async e => e.type !== "application/gzip" ? JSON.parse(e.textContent)
    : new Response(new Blob([Uint8Array.from(atob(e.textContent), c => c.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  const STEP = 60;
  const tables = {};
  const cell = (tr, text, cls, href) => {
    const td = document.createElement("td");
    let at = td;
    if (href) { at = document.createElement("a"); at.href = href; td.append(at); }
    at.textContent = text;
    if (cls) td.className = cls;
    tr.append(td);
    return td;
  };
  // A pair that is not written out below is shown from the data of the page.
  let whole = null;
  const bytes = {};
  const cut = (texts, id, span) => {
    bytes[id] ||= new TextEncoder().encode(texts[id]); // spans count bytes of UTF-8
    return new TextDecoder().decode(bytes[id].subarray(span.start, span.end)).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(/[\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
  };
  const element = (name, cls, text) => {
    const e = document.createElement(name);
    if (cls) e.className = cls;
    if (text !== undefined) e.textContent = text;
    return e;
  };
  // A row's button opens a row below it.
  const fold = (tr, text, show) => {
    const button = element("button", "", text);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", async () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", !open);
      if (open) { tr.nextElementSibling.remove(); return; }
      whole ||= unpack(one("#stemma-data"));
      const row = element("tr", "unfolded"), td = element("td");
      td.colSpan = tr.children.length;
      show(td, await whole);
      row.append(td);
      tr.after(row);
    });
    return button;
  };
  const quoted = text => { const e = element("blockquote", "", text); e.dir = "auto"; return e; };
  const showPair = r => (td, { result, texts }) => {
    const pair = result.pairs[r[14]], box = element("div", "rows");
    const reasons = [...(pair.reasons || []), ...((pair.direction || {}).evidence || [])].map(x => x.text).join("; ");
    if (reasons) td.append(element("p", "muted", reasons));
    for (const p of (texts && pair.passages) || []) {
      const line = element("div", "row " + p.kind);
      line.append(element("p", "why", p.kind));
      for (const [id, span, name] of [[pair.a, p.a, r[2]], [pair.b, p.b, r[3]]]) {
        const side = element("div");
        side.append(element("p", "place", name), quoted(cut(texts, id, span)));
        line.append(side);
      }
      box.append(line);
    }
    if (box.children.length) td.append(box);
    td.append(element("p", "left", box.children.length ? "stemma compare shows which words differ." : texts ? "No aligned passages." : "The texts are not in this file; stemma compare A B shows them side by side."));
  };
  const quotes = {};
  const showSaying = r => (td, { result, texts }) => {
    const u = result.utterances[r[5]], list = element("ul", "carriers");
    if (!quotes.ready) { for (const q of result.quotes || []) quotes[q.id] = q; quotes.ready = true; }
    const carrier = (id, how, text) => {
      const li = element("li");
      li.append(element("bdi", "", id), " ", element("span", "change", how));
      if (text) li.append(quoted(text));
      list.append(li);
    };
    for (const w of u.wordings || []) { const q = quotes[w.quote] || {}; carrier(q.article || w.quote, w.change, q.text); }
    for (const p of u.reported || []) carrier(p.article, "in reported speech", texts && cut(texts, p.article, p));
    td.append(list);
  };
  const named = (tr, name, note) => {
    const td = cell(tr, ""), e = element("bdi", "", name);
    td.append(e);
    if (note) td.append(" ", element("span", "muted", note));
  };
  const fill = {
    pairs: (tr, r) => {
      const td = cell(tr, ""), rel = element("span", "rel " + r[1]);
      const to = r[13] ? element("a", "", r[0]) : fold(tr, r[0], showPair(r));
      if (r[13]) to.href = r[13];
      rel.append(to);
      td.append(rel);
      named(tr, r[2], r[4]); named(tr, r[3], r[5]); cell(tr, r[6], "num"); cell(tr, r[7], "num"); cell(tr, r[10], "num"); cell(tr, r[11]); cell(tr, r[12]);
    },
    utterances: (tr, r) => {
      const td = cell(tr, "", "words"), button = fold(tr, r[2], showSaying(r));
      button.dir = "auto";
      td.append(button);
      cell(tr, r[0]); cell(tr, r[1]); cell(tr, r[3]); cell(tr, r[4], "num");
    },
    "family-rows": (tr, r) => { cell(tr, r[0], "num"); cell(tr, r[1]).dir = "auto"; cell(tr, r[2]); cell(tr, r[3]); cell(tr, r[4]); },
  };
  const keys = { pairs: [0, 2, 3, 8, 9, 10, 11, 12], utterances: [2, 0, 1, 3, 4], "family-rows": [0, 1, 2, 3, 4] };
  const longTables = data => {
    const source = { pairs: data.pairs, utterances: data.utterances, "family-rows": data.families };
    for (const table of all("table[data-rows]")) longTable(table, source[table.dataset.rows]);
  };
  const longTable = (table, rows) => {
    if (!rows || !rows.length) return;
    const name = table.dataset.rows, body = one("tbody", table);
    const t = tables[name] = { rows, search: rows.map(r => r.join("\u0001").toLowerCase()), order: rows.map((_, i) => i), shown: 0, hits: [] };
    const more = () => {
      const part = document.createDocumentFragment(), to = Math.min(t.hits.length, t.shown + STEP);
      for (; t.shown < to; t.shown++) { const tr = document.createElement("tr"); fill[name](tr, t.rows[t.hits[t.shown]]); part.append(tr); }
      body.append(part);
    };
    const end = document.createElement("div");
    table.after(end);
    new IntersectionObserver(e => { if (e[0].isIntersecting && t.shown < t.hits.length) more(); }, { rootMargin: "800px" }).observe(end);
    t.show = () => {
      const words = (one(`[data-filter="${name}"]`)?.value || "").toLowerCase().split(/\s+/).filter(Boolean);
      const relation = name === "pairs" ? one("[data-relation]").value : "", least = name === "pairs" ? +one("[data-least]").value / 100 : 0;
      t.hits = t.order.filter(i => words.every(w => t.search[i].includes(w)) && (!relation || t.rows[i][0] === relation) && (!least || Math.max(t.rows[i][8], t.rows[i][9]) >= least));
      t.shown = 0;
      body.textContent = "";
      more();
      const out = one(`[data-shown="${name}"]`);
      if (out) out.textContent = t.hits.length === rows.length ? number(rows.length) : `${number(t.hits.length)} of ${number(rows.length)}`;
    };
    sortable(table, (column, down) => {
      const k = keys[name][column];
      t.order.sort((a, b) => compare(rows[a][k], rows[b][k]) * (down ? -1 : 1) || a - b);
      t.show();
    });
    t.show();
  };
  unpack(one("#stemma-rows")).then(data => { longTables(data || {}); root.classList.add("ready"); performance.mark("ready"); });
  const inOrder = new Intl.Collator("en", { numeric: true }).compare;
  function compare(a, b) { return typeof a === "number" && typeof b === "number" ? a - b : inOrder(a, b); }

  // Headings become buttons that sort.
  function sortable(table, sort) {
    all("thead th", table).forEach((th, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...th.childNodes);
      th.append(button);
      button.addEventListener("click", () => {
        const down = th.getAttribute("aria-sort") ? th.getAttribute("aria-sort") === "ascending" : th.classList.contains("num");
        all("thead th", table).forEach(x => x.removeAttribute("aria-sort"));
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(i, down);
      });
    });
  }
  for (const table of all("table.sortable")) {
    const body = one("tbody", table);
    const value = (tr, i) => { const s = tr.children[i].textContent, n = Number(s.replace(/,/g, "")); return Number.isNaN(n) ? s : n; };
    sortable(table, (i, down) => body.append(...all("tr", body).map((tr, k) => [tr, k]).sort((a, b) => compare(value(a[0], i), value(b[0], i)) * (down ? -1 : 1) || a[1] - b[1]).map(x => x[0])));
  }

  // Filters: of tables by their rows, of cards by their text.
  const cards = {};
  for (const list of all("[data-list]")) cards[list.dataset.list] = all("[data-item]", list).map(e => [e, e.textContent.toLowerCase()]);
  const filter = name => {
    if (tables[name]) return tables[name].show();
    const words = (one(`[data-filter="${name}"]`)?.value || "").toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const [e, text] of cards[name] || []) { const hit = words.every(w => text.includes(w)); e.hidden = !hit; n += hit; }
    const out = one(`[data-shown="${name}"]`);
    if (out) out.textContent = words.length ? `${number(n)} of ${number(cards[name].length)}` : "";
  };
  document.addEventListener("input", e => {
    if (e.target.dataset.filter) filter(e.target.dataset.filter);
    if ("relation" in e.target.dataset || "least" in e.target.dataset) filter("pairs");
  });

  // Differences or similarities; the text between passages.
  const mode = () => {
    const same = root.classList.toggle("same-mode");
    all('[data-do="mode"]').forEach(b => b.setAttribute("aria-pressed", same));
  };
  const gaps = button => {
    const rows = button.closest(".controls").nextElementSibling, open = button.getAttribute("aria-pressed") !== "true";
    all("details.gap", rows).forEach(d => { d.open = open; });
    button.setAttribute("aria-pressed", open);
  };
  const help = one("#help");
  document.addEventListener("click", e => {
    const block = e.target.closest("[data-to]");
    if (block) location.hash = block.dataset.to;
    const b = e.target.closest("[data-do]");
    if (!b) return;
    ({ mode, gaps: () => gaps(b), help: () => help.showModal() })[b.dataset.do]();
  });

  // A link to a closed pair opens it.
  const reveal = () => {
    let e = null;
    try { e = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    for (let d = e && e.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    if (e) e.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Keys. Letters are left alone where somebody types.
  const places = () => all(".text mark[id], .rows .row[id]").filter(e => e.offsetParent);
  let at = -1;
  const go = step => {
    const list = places();
    if (!list.length) return;
    all("mark.here").forEach(m => m.classList.remove("here"));
    at = (at + step + list.length) % list.length;
    const e = list[at];
    e.tabIndex = -1;
    e.classList.toggle("here", e.tagName === "MARK");
    e.focus({ preventScroll: true });
    e.scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches("input, select, textarea") || help.open) return;
    const act = { j: () => go(1), n: () => go(1), k: () => go(-1), p: () => go(-1), d: mode, "?": () => help.showModal(), "/": () => one("input[type=search]")?.focus(),
      Enter: () => { const m = e.target.closest("mark[id]"); if (m) { location.hash = m.id.slice(2); return; } return "no"; } }[e.key];
    if (act && act() !== "no" && e.key !== "Enter") e.preventDefault();
  });

  // On paper everything is open.
  let closed = [];
  addEventListener("beforeprint", () => { closed = all("details:not([open])"); closed.forEach(d => { d.open = true; }); });
  addEventListener("afterprint", () => { closed.forEach(d => { d.open = false; }); });
})();
