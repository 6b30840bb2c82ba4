"""Acronyms that no table knows, told by their letters: those of another language's acronym, or of a name's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.languages.names import fold
from pipeline.languages.renderings import WORD, small_words
from pipeline.model.place import Span

from .likeness import known
from .mentions import Mention, Passage, Sides
from .pairing import Pair

SHORTEST = 3  # letters of an acronym that are told from chance
BY = "letters of "

_GAPS = frozenset((" ", "-", "\N{NO-BREAK SPACE}", "'", "’"))


def spelt(both: Sides, pairs: Sequence[Pair]) -> list[Mention]:
    """New mentions: what an unlinked acronym of one side stands for on the other.

    The same letters in another order ("OTAN", "NATO"), or words with capitals that begin with its letters."""
    linked = {m.place for p in pairs for m in (p.left, p.right)}
    out: list[Mention] = []
    for here, there in ((0, 1), (1, 0)):
        code = (both.first, both.second)[there]
        for mention in both.mentions[here]:
            text = mention.entity.text
            if mention.place in linked or not _acronym(text):
                continue
            for passage, span in (*_other_order(both, there, text), *_initials(both, there, text, code)):
                if _free(both, there, passage, span, linked):
                    entity = mention.entity._replace(
                        id="", span=span, text=span.of(passage.text), found_by=BY + mention.entity.found_by
                    )
                    out.append(both.mention(there, passage, entity))
                    break
        if out:
            return out
    return out


def _acronym(text: str) -> bool:
    return len(text) >= SHORTEST and text.isalpha() and text.isupper()


def _other_order(both: Sides, side: int, text: str) -> Iterator[tuple[Passage, Span]]:
    """Acronyms of the other side with the same letters, when there is but one."""
    found = [
        (passage, Span(*m.span()))
        for passage in both.passages[side]
        for m in WORD.finditer(passage.text)
        if _acronym(m[0]) and m[0] != text and sorted(fold(m[0])) == sorted(fold(text))
    ]
    if len({span.of(passage.text) for passage, span in found}) == 1:
        yield from found


def _initials(both: Sides, side: int, text: str, code: str) -> Iterator[tuple[Passage, Span]]:
    """Words with capitals in a row, small ones between, that begin with the letters of the acronym."""
    wanted = fold(text)
    for passage in both.passages[side]:
        words = list(WORD.finditer(passage.text))
        for i, first in enumerate(words):
            said, j = "", i
            while j < len(words) and len(said) < len(wanted):
                gap = passage.text[words[j - 1].end() : words[j].start()] if j > i else " "
                word = words[j][0]
                small = fold(word) in small_words(code) and word[0].islower() and j > i
                if gap not in _GAPS or not (small or (word[0].isupper() and len(word) > 1)):
                    break
                said += "" if small else fold(word[0])
                j += 1
            if said == wanted:
                yield passage, Span(first.start(), words[j - 1].end())


def _free(both: Sides, side: int, passage: Passage, span: Span, linked: set[tuple[str, Span]]) -> bool:
    """Whether nothing that is linked or that the tables know by this very place stands in the way."""
    over = [m for m in both.mentions[side] if m.paragraph == passage.paragraph and m.entity.span.overlaps(span)]
    held = any(m.place in linked for m in over)
    return not held and not any(m.entity.span == span and known(m.entity.key) for m in over)
