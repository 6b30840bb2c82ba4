"""Words at the end of a line: hyphens that belong to the word and hyphens that do not, words cut without any."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.languages.repairs import Repairs

from .lexicon import COMMON, KNOWN, WORD, Lexicon
from .sheet import Sheet

HYPHEN = re.compile("[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}\x02\ufffe]\n")
# A whole word that is this many times rarer than both of its halves is two words with a hyphen ("peutêtre", "surtout"
# apart): of 4,000 compounds and 4,000 cut words of the lexicon's own, 30 parts them best.
RARER = 30.0
USUAL = 1e-5  # two words as usual as this meet on their own
CUT = 1e-6  # chance that a text has a word cut without hyphen at a line's end; against two words that happen to meet
_BEFORE = re.compile(r"[^\W_]+$")
_WORD_END = re.compile(r"^[(«“\"]*(?=[^\W\d_]+$)|^.*$")
_INNER = re.compile(r"-[^\W\d_]+")
_BEHIND = re.compile(r"[^\W_]+")


def hyphens(sheet: Sheet, speech: Repairs, lexicon: Lexicon) -> None:
    """Takes the line break behind a hyphen out, and the hyphen too where it only cuts the word."""
    text = sheet.whole
    compounds: Counter[str] | None = None
    for found in HYPHEN.finditer(text):
        at, end = found.span()
        before, behind = _BEFORE.search(text, max(0, at - 40), at), _BEHIND.match(text, end)
        if not before or not behind:
            continue
        sign = text[at]
        compounds = _compounds(text) if compounds is None else compounds
        if sign == "\N{SOFT HYPHEN}" or not _keeps(text, before, behind, compounds, speech, lexicon):
            sheet.edit(at, end, "", "any.hyphen-joined")
        else:
            kept = "-" if sign in "\x02\ufffe" else sign
            sheet.edit(at, end, kept, "any.hyphen-kept")
    sheet.settle()


def _keeps(
    text: str, before: re.Match[str], behind: re.Match[str], compounds: Counter[str], speech: Repairs, lexicon: Lexicon
) -> bool:
    """Does the hyphen belong to the word? By the document's own usage first, then by the lexicon."""
    a, b = before[0], behind[0]
    if a[-1].isdigit() or b[0].isdigit():
        return True
    if b[0].isupper() and not a.isupper():
        return True
    low_a, low_b = a.lower(), b.lower()
    whole, apart = low_a + low_b, f"{low_a}-{low_b}"
    seen, seen_apart = lexicon.own[whole], compounds[apart]
    if seen != seen_apart:
        return seen_apart > seen
    frequency = lexicon.frequency(whole)
    if low_a in speech.hyphen_prefixes or low_b in speech.hyphen_suffixes:
        return frequency < COMMON or frequency * RARER < min(lexicon.frequency(a), lexicon.frequency(b))
    halves = min(lexicon.frequency(a), lexicon.frequency(b))
    if frequency >= KNOWN:
        return frequency * RARER * RARER < halves
    in_chain = text[before.start() - 1 : before.start()] == "-" or text[behind.end() : behind.end() + 1] == "-"
    if in_chain and frequency < KNOWN:
        return True
    return halves >= KNOWN and len(a) > 1 and len(b) > 1 and frequency * RARER < halves


def _compounds(text: str) -> Counter[str]:
    """The words with a hyphen inside a line, lower case, with their counts."""
    out: Counter[str] = Counter()
    for found in _INNER.finditer(text):
        at = found.start()
        before = _BEFORE.search(text, max(0, at - 40), at)
        if before:
            out[f"{before[0]}{found[0]}".lower()] += 1
    return out


def cuts(sheet: Sheet, speech: Repairs, lexicon: Lexicon) -> None:
    """Joins the halves of a word that the end of a line cut without a hyphen."""
    lines = sheet.whole.split("\n")
    at = 0
    for line, after in zip(lines, lines[1:], strict=False):
        at += len(line) + 1
        a, b = _last_word(line), _first_word(after)
        if a and b and b[0].islower() == a[-1].islower() and _cut(a, b, lexicon):
            sheet.edit(at - 1, at, "", "any.cut-word")
    sheet.settle()


def _cut(a: str, b: str, lexicon: Lexicon) -> bool:
    """Is it likelier that a+b was cut than that a and b stand side by side?"""
    fa, fb = lexicon.frequency(a), lexicon.frequency(b)
    if (fa >= USUAL and fb >= USUAL) or (fa >= KNOWN and len(b) == 1):
        return False
    whole = lexicon.frequency(a + b)
    if whole < COMMON or lexicon.own[a.lower()] > 1 and len(a) > 1 or lexicon.own[b.lower()] > 1 and len(b) > 1:
        return False
    return whole * CUT > fa * fb


def _last_word(line: str) -> str:
    word = line[line.rfind(" ") + 1 :]
    return word if word.isalpha() else _WORD_END.sub("", word) if word[-1:].isalpha() else ""


def _first_word(line: str) -> str:
    at = line.find(" ")
    word = line if at < 0 else line[:at]
    return word if word.isalpha() else word.rstrip(",.;:!?)»”") if word[:1].isalpha() and word.rstrip(",.;:!?)»”").isalpha() else ""
