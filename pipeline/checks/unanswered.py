"""Proper words of one text that no word of the other answers, and whether two of them stand in each other's place.

No witness of names is needed: a capital in the midst of a sentence, letters that mix with capitals or digits. A name is
written alike in both languages, or is near in spelling, or the tables pair it; a word with a capital that was
translated (Verbe, Word) is near in meaning. What is none of this on one side, with such a word on the other,
differs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from pipeline.languages import codes
from pipeline.languages.names import edition, exonyms, fold, grammar, institutions
from pipeline.languages.renderings import phrases
from pipeline.model.place import Span

from .check import Pair, Side

# Cosine of the encoder from which two words may translate each other. Measured on 1,079 sound pairs of software and
# novels and on 203 of them with a name exchanged: 0.3 lets 1 sound pair sound and 92 exchanges, 0.4 2 and 126, 0.5 7
# and 133.
MEANING = 0.4
AKIN = 0.65  # difflib's ratio from which two words of one first letter are akin: République, Republic
SHORTEST = 3  # letters of a word that is looked at
SHORT = 2  # words with a capital of a name of the tables that is known by each of them: Royaume-Uni, United Kingdom
STEM = 4  # letters in common at the head of two words that are akin
LOUD = 0.4  # share of capitals among letters from which a text's capitals say nothing
FEW = 12  # words without an answer on one side above which the two are no translation word for word

_NOTHING: frozenset[str] = frozenset()
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_ENDS = re.compile(r"(?:^|[.!?:;•…»”\"|]|\n)[\s«“\"'(‘\[–—-]*$|[«“‘]\s?$")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Za-z])[.)]?\s+")  # the head of a heading: 1.6.4


class Exchange(NamedTuple):
    """A word of each text, by its span in `Side.text`; one stands where the other should."""

    left: Span
    right: Span


def exchanges(pair: Pair) -> Iterator[Exchange]:
    """For each stretch that translates the other the first proper words without an answer, when both sides have some
    and none of them translates another."""
    left, right = pair.left, pair.right
    one = _unanswered(left, right, _linked(pair, left))
    two = _unanswered(right, left, _linked(pair, right))
    weak = bool(one) != bool(two)
    if weak:
        one, two = one or _fewer(left, right), two or _fewer(right, left)
    if not one or not two:
        return
    for here, there in pair.stretches():
        some = [s for s in one if here.start <= s.start < here.end]
        others = [s for s in two if there.start <= s.start < there.end]
        if not (some and others) or max(len(some), len(others)) > FEW:
            continue
        if weak and _code(some[0].of(left.text)) != _code(others[0].of(right.text)):
            continue
        if not _translated([s.of(left.text) for s in some], [s.of(right.text) for s in others]):
            yield Exchange(some[0], others[0])


def _code(word: str) -> bool:
    """Capitals or digits inside: RAID, LZMA2, DocBook."""
    return sum(c.isupper() for c in word) > 1 or any(c.isdigit() for c in word)


def _translated(one: Sequence[str], two: Sequence[str]) -> bool:
    from pipeline.encoder import encode

    one, two = ([word for word in some if word.isalpha()] for some in (one, two))  # no code is translated
    if not one or not two:
        return False
    vectors = encode([*one, *two])
    return bool((vectors[: len(one)] @ vectors[len(one) :].T).max() >= MEANING)


def _linked(pair: Pair, side: Side) -> set[str]:
    return {link.sides[side.code] for link in pair.alignment.entities if side.code in link.sides}


def _unanswered(here: Side, there: Side, linked: set[str]) -> list[Span]:
    """Spans of the proper words of `here` that nothing in `there` answers, outside of linked names and figures."""
    words = {fold(m[0]) for m in _WORD.finditer(there.text)}
    words |= {fold(m[0]).replace("-", "") for m in _JOINED.finditer(there.text)}
    small = {m[0] for m in _WORD.finditer(here.text) if m[0].islower()}
    words |= set(_initials(there.text))
    meant = _meant(words, there.code)
    free = [s for s in _proper(here) if not _answered(fold(s.of(here.text)), words)]
    free = [s for s in free if not phrases(here.code, codes()).get((fold(s.of(here.text)),), _NOTHING) & meant]
    free = [s for s in free if s.of(here.text).lower() not in small]
    if not free:
        return []
    taken = list(_taken(here, linked))
    return [s for s in free if not any(s.overlaps(t) for t in taken)]


def _initials(text: str) -> Iterator[str]:
    """The folded initials of words in a row that have capitals: "EFI System Partition" answers ESP."""
    run = ""
    for m in _WORD.finditer(text):
        run = run + m[0][0].lower() if m[0][0].isupper() else ""
        yield from (run[k:] for k in range(len(run) - SHORTEST + 1))


def _meant(words: Iterable[str], code: str) -> frozenset[str]:
    """The ids of all that the words of a text may mean: "chinois" answers "China", "juillet" "July"."""
    known = phrases(code, codes())
    return frozenset().union(*(known.get((word,), _NOTHING) for word in words))


def _fewer(here: Side, there: Side) -> list[Span]:
    """Spans of the proper words that stand less often in the other text: one of them may have been replaced there."""
    counts = Counter(fold(m[0]) for m in _WORD.finditer(there.text))
    mine: dict[str, list[Span]] = {}
    for span in _proper(here):
        mine.setdefault(fold(span.of(here.text)), []).append(span)
    return sorted(some[-1] for word, some in mine.items() if 0 < counts[word] < len(some))


def _taken(side: Side, linked: set[str]) -> Iterator[Span]:
    at = 0
    for paragraph, facts in zip(side.paragraphs, side.facts, strict=True):
        yield from (f.span.shifted(at) for f in facts.figures)
        yield from (e.span.shifted(at) for e in facts.entities if e.id in linked)
        at += len(paragraph.text.mended) + 1


def _proper(side: Side) -> Iterator[Span]:
    """Words that are names by their letters: a capital in the midst of a sentence, or capitals and digits mixed."""
    text = side.text
    letters = [c for c in text if c.isalpha()]
    if side.code not in codes() or sum(c.isupper() for c in letters) > LOUD * len(letters):
        return
    told, named = grammar(side.code), set(_named(side))
    for m in _WORD.finditer(text):
        word = m[0]
        if len(word) < SHORTEST or word.islower() or not word[0].isalpha():
            continue
        odd = sum(c.isupper() for c in word) > 1 or any(c.isdigit() for c in word)
        if not odd and not word[0].isupper():
            continue
        if not odd and m.start() not in named and _heads(text, m.start()):
            continue
        if fold(word) not in told.openers | told.titles | told.roles and word not in told.common:
            yield Span(m.start(), m.end())


def _heads(text: str, at: int) -> bool:
    """Does a sentence, a quotation or a numbered heading begin here, so that a capital says nothing?"""
    if _ENDS.search(text[max(0, at - 12) : at]):
        return True
    return _NUMBERED.fullmatch(text, text.rfind("\n", 0, at) + 1, at) is not None


def _named(side: Side) -> Iterator[int]:
    """Where persons and places begin: the capital of such a word at the head of a sentence is its own."""
    at = 0
    for paragraph, facts in zip(side.paragraphs, side.facts, strict=True):
        yield from (at + e.span.start for e in facts.entities if e.label in ("PER", "LOC"))
        at += len(paragraph.text.mended) + 1


def _answered(word: str, others: set[str]) -> bool:
    """Whether a folded word is among the others: itself, an exonym, of one row of the tables, akin or a part."""
    if word in others or word.rstrip("s") in others or word + "s" in others:
        return True
    if any(c.isdigit() for c in word):
        return False  # a code has no other form: LZMA1, LZMA2
    rows, ids = exonyms(codes()).get(word), _rows(edition()).get(word)
    return any(
        (rows and rows & exonyms(codes()).get(other, frozenset()))
        or (ids and ids & _rows(edition()).get(other, frozenset()))
        or _akin(word, other)
        for other in others
    )


def _akin(one: str, two: str) -> bool:
    if min(len(one), len(two)) < STEM:
        return False
    if one in two or two in one or one[:STEM] == two[:STEM]:
        return True
    return one[0] == two[0] and SequenceMatcher(None, one, two, autojunk=False).ratio() >= AKIN


@cache
def _rows(edition: str) -> Mapping[str, frozenset[str]]:
    """Folded word with a capital of a short name or an acronym -> the ids of the rows it stands in."""
    found: dict[str, set[str]] = {}
    for row in institutions(codes()):
        for name in (n for some in (*row.names.values(), *row.acronyms.values()) for n in some):
            words = [m[0] for m in _WORD.finditer(name) if len(m[0]) >= SHORTEST and m[0][0].isupper()]
            for word in words if len(words) <= SHORT else ():
                found.setdefault(fold(word), set()).add(row.id)
    return {word: frozenset(ids) for word, ids in found.items()}


__all__ = ["Exchange", "exchanges"]
