"""Nouns that stand beside names and belong to them, and nouns that stand for a body alone, as the other side shows.

A noun beside an acronym is its name where the other text has both in one ("ABC Treaty"); a noun, a body and a place are
one body where the other text has it whole; and a body's noun alone has a capital on both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from pipeline.languages import codes
from pipeline.languages.names import edition, fold, institutions
from pipeline.languages.renderings import WORD
from pipeline.model.place import Span

from .fragments import fragment
from .likeness import core, known
from .mentions import Mention, Passage, Sides
from .rendering import meanings, nouns, small
from .runs import opening

OFTEN = 12  # times that one name of a sentence is looked at: lists repeat themselves
SMALL = 12  # letters between two names of one, for its small words
AROUND = 90  # letters before or after a name that are looked at: twelve words of seven

TIES = frozenset((" ", "-", "'", "’", "' ", "’ ", "\N{NO-BREAK SPACE}", "‑"))

Partners = Mapping[tuple[str, Span], Mention]


def beside(both: Sides, to: Partners) -> list[Mention]:
    """New mentions; `to`: what is linked, by place, and to what."""
    return [*_composed(both, to)] or [*_beside(both, to)] or [*_nouns(both, to)]


def passage_of(both: Sides, side: int, mention: Mention) -> Passage:
    """The paragraph a mention stands in."""
    return next(p for p in both.passages[side] if p.paragraph == mention.paragraph)


def _composed(both: Sides, to: Partners) -> Iterator[Mention]:
    """ "mission de la XYZ au Brume" for "XYZ Mission in Brume": a noun and two names or more, all of which the other
    side has beside each other."""
    for here, there in ((0, 1), (1, 0)):
        code = (both.first, both.second)[there]
        ends: dict[str, list[Mention]] = defaultdict(list)
        for m in both.mentions[there]:
            ends[m.entity.key.rpartition(".")[2]].append(m)
        for mention in both.mentions[here]:
            label, *told = mention.entity.key.split(".")
            if mention.place in to or label != "org" or len(told) < 3 or known(mention.entity.key):
                continue
            noun, wanted = frozenset(told[:1]), told[1:]
            firsts = (m for part in wanted for m in ends.get(part, ()) if m.sentence == mention.sentence)
            for first in islice(firsts, OFTEN):
                span = _noun_beside(both, there, first, noun, code)
                passage = passage_of(both, there, first)
                touched = Span(span.end, span.end + AROUND) if span else first.entity.span
                over = both.touching(there, first.paragraph, touched) if span else []
                for m in sorted(over, key=lambda m: m.entity.span):
                    gap = WORD.findall(passage.text, span.end, m.entity.span.start) if span else []
                    near = span and 0 < m.entity.span.start - span.end < SMALL
                    if span and near and all(small(fold(w), code) for w in gap):
                        span = Span(span.start, m.entity.span.end)
                if span is None or any(span.overlaps(f) for f in passage.figures):
                    continue
                inside = both.touching(there, first.paragraph, span)
                if sorted(m.entity.key.rpartition(".")[2] for m in inside) == sorted(wanted):
                    by = f"echo of {mention.entity.found_by}"
                    text = span.of(passage.text)
                    yield both.mention(
                        there, passage, mention.entity._replace(id="", span=span, text=text, found_by=by)
                    )
                    break


def _beside(both: Sides, to: Partners) -> Iterator[Mention]:
    """ "traité ABC" for "ABC Treaty": the other side has the acronym's body, and the noun beside it."""
    for here, there in ((0, 1), (1, 0)):
        code, other = ((both.first, both.second)[n] for n in (here, there))
        keyed: dict[str, list[Mention]] = defaultdict(list)
        for m in both.mentions[there]:
            if m.place not in to:
                keyed[m.entity.key].append(m)
                keyed[_turned(m.entity.text)].append(m)
        for mention in both.mentions[here]:
            told = [m[0] for m in WORD.finditer(mention.entity.text)]
            if mention.place in to or len(told) != 2 or mention.entity.label not in ("ORG", "MISC"):
                continue
            for noun, letters in (told, told[::-1]):
                means = meanings(fold(noun), code) & nouns()
                same = (
                    (*_acronyms(code, edition()).get(letters, ()), _turned(letters))
                    if means and letters.isupper()
                    else ()
                )
                for y in [y for name in same for y in keyed.get(name, ())]:
                    span = _noun_beside(both, there, y, means, other)
                    if span is not None and len(both.touching(there, y.paragraph, span)) == 1:
                        passage, by = passage_of(both, there, y), f"echo of {mention.entity.found_by}"
                        entity = mention.entity._replace(id="", span=span, text=span.of(passage.text), found_by=by)
                        yield both.mention(there, passage, entity)
                        for name in (y.entity.key, _turned(y.entity.text)):
                            keyed[name].remove(y)
                        break


def _turned(text: str) -> str:
    """The letters of an acronym in order: CE and EC have the same; "" for what is none."""
    return "".join(sorted(text)) if text.isalpha() and text.isupper() and len(text) > 1 else ""


def _noun_beside(both: Sides, side: int, name: Mention, means: frozenset[str], code: str) -> Span | None:
    """The name with a noun of this meaning before it, small words between, or right after it."""
    text, span = passage_of(both, side, name).text, name.entity.span
    for word in reversed(list(WORD.finditer(text, max(0, span.start - AROUND), span.start))):
        if not all(c in TIES or c.isalnum() for c in text[word.end() : span.start]):
            break
        if meanings(fold(word[0]), code) & means:
            return Span(word.start(), span.end)
        if not small(fold(word[0]), code):
            break
    after = WORD.match(text, span.end + 1)
    if after and text[span.end] == " " and meanings(fold(after[0]), code) & means:
        return Span(span.start, after.end())
    return None


@cache
def _acronyms(code: str, edition: str) -> Mapping[str, tuple[str, ...]]:
    """Acronym of a language -> the ids of what it stands for."""
    out: dict[str, tuple[str, ...]] = {}
    for row in institutions(codes()):
        for form in row.acronyms.get(code, ()):
            out[form] = (*out.get(form, ()), row.id)
    return out


def _nouns(both: Sides, to: Partners) -> Iterator[Mention]:
    """The noun alone of a body, with a capital in the midst of a sentence, where the other side has it so and a witness
    saw it."""
    for here, there in ((0, 1), (1, 0)):
        code, other = ((both.first, both.second)[n] for n in (here, there))
        spots: dict[str, list[tuple[Passage, Span]]] | None = None
        used: set[tuple[str, Span]] = set()
        for mention in both.mentions[here]:
            noun = core(mention.entity.text)
            if mention.place in to or mention.entity.label != "ORG" or len(noun) != 1:
                continue
            if not mention.entity.text[0].isupper() or mention.entity.found_by.startswith("echo"):
                continue
            spots = _free_nouns(both, there, other) if spots is None else spots
            for id_ in sorted(meanings(noun[0], code) & nouns()):
                free = (f for f in spots.get(id_, ()) if (f[0].paragraph, f[1]) not in used)
                found = next((f for f in free if _in(both, there, f, mention)), None)
                if found is not None:
                    passage, span = found
                    used.add((passage.paragraph, span))
                    by = f"echo of {mention.entity.found_by}"
                    entity = mention.entity._replace(id="", span=span, text=span.of(passage.text), found_by=by)
                    fresh = both.mention(there, passage, entity)
                    if not fragment(both, there, fresh):
                        yield fresh
                    break


def _in(both: Sides, side: int, found: tuple[Passage, Span], mention: Mention) -> bool:
    """Whether this stands in the sentence of the mention."""
    return both.stretches[side].at(found[0].paragraph, found[1].start) == mention.sentence


def _free_nouns(both: Sides, side: int, code: str) -> dict[str, list[tuple[Passage, Span]]]:
    """By id, the nouns of bodies with a capital that stand alone: in no name, beside no other capital."""
    out: dict[str, list[tuple[Passage, Span]]] = defaultdict(list)
    for passage in both.passages[side]:
        words = list(WORD.finditer(passage.text))
        capital = [not w[0][0].islower() for w in words]
        for i, word in enumerate(words):
            if word[0].isupper() or not capital[i] or any(capital[max(0, i - 1) : i]) or any(capital[i + 1 : i + 2]):
                continue
            span = Span(*word.span())
            ids = meanings(fold(word[0]), code) & nouns()
            if not ids or opening(passage.text, span.start) or both.touching(side, passage.paragraph, span):
                continue
            follows = [w for w in words[i + 1 : i + 4] if not small(fold(w[0]), code)]
            if follows and follows[0][0][0].isupper() and words[i + 1] is not follows[0]:
                continue  # "Council of Brume": a longer name
            for id_ in sorted(ids):
                out[id_].append((passage, span))
    return out
