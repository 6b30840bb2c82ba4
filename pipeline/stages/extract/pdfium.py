"""The fast engine: pdfium through ctypes, in C as far as it goes.

pdfium gives the text of a page in one call. What is asked for besides, a text object at a time and not a character at a
time, is where each begins and ends and what it is set in; single characters are looked at only where `geometry` finds
pieces over one another or where the map of a font is broken."""

from __future__ import annotations

import ctypes
import math
import os
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from ctypes import addressof, c_double, c_float, c_int, c_size_t
from functools import partial
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pipeline.errors import Damaged, DocumentError, Empty, Encrypted, NotAPdf

from .drawn import PRIVATE, STRANGE, Drawn, StandIns
from .fontfile import Shape, fits, shapes
from .library import library
from .piece import Font, Glyph, Piece, font_of
from .tables import THIN, Rule
from .turn import turned

T = TypeVar("T")
# em a character of a piece takes on average above which its spaces are looked at one by one: lower-case text takes
# .42-.50, capitals .62, typewriters .60.
LOOSE = 0.57
WORD = 0.10  # em behind a stop that is a word space; see plumber.WORD
WIDE = 0.8  # em of a made space at which the piece is cut in two
MOST_PROGRAM = 20_000_000  # bytes of a font program that is looked into
MEASURED = 4  # doubtful pages on which the widths of known letters are taken; a letter's width does not change


def version() -> str:
    """The engine's name and the version of its binding, as it is written into `Source.extractor`."""
    import pypdfium2.version as v

    return f"pdfium {v.PYPDFIUM_INFO.version}"


class Frame(NamedTuple):
    """From PDF user space to the page as it is shown: x' = ax + cy + e, y' = bx + dy + f, y' downwards."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


def frame_of(box: tuple[float, float, float, float], quarter_turns: int) -> tuple[Frame, float, float]:
    """(frame, width, height) of a page with this box (left, bottom, right, top) and /Rotate in clockwise quarters."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    match quarter_turns % 4:
        case 1:
            return Frame(0, 1, 1, 0, -bottom, -left), height, width
        case 2:
            return Frame(-1, 0, 0, 1, right, -bottom), width, height
        case 3:
            return Frame(0, -1, -1, 0, top, right), height, width
        case _:
            return Frame(1, 0, 0, -1, -left, top), width, height


class Reader:
    """One open file. Close it, or use it as a context."""

    def __init__(self, path: Path) -> None:
        """Raises the DocumentError that says why the file cannot be opened."""
        self.lib = lib = library()
        self.document = lib.load_document(os.fsencode(path), None)
        if not self.document:
            raise refusal(path, lib.last_error())
        self.count: int = lib.count_pages(self.document)
        self.stand_ins = StandIns()
        self.programs: dict[str, dict[int, Shape]] = {}  # of fonts without a map, by name
        self.measured = 0  # pages on which the widths of letters were taken

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        if self.document:
            self.lib.close_document(self.document)
            self.document = None

    @property
    def title(self) -> str:
        """The title in the file's own metadata, or nothing."""
        size = self.lib.meta(self.document, b"Title", None, 0)
        buffer = ctypes.create_string_buffer(size)
        self.lib.meta(self.document, b"Title", buffer, size)
        return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace").strip()

    def page(self, index: int, then: Callable[[Drawn], T]) -> T:
        """`then` of what is drawn on this page (from 0), called while the page is open and its glyphs can be asked for.

        Raises Damaged when pdfium cannot load the page."""
        lib = self.lib
        page = lib.load_page(self.document, index)
        if not page:
            raise Damaged(f"page {index + 1} cannot be read")
        text = lib.load_text(page)
        try:
            return then(_Page(self, page, text).drawn())
        finally:
            lib.close_text(text)
            lib.close_page(page)


def refusal(path: Path, code: int) -> DocumentError:
    """Why pdfium did not open this file; `code` is FPDF_GetLastError's."""
    if code == 4:
        return Encrypted()
    if code == 5:
        return Encrypted("the file is locked by a security scheme that is not known here")
    head = b""
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(1024)
    if not head:
        return Empty("the file has no bytes")
    return Damaged() if b"%PDF-" in head else NotAPdf()


def _cut_at(piece: Piece, gaps: Sequence[tuple[int, float]]) -> list[Piece]:
    """The piece cut at these gaps (place in its text, width in points): a line set with one operator over a gutter.

    Behind a stop the narrow ones are word spaces that pdfium misses."""
    glyphs, cuts, made = list(piece.glyphs()), [0], 0
    for at, width in gaps:
        at += made
        if glyphs[at].char != " ":
            glyphs.insert(at, Glyph(" ", glyphs[at - 1].x1, glyphs[at].x0, True))
            made += 1
        if width > WIDE * piece.size:
            cuts.append(at + 1)
    parts = [glyphs[a:b] for a, b in pairwise([*cuts, len(glyphs)])]
    return [piece.cut(part[:-1] if part[-1].char == " " else part) for part in parts if part]


exhaust = deque[Any](maxlen=0).extend  # runs an iterator for what it does
_STOP = re.compile(r"[,;:!?.)»](?=[^\W\d_])")
# Codes that happen to be those of letters which are written from right to left make pdfium turn what stands around them
# about, and forget that they are no letters.
_LEFTWARD = re.compile(r"[\u0590-\u08ff]")
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_SEGMENT = re.compile(r"[^\r\n]+")
MOST_RULES = 4000  # a drawing has more; no table does


class _Page:
    """One open page; everything here lives as long as the page does."""

    def __init__(self, reader: Reader, page: int, text: int) -> None:
        self.reader, self.lib, self.page, self.text = reader, reader.lib, page, text
        box = (c_float * 4)()  # FS_RECTF: left, top, right, bottom
        self.lib.page_box(page, addressof(box))
        left, top, right, bottom = box
        self.frame, self.width, self.height = frame_of((left, bottom, right, top), self.lib.rotation(page))
        self.strange = 0

    def drawn(self) -> Drawn:
        count = max(0, self.lib.count_chars(self.text))
        said = self._said(count)
        if len(said) != count:  # control codes left out, or characters outside the basic plane
            said = "".join([self._char(i) for i in range(count)])
        elif STRANGE.search(said):
            said = STRANGE.sub(lambda match: self._char(match.start()), said)
        spans = self._spans(said, count) if count else []
        if not self.strange and self._doubtful(said, spans):
            said = "".join([self._char(i) for i in range(count)])
            self.strange += len(_LEFTWARD.findall(said))
        if self.strange and self.reader.measured < MEASURED:
            self.reader.measured += 1
            self._measure(said)
        pieces = self._pieces(said, spans) if spans else {}
        rules, pictures, drawn = self._rules(sum(map(len, pieces.values())))
        return Drawn(self.width, self.height, pieces, rules, self.strange, pictures, drawn)

    def _said(self, count: int) -> str:
        if not count:
            return ""
        buffer = ctypes.create_string_buffer(2 * count + 2)
        size = self.lib.get_text(self.text, 0, count, addressof(buffer))
        return buffer.raw[: 2 * max(0, size - 1)].decode("utf-16-le", "surrogatepass")

    def _doubtful(self, said: str, spans: Sequence[tuple[int, int, int]]) -> bool:
        """Whether codes of a font without a map are passed off as letters: the first character of each text object is
        asked for, and each character beyond ASCII once."""
        unmapped, text = self.lib.is_unmapped, self.text
        if any(map(unmapped, repeat(text), [span[0] for span in spans])):
            return True
        return any(unmapped(text, said.index(char)) for char in set(said) if char > "\x7f")

    def _char(self, index: int) -> str:
        """One character for one of pdfium's; a private-use one that tells glyphs apart where there is no letter."""
        lib, text = self.lib, self.text
        code = lib.unicode(text, index)
        if lib.is_unmapped(text, index):
            return self._letter(index, code) or self._stand_in(index, f"code {code}")
        if lib.is_hyphen(text, index):
            return "-"
        if code <= 0x10FFFF and not STRANGE.match(chr(code)):
            return chr(code)
        own = chr(code) if 0xE000 <= code <= 0xF8FF else ""
        return self._stand_in(index, self._shape(index), own)

    def _letter(self, index: int, code: int) -> str:
        """The letter that the font program itself gives this glyph; "" where it gives none or cannot be trusted."""
        obj = self.lib.text_object(self.text, index)
        pointer = self.lib.object_font(obj) if obj else 0
        name = self._raw_name(pointer) if pointer else ""
        known = self.reader.programs.get(name)
        if known is None:
            known = shapes(self._program(pointer)) if pointer else {}
            if known and not fits(known, self._unmapped(name)):
                known = {}
            self.reader.programs[name] = known
        shape = known.get(code)
        return shape.letter if shape else ""

    def _program(self, pointer: int) -> bytes:
        """The font program embedded in the file, or nothing."""
        size = c_size_t()
        if not self.lib.font_data(pointer, None, 0, addressof(size)) or not 0 < size.value <= MOST_PROGRAM:
            return b""
        held = ctypes.create_string_buffer(size.value)
        done = self.lib.font_data(pointer, addressof(held), size.value, addressof(size))
        return held.raw if done else b""

    def _unmapped(self, name: str) -> dict[int, float]:
        """Code -> width in ems of the glyphs of this font that the page draws and the file gives no letter."""
        lib, text = self.lib, self.text
        out: dict[int, float] = {}
        for index in range(lib.count_chars(text)):
            if lib.is_unmapped(text, index) and (code := lib.unicode(text, index)) not in out:
                obj = lib.text_object(text, index)
                if obj and self._raw_name(lib.object_font(obj)) == name:
                    out[code] = self._width(index)
        return out

    def _stand_in(self, index: int, mark: str, own: str = "") -> str:
        self.strange += 1
        obj = self.lib.text_object(self.text, index)
        name = self._raw_name(self.lib.object_font(obj)) if obj else ""
        return self.reader.stand_ins.of(name, mark, self._width(index), own)

    def _width(self, index: int) -> float:
        """The advance width of a character, in ems."""
        box, matrix = (c_float * 4)(), (c_float * 6)()
        self.lib.loose_box(self.text, index, addressof(box))
        self.lib.matrix(self.text, index, addressof(matrix))
        em = self.lib.font_size(self.text, index) * math.hypot(matrix[0], matrix[1])
        along = box[2] - box[0] if abs(matrix[1]) < abs(matrix[0]) else abs(box[3] - box[1])
        return round(along / em, 4) if em else 0.0

    def _measure(self, said: str) -> None:
        """Tells the stand-ins how wide the letters are that this page does map: each letter of each font once."""
        names: dict[int, str] = {}
        seen: set[tuple[int, str]] = set()
        for index, char in enumerate(said):
            if char.isspace() or ord(char) >= PRIVATE:
                continue
            obj = self.lib.text_object(self.text, index)
            pointer = self.lib.object_font(obj) if obj else 0
            if pointer and (pointer, char) not in seen:
                seen.add((pointer, char))
                name = names.setdefault(pointer, "") or self._raw_name(pointer)
                self.reader.stand_ins.saw(name, char, self._width(index))

    def _shape(self, index: int) -> str:
        """The advance width and the ink of a glyph, by which it is known where its code is hidden."""
        loose, size = (c_float * 4)(), self.lib.font_size(self.text, index) or 1.0
        self.lib.loose_box(self.text, index, addressof(loose))
        ink = (c_double * 4)()  # left, right, bottom, top
        at = addressof(ink)
        self.lib.char_box(self.text, index, at, at + 8, at + 16, at + 24)
        widths = (loose[2] - loose[0], ink[1] - ink[0], ink[3] - ink[2])
        return "shape " + " ".join(f"{w / size:.2f}" for w in widths)

    def _spans(self, said: str, count: int) -> list[tuple[int, int, int]]:
        """(first, end, text object) for each stretch of characters of one text object, in pdfium's order.

        Spaces that pdfium made between objects are left out: whether there is one is for `geometry` to say.
        The ends are found by halving: an object's characters stand together. Where pdfium itself counts more stretches
        than were found so, each character is asked."""
        lib, text, at = self.lib, self.text, self.lib.text_object
        out: list[tuple[int, int, int]] = []
        made = lib.is_made
        for match in _SEGMENT.finditer(said):
            start, end = match.span()
            while start < end and not at(text, end - 1):
                end -= 1
            last = at(text, end - 1) if start < end else 0
            while start < end:
                first = at(text, start)
                if not first:
                    start += 1
                    continue
                if first == last:
                    out.append((start, end - (said[end - 1] == " " and made(text, end - 1)), first))
                    break
                low, high = start, end - 1
                while high - low > 1:
                    middle = (low + high) >> 1
                    probe = middle
                    while probe > low and not (found := at(text, probe)):
                        probe -= 1
                    if probe == low or found == first:
                        low = middle
                    else:
                        high = probe
                out.append((start, high - (said[high - 1] == " " and made(text, high - 1)), first))
                start = high
        if lib.count_rects(text, 0, count) > len(out):
            return self._spans_slowly(said, count)
        return [span for span in out if span[0] < span[1]]

    def _spans_slowly(self, said: str, count: int) -> list[tuple[int, int, int]]:
        out: list[tuple[int, int, int]] = []
        for i in range(count):
            obj = self.lib.text_object(self.text, i)
            if not obj or (said[i] == " " and self.lib.is_made(self.text, i)):
                continue
            if out and out[-1][2] == obj and not (set(said[out[-1][1] : i]) & {"\r", "\n"}):
                out[-1] = (out[-1][0], i + 1, obj)
            else:
                out.append((i, i + 1, obj))
        return out

    def _pieces(self, said: str, spans: list[tuple[int, int, int]]) -> dict[int, list[Piece]]:
        lib, text, many = self.lib, repeat(self.text), len(spans)
        starts, objects = [s[0] for s in spans], [s[2] for s in spans]
        head, tail = (c_float * (4 * many))(), (c_float * (4 * many))()  # FS_RECTF: left, top, right, bottom
        origin, matrix = (c_double * (2 * many))(), (c_float * (6 * many))()
        h, t, o, m = addressof(head), addressof(tail), addressof(origin), addressof(matrix)
        # The calls are driven from C, by map: a third faster than a loop of Python
        exhaust(map(lib.loose_box, text, starts, range(h, h + 16 * many, 16)))
        exhaust(map(lib.loose_box, text, [s[1] - 1 for s in spans], range(t, t + 16 * many, 16)))
        exhaust(map(lib.origin, text, starts, range(o, o + 16 * many, 16), range(o + 8, o + 8 + 16 * many, 16)))
        exhaust(map(lib.matrix, text, starts, range(m, m + 24 * many, 24)))
        sizes, pointers = list(map(lib.font_size, text, starts)), list(map(lib.object_font, objects))
        fonts = {pointer: self._font(pointer) for pointer in dict.fromkeys(pointers)}
        if self.frame.a != 1 or self.frame.d != -1 or any(matrix[1::6]) or min(matrix[0::6]) <= 0:
            set_in = [(fonts[p], size) for p, size in zip(pointers, sizes, strict=True)]
            return self._askew(said, spans, tail[:], origin[:], matrix[:], set_in)
        e, f = self.frame.e, self.frame.f
        level = [
            Piece(said[a:b], x0 + e, x1 + e, f - y, round(size * d, 2), fonts[p], k, partial(self._glyphs, said, a, b))
            for k, ((a, b, _), x0, x1, y, size, d, p) in enumerate(
                zip(spans, head[0::4], tail[2::4], origin[1::2], sizes, map(abs, matrix[3::6]), pointers, strict=True)
            )
        ]
        return {0: self._at_gaps(said, starts, level)}

    def _askew(
        self,
        said: str,
        spans: list[tuple[int, int, int]],
        tails: list[float],
        origins: list[float],
        matrices: list[float],
        set_in: list[tuple[Font, float]],
    ) -> dict[int, list[Piece]]:
        """The pieces of a page that is turned, or on which some text is, by direction."""
        a, b, c, d, _, _ = self.frame
        out: dict[int, list[Piece]] = {}
        for k, (start, end, _) in enumerate(spans):
            ma, mb, mc, md = matrices[6 * k : 6 * k + 4]
            font, size = set_in[k]
            dx, dy = a * ma + c * mb, b * ma + d * mb
            turn = round(math.degrees(math.atan2(dy, dx))) % 360
            x0, base = self._turned(origins[2 * k], origins[2 * k + 1], turn)
            left, top, right, bottom = tails[4 * k : 4 * k + 4]
            x1 = max(self._turned(x, y, turn)[0] for x in (left, right) for y in (top, bottom))
            size = round(size * math.hypot(mc, md), 2)
            glyphs = partial(self._glyphs, said, start, end, turn)
            out.setdefault(turn, []).append(Piece(said[start:end], x0, x1, base, size, font, k, glyphs))
        return out

    def _at_gaps(self, said: str, starts: list[int], level: list[Piece]) -> list[Piece]:
        """The pieces with those cut that hold a gap wider than the text says: suspiciously wide ones, and those that
        have a stop without a space behind it."""
        odd = {k for k, p in enumerate(level) if p.x1 - p.x0 > LOOSE * p.size * len(p.text)}
        odd.update(bisect_right(starts, match.start()) - 1 for match in _STOP.finditer(said))
        if not odd:
            return level
        out: list[Piece] = []
        for k, piece in enumerate(level):
            gaps = self._gaps(piece, starts[k]) if k in odd else ()
            out += _cut_at(piece, gaps) if gaps else (piece,)
        return out

    def _gaps(self, piece: Piece, start: int) -> list[tuple[int, float]]:
        """(place in the text, width) of the wide spaces of a level piece and of gaps behind its stops."""
        text, size = piece.text, piece.size
        places = [m.end() for m in _STOP.finditer(text)]
        if (piece.x1 - piece.x0) > LOOSE * size * len(text):
            places += [m.start() for m in _SPACE.finditer(text)]
        if not places:
            return []
        found = []
        box = (c_float * 4)()
        at = addressof(box)
        for place in sorted(places):
            self.lib.loose_box(self.text, start + place - 1, at)
            end = box[2]
            self.lib.loose_box(self.text, start + place + (text[place] == " "), at)
            if box[0] - end > (WIDE if text[place] == " " else WORD) * size:
                found.append((place, box[0] - end))
        return found

    def _turned(self, px: float, py: float, turn: int) -> tuple[float, float]:
        a, b, c, d, e, f = self.frame
        return turned(a * px + c * py + e, b * px + d * py + f, turn)

    def _glyphs(self, said: str, start: int, end: int, turn: int = -1) -> list[Glyph]:
        lib, text, out = self.lib, self.text, []
        box = (c_float * 4)()
        at = addressof(box)
        left0 = self.frame.e
        for i in range(start, end):
            lib.loose_box(text, i, at)
            if turn < 0:  # level, on a page that is not turned
                out.append(Glyph(said[i], box[0] + left0, box[2] + left0, bool(lib.is_made(text, i))))
                continue
            left, top, right, bottom = box
            ends = [self._turned(px, py, turn)[0] for px in (left, right) for py in (top, bottom)]
            out.append(Glyph(said[i], min(ends), max(ends), bool(lib.is_made(text, i))))
        return out

    def _raw_name(self, pointer: int) -> str:
        buffer = ctypes.create_string_buffer(256)
        size = self.lib.font_name(pointer, addressof(buffer), 256)
        return buffer.raw[: max(0, min(size, 256) - 1)].decode("utf-8", "replace")

    def _font(self, pointer: int) -> Font:
        lib, angle = self.lib, c_int()
        lib.font_angle(pointer, addressof(angle))
        return font_of(self._raw_name(pointer), lib.font_weight(pointer), lib.font_flags(pointer), angle.value)

    def _shown(self, left: float, bottom: float, right: float, top: float) -> Rule:
        a, b, c, d, e, f = self.frame
        x0, y0, x1, y1 = (
            a * left + c * bottom + e,
            b * left + d * bottom + f,
            a * right + c * top + e,
            b * right + d * top + f,
        )
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _segments(self, obj: int) -> list[Rule]:
        """The straight level and upright strokes of a path that holds many."""
        lib, out = self.lib, []
        place, matrix = (c_float * 2)(), (c_float * 6)()
        at = addressof(place)
        lib.object_matrix(obj, addressof(matrix))
        ma, mb, mc, md, me, mf = matrix
        last: tuple[float, float] | None = None
        for n in range(min(lib.count_segments(obj), MOST_RULES)):
            segment = lib.segment(obj, n)
            kind = lib.segment_type(segment)  # 0 a line, 1 a curve, 2 a move
            lib.segment_point(segment, at, at + 4)
            x, y = ma * place[0] + mc * place[1] + me, mb * place[0] + md * place[1] + mf
            if kind == 0 and last and (abs(x - last[0]) < 0.5 or abs(y - last[1]) < 0.5):
                out.append(self._shown(last[0], last[1], x, y))
            last = (x, y)
        return out

    def _rules(self, texts: int) -> tuple[list[Rule], int, int]:
        """(thin lines and edges, images, objects): type 2 is a path, 3 an image (fpdf_edit.h)."""
        lib, page = self.lib, self.page
        count = lib.count_objects(page)
        if count == texts:  # nothing but text
            return [], 0, count
        objects = list(map(lib.object, repeat(page), range(count)))
        kinds = list(map(lib.object_type, objects))
        box = (c_float * 4)()  # left, bottom, right, top
        at = addressof(box)
        rules: list[Rule] = []
        for kind, obj in zip(kinds, objects, strict=True):
            if kind == 2 and len(rules) < MOST_RULES and lib.object_bounds(obj, at, at + 4, at + 8, at + 12):
                thin = min(box[2] - box[0], box[3] - box[1]) <= THIN
                rules += [self._shown(*box)] if thin or lib.count_segments(obj) <= 5 else self._segments(obj)
        return rules, kinds.count(3), count
