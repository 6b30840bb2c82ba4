"""All paragraphs of a document laid side by side, so that a rule reads the whole document in one pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from pipeline.model.place import Span
from pipeline.model.text import Edit, Patch, Text

# Between two paragraphs. The line feed makes `$` match at the end of a paragraph; U+FDD0 is no character, no letter and
# no white space, so no rule reaches over it.
BORDER = "\n\ufdd0"


class Sheet:
    """`whole`: the mended text of all paragraphs, a line feed wherever the page had one; `signs`: its characters, and
    some that were repaired away."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.texts = list(texts)
        self._edits: list[tuple[int, int, str, str]] = []
        self._parts = [broken(t) for t in self.texts]
        self._lay()
        self.signs: frozenset[str] = frozenset(self.whole)

    def _lay(self) -> None:
        self.whole = BORDER.join(self._parts)
        self.starts = [0, *accumulate(len(part) + len(BORDER) for part in self._parts[:-1])]

    def paragraph(self, at: int) -> int:
        """Which paragraph stands at this place of `whole`."""
        return bisect_right(self.starts, at) - 1

    def edit(self, start: int, end: int, put: str, rule: str) -> None:
        """Ask for a change of `whole[start:end]`; done by `settle`. Of two that overlap the first
        is done; one that reaches over the end of its paragraph is not."""
        self._edits.append((start, end, put, rule))

    def settle(self) -> None:
        """Do the changes asked for and lay the sheet anew."""
        if not self._edits:
            return
        todo: dict[int, list[Edit]] = {}
        taken = -1
        for start, end, put, rule in sorted(self._edits, key=lambda e: e[:2]):
            n = self.paragraph(start)
            if start < taken or end > self.starts[n] + len(self.texts[n].mended):  # the line feed behind is no text
                continue
            taken = end
            todo.setdefault(n, []).append(Edit(Span(start - self.starts[n], end - self.starts[n]), put, rule))
        for n, edits in todo.items():
            text = self.texts[n]
            if text.patches:
                self.texts[n] = text.edited(edits)
            else:  # the same in one pass: without patches, mended and raw count alike
                self.texts[n] = Text(text.raw, tuple(Patch(e.span, e.put, (e.rule,)) for e in edits))
            self._parts[n] = broken(self.texts[n])
        self.signs |= {sign for _, _, put, _ in self._edits for sign in put}
        self._edits.clear()
        self._lay()


def broken(text: Text) -> str:
    """The mended text with the page's own line breaks: outside the patches a line feed stays one."""
    if not text.patches:
        return text.raw
    out, at = [], 0
    for patch in text.patches:
        out += [text.raw[at : patch.span.start], patch.put]
        at = patch.span.end
    return "".join([*out, text.raw[at:]])
