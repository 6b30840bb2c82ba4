"""The text of a page as pdfium gives it, character by character where the map of a font is in doubt."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from ctypes import addressof, c_double, c_float, c_size_t
from dataclasses import dataclass, field
from itertools import repeat

from .drawn import FILLER, PRIVATE, STRANGE, StandIns, plain
from .fontfile import Shape, fits, shapes
from .sheet import Sheet

MOST_PROGRAM = 20_000_000  # bytes of a font program that is looked into
MEASURED = 4  # doubtful pages on which the widths of known letters are taken; a letter's width does not change
FREQUENT = frozenset("eaisntrulo")  # the ten letters that are most frequent in languages of Latin script
SAMPLED = 8  # places of a letter on a page at which its width is taken, so that each font is met
_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])  # ASCII that can be seen, as UTF-8 writes it
# Codes that happen to be those of letters which are written from right to left make pdfium turn what stands around them
# about, and forget that they are no letters.
LEFTWARD = re.compile(r"[\u0590-\u08ff]")
# Its symbol fonts have signs of their own (angbracketleft, prime) at these codes; source: The TeXbook, appendix F.
_TEX_SYMBOLS = re.compile(r"(?:CMSY|cmsy|LMMathSymbols)\d")
_TEX_SIGNS = {48: "′", 104: "⟨", 105: "⟩"}
_SIGN = re.compile(r"[÷×](?=[^\W\d_])|(?<=[^\W\d_])[÷×]")
# European Computer Modern and its companion, TX and PX fonts, the typewriter faces: their codes are those of ASCII.
_TEX_TEXT = re.compile(r"(?:ec|tc|t1|rtx|tcx|tx|px)[a-z]+\d*$|SF[A-Z]{2}\d+$|cmtt\d+$|CMTT\d+$")


@dataclass
class Memory:
    """What is learnt of a file's fonts from page to page."""

    stand_ins: StandIns = field(default_factory=StandIns)
    programs: dict[str, dict[int, Shape]] = field(default_factory=dict)  # of fonts without a map, by name
    bitmaps: bool | None = None  # whether the codes of nameless fonts are text; None where none was met
    measured: int = 0  # pages on which the widths of letters were taken


def _rare(said: str) -> str:
    """The characters beyond plain ASCII; a tenth of what looking for them with a pattern costs."""
    return said.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def _is_sound(code: int) -> bool:
    return code <= 0x10FFFF and not STRANGE.match(chr(code))


class Letters:
    """`said` holds one character for each of pdfium's; `strange` counts those without a letter."""

    def __init__(self, sheet: Sheet, memory: Memory, count: int) -> None:
        self.sheet, self.memory, self.count = sheet, memory, count
        self.strange = 0
        self.said = self._said(count)
        if len(self.said) != count:  # control codes left out, or characters outside the basic plane
            self.said = self._each()
        elif STRANGE.search(_rare(self.said)):
            self.said = STRANGE.sub(lambda match: self._char(match.start()), self.said)

    def sound(self, starts: Sequence[int]) -> str:
        """The text, each character asked for where codes of a font without a map are passed off as letters.

        `starts`: the first characters of the text objects. They are asked whether they are mapped, and so is each
        character beyond ASCII, once."""
        unmapped, text = self.sheet.lib.is_unmapped, self.sheet.text
        if not self.strange and (
            any(map(unmapped, repeat(text), starts))
            or any(unmapped(text, self.said.index(char)) for char in sorted(set(_rare(self.said))))
        ):
            self.said = self._each()
            self.strange += len(LEFTWARD.findall(self.said))
        if "÷" in self.said or "×" in self.said:
            self.said = _SIGN.sub(self._sign, self.said)
        if self.strange and self.memory.measured < MEASURED:
            self.memory.measured += 1
            self._measure()
        return self.said

    def _sign(self, match: re.Match[str]) -> str:
        """A sign inside a word: in the nameless bitmap fonts of TeX, œ and Œ have the codes that it has elsewhere."""
        at = match.start()
        if self.sheet.font_name(self.sheet.font_at(at)):
            return match[0]
        return self._stand_in(at, f"code {ord(match[0])}")

    def _each(self) -> str:
        """One character for each of pdfium's; of two surrogates the first is the character, the second `FILLER`."""
        lib, text, places = self.sheet.lib, repeat(self.sheet.text), range(self.count)
        codes, odd = list(map(lib.unicode, text, places)), map(lib.is_unmapped, text, places)
        out = [
            chr(code) if not bad and (0x20 <= code < 0x7F or _is_sound(code)) else ""
            for code, bad in zip(codes, odd, strict=True)
        ]
        for index, char in enumerate(out):
            if char:
                continue
            high, low = codes[index], codes[index + 1] if index + 1 < self.count else 0
            if 0xD800 <= high < 0xDC00 <= low < 0xE000:
                out[index] = chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
                out[index + 1] = FILLER
            else:
                out[index] = self._char(index)
        return "".join(out)

    def _said(self, count: int) -> str:
        if not count:
            return ""
        buffer = ctypes.create_string_buffer(2 * count + 2)
        size = self.sheet.lib.get_text(self.sheet.text, 0, count, addressof(buffer))
        return buffer.raw[: 2 * max(0, size - 1)].decode("utf-16-le", "surrogatepass")

    def _char(self, index: int) -> str:
        """One character for one of pdfium's; a private-use one that tells glyphs apart where there is no letter."""
        lib, text = self.sheet.lib, self.sheet.text
        code = lib.unicode(text, index)
        if lib.is_unmapped(text, index):
            return self._letter(index, code) or self._of_tex(index, code) or self._stand_in(index, f"code {code}")
        if lib.is_hyphen(text, index):
            return "-"
        if _is_sound(code):
            return chr(code)
        own = chr(code) if 0xE000 <= code <= 0xF8FF else ""
        if own and (letter := plain(own)):
            return letter
        return self._stand_in(index, self._shape(index), own)

    def _of_tex(self, index: int, code: int) -> str:
        """The ASCII character of this code in a text font of TeX: their glyphs have names of TeX's own ("asciigrave"),
        or in bitmap fonts none, which pdfium does not know, but their codes agree with ASCII."""
        if not 0x20 < code < 0x7F:
            return ""
        name = self.sheet.font_name(self.sheet.font_at(index)).rpartition("+")[2]
        if not name and self.memory.bitmaps is None:
            self.memory.bitmaps = self._is_text()
        if code in _TEX_SIGNS and _TEX_SYMBOLS.match(name):
            return _TEX_SIGNS[code]
        trusted = _TEX_TEXT.match(name) if name else self.memory.bitmaps
        return chr(code) if trusted else ""

    def _is_text(self) -> bool:
        """Whether the codes of the nameless fonts on this page are as frequent as letters of a text are."""
        lib, text = self.sheet.lib, self.sheet.text
        codes = Counter(
            chr(lib.unicode(text, index))
            for index in range(self.count)
            if lib.is_unmapped(text, index) and not self.sheet.font_name(self.sheet.font_at(index))
        )
        return sum(char in FREQUENT for char, _ in codes.most_common(5)) >= 3

    def _letter(self, index: int, code: int) -> str:
        """The letter that the font program itself gives this glyph; "" where it gives none or cannot be trusted."""
        pointer = self.sheet.font_at(index)
        name = self.sheet.font_name(pointer)
        known = self.memory.programs.get(name)
        if known is None:
            known = shapes(self._program(pointer)) if pointer else {}
            if known and not fits(known, self._unmapped(name)):
                known = {}
            self.memory.programs[name] = known
        shape = known.get(code)
        return shape.letter if shape else ""

    def _program(self, pointer: int) -> bytes:
        """The font program embedded in the file, or nothing."""
        size = c_size_t()
        if not self.sheet.lib.font_data(pointer, None, 0, addressof(size)) or not 0 < size.value <= MOST_PROGRAM:
            return b""
        held = ctypes.create_string_buffer(size.value)
        done = self.sheet.lib.font_data(pointer, addressof(held), size.value, addressof(size))
        return held.raw if done else b""

    def _unmapped(self, name: str) -> dict[int, float]:
        """Code -> width in ems of the glyphs of this font that the page draws and the file gives no letter."""
        lib, text = self.sheet.lib, self.sheet.text
        out: dict[int, float] = {}
        for index in range(lib.count_chars(text)):
            if not lib.is_unmapped(text, index) or (code := lib.unicode(text, index)) in out:
                continue
            if self.sheet.font_name(self.sheet.font_at(index)) == name:
                out[code] = self.sheet.ems(index)
        return out

    def _stand_in(self, index: int, mark: str, own: str = "") -> str:
        self.strange += 1
        name = self.sheet.font_name(self.sheet.font_at(index))
        return self.memory.stand_ins.of(name, mark, self.sheet.ems(index), own)

    def _measure(self) -> None:
        """Tells the stand-ins how wide the letters are that this page does map, in each font once."""
        seen: set[tuple[int, str]] = set()
        for char in sorted(set(self.said)):
            if char.isspace() or ord(char) >= PRIVATE:
                continue
            at = -1
            for _ in range(SAMPLED):
                at = self.said.find(char, at + 1)
                if at < 0:
                    break
                font = self.sheet.font_at(at)
                if font and (font, char) not in seen:
                    seen.add((font, char))
                    self.memory.stand_ins.saw(self.sheet.font_name(font), char, self.sheet.ems(at))

    def _shape(self, index: int) -> str:
        """The advance width and the ink of a glyph, by which it is known where its code is hidden."""
        loose, size = (c_float * 4)(), self.sheet.lib.font_size(self.sheet.text, index) or 1.0
        self.sheet.lib.loose_box(self.sheet.text, index, addressof(loose))
        ink = (c_double * 4)()  # left, right, bottom, top
        at = addressof(ink)
        self.sheet.lib.char_box(self.sheet.text, index, at, at + 8, at + 16, at + 24)
        widths = (loose[2] - loose[0], ink[1] - ink[0], ink[3] - ink[2])
        return "shape " + " ".join(f"{w / size:.2f}" for w in widths)
