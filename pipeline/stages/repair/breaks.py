"""Words at the end of a line: hyphens that belong to the word and hyphens that do not, words cut without any."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from pipeline.languages.repairs import Repairs

from .lexicon import COMMON, KNOWN, Lexicon
from .sheet import Sheet

HYPHEN = re.compile("[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}\x02\ufffe]\n")
# A whole word that is this many times rarer than both of its halves is two words with a hyphen ("peutêtre", "surtout"
# apart): of 4,000 compounds and 4,000 cut words of the lexicon's own, 30 parts them best.
RARER = 30.0
USUAL = 1e-5  # two words as usual as this meet on their own
SHORT = 1e-3  # a word of two letters is read out of two lone letters only when it is as usual as this ("to")
REST = 1000.0  # a last letter goes to a rare word before it when the whole is this many times as usual ("tha", "t")
CUT = 1e-6  # chance that a text has a word cut without hyphen at a line's end; against two words that happen to meet
_BEFORE = re.compile(r"[^\W_]+$")
_WORD_END = re.compile(r"^[(«“\"]*(?=[^\W\d_]+$)|^.*$")
_INNER = re.compile(r"-[^\W\d_]+")
_BEHIND = re.compile(r"[^\W_]+")
# TeX cuts behind a slash and sets a hyphen ("GNU/-", "Linux"): no word ends on both signs.
# Or it cuts behind the hyphen with which an option begins ("-lfoo").
PAIRED = re.compile("[-\N{HYPHEN}]\n(?=[^\\W\\d_])")
SLASHED = re.compile(r"[^\W_]/")
OPENED = frozenset(" \N{NO-BREAK SPACE}(«“\"'")


def hyphens(sheet: Sheet, speech: Repairs, lexicon: Lexicon) -> None:
    """Takes the line break behind a hyphen out, and the hyphen too where it only cuts the word."""
    text = sheet.whole
    found = [
        (sign.start(), before, behind)
        for sign in HYPHEN.finditer(text)
        if (before := _BEFORE.search(text, max(0, sign.start() - 40), sign.start()))
        and (behind := _BEHIND.match(text, sign.end()))
    ]
    if not found:
        return
    compounds = _compounds(text)
    torn = Counter(half[0].lower() for _, before, behind in found for half in (before, behind))
    for at, before, behind in found:
        if text[at] == "\N{SOFT HYPHEN}" or not _keeps(text, before, behind, compounds, torn, speech, lexicon):
            sheet.edit(at, at + 2, "", "any.hyphen-joined")
        else:
            sheet.edit(at, at + 2, "-" if text[at] in "\x02\ufffe" else text[at], "any.hyphen-kept")
    sheet.settle()


def slashes(sheet: Sheet) -> None:
    """Takes out the hyphen that only cuts a pair of words behind its slash, and the break behind an option's own."""
    text = sheet.whole
    for found in PAIRED.finditer(text):
        at = found.start()
        if SLASHED.fullmatch(text, max(0, at - 2), at):
            sheet.edit(*found.span(), "", "any.hyphen-joined")
        elif text[at] == "-" and at and text[at - 1] in OPENED:
            behind = _BEHIND.match(text, found.end())
            if behind and re.search(
                rf"(?<![\w-])-{re.escape(behind[0])}\b", text
            ):  # the document has it whole elsewhere
                sheet.edit(*found.span(), "-", "any.hyphen-kept")
    sheet.settle()


def _keeps(
    text: str,
    before: re.Match[str],
    behind: re.Match[str],
    compounds: Counter[str],
    torn: Counter[str],
    speech: Repairs,
    lexicon: Lexicon,
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
    halves = min(_usual(w, torn, lexicon) for w in (low_a, low_b))
    if low_a in speech.hyphen_prefixes or low_b in speech.hyphen_suffixes:
        return frequency < COMMON or frequency * RARER < halves
    if frequency >= KNOWN:
        grammar = min(len(a), len(b)) < 4 or low_a in speech.leading or low_b in speech.leading
        return frequency * (RARER * RARER if grammar else 3 * RARER) < halves
    if text[before.start() - 1 : before.start()] == "-" or text[behind.end() : behind.end() + 1] == "-":  # a chain
        return True
    if frequency < KNOWN and lexicon.frequency(low_a) < KNOWN and lexicon.own[low_a] - torn[low_a] > 1:
        return True  # a term of the document's own ("dpkg")
    return halves >= KNOWN and len(a) > 1 and len(b) > 1 and frequency * RARER < halves


def _usual(word: str, torn: Counter[str], lexicon: Lexicon) -> float:
    """As the lexicon says; a word that the document uses itself, and not only as half of a torn one, is a word."""
    return max(lexicon.frequency(word), COMMON if lexicon.own[word] - torn[word] > 1 else 0.0)


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
    for line, after in itertools.pairwise(lines):
        at += len(line) + 1
        a, b = _last_word(line), _first_word(after)
        if a and b and b[0].islower() == a[-1].islower() and _cut(a, b, lexicon):
            sheet.edit(at - 1, at, "", "any.cut-word")
    sheet.settle()


def _cut(a: str, b: str, lexicon: Lexicon) -> bool:
    """Is it likelier that a+b was cut than that a and b stand side by side?"""
    fa, fb = lexicon.frequency(a), lexicon.frequency(b)
    if fa >= USUAL and fb >= USUAL:
        return False
    whole = lexicon.frequency(a + b)
    if fa >= KNOWN and len(b) == 1 and whole < REST * fa:
        return False
    if whole < (COMMON if len(a + b) > 2 else SHORT):
        return False
    if (len(a) > 1 and lexicon.own[a.lower()] > 1) or (len(b) > 1 and lexicon.own[b.lower()] > 1):
        return False
    return whole * CUT > fa * fb


def _last_word(line: str) -> str:
    word = line[line.rfind(" ") + 1 :]
    return word if word.isalpha() else _WORD_END.sub("", word) if word[-1:].isalpha() else ""


def _first_word(line: str) -> str:
    at = line.find(" ")
    word = line if at < 0 else line[:at]
    return (
        word
        if word.isalpha()
        else word.rstrip(",.;:!?)»”")
        if word[:1].isalpha() and word.rstrip(",.;:!?)»”").isalpha()
        else ""
    )
