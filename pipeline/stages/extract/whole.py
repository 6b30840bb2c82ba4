"""Whether a PDF still is as it was written. pdfium reads on over what is broken and says nothing: half a text, it may
be.

A compressed stream ends with a sum over its content (RFC 1950), each stream tells its length and the table at the end
where each object begins (ISO 32000-1, 7.3.8 and 7.5.4): where they do not fit, bytes were changed or lost. Pictures are
not looked at, no text is in them."""

from __future__ import annotations

import os
import re
import struct
import zlib
from pathlib import Path

WINDOW, OVERLAP = 8_000_000, 2_000_000  # bytes of the file held at once; streams of text are far smaller than the lap
# Bytes that are unpacked, of one stream and of a file, at 200 MB a second: what comes after is taken on trust.
MOST_OF_ONE, MOST = 4_000_000, 60_000_000
PIECE = 262_144
HEAD = 2_000  # bytes before a stream in which its dictionary begins
_STREAM = re.compile(rb">>\s{0,3}stream(?:\r\n|\n|\r)")
_FLATE = re.compile(rb"/Filter\s*\[?\s*(/(?:ASCII85Decode|A85)\s*)?/(?:FlateDecode|Fl)\b")
_SIGNS = bytes(range(0x21, 0x76))  # of ASCII85
_LENGTH = re.compile(rb"/Length\s+(\d{1,10})(?!\s+\d+\s+R|\d)")
_NO_TEXT = re.compile(rb"/Subtype\s*/Image\b|/Crypt\b")
_END = re.compile(rb"\s{0,4}endstream")
MOST_OBJECTS = 50_000  # of a table that are looked up, at 2 µs; a report of 1,000 pages has 10,000
_TABLE = re.compile(rb"(?<!start)xref\s+(?=\d+ \d+\s)")
_OBJECT = re.compile(rb"\s*(\d{1,10})\s+\d+\s+obj")
_PART = re.compile(rb"(\d+) (\d+)\s*\r?\n?")
_PLACE = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r\n]{1,2}")


def strayed_objects(path: Path) -> int:
    """How many objects do not begin where the tables of the file say. Files that keep their table in a stream have none
    that could be told here."""
    strayed, left = 0, MOST_OBJECTS
    with path.open("rb") as file:
        own, size = file.fileno(), file.seek(0, 2)
        head = max(0, os.pread(own, 1024, 0).find(b"%PDF-"))
        # The tables stand at the end; those of earlier versions, which may stand anywhere, held the same objects.
        held = os.pread(own, WINDOW, max(0, size - WINDOW))
        for table in _TABLE.finditer(held):
            at = table.end()
            while left > 0 and (part := _PART.match(held, at)):
                at, first = part.end(), int(part[1])
                for n in range(first, first + min(int(part[2]), left)):
                    place = _PLACE.match(held, at)
                    if not place:
                        strayed += 1
                        break
                    at, left = place.end(), left - 1
                    if place[3] == b"n" and int(place[1]) and not _begins(own, head + int(place[1]), n):
                        strayed += 1
    return strayed


def _begins(file: int, at: int, number: int) -> bool:
    found = _OBJECT.match(os.pread(file, 40, at))
    return found is not None and int(found[1]) == number


def broken_streams(path: Path) -> int:
    """How many streams of this file are not whole; 0 for an encrypted one, whose streams cannot be told."""
    broken, left = 0, MOST
    with path.open("rb") as file:
        size = file.seek(0, 2)
        for start in range(0, size, WINDOW - OVERLAP):
            file.seek(start)
            held = file.read(WINDOW)
            if b"/Encrypt" in held:
                return 0
            last = len(held) if start + len(held) >= size else WINDOW - OVERLAP
            for found in _STREAM.finditer(held):
                if found.start() >= last:  # it lies in the next window too
                    break
                wrong, cost = _is_broken(held, found, left)
                broken += wrong
                left -= cost
    return broken


def _is_broken(held: bytes, found: re.Match[bytes], left: int) -> tuple[bool, int]:
    """(whether this stream is not whole, the bytes that were unpacked to know it)."""
    begins = max(held.rfind(b" obj", max(0, found.start() - HEAD), found.start()), 0)
    told = held[begins : found.start() + 2]
    if _NO_TEXT.search(told):
        return False, 0
    end = held.find(b"endstream", found.end())
    if end < 0:
        return found.end() + OVERLAP > len(held), 0
    length = _LENGTH.search(told)
    if length and not _END.match(held, found.end() + int(length[1])):
        return True, 0
    packing = _FLATE.search(told)
    if not packing or left <= 0:
        return False, 0
    packed = held[found.end() : found.end() + int(length[1]) if length else end]
    if packing[1]:
        try:
            packed = _of_ascii85(packed)
        except (struct.error, ValueError):
            return True, 0
    return _unpacks_badly(memoryview(packed), min(left, MOST_OF_ONE))


def _of_ascii85(text: bytes) -> bytes:
    """Bytes of what is written in ASCII85 (ISO 32000-1, 7.4.3); ten times as fast as `base64`. Raises ValueError or
    struct.error for what is not.

    >>> _of_ascii85(b"<~87cUR~>"[2:]), _of_ascii85(b"z 87cUR D]~>")
    (b'Hell', b'\\x00\\x00\\x00\\x00Hello')
    """
    text = text.translate(None, b" \t\r\n\f\0").partition(b"~")[0].replace(b"z", b"!!!!!")
    if text.translate(None, _SIGNS):
        raise ValueError("a sign that ASCII85 has not")
    pad = -len(text) % 5
    text += b"u" * pad
    parts = zip(text[::5], text[1::5], text[2::5], text[3::5], text[4::5], strict=True)
    numbers = [a * 52200625 + b * 614125 + c * 7225 + d * 85 + e - 1743128013 for a, b, c, d, e in parts]
    out = struct.pack(f">{len(numbers)}I", *numbers)
    return out[: len(out) - pad]


def _unpacks_badly(packed: memoryview, most: int) -> tuple[bool, int]:
    unpack, out = zlib.decompressobj(), 0
    try:
        for at in range(0, len(packed), PIECE):
            rest: bytes | memoryview = packed[at : at + PIECE]
            while rest and not unpack.eof:
                out += len(unpack.decompress(rest, PIECE))
                if out > most:
                    return False, out
                rest = unpack.unconsumed_tail
            if unpack.eof:
                return False, out
    except zlib.error:
        return True, out
    # Some writers leave the sum out: then the stream ends where its last block does.
    bare = zlib.decompressobj(-15)
    bare.decompress(packed[2:], most)
    return not bare.eof, out
