"""Names that go on too far: the other side has the noun alone, or the name holds its own noun twice."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.languages import codes
from pipeline.languages.names import fold, grammar
from pipeline.languages.renderings import WORD, parts
from pipeline.model.place import Span

from .likeness import SHORT, core, known
from .mentions import Mention, Sides
from .pairing import Pair
from .rendering import meanings, nouns


def shortened(both: Sides, pairs: Sequence[Pair]) -> list[Mention]:
    """New mentions: the nouns of names that are no longer than that."""
    out: list[Mention] = []
    told = {m.place for p in pairs if p.why != SHORT for m in (p.left, p.right)}
    for side in (0, 1):
        code = (both.first, both.second)[side]
        for mention in both.mentions[side]:
            whole = mention.place in told
            spans = _twice(mention, code) or ([] if whole else _plain(mention, code))
            if spans and _short_there(both, side, mention, spans[0]) >= len(spans):
                out += _alone(both, side, mention, spans)
    return out


def _plain(mention: Mention, code: str) -> list[Span]:
    """The first word of a name of which the rest is plain speech: small letters, and a word that no table knows."""
    text = mention.entity.text
    words = list(WORD.finditer(text))
    if len(words) < 3 or known(mention.entity.key) or fold(words[0][0]) not in grammar(code).heads:
        return []
    if any(not w[0].islower() for w in words[1:]):
        return []
    rest = parts(text[words[1].start() :], code, codes())
    return [Span(*words[0].span())] if any(len(part) == 1 for part in rest) else []


def _twice(mention: Mention, code: str) -> list[Span]:
    """Where the noun that begins a body's name stands in it, when it is there more than once."""
    if mention.entity.label != "ORG" or known(mention.entity.key):
        return []
    words = list(WORD.finditer(mention.entity.text))
    noun = fold(words[0][0]) if words else ""
    if noun not in grammar(code).heads or not words[0][0][0].isupper():
        return []
    same = [Span(*w.span()) for w in words if w[0] == words[0][0]]
    return same if len(same) > 1 else []


def _short_there(both: Sides, side: int, mention: Mention, span: Span) -> int:
    """How often the other side has the noun alone."""
    here, there = (both.first, both.second)[side], (both.first, both.second)[1 - side]
    means = meanings(fold(span.of(mention.entity.text)), here) & _all_nouns(here)
    found = [core(m.entity.text) for m in both.mentions[1 - side] if m.sentence == mention.sentence]
    return sum(len(noun) == 1 and bool(meanings(noun[0], there) & means) for noun in found)


def _all_nouns(code: str) -> frozenset[str]:
    """The ids of nouns of names, those of the words of weight too."""
    told = grammar(code)
    return nouns() | frozenset(i for form in told.heads for i in meanings(form, code) if i[0] != "=")


def _alone(both: Sides, side: int, mention: Mention, spans: Sequence[Span]) -> list[Mention]:
    passage = next(p for p in both.passages[side] if p.paragraph == mention.paragraph)
    out = []
    for span in spans:
        here = span.shifted(mention.entity.span.start)
        text = here.of(passage.text)
        id_ = grammar((both.first, both.second)[side]).heads.get(fold(text), fold(text))
        entity = mention.entity._replace(id="", span=here, text=text, key=f"org.{id_}", found_by="short")
        out.append(both.mention(side, passage, entity))
    return out
