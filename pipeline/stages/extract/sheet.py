"""One open page of pdfium, as all that is asked of it needs it."""

from __future__ import annotations

import ctypes
import math
from ctypes import addressof, c_float
from typing import NamedTuple

from .library import Library
from .turn import turned


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


class Sheet:
    """A page and its text, open; lives as long as they do. Characters are known by pdfium's index."""

    def __init__(self, lib: Library, page: int, text: int) -> None:
        self.lib, self.page, self.text = lib, page, text
        box = (c_float * 4)()  # FS_RECTF: left, top, right, bottom
        lib.page_box(page, addressof(box))
        left, top, right, bottom = box
        self.frame, self.width, self.height = frame_of((left, bottom, right, top), lib.rotation(page))

    def turned(self, x: float, y: float, turn: int) -> tuple[float, float]:
        """A point of PDF user space in the coordinates of text that reads in this direction."""
        a, b, c, d, e, f = self.frame
        return turned(a * x + c * y + e, b * x + d * y + f, turn)

    def font_at(self, index: int) -> int:
        """The font of a character; 0 where there is none."""
        obj = self.lib.text_object(self.text, index)
        return self.lib.object_font(obj) if obj else 0

    def font_name(self, font: int) -> str:
        """The name of a font, subset tag and all."""
        buffer = ctypes.create_string_buffer(256)
        size = self.lib.font_name(font, addressof(buffer), 256) if font else 0
        return buffer.raw[: max(0, min(size, 256) - 1)].decode("utf-8", "replace")

    def ems(self, index: int) -> float:
        """The advance width of a character in ems."""
        box, matrix = (c_float * 4)(), (c_float * 6)()
        self.lib.loose_box(self.text, index, addressof(box))
        self.lib.matrix(self.text, index, addressof(matrix))
        em = self.lib.font_size(self.text, index) * math.hypot(matrix[0], matrix[1])
        along = box[2] - box[0] if abs(matrix[1]) < abs(matrix[0]) else abs(box[3] - box[1])
        return round(along / em, 4) if em else 0.0
