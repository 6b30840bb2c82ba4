"""Rulings, pictures and what else pdfium draws on a page besides text."""

from __future__ import annotations

from ctypes import addressof, c_float
from itertools import repeat

from .sheet import Sheet
from .tables import THIN, Rule

MOST_RULES = 4000  # a drawing has more; no table does


class Rulings:
    """The paths of a page."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def found(self, texts: int) -> tuple[list[Rule], int, int]:
        """(thin lines and edges, images, objects): type 2 is a path, 3 an image (fpdf_edit.h)."""
        lib, page = self.sheet.lib, self.sheet.page
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

    def _shown(self, left: float, bottom: float, right: float, top: float) -> Rule:
        a, b, c, d, e, f = self.sheet.frame
        x0, y0, x1, y1 = (
            a * left + c * bottom + e,
            b * left + d * bottom + f,
            a * right + c * top + e,
            b * right + d * top + f,
        )
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _segments(self, obj: int) -> list[Rule]:
        """The straight level and upright strokes of a path that holds many."""
        lib, out = self.sheet.lib, []
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
