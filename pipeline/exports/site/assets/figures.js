// Figures in what the user typed, by value: "3 M€", "3,000,000 euros", "25 %", "9 décembre 2021", "trois millions d'euros".
// `grammar` is one table a language (exports/site/figures.py); what comes out are the words of the index.
(function () {
  "use strict";
  const SPACES = /[\u00a0\u202f\u2009]/g, QUOTES = /[\u2018\u2019\u02bc]/g;
  const NUMBER = /\d{1,3}(?:[ ',.]\d{3})+(?:[.,]\d+)?(?![.,]?\d)|\d+(?:[.,]\d+)?(?![.,]?\d)/y;
  const YEAR = /(?:1\d|2[01])\d\d(?!\d)/y;
  const escaped = (word) => word.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
  // Any of these words, the longest first; a word that ends in a letter or digit ends there in the text too.
  const any = (words, end) => {
    const some = words.slice().sort((a, b) => b.length - a.length);
    return some.length ? new RegExp("(?:" + some.map((w) => escaped(w) + (/[\p{L}\p{N}]$/u.test(w) ? end : "")).join("|") + ")", "uy") : /(?!)/y;
  };
  const WHOLE = "(?![\\p{L}\\p{N}])";
  const at = (pattern, text, i) => { pattern.lastIndex = i; const found = pattern.exec(text); return found ? found[0] : ""; };
  const past = (text, i) => { while (text[i] === " ") i++; return i; };
  const letter = (c) => c !== undefined && /[\p{L}\p{N}]/u.test(c);

  const reader = (g) => {
    const keys = (table) => Object.keys(table);
    const pattern = {
      letters: any(keys(g.letters), WHOLE), money_letters: any(keys(g.money_letters), WHOLE), powers: any(keys(g.powers), WHOLE), numerals: any(keys(g.numerals), WHOLE),
      money: any(keys(g.money), WHOLE), signs: any(keys(g.signs), WHOLE), names: any(keys(g.names), WHOLE), joiners: any(g.joiners, "(?= )"), suffixes: any(g.suffixes, WHOLE),
      months: any(keys(g.months), WHOLE), lapses: any(keys(g.lapses), WHOLE),
    };
    const signs = keys(g.money).sort((a, b) => b.length - a.length);
    const other = g.decimal === "," ? "." : ",";

    // "1 234,5" as 1234.5, by the decimal sign of this language where it leaves a choice.
    const valueOf = (said) => {
      const plain = said.replace(/[ ']/g, ""), own = plain.split(g.decimal).length - 1, foreign = plain.split(other).length - 1;
      const decimal = own && foreign ? (plain.lastIndexOf(g.decimal) > plain.lastIndexOf(other) ? g.decimal : other)
        : own === 1 ? g.decimal : foreign === 1 && !new RegExp("^\\d{1,3}\\" + other + "\\d{3}$").test(plain) ? other : "";
      const [whole, part] = decimal ? plain.split(decimal) : [plain, ""];
      return [whole.replace(/[.,]/g, ""), part || ""];
    };
    const shifted = ([whole, part], power) => {
      const all = part.padEnd(power, "0"), front = (whole + all.slice(0, power)).replace(/^0+(?=\d)/, ""), back = all.slice(power).replace(/0+$/, "");
      return back ? front + "p" + back : front;
    };
    const year = (low, i) => {
      let k = past(low, i);
      const joiner = at(pattern.joiners, low, k);
      if (joiner) k = past(low, k + joiner.length); else if (low[k] === ",") k = past(low, k + 1);
      const said = at(YEAR, low, k);
      return said ? [said, k + said.length] : null;
    };
    const day = (number, low, i) => {
      const month = at(pattern.months, low, i);
      if (!month || !/^\d{1,2}$/.test(number) || +number < 1 || +number > 31) return null;
      const when = year(low, i + month.length);
      return { end: when ? when[1] : i + month.length, key: `q${when ? when[0] : "xxxx"}m${g.months[month]}m${number.padStart(2, "0")}` };
    };
    const monthAlone = (low, i) => {
      const month = at(pattern.months, low, i), when = month && year(low, i + month.length);
      if (when) return { start: i, end: when[1], key: `q${when[0]}m${g.months[month]}` };
      const k = past(low, i + month.length), said = month ? at(/\d{1,2}(?!\d)/y, low, k) : "";
      const then = said && low[k + said.length] === "," ? year(low, k + said.length) : null;  // December 9, 2021
      return then && +said <= 31 ? { start: i, end: then[1], key: `q${then[0]}m${g.months[month]}m${said.padStart(2, "0")}` } : null;
    };
    const before = (text, i) => {
      let k = i;
      while (text[k - 1] === " ") k--;
      const sign = signs.find((s) => text.endsWith(s, k) && text.slice(0, k).length >= s.length && !(letter(s[0]) && letter(text[k - s.length - 1])));
      return sign ? [g.money[sign], k - sign.length] : null;
    };
    const scale = (text, low, i, paid) => {
      const k = past(low, i);
      const power = at(pattern.powers, low, k);
      if (power) return [g.powers[power], k + power.length, true];
      for (const [some, table] of [[pattern.letters, g.letters], [pattern.money_letters, g.money_letters]]) {
        some.lastIndex = k;
        // "M€" and "Md€": the sign is glued to the letter, which is no letter of a word then
        const said = keys(table).sort((a, b) => b.length - a.length).find((w) => text.startsWith(w, k) && (at(pattern.money, text, k + w.length) || !letter(text[k + w.length])));
        if (!said) continue;
        const then = past(low, k + said.length), follows = at(pattern.money, text, then) || at(pattern.names, low, then);
        if (table === g.letters || paid || follows) return [table[said], k + said.length, false];
      }
      return null;
    };
    const unit = (text, low, i) => {
      const found = [[pattern.money, text, g.money], [pattern.signs, text, g.signs], [pattern.names, low, g.names]].map(([p, t, table]) => { const said = at(p, t, i); return [said.length, table[said]]; });
      const [length, name] = found.reduce((a, b) => (b[0] > a[0] ? b : a));
      return length ? [name, i + length] : null;
    };
    // The figure that begins at `i`, a digit or the first letter of a word: {start, end, key}; null when there is none.
    return (text, low, i) => {
      const said = at(NUMBER, text, i), word = said ? "" : at(pattern.numerals, low, i);
      if (!said && !word) return monthAlone(low, i);
      let j = i + (said || word).length, sign = said ? before(text, i) : null;
      const value = said ? valueOf(said) : [g.numerals[word], ""];
      if (said) { const suffix = at(pattern.suffixes, low, j); if (suffix && !value[1]) j += suffix.length; }
      const when = said ? day(said, low, past(low, j)) : null;
      if (when) return { start: i, ...when };
      const scaled = scale(text, low, j, sign !== null);
      if (scaled) j = scaled[1];
      let k = past(low, j);
      if (scaled && scaled[2]) { const joiner = at(pattern.joiners, low, k); if (joiner) k = past(low, k + joiner.length); }
      const counted = unit(text, low, k), lapse = counted || scaled || sign ? "" : at(pattern.lapses, low, k);
      if (lapse) { const iso = g.lapses[lapse]; return { start: i, end: k + lapse.length, key: "qp" + (iso[0] === "T" ? "t" : "") + shifted(value, 0) + iso[iso.length - 1].toLowerCase() }; }
      if (word && !scaled && !counted) return null;  // a small number in words is a word like others
      const end = counted ? counted[1] : j;
      if (letter(text[end]) && letter(text[end - 1])) return null;  // part of a word: 3D, A320
      const name = counted ? counted[0] : sign ? sign[0] : "";
      const less = said && g.minus.includes(text[i - 1]) && !letter(text[i - 2]) ? "m" : "";
      return { start: !counted && sign ? sign[1] : less ? i - 1 : i, end, key: "q" + less + shifted(value, scaled ? scaled[0] : 0) + (name ? "u" + name : "") };
    };
  };

  // [{start, end, keys}] from left to right; where languages read differently, the longest readings count.
  window.visavisFigures = (grammar) => {
    const readers = Object.values(grammar).map(reader);
    return (asked) => {
      const text = asked.replace(SPACES, " ").replace(QUOTES, "'"), small = text.toLowerCase();
      const low = small.length === text.length ? small : text, out = [];
      for (let i = 0; i < text.length; i++) {
        if (!letter(text[i]) || letter(text[i - 1]) || (/[.,]/.test(text[i - 1] || "") && /\d/.test(text[i - 2] || ""))) continue;
        const found = readers.map((read) => read(text, low, i)).filter(Boolean);
        if (!found.length) continue;
        const end = Math.max(...found.map((f) => f.end)), best = found.filter((f) => f.end === end);
        out.push({ start: Math.min(...best.map((f) => f.start)), end, keys: [...new Set(best.map((f) => f.key))] });
        i = end - 1;
      }
      return out;
    };
  };
})();
