"""What a glyph without a letter may be, told by its width beside the widths of letters that are known.

A ligature is about as wide as its letters, an accented letter just as wide as the bare one, a currency sign as a
figure. That is no proof; the words around it must decide."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

# (what it may be, letters whose widths add up to its own, least and most share of the sum that it is), as measured on
# 17 proportional faces of Debian (Carlito, Liberation, DejaVu, Latin Modern, TeX Gyre, Noto; regular and bold).
_WIDE: tuple[tuple[str, str, float, float], ...] = (
    ("fi", "fi", 0.88, 1.02),
    ("fl", "fl", 0.88, 1.05),
    ("ff", "ff", 0.89, 1.10),
    ("ffi", "ffi", 0.87, 1.07),
    ("ffl", "ffl", 0.87, 1.07),
    ("ti", "ti", 0.88, 1.05),
    ("tt", "tt", 0.88, 1.08),
    ("tti", "tti", 0.87, 1.06),
    ("ft", "ft", 0.88, 1.08),
    ("œ", "oe", 0.73, 0.90),
    ("Œ", "OE", 0.66, 0.87),
    ("æ", "ae", 0.73, 0.90),
    ("Æ", "AE", 0.62, 0.91),
    ("€", "0", 0.98, 1.26),
    ("’", ",", 0.68, 1.34),
    ("‘", ",", 0.68, 1.34),
    ("…", "...", 0.74, 1.34),
)
_ACCENTED = "éèêëàâäîïôöùûüçÿñáíóúÉÈÊËÀÂÄÎÏÔÖÙÛÜÇŸÑ"
# Widths of letters beside that of "e", the mean of the same faces, for letters that the page shows nowhere alone.
_BESIDE_E = {
    "f": 0.64,
    "i": 0.54,
    "j": 0.55,
    "l": 0.54,
    "t": 0.68,
    "o": 1.06,
    "a": 1.04,
    "0": 1.07,
    ",": 0.51,
    ".": 0.51,
}
_BESIDE_E |= {"O": 1.47, "E": 1.23, "A": 1.35}
EXACT = 0.012  # em: an accented letter is as wide as the bare one but for rounding
# Where the glyph's own font does not show a letter, that of the text around it or the mean stands in: this much is
# added on either side.
STRANGER = 0.12


def candidates(width: float, own: Mapping[str, float], around: Mapping[str, float]) -> tuple[str, ...]:
    """What a glyph `width` ems wide may be, the nearest first. `own`: letter -> width in its font; `around`: elsewhere.

    A letter that its own font maps already is no candidate.

    >>> known = {"o": 0.53, "e": 0.50, "f": 0.31, "i": 0.23, "t": 0.33}
    >>> candidates(0.50, known, known)[:3]
    ('é', 'è', 'ê')
    >>> candidates(0.84, known, known)
    ('œ', 'æ', 'ffi', 'tti', 'ffl', '…', 'Æ', 'Œ')
    """
    found: list[tuple[float, int, str]] = []
    for n, (letters, parts, least, most) in enumerate(_WIDE):
        if letters in own:
            continue
        slack = 0.0 if all(c in own for c in parts) else STRANGER
        share = width / (sum(_of(c, own, around) for c in parts) or 1.0)
        if least - slack <= share <= most + slack:
            found.append((round(abs(share - (least + most) / 2), 3), n, letters))
    for n, letter in enumerate(_ACCENTED):
        bare = unicodedata.normalize("NFD", letter)[0]
        slack = 0.0 if bare in own else STRANGER * width
        if letter not in own and bare in (own or around) and abs(width - _of(bare, own, around)) <= EXACT + slack:
            found.append((round(abs(width - _of(bare, own, around)), 3), 100 + n, letter))
    return tuple(letters for _, _, letters in sorted(found))


def _of(letter: str, own: Mapping[str, float], around: Mapping[str, float]) -> float:
    """The width of a letter in ems: in this font, else scaled from the mean face, else in the text around."""
    if letter in own:
        return own[letter]
    if "e" in own and letter in _BESIDE_E:
        return own["e"] * _BESIDE_E[letter]
    return around.get(letter) or around.get("e", 0.5) * _BESIDE_E.get(letter, 1.0)
