"""What only one side's witnesses saw, looked for on the other: a name that is written the same is the same name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.languages import codes
from pipeline.languages.names import exonym_label, exonyms, fold, grammar
from pipeline.model.facts import Entity, Label
from pipeline.model.place import Span

from .likeness import alike, same_word, words
from .mentions import Mention, Passage, Sides, overlap
from .pairing import Pair

_NAME = re.compile(r"[^\W\d_][^\W_]*(?:[-'’][^\W_]+)*")
LINK = 3  # letters of a small word that may stand between the capitals of a name: de, des, of, the
WHOLE = 3  # words of a name that, written alike, takes the place of shorter names within it
EXACT = 0.99  # the score of an exonym; letter for letter is 1, nearly the same is less
BOTH = "capital on both sides"
_WORD = re.compile(r"[^\W_]+")
_GAPS = frozenset((" ", "-", "'", "’", "\N{NO-BREAK SPACE}", "‑", ""))
_CODE = re.compile(r"\d[-/][^\W\d_]|[^\W_][-/(]\d")
_ENDS = re.compile(r"(?:^|[.!?:•…»”\"|]|\n)[\s«“\"'(‘\[–—-]*$")


class _Capital(NamedTuple):
    """A word with a capital; `first` when it begins a sentence, so that the capital may be the sentence's."""

    passage: Passage
    span: Span
    first: bool


def echoes(both: Sides, pairs: Sequence[Pair]) -> list[Mention]:
    """New mentions: unlinked names of one side that stand in the other's text, words with a capital that both share.

    What only the model said and nothing links does not stand in their way."""
    out: list[Mention] = list(_wholes(both))
    if out:
        return out
    heard: set[tuple[str, Span]] = set()  # names whose echo was found: they stand
    gone: set[tuple[str, Span]] = set()  # names that gave way to an echo: they are not looked for
    linked = {_place(m) for p in pairs for m in (p.left, p.right) if not _torn(both, p)}
    for here, there in ((0, 1), (1, 0)):
        weak = [
            m
            for m in both.mentions[there]
            if m.entity.found_by in ("model", "elsewhere") and _place(m) not in linked | heard
        ]
        taken = _taken(both.passages[there], [*(m for m in both.mentions[there] if m not in weak), *out])
        for mention in both.mentions[here]:
            if _place(mention) in linked | gone:
                continue
            found = _written(both, there, mention, taken, _begins(both, here, mention))
            if found is None:
                continue
            passage, span = found
            entity = mention.entity._replace(
                id="", span=span, text=span.of(passage.text), found_by=f"echo of {mention.entity.found_by}"
            )
            fresh = both.mention(there, passage, entity)
            out.append(fresh)
            heard.add(_place(mention))
            gone.update(_place(m) for m in weak if overlap(m, fresh))
            taken.setdefault(passage.paragraph, []).append(span)
    return out or _shared(both)


def _torn(both: Sides, pair: Pair) -> bool:
    """Whether a name is linked to a piece of itself: the other text has it whole, and no witness saw it so."""
    short, long = sorted((pair.left, pair.right), key=lambda m: len(m.entity.text))
    if len(words(long.entity.text)) <= len(words(short.entity.text)):
        return False
    side, whole, piece = int(short is pair.right), long, short
    text = next(p.text for p in both.passages[side] if p.paragraph == piece.paragraph)
    at = text.find(whole.entity.text)
    return at >= 0 and Span(at, at + len(whole.entity.text)).contains(piece.entity.span)


def _wholes(both: Sides) -> Iterator[Mention]:
    """Words with capitals in a row, the same on both sides, of which the witnesses saw only pieces: one name."""
    found = [_rows(both, side) for side in (0, 1)]
    for run in sorted(found[0], key=lambda some: (-len(some), some)):
        if run not in found[1] or any(set(run) < set(more) for more in found[0] if more in found[1]):
            continue
        pieces = [*found[0][run][2], *found[1][run][2]]
        label: Label = "PER" if {m.entity.label for m in pieces} == {"PER"} else "ORG"  # Air France is no place
        for side in (0, 1):
            passage, span, _ = found[side][run]
            entity = Entity("", span, span.of(passage.text), label, f"{label.lower()}.{'-'.join(run)}", BOTH)
            yield both.mention(side, passage, entity)


def _rows(both: Sides, side: int) -> dict[tuple[str, ...], tuple[Passage, Span, list[Mention]]]:
    """Runs of two capitals or more that hold pieces and are none themselves, by their words: ABB-Alsthom Power.

    Small words between capitals are the language's own on one side only: what both sides have is a name."""
    out: dict[tuple[str, ...], tuple[Passage, Span, list[Mention]]] = {}
    told = grammar((both.first, both.second)[side])
    for passage in both.passages[side]:
        mine = [m for m in both.mentions[side] if m.paragraph == passage.paragraph]
        for run in (*_runs(passage.text), *_chains(passage.text, told.joints)):
            first = _NAME.match(passage.text, run.start)
            lead = first is not None and fold(first[0]) in told.articles and _first(passage.text, run.start)
            span = Span(first.end() + 1, run.end) if first and lead else run
            inside = [m for m in mine if m.entity.span.overlaps(span)]
            text = span.of(passage.text)
            whole = [m for m in inside if m.entity.span.contains(span) or not span.contains(m.entity.span)]
            echo = any(m.entity.found_by == BOTH for m in inside)
            if inside and " " in text and not whole and not echo and not any(span.overlaps(f) for f in passage.figures):
                out[words(text)] = (passage, span, inside)
    return out


def _place(mention: Mention) -> tuple[str, Span]:
    return mention.paragraph, mention.entity.span


def _taken(passages: Sequence[Passage], mentions: Sequence[Mention]) -> dict[str, list[Span]]:
    """Where no new name can be: in figures and in the names there are."""
    out = {p.paragraph: list(p.figures) for p in passages}
    for m in mentions:
        out.setdefault(m.paragraph, []).append(m.entity.span)
    return out


def begins(both: Sides, side: int, mention: Mention) -> bool:
    """Whether the mention is one word that begins a sentence."""
    text = next(p.text for p in both.passages[side] if p.paragraph == mention.paragraph)
    return " " not in mention.entity.text and _first(text, mention.entity.span.start)


def _begins(both: Sides, side: int, mention: Mention) -> bool:
    """Whether the mention is one word that begins a sentence, and nothing but the model speaks for it.

    A person or a place that the model saw is believed: what begins sentences and is none is hardly ever taken for one
    and written the same in another language."""
    weak = mention.entity.found_by in ("model", "elsewhere", "capitals") and mention.entity.label in ("ORG", "MISC")
    return weak and begins(both, side, mention)


def _first(text: str, at: int) -> bool:
    return bool(_ENDS.search(text[max(0, at - 12) : at]))


def _written(
    both: Sides, side: int, mention: Mention, taken: dict[str, list[Span]], begins: bool
) -> tuple[Passage, Span] | None:
    """The first free place on a side where this name stands: the same letters, else an exonym or nearly the same.

    `begins`: the name itself may be but a sentence's first word; then its echo must not be one too."""
    entity, wanted = mention.entity, words(mention.entity.text)
    if not wanted:
        return None
    nearly: tuple[float, Passage, Span] | None = None
    for passage in both.passages[side]:
        spots = list(_WORD.finditer(passage.text))
        folds = [fold(m[0]) for m in spots]
        for i in range(len(spots) - len(wanted) + 1):
            score = _score(wanted, tuple(folds[i : i + len(wanted)]))
            if not score or (nearly and score <= nearly[0]):
                continue
            some = spots[i : i + len(wanted)]
            span = Span(some[0].start(), some[-1].end())
            if some[0][0][0].islower() and (entity.text[0].isupper() or score < 1):
                continue
            over = [t for t in taken.get(passage.paragraph, ()) if span.overlaps(t)]
            whole = score == 1.0 and len(wanted) >= WHOLE and all(span.contains(t) and t != span for t in over)
            if (over and not whole) or not _together(passage.text, some):
                continue
            first = _first(passage.text, span.start)
            if begins and score != EXACT and (first or score < EXACT):
                continue
            if score == 1.0:
                return passage, span
            if score >= EXACT or not first:
                nearly = (score, passage, span)
    return nearly[1:] if nearly else None


def _score(wanted: tuple[str, ...], found: tuple[str, ...]) -> float:
    if wanted == found:
        return 1.0
    if all(same_word(x, y) for x, y in zip(wanted, found, strict=True)):
        return EXACT
    return min(alike(" ".join(wanted), " ".join(found)), 0.98)


def _together(text: str, some: Sequence[re.Match[str]]) -> bool:
    """Nothing but one space, hyphen or apostrophe between the words."""
    return all(y.start() - x.end() <= 1 and text[x.end() : y.start()] in _GAPS for x, y in pairwise(some))


def _shared(both: Sides) -> list[Mention]:
    """Words with a capital that stand in the midst of a sentence on both sides and that no witness knew."""
    told = [grammar(code) for code in (both.first, both.second)]
    apart = {w for g in told for w in (*g.openers, *g.titles, *g.roles)} | {w for g in told for w in g.common}
    found = [_capitals(both, side) for side in (0, 1)]
    out = []
    for name in found[0]:
        if name not in found[1] or name in apart or name.lower() in apart or len(name) < 3:
            continue
        if any(fold(name) in g.matters or fold(name) in g.qualities for g in told):
            continue  # "ministre de la Culture": a part of an office
        if all(found[side][name].first for side in (0, 1)):
            continue
        label: Label = "ORG" if name.isupper() else "MISC"
        out += [_fresh(both, side, found[side][name], label, name) for side in (0, 1)]
    return out or _known_pairs(both, found)


def _known_pairs(both: Sides, found: Sequence[Mapping[str, _Capital]]) -> list[Mention]:
    """Persons' names that the tables pair, each with a capital on its side: Aristote, Aristotle."""
    rows = exonyms(codes())
    out = []
    for one, here in found[0].items():
        for other, there in found[1].items():
            if same := rows.get(fold(one), frozenset()) & rows.get(fold(other), frozenset()):
                label = exonym_label(min(same))
                out += [_fresh(both, 0, here, label, one), _fresh(both, 1, there, label, one)]
                break
    return out


def _fresh(both: Sides, side: int, at: _Capital, label: Label, name: str) -> Mention:
    entity = Entity("", at.span, at.span.of(at.passage.text), label, f"{label.lower()}.{fold(name)}", BOTH)
    return both.mention(side, at.passage, entity)


def _capitals(both: Sides, side: int) -> dict[str, _Capital]:
    """Free runs of words with capitals, each where it says most: in the midst of a sentence, or its first place.

    A run that touches a name or a figure is a part of it and is left out: "Fast" of "Fast Ethernet"."""
    taken = _taken(both.passages[side], both.mentions[side])
    out: dict[str, _Capital] = {}
    for passage in both.passages[side]:
        letters = [c for c in passage.text if c.isalpha()]
        if sum(c.isupper() for c in letters) > 0.4 * len(letters):
            continue  # a heading in capitals
        for span in _runs(passage.text):
            text, first = span.of(passage.text), _first(passage.text, span.start)
            touched = Span(max(0, span.start - 1), span.end + 1)
            if _CODE.search(passage.text[max(0, span.start - 2) : span.end + 2]):
                continue  # a reference: A5-0104, COM(1999)
            if text in out and (first or not out[text].first):
                continue
            if any(touched.overlaps(t) for t in taken.get(passage.paragraph, ())):
                continue
            out[text] = _Capital(passage, span, first)
    return out


def _chains(text: str, joints: frozenset[str]) -> Iterator[Span]:
    """Capitals in a row, one or two small words but `joints` between some of them: Grand Orient de France."""
    chain: list[re.Match[str]] = []  # begins with a capital
    for m in (*_NAME.finditer(text), None):
        tied = m is not None and bool(chain) and text[chain[-1].end() : m.start()] in _GAPS
        if m is not None and tied and (m[0][0].isupper() or _links(m[0], chain, joints)):
            chain.append(m)
            continue
        while chain and chain[-1][0][0].islower():
            chain.pop()
        if any(word[0][0].islower() for word in chain):
            yield Span(chain[0].start(), chain[-1].end())
        chain = [m] if m is not None and m[0][0].isupper() else []


def _links(word: str, chain: Sequence[re.Match[str]], joints: frozenset[str]) -> bool:
    """Whether a small word may stand in a name here, where there are not two already."""
    two = len(chain) > 1 and all(m[0][0].islower() for m in chain[-2:])
    return len(word) <= LINK and not two and fold(word) not in joints


def _runs(text: str) -> Iterator[Span]:
    """Words in a row that begin with a capital, one space between them."""
    start, end = -1, -1
    for m in _NAME.finditer(text):
        capital = m[0][0].isupper()
        if capital and end == m.start() - 1 and text[end] == " ":
            end = m.end()
            continue
        if start >= 0:
            yield Span(start, end)
        start, end = (m.start(), m.end()) if capital else (-1, -1)
    if start >= 0:
        yield Span(start, end)
