"""What a font program embedded in a PDF says of its own glyphs, for fonts without a ToUnicode map.

Source: OpenType specification 1.9, tables cmap, head, hhea and hmtx. Only Unicode subtables count: others hold the
codes of a subset, which are letters by accident only."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

UNICODE = frozenset({(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 6), (3, 1), (3, 10)})  # (platform, encoding) of cmap
MOST = 70_000  # glyphs; a font has no more than 65,536


class Shape(NamedTuple):
    """A glyph's letter, "" where its font names none, and its advance width in ems."""

    letter: str
    width: float


def shapes(program: bytes) -> dict[int, Shape]:
    """Glyph number -> `Shape` of a TrueType or OpenType font; {} when it is something else, broken, or without letters.

    Where two characters share a glyph the lower code counts, but never a private-use one."""
    try:
        tables = _tables(program)
        if not {b"cmap", b"head", b"hhea", b"hmtx"} <= tables.keys():
            return {}
        letters: dict[int, str] = {}
        for code, glyph in sorted(_characters(tables[b"cmap"])):
            if glyph and code <= 0x10FFFF and not 0xD800 <= code <= 0xF8FF and code >= 0x20:
                letters.setdefault(glyph, chr(code))
        widths = _widths(tables)
    except (struct.error, IndexError):
        return {}
    if not letters:
        return {}
    return {n: Shape(letters.get(n, ""), width) for n, width in enumerate(widths)}


def fits(known: Mapping[int, Shape], drawn: Mapping[int, float]) -> bool:
    """Whether codes drawn with these widths (ems) are the font's own glyph numbers: nearly all widths agree.

    A PDF may number glyphs by another table; letters read through the wrong one would be wrong without a sign."""
    if len(drawn) < 4:
        return False
    same = sum(code in known and abs(known[code].width - width) < 0.012 for code, width in drawn.items())
    return same >= 0.95 * len(drawn)


def _tables(program: bytes) -> dict[bytes, bytes]:
    if program[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        return {}
    (count,) = struct.unpack_from(">H", program, 4)
    out = {}
    for n in range(count):
        tag, _, start, length = struct.unpack_from(">4sLLL", program, 12 + 16 * n)
        out[tag] = program[start : start + length]
    return out


def _widths(tables: Mapping[bytes, bytes]) -> list[float]:
    (em,) = struct.unpack_from(">H", tables[b"head"], 18)
    (count,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    table = tables[b"hmtx"]
    long = [struct.unpack_from(">H", table, 4 * n)[0] / (em or 1000) for n in range(min(count, MOST))]
    rest = max(0, (len(table) - 4 * len(long)) // 2)  # glyphs that share the last width
    return long + long[-1:] * min(rest, MOST)


def _characters(cmap: bytes) -> Iterator[tuple[int, int]]:
    """(character, glyph) of all Unicode subtables of formats 0, 4, 6 and 12."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for n in range(count):
        platform, encoding, at = struct.unpack_from(">HHL", cmap, 4 + 8 * n)
        if (platform, encoding) not in UNICODE:
            continue
        (form,) = struct.unpack_from(">H", cmap, at)
        if form == 0:
            yield from enumerate(cmap[at + 6 : at + 262])
        elif form == 4:
            yield from _segments(cmap, at)
        elif form == 6:
            first, size = struct.unpack_from(">HH", cmap, at + 6)
            yield from ((first + k, struct.unpack_from(">H", cmap, at + 10 + 2 * k)[0]) for k in range(size))
        elif form == 12:
            (groups,) = struct.unpack_from(">L", cmap, at + 12)
            for g in range(min(groups, MOST)):
                first, last, glyph = struct.unpack_from(">LLL", cmap, at + 16 + 12 * g)
                yield from ((first + k, glyph + k) for k in range(min(last - first + 1, MOST)))


def _segments(cmap: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 4: segments of characters, each with a shift or a table of glyphs."""
    (double,) = struct.unpack_from(">H", cmap, at + 6)
    ends, starts = at + 14, at + 16 + double
    shifts, offsets = starts + double, starts + 2 * double
    for k in range(0, double, 2):
        (end,) = struct.unpack_from(">H", cmap, ends + k)
        (start,) = struct.unpack_from(">H", cmap, starts + k)
        (shift,) = struct.unpack_from(">H", cmap, shifts + k)
        (offset,) = struct.unpack_from(">H", cmap, offsets + k)
        for code in range(start, min(end, 0xFFFE) + 1):
            if not offset:
                yield code, (code + shift) & 0xFFFF
                continue
            place = offsets + k + offset + 2 * (code - start)
            if place + 2 > len(cmap):
                break
            (glyph,) = struct.unpack_from(">H", cmap, place)
            if glyph:
                yield code, (glyph + shift) & 0xFFFF
