"""pdfium's functions, bound to plain integers."""

from __future__ import annotations

import ctypes
from ctypes import PYFUNCTYPE, c_char_p, c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from functools import cache
from typing import Any


class Library:
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
        self.has_sound_table = bind("FPDF_DocumentHasValidCrossReferenceTable", i, p)
        self.count_pages = bind("FPDF_GetPageCount", i, p)
        self.meta = bind("FPDF_GetMetaText", c_ulong, p, c_char_p, p, c_ulong)
        self.load_page = bind("FPDF_LoadPage", p, p, i)
        self.count_notes = bind("FPDFPage_GetAnnotCount", i, p)
        self.note = bind("FPDFPage_GetAnnot", p, p, i)
        self.note_kind = bind("FPDFAnnot_GetSubtype", i, p)
        self.close_note = bind("FPDFPage_CloseAnnot", None, p)
        self.note_value = bind("FPDFAnnot_GetStringValue", c_ulong, p, c_char_p, p, c_ulong)
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
def library() -> Library:
    """The library, started when it is first asked for."""
    return Library()
