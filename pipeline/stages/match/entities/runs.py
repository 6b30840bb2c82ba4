"""What stands word for word on both sides: the longest row of the same words is one name, whoever saw but pieces.

Two texts in two languages have hardly any words in a row in common that are no name; where both begin and end with a
capital there is a name, also where no witness saw it whole: "Newport on the Levee", "Moncton–Riverview–Dieppe"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.languages.names import Grammar, fold, grammar
from pipeline.languages.renderings import WORD, small_words
from pipeline.model.facts import Entity, Label
from pipeline.model.place import Span, Spans

from .likeness import known
from .mentions import Mention, Passage, Sides

BOTH = "capital on both sides"
SMALL = 2  # small words in a row within a name: "on the", "de la"
OFTEN = 12  # times the same two words are looked at on the other side: lists repeat themselves
LOUD = 0.4  # share of capitals among the letters from which a passage is a heading in capitals

_SPACE = "[ \N{NO-BREAK SPACE}]"
_APOSTROPHE = "['’´`ʼ′]"
# between two words of a name: a space, a hyphen or a dash, an apostrophe, an ampersand, a stray closing quotation mark
_TIE = re.compile(rf"{_SPACE}|[-‐‑–]|{_APOSTROPHE}{_SPACE}?|[\"”]{_SPACE}|{_SPACE}?&{_SPACE}?")
_INITIAL = re.compile(rf"\.{_SPACE}?|\.?-")
_DASH = re.compile(r"[-‐‑–]")
_ENDS = re.compile(r"(?:^|[.!?:•…»”\"|]|\n)[\s«“\"'(‘\[–—-]*$")


class _Word(NamedTuple):
    span: Span
    folded: str
    capital: bool
    tied: bool  # to the word before it


class _Row(NamedTuple):
    """The same words on both sides: their passages, spans and folded words."""

    passages: tuple[Passage, Passage]
    spans: tuple[Span, Span]
    words: tuple[str, ...]


def opening(text: str, at: int) -> bool:
    """Whether a sentence begins here."""
    return bool(_ENDS.search(text[max(0, at - 12) : at]))


def same_rows(both: Sides) -> list[Mention]:
    """New mentions: rows of words that both sides have, where a side has them in pieces or not at all."""
    out: list[Mention] = []
    done: tuple[dict[str, Spans], dict[str, Spans]] = (defaultdict(Spans), defaultdict(Spans))
    rows = sorted(
        (*_rows(both), *_turned(both)),
        key=lambda r: (-len(r.words), r.passages[0].offset + r.spans[0].start, r.spans[1]),
    )
    for row in rows:
        here = [told[p.paragraph] for told, p in zip(done, row.passages, strict=True)]
        if any(told.touching(span) for told, span in zip(here, row.spans, strict=True)):
            continue
        for told, span in zip(here, row.spans, strict=True):
            told.add(span)
        out += _named(both, row)
    return out


def _named(both: Sides, row: _Row) -> list[Mention]:
    """The mentions a row makes; none where both sides have it, or where their witnesses deny it."""
    over = [both.touching(n, row.passages[n].paragraph, span) for n, span in enumerate(row.spans)]
    whole = [next((m for m in over[n] if m.entity.span == row.spans[n]), None) for n in (0, 1)]
    if all(whole) or _denied(both, row, over, whole):
        return []
    one = whole[0] or whole[1]
    if (
        one is None
        and not any(over)
        and all(opening(p.text, s.start) for p, s in zip(row.passages, row.spans, strict=True))
    ):
        return []  # a heading's first words
    out = []
    for n in (0, 1):
        if whole[n] is None:
            passage, span = row.passages[n], row.spans[n]
            if one is None:
                entity = _entity(passage, span, row.words, [*over[0], *over[1]])
            else:
                by = f"echo of {one.entity.found_by}"
                entity = one.entity._replace(id="", span=span, text=span.of(passage.text), found_by=by)
            out.append(both.mention(n, passage, entity))
    return out


def _entity(passage: Passage, span: Span, row: Sequence[str], pieces: Sequence[Mention]) -> Entity:
    labels = {m.entity.label for m in pieces}
    text = span.of(passage.text)
    label: Label = "PER" if labels == {"PER"} else "ORG" if pieces else "MISC"  # Air France is no place
    if labels == {"LOC"} and _DASH.search(text) and " " not in text:
        label = "LOC"
    return Entity("", span, text, label, f"{label.lower()}.{'-'.join(row)}", BOTH)


def _denied(both: Sides, row: _Row, over: Sequence[Sequence[Mention]], whole: Sequence[Mention | None]) -> bool:
    """Whether the witnesses know better: a longer name around it, two places that a dash joins, a figure across it."""
    some = any(whole)
    for n, span in enumerate(row.spans):
        for m in over[n]:
            if not span.contains(m.entity.span) and (known(m.entity.key) or not some or m.entity.span.contains(span)):
                return True
        for figure in row.passages[n].figures:
            if span.overlaps(figure) and not (span.contains(figure) and span != figure):
                return True
    if some:
        return False
    joints = grammar(both.first).joints | grammar(both.second).joints
    if joints & set(row.words) and any(known(m.entity.key) for ms in over for m in ms):
        return True
    if len(row.words) == 2 and all(_DASH.search(s.of(p.text)) for p, s in zip(row.passages, row.spans, strict=True)):
        return all(len(ms) == 2 and all(m.entity.label == "LOC" for m in ms) for ms in over)
    return False


def _rows(both: Sides) -> Iterator[_Row]:
    """Rows of two words or more that both sides have, from a capital to a capital."""
    words = [[(p, _words(p.text)) for p in both.passages[n] if not _loud(p.text)] for n in (0, 1)]
    spots: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for k, (_, some) in enumerate(words[1]):
        for j, (x, y) in enumerate(pairwise(some)):
            if y.tied and x.capital:
                spots.setdefault((x.folded, y.folded), []).append((k, j))
    for passage, here in words[0]:
        for i, (x, y) in enumerate(pairwise(here)):
            if not (y.tied and x.capital):
                continue
            for k, j in spots.get((x.folded, y.folded), ())[:OFTEN]:
                other, there = words[1][k]
                n = _longest(here, i, there, j)
                if row := _trimmed(both, (passage, other), (here[i : i + n], there[j : j + n])):
                    yield row


def _turned(both: Sides) -> Iterator[_Row]:
    """Words with capitals in a row that the other side has in another order, small words between: "Tigers d'Ohio"."""
    words = [[(p, _words(p.text)) for p in both.passages[n] if not _loud(p.text)] for n in (0, 1)]
    for side in (0, 1):
        chains: dict[tuple[str, ...], tuple[Passage, Sequence[_Word]]] = {}
        for passage, some in words[1 - side]:
            for chain in _chains(some, small_words((both.first, both.second)[1 - side])):
                chains.setdefault(tuple(sorted(w.folded for w in chain if w.capital)), (passage, chain))
        for passage, some in words[side]:
            for chain in _chains(some, frozenset()):
                found = chains.get(tuple(sorted(w.folded for w in chain)))
                if found is None or all(w.capital for w in found[1]):
                    continue
                if [w.folded for w in chain] == [w.folded for w in found[1] if w.capital]:
                    continue  # the same order: other small words may be other things
                ends = [Span(c[0].span.start, c[-1].span.end) for c in (chain, found[1])]
                told = tuple(w.folded for w in chain)
                if side:
                    yield _Row((found[0], passage), (ends[1], ends[0]), told)
                else:
                    yield _Row((passage, found[0]), (ends[0], ends[1]), told)


def _chains(words: Sequence[_Word], small: frozenset[str]) -> Iterator[Sequence[_Word]]:
    """Tied words from a capital to a capital, two or more, with no other words between than `small` ones."""
    chain: list[_Word] = []
    for word in (*words, None):
        if word is not None and chain and word.tied and (word.capital or word.folded in small):
            chain.append(word)
            continue
        while chain and not chain[-1].capital:
            chain.pop()
        if sum(w.capital for w in chain) > 1:
            yield tuple(chain)
        chain = [word] if word is not None and word.capital else []


def _longest(here: Sequence[_Word], i: int, there: Sequence[_Word], j: int) -> int:
    """How many words from here on are the same and tied, up to the last capital; at most SMALL small words between."""
    length = n = 1
    while i + n < len(here) and j + n < len(there) and n - length < SMALL + 1:
        x, y = here[i + n], there[j + n]
        if x.folded != y.folded or not (x.tied and y.tied):
            break
        n += 1
        if x.capital and y.capital:
            length = n
    return length


def _trimmed(
    both: Sides, passages: tuple[Passage, Passage], found: tuple[Sequence[_Word], Sequence[_Word]]
) -> _Row | None:
    """The row without words that begin sentences and without titles and offices, at least two words of it."""
    told = [grammar(code) for code in (both.first, both.second)]
    a, b = found
    if not any(_whole(both, n, passages[n], some) for n, some in enumerate(found)):
        offices = _offices(both.first) | _offices(both.second)
        while len(a) > 1 and (
            (a[0].folded in offices and passages[0].text[a[0].span.end] == " ")
            or any(_opens(p.text, w, g) for p, w, g in zip(passages, (a[0], b[0]), told, strict=True))
        ):
            a, b = a[1:], b[1:]
        while len(a) > 1 and a[-1].folded in offices:
            a, b = a[:-1], b[:-1]
    if len(a) < 2 or not (a[0].capital and b[0].capital and a[-1].capital and b[-1].capital):
        return None
    spans = (Span(a[0].span.start, a[-1].span.end), Span(b[0].span.start, b[-1].span.end))
    return _Row(passages, spans, tuple(w.folded for w in a))


@cache
def _offices(code: str) -> frozenset[str]:
    return frozenset((*grammar(code).titles, *grammar(code).roles))


def _opens(text: str, word: _Word, told: Grammar) -> bool:
    """Whether the word begins a sentence and is no more than a word that sentences begin with."""
    return (word.folded in told.openers or word.folded in small_words(told.code)) and opening(text, word.span.start)


def _whole(both: Sides, side: int, passage: Passage, some: Sequence[_Word]) -> bool:
    span = Span(some[0].span.start, some[-1].span.end)
    return (passage.paragraph, span) in both.places[side]


def _words(text: str) -> list[_Word]:
    out: list[_Word] = []
    for m in WORD.finditer(text):
        tied = bool(out) and _tied(text, out[-1].span, m.start())
        out.append(_Word(Span(*m.span()), fold(m[0]), m[0][0].isupper(), tied))
    return out


def _tied(text: str, last: Span, at: int) -> bool:
    gap = text[last.end : at]
    return bool(_TIE.fullmatch(gap)) or (
        last.length == 1 and text[last.start].isupper() and bool(_INITIAL.fullmatch(gap))
    )


def _loud(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) > LOUD * len(letters)
