"""How likely it is that a unit begins something of its own, told by how it is written, whatever the language: a
sentence that begins in lower case goes on ("Oh! said he"), a dash or a quotation mark begins another speaker's turn,
and what follows a colon or a comma was announced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.encoder import Floats

_DASH = re.compile(r"\s*(?:--|[-–—])\s")
_QUOTE = re.compile(r"[\s(\[]*[\"“„«‹‘']")
_LETTER = re.compile(r"[^\W_]")
_CLOSING = " \t\n\"”“»›’'"
_ANNOUNCES = (":", ",", ";")


class Seams(NamedTuple):
    """What the beginning of a bead is worth more or less where its first unit begins so."""

    goes_on: float  # in lower case: taken away
    turn: float  # with a dash or a quotation mark that nothing announced: added
    announced: float  # after a colon, comma or semicolon: taken away


def seams(texts: Sequence[str], weights: Seams | None) -> Floats:
    """What it is worth that a bead begins at each unit, (n,); 0 for the first, where one always begins."""
    out = np.zeros(len(texts), dtype=np.float32)
    if weights is None:
        return out
    for k in range(1, len(texts)):
        text = texts[k]
        announced = texts[k - 1].rstrip(_CLOSING).endswith(_ANNOUNCES)
        turn = bool(_DASH.match(text) or _QUOTE.match(text))
        first = _LETTER.search(text)
        if turn and not announced:
            out[k] += weights.turn
        if not turn and first and first[0].islower():
            out[k] -= weights.goes_on
        if announced:
            out[k] -= weights.announced
    return out
