"use strict";
// The desk without a network: filters, keys, ties, page sheets, decisions. Nothing here is needed to read the report.
(() => {
  const $ = (query, root = document) => root.querySelector(query);
  const $$ = (query, root = document) => [...root.querySelectorAll(query)];
  const SVG = "http://www.w3.org/2000/svg";
  const rows = $$(".row");
  let here = null;

  // Filters: a row is shown when it passes all of them. Findings that do not pass are hidden inside it.
  const words = $("#words"), check = $("#check"), confidence = $("#confidence"), moved = $("#moved"), found = $("#found");
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, folded($$(".side .text, .says", row).map((e) => e.textContent).join(" ") + " " + ($("h3", row.closest(".group") ?? row)?.textContent ?? "")));
    return texts.get(row);
  };
  const filter = () => {
    const states = new Set($$("[name=state]:checked").map((e) => e.value));
    const all = $$("[name=state]").every((e) => e.checked || e.value === "accepted");
    const sought = folded(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const list = $$(".finding", row), own = row.matches(".finding") ? [row] : list;
      let left = 0;
      for (const one of own) {
        const state = one.dataset.state ?? one.dataset.states, name = one.dataset.check ?? one.dataset.checks;
        const passes = states.has(state) && (!check.value || name === check.value);
        if (one !== row) one.hidden = !passes;
        left += passes;
      }
      const wanted = check.value || !all || found?.checked || row.matches("li");
      const visible = (!wanted || left > 0) && (!moved?.checked || "moved" in row.dataset)
        && (!confidence || Number(row.dataset.confidence) <= Number(confidence.value || 100))
        && (!sought.length || sought.every((word) => textOf(row).includes(word)));
      row.hidden = !visible;
      shown += visible;
    }
    for (const group of $$(".group")) group.hidden = $$(".row", group).every((row) => row.hidden);
    $("#count").textContent = `${shown} / ${rows.length}`;
    const nothing = $("#nothing");
    if (nothing) nothing.hidden = shown > 0 || !rows.length;
  };
  for (const input of $$(".filters input, .filters select")) input.addEventListener("input", filter);

  // Keys.
  const go = (row) => {
    if (!row) return;
    here?.classList.remove("here");
    here = row;
    row.classList.add("here");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: row.offsetHeight > innerHeight * 0.8 ? "start" : "center" });
  };
  const step = (by, wanted = () => true) => {
    const seen = rows.filter((row) => !row.hidden);
    let at = seen.indexOf(here);
    for (at += at < 0 && by < 0 ? seen.length + 1 : by; at >= 0 && at < seen.length; at += by) if (wanted(seen[at])) return go(seen[at]);
  };
  const open = (row) => row.matches("li") || $$(".finding", row).some((f) => !f.hidden && f.dataset.state !== "accepted");
  const keys = { j: () => step(1), k: () => step(-1), n: () => step(1, open), o: () => show(here), "/": () => words.focus() };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (sheet?.open && event.key === "o") return sheet.close();
    if (sheet?.open || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  addEventListener("focusin", (event) => {
    const row = event.target.closest?.(".row");
    if (row && row !== here) { here?.classList.remove("here"); here = row; row.classList.add("here"); }
  });

  // Both sides of a link light up together.
  const tie = (event, on) => {
    const from = event.target.closest?.("[data-tie]");
    const row = from?.closest(".row");
    if (!row) return;
    for (const name of from.dataset.tie.split(" ")) for (const other of $$(`[data-tie~="${CSS.escape(name)}"]`, row)) other.classList.toggle("tied", on);
  };
  for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) addEventListener(name, (event) => tie(event, on));

  // The pages of a row, whole, with its paragraphs framed.
  const sheet = $("#sheet");
  const element = (name, attributes, parent) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };
  const show = (row) => {
    const links = row && $$(".pages a", row);
    if (!sheet || !links?.length) {
      const link = row && $("a[href]", row);
      if (row?.matches("li") && link) location.href = link.href;
      return;
    }
    const into = $(".sheets", sheet);
    into.replaceChildren();
    for (const link of links) {
      const [width, height] = link.dataset.size.split(" ");
      const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": link.dataset.says }, into);
      element("image", { href: link.getAttribute("href"), width, height }, svg);
      for (const box of link.dataset.boxes.split(";").filter(Boolean)) {
        const [x, y, w, h] = box.split(" ");
        element("rect", { class: "place", x, y, width: w, height: h }, svg);
      }
    }
    sheet.showModal();
  };
  for (const button of $$(".open button")) {
    button.hidden = false;
    button.addEventListener("click", () => show(button.closest(".row")));
  }

  // Decisions stay in this browser until they are downloaded as a review sheet.
  const release = document.body.dataset.release, download = $("#download");
  const keep = { read: (key) => { try { return localStorage.getItem(key) ?? ""; } catch { return ""; } },
    write: (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* private window */ } } };
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? "'" + text : text).replace(/"/g, '""')}"`;
  const tell = () => {
    const lines = [];
    for (const one of $$(".finding")) {
      const [choice, reason] = [$("select", one)?.value, $(".reason input", one)?.value ?? ""];
      if (choice) lines.push([release, one.closest(".row")?.id ?? "", one.dataset.finding, one.dataset.check, choice, reason].map(cell).join(","));
    }
    $("#decided").textContent = lines.length;
    $(".decisions").hidden = !lines.length;
    URL.revokeObjectURL(download.href);
    download.href = URL.createObjectURL(new Blob(["\ufeff" + ["release,alignment,finding,check,decision,reason", ...lines].join("\r\n") + "\r\n"], { type: "text/csv" }));
  };
  if (download) {
    for (const one of $$(".finding")) {
      const box = $(".decide", one);
      if (!box) continue;
      box.hidden = false;
      const key = `visavis ${release} ${one.dataset.finding} `;
      for (const [input, part] of [[$("select", box), "decision"], [$("input", box), "reason"]]) {
        input.value = keep.read(key + part);
        input.addEventListener("input", () => { keep.write(key + part, input.value); tell(); });
      }
    }
    tell();
  }

  filter();
  const named = () => location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".row") : null;
  const arrive = () => {
    const row = named();
    if (row) row.hidden = false;
    go(row);
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
