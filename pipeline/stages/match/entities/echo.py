"""What only one side's witnesses saw, looked for on the other: a name that is written the same is the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.languages import codes
from pipeline.languages.names import Grammar, exonym_label, exonyms, fold, given_names, grammar
from pipeline.languages.renderings import WORD
from pipeline.model.facts import Entity, Label
from pipeline.model.place import Span, Spans

from .likeness import alike, core, known, same_word, words
from .mentions import Mention, Passage, Sides, overlap
from .pairing import Pair
from .runs import BOTH, opening

_NAME = re.compile(r"[^\W\d_][^\W_]*(?:[-'’][^\W_]+)*")
WHOLE = 2  # words of a name that, written alike, takes the place of shorter names within it
EXACT = 0.99  # the score of an exonym; letter for letter is 1, nearly the same is less
_GAPS = frozenset((" ", "-", "'", "’", "\N{NO-BREAK SPACE}", "‑", ""))
_CODE = re.compile(r"\d[-/][^\W\d_]|[^\W_][-/(]\d")


class _Capital(NamedTuple):
    """A word with a capital; `first` when it begins a sentence, so that the capital may be the sentence's."""

    passage: Passage
    span: Span
    first: bool


def echoes(both: Sides, pairs: Sequence[Pair], alike: bool = False) -> list[Mention]:
    """New mentions: unlinked names of one side that stand in the other's text, words with a capital that both share.

    What only the model said and nothing links does not stand in their way. `alike`: both sides are in one language, and
    the capitals they share are but the same words."""
    heard: set[tuple[str, Span]] = set()  # names whose echo was found: they stand
    gone: set[tuple[str, Span]] = set()  # names that gave way to an echo: they are not looked for
    linked = {m.place for p in pairs for m in (p.left, p.right) if not _torn(both, p)}
    if out := list(_surnames(both, linked)):
        return out
    for here, there in ((0, 1), (1, 0)):
        standing = linked | heard
        weak = [
            m
            for m in both.mentions[there]
            if m.entity.found_by in ("model", "elsewhere")
            and m.place not in standing
            and not _proper(m)  # a piece of a longer name does not take its place: see `cuts`
        ]
        taken = _taken(both.passages[there], [*(m for m in both.mentions[there] if m not in weak), *out])
        vain: set[tuple[str, str, bool]] = set()  # what has no free place left is not looked for again
        for mention in both.mentions[here]:
            wanted = (mention.entity.text, mention.entity.label, _begins(both, here, mention))
            if mention.place in linked or mention.place in gone or wanted in vain:
                continue
            found = _written(both, there, mention, taken, wanted[-1])
            if found is None and (bare := _headless(both, here, mention) or _unled(mention)):
                found = _written(both, there, bare, taken, False)
            if found is None:
                vain.add(wanted)
                continue
            passage, span = found
            entity = mention.entity._replace(
                id="", span=span, text=span.of(passage.text), found_by=f"echo of {mention.entity.found_by}"
            )
            fresh = both.mention(there, passage, entity)
            out.append(fresh)
            heard.add(mention.place)
            gone.update(m.place for m in weak if overlap(m, fresh))
            taken[passage.paragraph].add(span)
    return out if out or alike else _shared(both)


def _surnames(both: Sides, linked: set[tuple[str, Span]]) -> Iterator[Mention]:
    """One word that is taken for a place or a body, and is the last word of a person on the other side: "Mr Cassis"."""
    for here, there in ((0, 1), (1, 0)):
        people = [m for m in both.mentions[there] if m.entity.label == "PER" and m.place not in linked]
        for mention in both.mentions[here]:
            if mention.entity.label == "PER" or mention.place in linked or " " in mention.entity.text:
                continue
            for person in people:
                whole = words(person.entity.text)
                if len(whole) > 1 and whole[-1:] == words(mention.entity.text):
                    by = f"echo of {person.entity.found_by}"
                    entity = mention.entity._replace(id="", label="PER", key=person.entity.key, found_by=by)
                    passage = next(p for p in both.passages[here] if p.paragraph == mention.paragraph)
                    yield both.mention(here, passage, entity)
                    break


def _torn(both: Sides, pair: Pair) -> bool:
    """Whether a name is linked to a piece of itself: the other text has it whole, and no witness saw it so."""
    short, long = sorted((pair.left, pair.right), key=lambda m: len(m.entity.text))
    if len(words(long.entity.text)) <= len(words(short.entity.text)):
        return False
    side, whole, piece = int(short is pair.right), long, short
    text = next(p.text for p in both.passages[side] if p.paragraph == piece.paragraph)
    at = text.find(whole.entity.text)
    return at >= 0 and Span(at, at + len(whole.entity.text)).contains(piece.entity.span)


def _headless(both: Sides, side: int, mention: Mention) -> Mention | None:
    """A body without the noun in small letters before it: Yonhap of "agence Yonhap"."""
    head, _, rest = mention.entity.text.partition(" ")
    heads = grammar((both.first, both.second)[side]).heads
    if mention.entity.label != "ORG" or fold(head) not in heads or not head.islower() or not rest[:1].isupper():
        return None
    return mention._replace(entity=mention.entity._replace(text=rest))


def _unled(mention: Mention) -> Mention | None:
    """A name of two words or more without the article before it: the other text may have its own."""
    bare = core(mention.entity.text)
    found = [m.start() for m in WORD.finditer(mention.entity.text)]
    if not 1 < len(bare) < len(found):
        return None
    return mention._replace(entity=mention.entity._replace(text=mention.entity.text[found[-len(bare)] :]))


def _proper(mention: Mention) -> bool:
    """Whether a name is a row of three words or more, each with a capital."""
    own = mention.entity.text.split()
    return len(own) > 2 and all(word[0].isupper() for word in own)


def _taken(passages: Sequence[Passage], mentions: Sequence[Mention]) -> dict[str, Spans]:
    """Where no new name can be: in figures and in the names there are."""
    named: dict[str, list[Span]] = defaultdict(list)
    for m in mentions:
        named[m.paragraph].append(m.entity.span)
    return {p.paragraph: Spans([*p.figures, *named[p.paragraph]]) for p in passages}


def begins(both: Sides, side: int, mention: Mention) -> bool:
    """Whether the mention is one word that begins a sentence."""
    text = next(p.text for p in both.passages[side] if p.paragraph == mention.paragraph)
    return " " not in mention.entity.text and opening(text, mention.entity.span.start)


def _begins(both: Sides, side: int, mention: Mention) -> bool:
    """Whether the mention is one word that begins a sentence, and nothing but the model speaks for it.

    A person or a place that the model saw is believed: what begins sentences and is none is hardly ever taken for one
    and written the same in another language."""
    weak = mention.entity.found_by in ("model", "elsewhere", "capitals") and mention.entity.label in ("ORG", "MISC")
    return weak and begins(both, side, mention)


def _written(
    both: Sides, side: int, mention: Mention, taken: dict[str, Spans], begins: bool
) -> tuple[Passage, Span] | None:
    """The first free place on a side where this name stands: the same letters, else an exonym or nearly the same.

    `begins`: the name itself may be but a sentence's first word; then its echo must not be one too."""
    entity, wanted = mention.entity, words(mention.entity.text)
    if not wanted:
        return None
    nearly: tuple[float, Passage, Span] | None = None
    verbatim = _as_written(entity, grammar((both.first, both.second)[1 - side]))
    for passage in both.passages[side]:
        spots = list(WORD.finditer(passage.text))
        folds = [fold(m[0]) for m in spots]
        for i in range(len(spots) - len(wanted) + 1):
            score = _score(wanted, tuple(folds[i : i + len(wanted)]))
            if not score or (nearly and score <= nearly[0]) or (score < EXACT and verbatim):
                continue
            some = spots[i : i + len(wanted)]
            span = Span(some[0].start(), some[-1].end())
            if some[0][0][0].islower() and (entity.text[0].isupper() or score < 1):
                continue
            over = taken[passage.paragraph].touching(span)
            whole = score == 1.0 and len(wanted) >= WHOLE and all(span.contains(t) and t != span for t in over)
            if (over and not whole) or not _together(passage.text, some):
                continue
            first = opening(passage.text, span.start)
            if begins and score != EXACT and (first or score < EXACT):
                continue
            if score == 1.0:
                return passage, span
            if score >= EXACT or not first:
                nearly = (score, passage, span)
    return nearly[1:] if nearly else None


def _as_written(entity: Entity, told: Grammar) -> bool:
    """Whether no other spelling can be the name: the tables know how it is written, or it may be a common word
    or the name of a people, which languages spell nearly the same: Excellence, Excellency."""
    if known(entity.key):
        return True
    if " " in entity.text or entity.found_by not in ("model", "elsewhere", "capitals"):
        return False
    return entity.label in ("ORG", "MISC") or (bool(told.endings) and fold(entity.text).endswith(told.endings))


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
    offices = {w for g in told for w in (*g.titles, *g.roles, *g.common)}
    apart = offices | {w for g in told for w in g.openers}
    found = [_capitals(both, side) for side in (0, 1)]
    out = []
    for name in found[0]:
        if name not in found[1] or len(name) < 3:
            continue
        if any(fold(name) in g.matters or fold(name) in g.qualities for g in told):
            continue  # "ministre de la Culture": a part of an office
        spots = [found[side][name] for side in (0, 1)]
        if any(s.first for s in spots) and (name in apart or name.lower() in apart):
            continue
        if not any(s.first for s in spots) and (name in offices or name.lower() in offices):
            continue
        if all(s.first for s in spots) and not _person(name, spots):
            continue
        label: Label = "ORG" if name.isupper() else "PER" if fold(name) in given_names() else "MISC"
        out += [_fresh(both, side, found[side][name], label, name) for side in (0, 1)]
    return out or _known_pairs(both, found)


def _person(name: str, spots: Sequence[_Capital]) -> bool:
    """Whether a name that begins a sentence on both sides is one: a given name, or a comma follows on both."""
    return fold(name) in given_names() or all(s.passage.text[s.span.end :].startswith(", ") for s in spots)


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
        for span in _unopened(passage.text, grammar((both.first, both.second)[side])):
            text, first = span.of(passage.text), opening(passage.text, span.start)
            touched = Span(max(0, span.start - 1), span.end + 1)
            if _CODE.search(passage.text[max(0, span.start - 2) : span.end + 2]):
                continue  # a reference: A5-0104, COM(1999)
            if text in out and (first or not out[text].first):
                continue
            if taken[passage.paragraph].touching(touched):
                continue
            out[text] = _Capital(passage, span, first)
    return out


def _unopened(text: str, told: Grammar) -> Iterator[Span]:
    """Words in a row that begin with a capital, without an article that begins the sentence."""
    for span in _runs(text):
        lead = _NAME.match(text, span.start)
        article = lead is not None and lead.end() < span.end and fold(lead[0]) in told.articles
        yield Span(lead.end() + 1, span.end) if lead and article and opening(text, span.start) else span


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
