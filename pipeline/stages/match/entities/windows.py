"""What only one side's witnesses saw, looked for on the other in that language's own words.

A table's name of the same thing ("Parliament" for "Parlement"), or words that render the name one by one, in small
letters too: "loi de programmation militaire" where the other text has "Military Programming Act"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

from pipeline.languages.names import Grammar, fold, grammar
from pipeline.languages.renderings import WORD, small_words
from pipeline.model.facts import Label
from pipeline.model.place import Span

from .cuts import within
from .likeness import BUT_A_NOUN, known
from .likeness import MOST as MOST_WORDS
from .mentions import Mention, Passage, Sides, overlap
from .pairing import Pair
from .proposals import TITLECASE, proposed
from .rendering import answered, elsewhere, forms, meanings, nouns, same_kind, same_words, small

ECHO = "echo of "
MEANING = ("meaning", "the only ones left of a kind", MOST_WORDS)
LOOSE = ("kind", "short form", "the place itself", *MEANING, *BUT_A_NOUN)  # links that a whole rendering betters
ALL = 0.99  # share of the words that must answer each other: a name that no witness saw must be rendered whole
MORE = (
    2.5  # times its own words that a rendering may have, small words counted: Digital Services Act has 3, its French 5
)
# Cosine of the encoder from which free words mean a name no witness saw. Read by eye on 1,830 sound pairs (press,
# parliament, software): of the best windows of 28 names 11 of 12 at 0.75 or above are right, and 4 of 16 below.
MEANT = 0.75
# The same where most words answer each other too and one noun heads both. Read by eye on 517 pairs of press releases,
# news and parliament: it adds eight windows, of which seven are right.
NEARLY, MOSTLY = 0.5, 0.65
WORDY = 0.3  # weight of the share of answered words beside the cosine, where windows are compared
LOOKED = 120  # windows that are looked at for that, taken or free
MOST = 40  # windows a name is compared with, the nearest: what the encoder may cost
FEWEST = 2  # words of weight of a name that is looked for by its meaning

_GAPS = frozenset((" ", "-", "'", "’", "\N{NO-BREAK SPACE}", "‑", "' ", "’ "))
_APOSTROPHES = ("'", "’")


_Place = tuple[str, Span]  # a paragraph and where in it


class _Word(NamedTuple):
    span: Span
    folded: str
    means: frozenset[str]


class _Held(NamedTuple):
    """By place, what names are linked to, but loosely; and the places of those that are linked by their meaning."""

    to: Mapping[_Place, Mention]
    meant: Set[_Place]


def rendered(both: Sides, pairs: Sequence[Pair]) -> list[Mention]:
    """New mentions: unlinked names whose rendering stands in the other side's text, free or around a lesser name."""
    firm = [p for p in pairs if p.why not in LOOSE]
    held = _Held(
        {x.place: y for p in firm for x, y in ((p.left, p.right), (p.right, p.left))},
        {m.place for p in pairs for m in (p.left, p.right) if p.why in MEANING},
    )
    out: list[Mention] = []
    for here, there in ((0, 1), (1, 0)):
        code, other = ((both.first, both.second)[side] for side in (here, there))
        free = [m for m in both.mentions[here] if m.place not in held.to]
        lone = [m for m in free if not m.entity.found_by.startswith(ECHO)]  # an echo gives nothing away
        firm_here = [m for m in both.mentions[here] if m.place in held.to and m.entity.label != "LOC"]
        asked = [m for m in proposed(both, here) if not any(overlap(m, one) for one in firm_here)]
        if not lone and not asked:
            continue
        words = {p.paragraph: _words(p.text, other) for p in both.passages[there]}
        for mention in (*asked, *lone):
            if any(overlap(mention, m) for m in out):
                continue
            told = mention.entity.label != "LOC" and known(mention.entity.key)  # a town stands in many names
            found = _known(both, there, mention, words) or _said(both, there, mention, words, (code, other))
            found = [f for f in found if _free(both, there, *f, held, mention, told)]
            if not found and mention.place not in held.meant:
                found = _meant(both, there, mention, words, held, code)
            for passage, span in found:
                if not any(_over(m, passage, span) for m in out):
                    by = ECHO + mention.entity.found_by
                    fresh = mention.entity._replace(id="", span=span, text=span.of(passage.text), found_by=by)
                    out += [both.mention(there, passage, fresh), *([mention] if mention in asked else [])]
                    break
    return out


def _known(both: Sides, side: int, mention: Mention, words: Mapping[str, list[_Word]]) -> list[tuple[Passage, Span]]:
    """Where a name stands that the tables give in this language for the same thing."""
    out = []
    for form, capitals in forms((both.first, both.second)[side]).get(mention.entity.key, ()):
        for passage in both.passages[side]:
            some = words[passage.paragraph]
            for i in range(len(some) - len(form) + 1):
                here = some[i : i + len(form)]
                if tuple(w.folded for w in here) == form and _together(passage.text, here):
                    span = Span(here[0].span.start, here[-1].span.end)
                    inner = capitals[1:] if mention.entity.label == "LOC" and len(form) > 1 else capitals
                    if all(c in span.of(passage.text) for c in inner):  # "îles Vierges": a place's noun may be small
                        out.append((passage, span))
    return out


def _said(
    both: Sides, side: int, mention: Mention, words: Mapping[str, list[_Word]], tongues: tuple[str, str]
) -> list[tuple[Passage, Span]]:
    """Where words stand that render the name of a body or a measure one by one; the best first."""
    code, other = tongues
    found = []
    for text in _without_place(both, side, mention, tongues):
        mine = [w for w in _words(text, code) if not small(w.folded, code)]
        if len(mine) < FEWEST or (mention.entity.label == "PER" and not any(len(w.means) > 1 for w in mine)):
            continue
        longest = round(MORE * len(WORD.findall(text)))
        for passage in both.passages[side]:
            for span in _windows(passage.text, words[passage.paragraph], other, mine, longest, mention.entity.label):
                score = same_words(text, code, span.of(passage.text), other)
                whole = score >= ALL or (score and _as_written(text, span.of(passage.text), other))
                if whole and not _strays(both, side, passage, span, text, tongues):
                    found.append((-score, -len(text), span.length, passage.offset + span.start, passage, span))
    return [(passage, span) for *_, passage, span in sorted(found, key=lambda f: f[:4])]


def _without_place(both: Sides, side: int, mention: Mention, tongues: tuple[str, str]) -> Iterator[str]:
    """The name; and without the place it ends with, where the other side has that place beside it: "Office of Trade"
    of "Hill Province's Office of Trade" for a name that ends in the province."""
    text = mention.entity.text
    yield text
    for one in both.mentions[side]:
        if one.entity.label == "LOC" and (span := within(text, one.entity, *tongues)) and span.end == len(text):
            words = _words(text[: span.start], tongues[0])
            while words and small(words[-1].folded, tongues[0]):
                words.pop()
            if len(words) > 1:
                yield text[: words[-1].span.end]
            return


def _as_written(text: str, window: str, code: str) -> bool:
    """Whether all capitals of the window, two or more, are words of the name: "Tigers du Ohio", "Ohio State Tigers"."""
    capitals = [fold(m[0]) for m in WORD.finditer(window) if m[0][0].isupper()]
    own = {fold(m[0]) for m in WORD.finditer(text)}
    rest = [m[0] for m in WORD.finditer(window) if m[0][0].islower() and not small(fold(m[0]), code)]
    said, name = (" ".join(fold(m[0]) for m in WORD.finditer(some)) for some in (window, text))
    piece = f" {said} " in f" {name} "
    return len(capitals) > 1 and set(capitals) <= own and not rest and not piece


def _strays(both: Sides, side: int, passage: Passage, span: Span, text: str, tongues: tuple[str, str]) -> bool:
    """Whether a window goes over a body's or a person's possessive, or on to where the thing is and the name does not
    say: "Games in Brest" for "Jeux de Brest"."""
    here, there = grammar(tongues[0]), grammar(tongues[1])
    for m in both.mentions[side]:
        if m.entity.label == "LOC" or not _over(m, passage, span) or not span.contains(m.entity.span):
            continue
        after = WORD.search(passage.text, m.entity.span.end)
        if after is None or after.end() >= span.end or fold(after[0]) not in there.possessive:
            continue
        if passage.text[m.entity.span.end : after.start()].strip() in _APOSTROPHES:
            return True
    if _joined(passage.text, span, there):
        return True
    inner = [m[0] for m in WORD.finditer(span.of(passage.text))][1:-1]
    if any(word.islower() and word in there.roles for word in inner):
        return True  # "against the order of the prefect of": an office is a thing of its own
    said = {fold(m[0]) for m in WORD.finditer(span.of(passage.text))} & there.at
    return bool(said) and not {fold(m[0]) for m in WORD.finditer(text)} & here.at


def _has_joint(text: str, code: str) -> bool:
    joints = grammar(code).joints
    return "," in text or "&" in text or any(fold(m[0]) in joints for m in WORD.finditer(text))


def _joined(text: str, span: Span, told: Grammar) -> bool:
    """Whether a window goes over an "and" that an article follows, or in small letters begins after one: it is two
    names, or the end of a row."""
    words = [fold(m[0]) for m in WORD.finditer(span.of(text))]
    if any(x in told.joints and y in told.definite for x, y in pairwise(words)):
        return True
    before = [fold(m[0]) for m in WORD.finditer(text[max(0, span.start - 24) : span.start])]
    links = []
    while before and before[-1] in small_words(told.code) and before[-1] not in told.joints:
        links.append(before.pop())
    row = bool(before) and before[-1] in told.joints and bool(told.tight.intersection(links))
    return row and text[span.start].islower()


def _meant(
    both: Sides,
    side: int,
    mention: Mention,
    words: Mapping[str, list[_Word]],
    held: _Held,
    other: str,
) -> list[tuple[Passage, Span]]:
    """The free words built on a noun of bodies (of measures, for a measure) that mean most what the name means."""
    if mention.entity.label not in ("ORG", "MISC") or len(WORD.findall(mention.entity.text)) < FEWEST:
        return []
    code = (both.first, both.second)[side]
    length = sum(len(p.text) for p in both.passages[side]) or 1
    near: list[tuple[float, Passage, Span]] = [
        (abs((passage.offset + span.start) / length - mention.at), passage, span)
        for passage in both.passages[side]
        for span in _built(passage.text, words[passage.paragraph], code, mention)
    ]
    own = _has_joint(mention.entity.text, other)
    near = [one for one in near if own or not _has_joint(one[2].of(one[1].text), code)]  # none adds an "and"
    near = nsmallest(LOOKED, near, key=lambda one: one[0])
    some = [(passage, span) for _, passage, span in near if _free(both, side, passage, span, held, mention)][:MOST]
    if not some:
        return []
    from pipeline.encoder import encode

    name = mention.entity.text
    vectors = encode([name, *(span.of(passage.text) for passage, span in some)])
    alike = [float(x) for x in vectors[1:] @ vectors[0]]
    shares = [answered(name, other, span.of(passage.text), code) for passage, span in some]
    best = max(range(len(some)), key=lambda i: (alike[i] + WORDY * shares[i], -i))
    passage, span = some[best]
    text = span.of(passage.text)
    sure = alike[best] >= NEARLY and shares[best] >= MOSTLY and same_kind(name, other, text, code)
    meant = alike[best] >= MEANT and mention.entity.found_by != TITLECASE
    if not meant and not (sure and not elsewhere(name, other, text, code)):
        return []
    return [] if _strays(both, side, passage, span, name, (other, code)) else [some[best]]


def _built(text: str, words: Sequence[_Word], code: str, mention: Mention) -> Iterator[Span]:
    """Stretches of words that a noun of names heads: first where nouns come first, last where names are title-cased."""
    told = grammar(code)
    heads, title = _nouns(code, mention.entity.label == "MISC"), told.titlecase
    own = len([w for w in WORD.findall(mention.entity.text) if len(w) > 1])
    for i, first in enumerate(words):
        if small(first.folded, code) or (not title and first.folded not in heads):
            continue
        for j in range(i + 1, min(len(words), i + round(MORE * own))):
            gap = text[words[j - 1].span.end : words[j].span.start]
            if gap not in _GAPS and gap != ", ":
                break
            last = words[j]
            headed = first.folded in heads or (title and last.folded in heads)
            capital = not title or all(text[w.span.start].isupper() for w in (first, last))
            if headed and capital and not small(last.folded, code):
                yield Span(first.span.start, last.span.end)


@cache
def _nouns(code: str, measures: bool) -> frozenset[str]:
    told = grammar(code)
    return frozenset(m[0] for form in (told.measures if measures else told.heads) for m in WORD.finditer(form))


def _windows(
    text: str, words: Sequence[_Word], code: str, mine: Sequence[_Word], longest: int, label: Label
) -> Iterator[Span]:
    """Stretches of words that hold together, both ends of which may render a word of `mine`; with a capital where the
    language writes names so."""
    wanted: frozenset[str] = frozenset().union(*(w.means for w in mine))
    title = grammar(code).titlecase
    ends = [bool(w.means & wanted) and not small(w.folded, code) for w in words]
    for i, first in enumerate(words):
        if not ends[i] or not (title or label == "LOC" or text[first.span.start].isupper() or first.means & nouns()):
            continue  # in small letters a body's name begins with the noun it is built on
        for j in range(i + 1, min(len(words), i + longest)):
            if not _together(text, words[j - 1 : j + 1]):
                break
            if ends[j] and (not title or any(text[w.span.start].isupper() for w in (first, words[j]))):
                yield Span(first.span.start, words[j].span.end)


def _words(text: str, code: str) -> list[_Word]:
    return [_Word(Span(*m.span()), fold(m[0]), meanings(fold(m[0]), code)) for m in WORD.finditer(text)]


def _together(text: str, some: Sequence[_Word]) -> bool:
    return all(text[x.span.end : y.span.start] in _GAPS for x, y in pairwise(some))


def _free(
    both: Sides, side: int, passage: Passage, span: Span, held: _Held, mention: Mention, told: bool = False
) -> bool:
    """Whether no figure and no name is in the way but a part of what is said here, unlinked or a place of the
    `mention` too; when the tables `told` what this is, ones of which they know nothing too. What is linked by its
    meaning is only made longer."""
    if any(span.overlaps(f) for f in passage.figures):
        return False
    for m in both.mentions[side]:
        if not _over(m, passage, span):
            continue
        lesser = span.contains(m.entity.span) or (told and not known(m.entity.key) and m.place not in held.meant)
        partner = held.to.get(m.place)
        place = partner is None or (m.entity.label == "LOC" and overlap(partner, mention))
        if m.entity.span == span or not lesser or not place:
            return False
    return True


def _over(mention: Mention, passage: Passage, span: Span) -> bool:
    return mention.paragraph == passage.paragraph and mention.entity.span.overlaps(span)
