"""Letters that stand alone or were lost: œ of a fallback font, glyphs whose map says nothing."""

from __future__ import annotations

import re

from pipeline.languages.repairs import Repairs

from .glyphs import STRANGE
from .lexicon import COMMON, KNOWN, NOTHING, Lexicon
from .sheet import Sheet

LIGATURE_LETTERS = "œŒæÆ"
LONE = re.compile(rf"[{LIGATURE_LETTERS}]")
_BEFORE = re.compile(r"([^\W\d_]*)([ \n]*)$")
_BEHIND = re.compile(r"([ \n]*)([^\W\d_]*)")
_TORN = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,4})\n([^\W\d_]{1,8})(?![^\W\d_])")
LOST = "œ"  # what a main font lacks most often, and what French words cannot do without
LONG = 4  # letters of a rest that admits one reading by itself ("uvre")
CLEAR = 100.0  # a reading counts as the only one when it is this many times likelier than what stands there


def overlapped(sheet: Sheet, lexicon: Lexicon) -> None:
    """Takes two letters apart again that assembly made one because they overlap, where the word asks for two."""
    for n, text in enumerate(sheet.texts):
        for patch, put in zip(text.patches, text.put_spans(), strict=True):
            if patch.rules != ("any.overlapped-letters",):
                continue
            at = sheet.starts[n] + put.start
            before, behind = _BEFORE.search(sheet.whole, max(0, at - 30), at), _BEHIND.match(sheet.whole, at + 1)
            assert before and behind  # both can match nothing
            left, right = "" if before[2] else before[1], "" if behind[1] else behind[2]
            two = patch.span.of(text.raw)
            if lexicon.frequency(left + two + right) > CLEAR * lexicon.frequency(left + patch.put + right):
                sheet.edit(at, at + 1, two, "any.letters-apart")
    sheet.settle()


def lone(sheet: Sheet, speech: Repairs, lexicon: Lexicon) -> None:
    """Puts a letter that stands alone to the word on its left, on its right, or joins both."""
    text = sheet.whole
    if sheet.signs.isdisjoint(LIGATURE_LETTERS):
        return
    for found in LONE.finditer(text):
        at = found.start()
        before, behind = _BEFORE.search(text, max(0, at - 30), at), _BEHIND.match(text, at + 1)
        assert before and behind  # both can match nothing
        left, gap, pag, right = before[1], before[2], behind[1], behind[2]
        if (not gap and not pag) or (not left and not right):
            continue
        joins_left, joins_right = _sides(left, gap, found[0], pag, right, lexicon)
        if gap and joins_left:
            sheet.edit(before.start(2), at, "", "any.lone-letter")
        if pag and joins_right:
            sheet.edit(at + 1, behind.end(1), "", "any.lone-letter")
    sheet.settle()


def _sides(left: str, gap: str, letter: str, pag: str, right: str, lexicon: Lexicon) -> tuple[bool, bool]:
    """(joined to the left, joined to the right): the likeliest reading; what touches already stays joined."""
    freq = lexicon.frequency
    lefts = [True] if left and not gap else [False, True] if left else [False]
    rights = [True] if right and not pag else [False, True] if right else [False]
    best = (0.0, (not gap and bool(left), True))
    for a in lefts:
        for b in rights:
            whole = freq((left if a else "") + letter + (right if b else ""))
            likely = whole * (1.0 if a or not left else freq(left)) * (1.0 if b or not right else freq(right))
            if whole >= KNOWN and likely > best[0]:
                best = (likely, (a, b))
    return best[1]


def lost(sheet: Sheet, speech: Repairs, lexicon: Lexicon) -> None:
    """Restores an œ that was lost, when the document has none at all and the rest of the word admits one reading."""
    if LOST in sheet.signs or LOST.upper() in sheet.signs or not lexicon.known("c" + LOST + "ur"):
        return
    if "oeu" in sheet.whole or "OEU" in sheet.whole:  # whoever wrote this writes it as two letters
        return
    _torn(sheet, lexicon)
    read = {w: r for w in sorted(lexicon.own) if 3 <= len(w) <= 14 and (r := _reading(w, lexicon))}
    if not any(len(w) >= LONG for w in read):  # three letters alone may be a name (UFS)
        return
    for word, whole in read.items():
        rx = re.compile(rf"(?<![^\W\d_])(?<![{STRANGE}]){word}(?![^\W\d_]|[{STRANGE}])", re.IGNORECASE)
        for found in rx.finditer(sheet.whole):
            sheet.edit(*found.span(), _cased(whole, found[0]), "any.lost-letter")
    sheet.settle()


def _torn(sheet: Sheet, lexicon: Lexicon) -> None:
    """A word whose letter was lost with a line of its own between its halves ("c", "ur")."""
    for found in _TORN.finditer(sheet.whole):
        a, b = found[1], found[2]
        if a.isupper() != b.isupper() or (lexicon.known(a) and lexicon.known(b)):
            continue
        whole = a + LOST + b
        least = max(COMMON, CLEAR * lexicon.frequency(a + b))
        if lexicon.frequency(whole) >= least and not lexicon.known(LOST + b):
            sheet.edit(*found.span(), _cased(whole, a + b), "any.lost-letter")
    sheet.settle()


def _reading(word: str, lexicon: Lexicon) -> str:
    """The one word of the language that lacks nothing but the letter; "" when there is none or more than one."""
    if lexicon.frequency(word) >= COMMON:
        return ""
    here = max(lexicon.frequency(word), NOTHING)
    able = [
        w
        for n in range(len(word) + 1)
        if lexicon.frequency(w := word[:n] + LOST + word[n:]) >= max(COMMON, CLEAR * here)
    ]
    return able[0] if len(able) == 1 else ""


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word
