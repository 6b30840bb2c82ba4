"""The fast engine: pdfium through ctypes, in C as far as it goes.

pdfium gives the text of a page in one call. What is asked for besides, a text object at a time and not a character at a
time, is where each begins and ends and what it is set in; single characters are looked at only where `geometry` finds
pieces over one another or where the map of a font is broken."""

from __future__ import annotations

import ctypes
import math
import os
import re
from collections.abc import Callable, Sequence
from ctypes import PYFUNCTYPE, addressof, c_char_p, c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pipeline.errors import Damaged, DocumentError, Empty, Encrypted, NotAPdf

from .drawn import PRIVATE, STRANGE, Drawn, StandIns
from .piece import Font, Glyph, Piece, font_of
from .tables import THIN, Rule
from .turn import turned

T = TypeVar("T")
# em a character of a piece takes on average above which its spaces are looked at one by one: lower-case text takes
# .42-.50, capitals .62, typewriters .60.
LOOSE = 0.57
WORD = 0.10  # em behind a stop that is a word space; see plumber.WORD
WIDE = 0.8  # em of a made space at which the piece is cut in two
MEASURED = 4  # doubtful pages on which the widths of known letters are taken; a letter's width does not change


class _Lib:
    """pdfium's functions, bound to plain integers: half the cost of a call through pypdfium2's own bindings."""

    def __init__(self) -> None:
        import pypdfium2  # noqa: F401 - starts the library
        import pypdfium2.raw as raw

        def bind(name: str, result: Any, *arguments: Any) -> Any:
            # PYFUNCTYPE keeps the interpreter's lock, which a call of 200 ns has no use in giving away
            return PYFUNCTYPE(result, *arguments)(ctypes.cast(getattr(raw, name), c_void_p).value)  # type: ignore[arg-type]

        p, i, f = c_void_p, c_int, c_float
        self.load_document = bind("FPDF_LoadDocument", p, c_char_p, c_char_p)
        self.last_error = bind("FPDF_GetLastError", c_ulong)
        self.close_document = bind("FPDF_CloseDocument", None, p)
        self.count_pages = bind("FPDF_GetPageCount", i, p)
        self.meta = bind("FPDF_GetMetaText", c_ulong, p, c_char_p, p, c_ulong)
        self.load_page = bind("FPDF_LoadPage", p, p, i)
        self.close_page = bind("FPDF_ClosePage", None, p)
        self.page_box = bind("FPDF_GetPageBoundingBox", i, p, p)
        self.rotation = bind("FPDFPage_GetRotation", i, p)
        self.load_text = bind("FPDFText_LoadPage", p, p)
        self.close_text = bind("FPDFText_ClosePage", None, p)
        self.count_chars = bind("FPDFText_CountChars", i, p)
        self.get_text = bind("FPDFText_GetText", i, p, i, i, p)
        self.count_rects = bind("FPDFText_CountRects", i, p, i, i)
        self.text_object = bind("FPDFText_GetTextObject", p, p, i)
        self.unicode = bind("FPDFText_GetUnicode", c_uint, p, i)
        self.is_made = bind("FPDFText_IsGenerated", i, p, i)
        self.is_hyphen = bind("FPDFText_IsHyphen", i, p, i)
        self.is_unmapped = bind("FPDFText_HasUnicodeMapError", i, p, i)
        self.loose_box = bind("FPDFText_GetLooseCharBox", i, p, i, p)
        self.char_box = bind("FPDFText_GetCharBox", i, p, i, p, p, p, p)
        self.origin = bind("FPDFText_GetCharOrigin", i, p, i, p, p)
        self.matrix = bind("FPDFText_GetMatrix", i, p, i, p)
        self.font_size = bind("FPDFText_GetFontSize", c_double, p, i)
        self.object_font = bind("FPDFTextObj_GetFont", p, p)
        self.font_name = bind("FPDFFont_GetBaseFontName", c_ulong, p, p, c_ulong)
        self.font_weight = bind("FPDFFont_GetWeight", i, p)
        self.font_flags = bind("FPDFFont_GetFlags", i, p)
        self.font_angle = bind("FPDFFont_GetItalicAngle", i, p, p)
        self.font_width = bind("FPDFFont_GetGlyphWidth", i, p, c_uint, f, p)
        self.font_data = bind("FPDFFont_GetFontData", i, p, p, ctypes.c_size_t, p)
        self.count_objects = bind("FPDFPage_CountObjects", i, p)
        self.object = bind("FPDFPage_GetObject", p, p, i)
        self.object_type = bind("FPDFPageObj_GetType", i, p)
        self.object_matrix = bind("FPDFPageObj_GetMatrix", i, p, p)
        self.count_segments = bind("FPDFPath_CountSegments", i, p)
        self.segment = bind("FPDFPath_GetPathSegment", p, p, i)
        self.segment_type = bind("FPDFPathSegment_GetType", i, p)
        self.segment_point = bind("FPDFPathSegment_GetPoint", i, p, p, p)
        self.object_bounds = bind("FPDFPageObj_GetBounds", i, p, p, p, p, p)


@cache
def _lib() -> _Lib:
    return _Lib()


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
        self.lib = lib = _lib()
        self.document = lib.load_document(os.fsencode(path), None)
        if not self.document:
            raise refusal(path, lib.last_error())
        self.count: int = lib.count_pages(self.document)
        self.stand_ins = StandIns()
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


_STOP = re.compile(r"[,;:!?.)»](?=[^\W\d_])")
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
        if self.strange and self.reader.measured < MEASURED:
            self.reader.measured += 1
            self._measure(said)
        pieces = self._pieces(said, self._spans(said, count)) if count else {}
        rules, pictures, drawn = self._rules(sum(map(len, pieces.values())))
        return Drawn(self.width, self.height, pieces, rules, self.strange, pictures, drawn)

    def _said(self, count: int) -> str:
        if not count:
            return ""
        buffer = ctypes.create_string_buffer(2 * count + 2)
        size = self.lib.get_text(self.text, 0, count, addressof(buffer))
        return buffer.raw[: 2 * max(0, size - 1)].decode("utf-16-le", "surrogatepass")

    def _char(self, index: int) -> str:
        """One character for one of pdfium's; a private-use one that tells glyphs apart where there is no letter."""
        lib, text = self.lib, self.text
        code = lib.unicode(text, index)
        if lib.is_unmapped(text, index):
            return self._stand_in(index, f"code {code}")
        if lib.is_hyphen(text, index):
            return "-"
        if code <= 0x10FFFF and not STRANGE.match(chr(code)):
            return chr(code)
        own = chr(code) if 0xE000 <= code <= 0xF8FF else ""
        return self._stand_in(index, self._shape(index), own)

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
        lib, text, m = self.lib, self.text, len(spans)
        head, tail, origin, matrix = (
            (c_float * (4 * m))(),
            (c_float * (4 * m))(),
            (c_double * (2 * m))(),
            (c_float * (6 * m))(),
        )
        h, t, o, x = addressof(head), addressof(tail), addressof(origin), addressof(matrix)
        fonts: dict[int, Font] = {}
        out: dict[int, list[Piece]] = {}
        loose, get_origin, get_matrix, get_size, get_font = (
            lib.loose_box,
            lib.origin,
            lib.matrix,
            lib.font_size,
            lib.object_font,
        )
        sizes, used = [], []
        for k, (start, end, obj) in enumerate(spans):
            loose(text, start, h + 16 * k)
            loose(text, end - 1, t + 16 * k)
            get_origin(text, start, o + 16 * k, o + 16 * k + 8)
            get_matrix(text, start, x + 24 * k)
            sizes.append(get_size(text, start))
            used.append(get_font(obj))
        heads, tails, origins, matrices = head[:], tail[:], origin[:], matrix[:]
        a, b, c, d, e, f = self.frame
        upright = (a, d) == (1, -1)
        for k, (start, end, _) in enumerate(spans):
            pointer = used[k]
            font = fonts.get(pointer)
            if font is None:
                font = fonts[pointer] = self._font(pointer)
            ma, mb, mc, md = matrices[6 * k : 6 * k + 4]
            if upright and mb == 0 and ma > 0:
                size = sizes[k] * abs(md)
                glyphs = partial(self._glyphs, said, start, end, 0, True)
                piece = Piece(
                    said[start:end],
                    heads[4 * k] + e,
                    tails[4 * k + 2] + e,
                    f - origins[2 * k + 1],
                    size,
                    font,
                    k,
                    glyphs,
                )
                turn = 0
            else:
                size = sizes[k] * math.hypot(mc, md)
                dx, dy = a * ma + c * mb, b * ma + d * mb
                turn = round(math.degrees(math.atan2(dy, dx))) % 360
                glyphs = partial(self._glyphs, said, start, end, turn, False)
                along0, base = self._turned(origins[2 * k], origins[2 * k + 1], turn)
                along1 = max(
                    self._turned(px, py, turn)[0]
                    for px in (tails[4 * k], tails[4 * k + 2])
                    for py in (tails[4 * k + 1], tails[4 * k + 3])
                )
                piece = Piece(said[start:end], along0, along1, base, size, font, k, glyphs)
            held = out.setdefault(turn, [])
            gaps = self._gaps(piece, start) if turn == 0 else ()
            held += _cut_at(piece, gaps) if gaps else (piece,)
        return out

    def _gaps(self, piece: Piece, start: int) -> list[tuple[int, float]]:
        """(place in the text, width) of gaps that are wider than the text says. Only level text is looked at, and in it
        only spaces of pieces that are suspiciously wide and stops without a space behind them."""
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

    def _glyphs(self, said: str, start: int, end: int, turn: int, level: bool) -> list[Glyph]:
        lib, text, out = self.lib, self.text, []
        box = (c_float * 4)()
        at = addressof(box)
        left0 = self.frame.e
        for i in range(start, end):
            lib.loose_box(text, i, at)
            if level:
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
        kinds = [(lib.object_type(o), o) for o in (lib.object(page, i) for i in range(count))]
        box = (c_float * 4)()  # left, bottom, right, top
        at = addressof(box)
        rules: list[Rule] = []
        for kind, obj in kinds:
            if kind == 2 and len(rules) < MOST_RULES and lib.object_bounds(obj, at, at + 4, at + 8, at + 12):
                thin = min(box[2] - box[0], box[3] - box[1]) <= THIN
                rules += [self._shown(*box)] if thin or lib.count_segments(obj) <= 5 else self._segments(obj)
        return rules, sum(k == 3 for k, _ in kinds), count
