"""A name of one side that holds several names of the other: it is cut as the other side has it.

A witness may take "Lena Holt de Radio Brume" for one person where the other text has the person and the body apart,
or join two bodies by their "and"; where the other side's names lie side by side in it, it is two."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.languages.names import fold, grammar
from pipeline.languages.renderings import WORD
from pipeline.model.facts import Entity
from pipeline.model.place import Span

from .likeness import BUT_A_NOUN, MOST, SAME_SOUND, core, known, row, same_word
from .mentions import Mention, Sides
from .pairing import Pair
from .rendering import forms, same_kind, same_sound, same_words, small

UNSURE = ("kind", "short form", "the place itself", "part of the name", "meaning", MOST, SAME_SOUND, *BUT_A_NOUN)
REST = 0.4  # share of a name's words of weight that its pieces may leave over: the "ministère du" of two more
WHOLE = 0.99  # share of the answered words from which the noun they are built on need not be one


def cut(both: Sides, pairs: Sequence[Pair]) -> list[Mention]:
    """New mentions: the pieces of names that nothing links surely, each a name of the other side."""
    sure = {m.place for p in pairs if p.why not in UNSURE for m in (p.left, p.right)}
    out: list[Mention] = []
    for here, there in ((0, 1), (1, 0)):
        free = [m for m in both.mentions[there] if m.place not in sure]
        for mention in both.mentions[here]:
            if mention.place in sure or len(WORD.findall(mention.entity.text)) < 2:
                continue
            pieces = _pieces(mention, free, (both.first, both.second)[here], (both.first, both.second)[there])
            pieces = _halves(mention, pieces, pairs, (both.first, both.second)[here]) or pieces
            if _cuts(mention, pieces, (both.first, both.second)[here]):
                out += _mentions(both, here, mention, pieces)
        if out:
            return out
    return out


def _pieces(mention: Mention, free: Sequence[Mention], code: str, other: str) -> list[tuple[Span, Mention]]:
    """Where names of the other side stand in this one, in its own text; the longest first, none over another."""
    found = []
    for one in free:
        told = row(one.entity.key)
        if told is not None and told.kind == "article":
            continue  # the State: "Washington State" is no two
        if span := within(mention.entity.text, one.entity, code, other):
            found.append((span, one))
    out: list[tuple[Span, Mention]] = []
    for span, one in sorted(found, key=lambda f: (-f[0].length, f[0], abs(f[1].at - mention.at))):
        if not any(span.overlaps(s) or one == m for s, m in out):
            out.append((span, one))
    return sorted(out, key=lambda f: f[0])


def _halves(
    mention: Mention, pieces: Sequence[tuple[Span, Mention]], pairs: Sequence[Pair], code: str
) -> list[tuple[Span, Mention]]:
    """Both sides of an "and", where one is a name of the other text and the whole was taken for another name there."""
    text, joints = mention.entity.text, grammar(code).joints
    ends = [m.span() for m in WORD.finditer(text)]
    whole = next((p for p in pairs if mention in (p.left, p.right)), None)
    if len(pieces) != 1 or whole is None or pieces[0][1] in (whole.left, whole.right):
        return []
    other = whole.right if mention == whole.left else whole.left
    span, one = pieces[0]
    for before, (start, end), after in zip(ends, ends[1:], ends[2:], strict=False):
        if fold(text[start:end]) in joints:
            first, second = Span(0, before[1]), Span(after[0], len(text))
            if span in (first, second):
                rest = second if span == first else first
                return sorted([(span, one), (rest, other)], key=lambda f: f[0])
    return []


def within(text: str, name: Entity, code: str, other: str) -> Span | None:
    """The part of a name (in the language `code`) that says `name` (in `other`): its letters, its exonym, the tables'
    name of the same thing, a foreign person's sound, or its words; not the whole of it."""
    words = [(Span(*m.span()), fold(m[0])) for m in WORD.finditer(text)]
    rows = {form for form, _ in forms(code).get(name.key, ())}
    joints = grammar(code).joints
    best: tuple[float, bool, int, Span] | None = None  # how much it says, without an "and", its length
    for i in range(len(words)):
        if small(words[i][1], code):
            continue
        for j in range(i + 1, len(words) + 1):
            if j - i == len(words) or small(words[j - 1][1], code):
                continue
            some = tuple(w for _, w in words[i:j])
            span = Span(words[i][0].start, words[j - 1][0].end)
            score = 1.0 if some in rows else _says(some, span.of(text), name, code, other)
            rank = (score, not joints & {*some}, span.length, span)
            if score and (best is None or rank[:3] > best[:3]):
                best = rank
    return best[3] if best else None


def _says(some: tuple[str, ...], text: str, name: Entity, code: str, other: str) -> float:
    """How much (0..1) of a part of a name says another name."""
    wanted = core(name.text)
    if not text[0].isupper() and name.label in ("PER", "LOC"):
        return 0.0
    if len(some) == len(wanted) and all(same_word(x, y) for x, y in zip(some, wanted, strict=True)):
        return 1.0
    if name.label == "PER":
        return float(len(some) > 1 and len(wanted) > 1 and same_sound(text, name.text))
    found = same_words(text, code, name.text, other) if len(some) > 1 else 0.0
    return found if found >= WHOLE or same_kind(text, code, name.text, other) else 0.0


def _cuts(mention: Mention, pieces: Sequence[tuple[Span, Mention]], code: str) -> bool:
    """Whether the pieces are the name: two or more that leave little over; or one place or body, where the name is a
    measure or an event that only this side calls so."""
    text = mention.entity.text
    if known(mention.entity.key):
        return False
    if len(pieces) > 1:
        weight = [m for m in WORD.finditer(text) if not small(fold(m[0]), code)]
        left = [m for m in weight if not any(s.contains(Span(*m.span())) for s, _ in pieces)]
        things = [m for _, m in pieces if m.entity.label != "LOC"]
        if len(left) < 2 and mention.entity.label != "PER" and len(things) == 1 < len(pieces):
            return False  # a thing and its place: the longer name is the thing's
        return len(left) <= REST * len(weight)
    loose = mention.entity.label == "MISC" or mention.entity.found_by == "model"
    return bool(pieces) and loose and known(pieces[0][1].entity.key)


def _mentions(both: Sides, side: int, mention: Mention, pieces: Sequence[tuple[Span, Mention]]) -> list[Mention]:
    passage = next(p for p in both.passages[side] if p.paragraph == mention.paragraph)
    out = []
    for span, one in pieces:
        here = span.shifted(mention.entity.span.start)
        by = f"echo of {one.entity.found_by}"
        entity = one.entity._replace(id="", span=here, text=here.of(passage.text), found_by=by)
        out.append(both.mention(side, passage, entity))
    if len(pieces) == 1 and (rest := _rest(mention, pieces[0][0], (both.first, both.second)[side])):
        here = rest.shifted(mention.entity.span.start)
        key = "-".join(fold(here.of(passage.text)).split())
        key = f"{mention.entity.key.partition('.')[0]}.{key}"
        entity = mention.entity._replace(id="", span=here, text=here.of(passage.text), key=key)
        out.append(both.mention(side, passage, entity))
    return out


def _rest(mention: Mention, piece: Span, code: str) -> Span | None:
    """What stands before the piece, two words or more without those that only hold the name together."""
    words = [m for m in WORD.finditer(mention.entity.text) if m.end() <= piece.start]
    while words and small(fold(words[-1][0]), code):
        words.pop()
    return Span(words[0].start(), words[-1].end()) if len(words) > 1 else None
