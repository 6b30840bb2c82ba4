// The site's script: links to copy, keys, what faces what, finding in the page, and search without a server.
(function () {
  "use strict";
  const html = document.documentElement, root = html.dataset.root;
  const $ = (what, where) => (where || document).querySelector(what);
  const all = (what, where) => [...(where || document).querySelectorAll(what)];
  const made = (tag, told, ...inside) => {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(told || {})) if (value) one.setAttribute(name, value);
    one.append(...inside);
    return one;
  };
  const say = (text) => { const told = $("#told"); told.textContent = ""; setTimeout(() => { told.textContent = text; }, 30); };

  // ---- folding: lower case, œ as oe, no accents; `at[i]` is where the i-th folded character stands in the text
  const APART = { "œ": "oe", "æ": "ae", "ﬁ": "fi", "ﬂ": "fl", "\u00ad": "", "\u200d": "", "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u202f": " ", "\u00a0": " " };
  const foldOne = (c) => {
    const low = c.toLowerCase();
    const apart = APART[low];
    return apart !== undefined ? apart : low < "\u0080" ? low : low.normalize("NFKD").replace(/\p{M}/gu, "");
  };
  const folded = (text) => {
    let out = ""; const at = [];
    let n = 0;
    for (const c of text) { const f = foldOne(c); for (let k = 0; k < f.length; k++) at.push(n); out += f; n += c.length; }
    at.push(n);
    return { text: out, at };
  };
  const WORD = /[\p{L}\p{N}]+/gu;
  const wordsOf = (text) => [...folded(text).text.matchAll(WORD)].map((m) => m[0]);

  // ---- keys and the place where one is
  const pairs = all(".pair");
  let here = -1;
  const go = (n) => {
    if (!pairs.length) return;
    if (here >= 0) pairs[here].classList.remove("here");
    here = Math.max(0, Math.min(pairs.length - 1, n));
    const one = pairs[here];
    one.classList.add("here");
    one.focus({ preventScroll: true });
    one.scrollIntoView({ block: "center" });
    keep(one.id);
  };
  const keep = (id) => all("a[data-keep]").forEach((a) => { a.hash = id; });
  const step = (by) => {
    let n = here < 0 && by > 0 ? 0 : here + by;
    while (pairs[n] && pairs[n].classList.contains("off")) n += by;
    if (pairs[n]) go(n);
  };
  const copy = (id) => {
    const link = location.href.split("#")[0] + "#" + id;
    history.replaceState(null, "", "#" + id);
    keep(id);
    const done = () => say(html.dataset.copied + " " + link);
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(link).then(done, done);
    else {
      const field = made("textarea", { class: "unseen" }, link);
      document.body.append(field); field.select();
      try { document.execCommand("copy"); } catch (e) { /* the address bar has it */ }
      field.remove(); done();
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-copy]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); copy(link.hash.slice(1)); link.closest(".pair").scrollIntoView({ block: "nearest" }); }
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && field) { field.value = ""; field.dispatchEvent(new Event("input")); field.blur(); return; }
    if (field || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "c" && here >= 0) copy(pairs[here].id);
    else if (event.key === "/") { ($("#ask-q") || $("#q")).focus(); event.preventDefault(); }
  });
  const arrive = () => { const n = pairs.findIndex((p) => p.id === decodeURIComponent(location.hash.slice(1))); if (n >= 0) { if (here >= 0) pairs[here].classList.remove("here"); here = n; keep(pairs[n].id); } };
  window.addEventListener("hashchange", arrive);
  arrive();

  // ---- what faces what: a figure or a sentence lights its counterpart
  let lit = [];
  const light = (event) => {
    const one = event.target.closest && event.target.closest("[data-f], [data-s]");
    lit.forEach((x) => x.classList.remove("lit")); lit = [];
    const pair = one && one.closest(".wide .pair");
    if (!pair) return;
    const what = one.dataset.f !== undefined ? `[data-f="${one.dataset.f}"]` : `[data-s="${one.dataset.s}"]`;
    if (one.dataset.f === "-1") return;
    lit = all(what, pair); lit.forEach((x) => x.classList.add("lit"));
  };
  if ($(".wide")) document.addEventListener("mouseover", light);

  // ---- marking words in an element; `spans` are [start, end] in its text
  const unmark = (where) => all("mark", where).forEach((m) => { const up = m.parentNode; m.replaceWith(...m.childNodes); up.normalize(); });
  const mark = (where, spans) => {
    const walker = document.createTreeWalker(where, NodeFilter.SHOW_TEXT);
    const nodes = []; let at = 0;
    while (walker.nextNode()) { nodes.push([walker.currentNode, at]); at += walker.currentNode.data.length; }
    for (const [node, start] of nodes.reverse()) {
      for (const [a, b] of spans.slice().reverse()) {
        const from = Math.max(a - start, 0), to = Math.min(b - start, node.data.length);
        if (from >= to) continue;
        const range = document.createRange();
        range.setStart(node, from); range.setEnd(node, to);
        range.surroundContents(document.createElement("mark"));
      }
    }
  };
  const spansOf = (text, needle) => {
    const out = [], f = folded(text);
    if (needle) for (let i = f.text.indexOf(needle); i >= 0; i = f.text.indexOf(needle, i + needle.length)) out.push([f.at[i], f.at[i + needle.length]]);
    return out;
  };

  // ---- finding in the page
  const inpage = $("#in");
  if (inpage) {
    const count = $(".inpage output");
    const look = () => {
      const needle = folded(inpage.value.trim()).text;
      let found = 0;
      for (const pair of pairs) {
        unmark(pair);
        const blocks = needle.length > 1 ? all(".side p, .side h2, .side h3, .side h4, .side td", pair) : [];
        let some = 0;
        for (const block of blocks) { const spans = spansOf(block.textContent, needle); some += spans.length; if (spans.length) mark(block, spans); }
        pair.classList.toggle("off", needle.length > 1 && !some);
        found += some;
      }
      count.textContent = needle.length > 1 ? String(found) : "";
    };
    let wait; inpage.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(look, 80); });
  }

  // ---- search without a server
  const ask = $("#ask");
  if (!ask) return;
  const told = $("#ask-told"), list = $("#ask-results"), box = $("#ask-q"), meaning = $("#ask-meaning");
  const lookup = { head: null, releases: [], shards: new Map(), texts: new Map(), waiting: new Map() };
  window.visavis = {
    index(head, releases) { lookup.head = head; lookup.releases = releases; },
    shard(name, shard) { lookup.shards.set(name, shard); },
    texts(n, rows) { lookup.texts.set(n, new Map(rows.map((r) => [r[0], r.slice(1)]))); lookup.texts.get(n).order = rows; },
  };
  const load = (file) => {
    if (!lookup.waiting.has(file)) lookup.waiting.set(file, new Promise((done) => {
      const script = made("script", { src: root + "assets/lookup/" + file });
      script.onload = done; script.onerror = done;
      document.head.append(script);
    }));
    return lookup.waiting.get(file);
  };
  const hex = (text) => [...new TextEncoder().encode(text)].map((b) => b.toString(16).padStart(2, "0")).join("");
  const fileOf = (name) => (/^[a-z0-9]+$/.test(name) ? "_" + name : "x" + hex(name)) + ".js";
  const shardsFor = (word, whole) => {
    const own = lookup.head.shards.filter((s) => word.startsWith(s)).sort((a, b) => b.length - a.length).slice(0, whole ? 1 : 9);
    return whole ? own : [...new Set([...own.slice(0, 1), ...lookup.head.shards.filter((s) => s.startsWith(word))])].slice(0, 12);
  };
  const need = (names) => Promise.all(names.map((n) => load(fileOf(n))));
  const numbers = (deltas) => { let n = 0; return deltas.map((d) => (n += d)); };

  // For a word: in each language the stems it may stand for, and the passages that have one of them.
  const passagesOf = async (word, open) => {
    const names = shardsFor(word, !open);
    await need(names);
    const out = new Map(), stems = new Set(), forms = new Set();
    const shards = names.map((name) => lookup.shards.get(name)).filter(Boolean);
    const known = shards.some((shard) => Object.values(shard.f).some((some) => some[word]));  // « en » is no beginning of "enough"
    for (const shard of shards) {
      for (const [language, some] of Object.entries(shard.f)) {
        const exact = some[word];
        if (exact) { stems.add(language + " " + exact); forms.add(word); }
        if (open || !known) for (const form of Object.keys(some)) if (form.startsWith(word)) { stems.add(language + " " + some[form]); forms.add(form); }
      }
    }
    for (const key of [...stems].slice(0, 60)) {
      const [language, stem] = key.split(" ");
      const homes = shardsFor(stem, true);
      await need(homes);
      for (const home of homes) {
        const shard = lookup.shards.get(home);
        const found = shard && shard.p[language] && shard.p[language][stem];
        if (!found) continue;
        const weight = Math.log(1 + lookup.head.passages / Math.max(1, found.length));
        for (const n of numbers(found)) out.set(n, Math.max(out.get(n) || 0, weight));
        for (const [form, s] of Object.entries((lookup.shards.get(home) || { f: {} }).f[language] || {})) if (s === stem) forms.add(form);
      }
    }
    return { word, found: out, forms, known: stems.size > 0 };
  };
  const placeOf = (n) => {
    let low = 0, high = lookup.releases.length - 1;
    while (low < high) { const mid = (low + high + 1) >> 1; if (lookup.releases[mid][2] <= n) low = mid; else high = mid - 1; }
    return [low, n - lookup.releases[low][2]];
  };
  // A figure by its value, in whatever language it stands; or else the words with which it was typed.
  const FIGURE_WEIGHT = 4;
  const figureOf = async (figure, typed) => {
    const out = new Map(), words = wordsOf(typed);
    const alike = await Promise.all(words.map((w) => passagesOf(w, false)));
    const weigh = (found, times) => { const weight = times * Math.log(1 + lookup.head.passages / Math.max(1, found.length)); for (const n of found) out.set(n, Math.max(out.get(n) || 0, weight)); };
    if (alike.length) weigh([...alike[0].found.keys()].filter((n) => alike.every((p) => p.found.has(n))), 1);
    for (const key of figure.keys) {
      const homes = shardsFor(key, true);
      await need(homes);
      for (const home of homes) { const found = ((lookup.shards.get(home) || {}).n || {})[key]; if (found) weigh(numbers(found), FIGURE_WEIGHT); }
    }
    return { found: out, forms: new Set(), keys: figure.keys, words };
  };
  let read = null;
  const figuresIn = (text) => {
    if (!read && window.visavisFigures && lookup.head.figures) read = window.visavisFigures(lookup.head.figures);
    return read ? read(text) : [];
  };
  const local = async (asked, limit) => {
    await load("releases.js");
    if (!lookup.head) return [];
    const figures = figuresIn(asked);
    const text = figures.reduce((rest, f) => rest.slice(0, f.start) + " ".repeat(f.end - f.start) + rest.slice(f.end), asked);
    const tokens = [...new Set(wordsOf(text))].filter((w) => w.length > 1).slice(0, 8);
    const open = !/\s$/.test(text);
    const valued = await Promise.all(figures.slice(0, 4).map((f) => figureOf(f, asked.slice(f.start, f.end))));
    const parts = [...valued, ...await Promise.all(tokens.map((w, i) => passagesOf(w, open && i === tokens.length - 1)))];
    const some = parts.filter((p) => p.found.size), scores = new Map();
    for (const part of some) for (const [n, weight] of part.found) { const s = scores.get(n) || [0, 0]; scores.set(n, [s[0] + 1, s[1] + weight]); }
    const asFigure = valued.filter((p) => p.found.size);  // who asks for a figure wants just that
    const best = [...scores].filter(([n]) => asFigure.every((p) => p.found.has(n))).sort((a, b) => b[1][0] - a[1][0] || b[1][1] - a[1][1] || a[0] - b[0]).slice(0, limit);
    const forms = new Set(parts.flatMap((p) => [...p.forms]));
    const hits = [];
    for (const [n] of best) {
      const [r, k] = placeOf(n);
      await load("t" + r + ".js");
      const rows = lookup.texts.get(r);
      if (!rows || !rows.order[k]) continue;
      const [id, ...texts] = rows.order[k];
      const [release, date, , languages, titles, slug] = lookup.releases[r];
      const marked = texts[languages.length] || [], same = (word, key) => word === key || word.startsWith(key + "u") || word.startsWith(key + "m");
      const lit = marked.filter((m) => m[3].split(" ").some((w) => valued.some((f) => f.keys.some((key) => same(w, key)))));
      const typed = lit.length ? tokens : [...tokens, ...valued.flatMap((f) => f.words)];
      hits.push({ slug, date, languages, titles, alignment: id, sides: languages.map((code, i) => {
        const own = units(texts[i], lit.filter((m) => m[0] === i).map((m) => [m[1], m[2]]));
        return { code, text: texts[i], spans: apart([...own, ...marksIn(texts[i], forms, typed)]) };
      }) });
    }
    return hits;
  };
  const marksIn = (text, forms, tokens) => {
    const f = folded(text);
    return [...f.text.matchAll(WORD)].filter((m) => forms.has(m[0]) || tokens.includes(m[0])).map((m) => [f.at[m.index], f.at[m.index + m[0].length]]);
  };
  const units = (text, spans) => { const points = [...text], at = [0]; for (const c of points) at.push(at[at.length - 1] + c.length); return spans.map(([a, b]) => [at[a], at[b]]); };
  const apart = (spans) => spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]).filter((s, i, all) => !all.slice(0, i).some((t) => t[1] > s[0]));
  // Where the site is served by `visavis site --serve`, the same page can ask by meaning.
  const served = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
  const remote = async (text, limit) => {
    const answer = await fetch(root + "api/search?limit=" + limit + "&q=" + encodeURIComponent(text));
    if (!answer.ok) throw new Error(String(answer.status));
    await load("releases.js");
    const known = new Map(lookup.releases.map((r) => [r[0], r]));
    return (await answer.json()).filter((hit) => known.has(hit.release)).map((hit) => {
      const [, date, , languages, titles, slug] = known.get(hit.release);
      return { slug, date, languages, titles, alignment: hit.alignment, sides: Object.entries(hit.sides).map(([code, s]) => ({ code, text: s.text, spans: units(s.text, s.highlights) })) };
    });
  };
  const show = (hits) => {
    list.replaceChildren(...hits.map((hit) => {
      const sides = hit.sides.filter((s) => s.text).map((s) => { const p = made("p", { lang: s.code }, s.text); mark(p, s.spans); return p; });
      const links = hit.languages.map((code, i) => made("a", { lang: code, href: `${root}${hit.languages.length > 1 ? hit.languages.join("-") : code}/${hit.slug}/index.html#${hit.alignment}` }, hit.titles[i]));
      const own = list.dataset.codes.split(" ");
      const shown = own.length > 1 ? links.slice(0, 1) : links.filter((a) => own.includes(a.lang)).concat(links).slice(0, 1);
      return made("li", {}, made("p", { class: "where" }, ...shown, made("time", {}, hit.date)), made("div", { class: "sides" }, ...sides));
    }));
    told.textContent = hits.length ? told.dataset.results + ": " + hits.length : told.dataset.nothing;
  };
  let turn = 0;
  const search = async () => {
    const mine = ++turn, text = box.value;
    if (!text.trim()) { list.replaceChildren(); told.textContent = ""; return; }
    told.textContent = told.dataset.loading;
    const asked = served && !meaning.closest("label").hidden && meaning.checked;
    const hits = await local(text, 50);
    if (mine === turn && (hits.length || !asked)) show(hits);
    const better = asked ? await remote(text, 30).catch(() => []) : [];
    if (mine === turn && asked) show(better.length ? better : hits);
  };
  let wait;
  box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(search, 120); history.replaceState(null, "", "?q=" + encodeURIComponent(box.value)); });
  meaning.addEventListener("change", search);
  ask.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  const begin = () => { box.value = new URLSearchParams(location.search).get("q") || ""; search(); };
  if (served) fetch(root + "api/search?limit=1&q=").then((a) => { if (a.ok) meaning.closest("label").hidden = false; }).catch(() => 0).finally(begin);
  else begin();
})();
