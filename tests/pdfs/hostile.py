"""Hostile and broken PDFs, each made here from a few lines: no file of anybody else's is needed.

`FORMS` maps a name to what makes the file and to the outcomes that are right: "text" (it was read) or error types."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

SAID = "La Cour publie son rapport annuel sur les finances de la commune et de ses syndicats."
ANY_TYPE = frozenset({"damaged", "empty", "no-text-layer", "undecodable", "too-large", "timed-out", "out-of-memory"})
ENDS = ANY_TYPE | {"text"}  # any end but a crash, a hang, a traceback
BURST = tuple(sorted(ENDS))  # of bombs


class Form(NamedTuple):
    """`make` gives the bytes, `right` the outcomes that are right."""

    make: Callable[[], bytes]
    right: frozenset[str]


FORMS: dict[str, Form] = {}


def form(*right: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Puts a maker on the list; without outcomes any typed end is right."""

    def put(make: Callable[[], bytes]) -> Callable[[], bytes]:
        FORMS[make.__name__] = Form(make, frozenset(right) or ENDS)
        return make

    return put


# ---------------------------------------------------------------- a small writer


def stream(content: bytes, entries: str = "", packed: bool = False) -> bytes:
    """A stream object's body; `packed` deflates it."""
    if packed:
        content, entries = zlib.compress(content, 9), entries + " /Filter /FlateDecode"
    return b"<< %s /Length %d >>\nstream\n" % (entries.encode(), len(content)) + content + b"\nendstream"


FORM = (  # a form that shows another
    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>"
)


def said(text: str = SAID, x: int = 72, y: int = 700) -> bytes:
    """Content that shows a text in the font F1."""
    return f"BT /F1 11 Tf {x} {y} Td ({text}) Tj ET\n".encode("latin-1", "replace")


def pdf(objects: dict[int, bytes], root: int = 1, trailer: str = "", head: bytes = b"%PDF-1.7\n") -> bytes:
    """A file of these objects with a sound cross-reference table."""
    out, places = bytearray(head), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += f"trailer\n<< /Size {size} /Root {root} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def page(content: bytes, resources: str = "", entries: str = "", more: dict[int, bytes] | None = None) -> bytes:
    """A file of one page; `content` is a stream body (object 4); `more` are objects from 10 on."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % entries.encode(),
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> %s >> >>" % resources.encode(),
            4: content,
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            **(more or {}),
        }
    )


def blown(unit: bytes, megabytes: int) -> bytes:
    """`unit` repeated to so many megabytes, deflated piece by piece."""
    packer = zlib.compressobj(1)
    piece = unit * (1_000_000 // len(unit))
    out = b"".join(packer.compress(piece) for _ in range(megabytes))
    return out + packer.flush()


# ---------------------------------------------------------------- bombs


@form(*BURST)
def content_that_blows_up() -> bytes:
    """200 MB of blanks in 200 kB, then a text."""
    body = blown(b" ", 200)
    return page(b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(body) + body + b"\nendstream")


@form(*BURST)
def content_deflated_twice() -> bytes:
    body = zlib.compress(blown(b" \n", 400), 9)
    return page(b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(body) + body + b"\nendstream")


@form(*BURST)
def glyphs_that_blow_up() -> bytes:
    """Three million letters shown one by one."""
    body = zlib.compress(b"BT /F1 9 Tf 72 700 Td " + b"(a) Tj " * 3_000_000 + b"ET", 9)
    return page(b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(body) + body + b"\nendstream")


@form(*BURST)
def laughing_forms() -> bytes:
    """Ten forms, each shown ten times by the one before: 10^9 texts."""
    forms = {}
    for n in range(10, 19):
        forms[n] = stream(
            b"/X Do " * 10,
            f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {n + 1} 0 R >> >>",
        )
    forms[19] = stream(
        said(), "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>"
    )
    return page(stream(b"/X Do"), "/XObject << /X 10 0 R >>", more=forms)


@form(*BURST)
def map_that_blows_up() -> bytes:
    """A ToUnicode map of 30,000 ranges of 65,536 letters each."""
    ranges = b"<0000> <FFFF> <0041>\n" * 100
    body = zlib.compress(b"begincmap\n" + (b"100 beginbfrange\n" + ranges + b"endbfrange\n") * 300 + b"endcmap", 9)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 11 0 R >>"
    more = {10: font, 11: b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(body) + body + b"\nendstream"}
    return page(stream(said().replace(b"F1", b"F2")), "/Font << /F2 10 0 R >>", more=more)


@form("text")
def picture_of_a_square_kilometre() -> bytes:
    """An image of 60,000 x 60,000 points beside a text; nobody asked to see it."""
    image = stream(
        b"\0" * 64,
        "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8",
    )
    return page(stream(said() + b"q 100 0 0 100 0 0 cm /I Do Q"), "/XObject << /I 10 0 R >>", more={10: image})


# ---------------------------------------------------------------- circles


@form("text")
def form_in_itself() -> bytes:
    return page(stream(said() + b"/X Do"), "/XObject << /X 10 0 R >>", more={10: stream(b"/X Do", FORM % 10)})


@form("text")
def forms_in_each_other() -> bytes:
    own = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
    more = {10: stream(b"/X Do", own % 11), 11: stream(b"/X Do", own % 10)}
    return page(stream(said() + b"/X Do"), "/XObject << /X 10 0 R >>", more=more)


@form()
def pages_in_a_circle() -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>",
            3: b"<< /Type /Pages /Kids [2 0 R] /Count 2 /Parent 2 0 R >>",
        }
    )


@form()
def parents_in_a_circle() -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
            3: b"<< /Type /Page /Parent 2 0 R >>",
        }
    )


@form()
def tables_in_a_circle() -> bytes:
    """A cross-reference table whose /Prev is itself."""
    sound = page(stream(said()))
    start = sound.rfind(b"xref\n0")
    return sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


@form()
def a_length_that_is_itself() -> bytes:
    return page(b"<< /Length 4 0 R >>\nstream\n" + said() + b"\nendstream")


@form()
def an_object_stream_in_itself() -> bytes:
    return page(stream(said()), more={10: stream(b"10 0 << >>", "/Type /ObjStm /N 1 /First 5")})


@form("text")
def outlines_in_a_circle() -> bytes:
    more = {
        10: b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>",
        11: b"<< /Title (x) /Parent 10 0 R /Next 11 0 R /Prev 11 0 R /First 10 0 R >>",
    }
    return page(stream(said()), entries="/Outlines 10 0 R", more=more)


# ---------------------------------------------------------------- traps


@form("too-large")
def a_hundred_thousand_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % n for n in range(10, 100_010))
    pages = dict.fromkeys(range(10, 100_010), b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    top = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 100000 /Kids [" + kids + b"] >>"}
    return pdf({**top, **pages})


@form()
def a_count_that_lies() -> bytes:
    return page(stream(said())).replace(b"/Count 1", b"/Count 2147483647")


@form()
def a_count_below_nothing() -> bytes:
    return page(stream(said())).replace(b"/Count 1", b"/Count -7")


@form("text")
def ten_thousand_objects() -> bytes:
    return page(stream(said()), more={n: b"<< /A [%d 0 R] >>" % (n + 1) for n in range(10, 10_010)})


@form()
def a_table_of_a_hundred_million() -> bytes:
    return page(stream(said())).replace(b"xref\n0 6\n", b"xref\n0 99999999\n").replace(b"/Size 6", b"/Size 99999999")


@form()
def arrays_a_hundred_thousand_deep() -> bytes:
    return page(stream(said()), more={10: b"[" * 100_000 + b"]" * 100_000}, entries="/Outlines 10 0 R")


@form()
def content_a_hundred_thousand_deep() -> bytes:
    return page(stream(b"q " * 100_000 + b"[" * 100_000 + b"<<" * 50_000 + said()))


@form()
def forms_a_thousand_deep() -> bytes:
    more = {n: stream(said() + b"/X Do", FORM % (n + 1)) for n in range(10, 1_010)}
    return page(stream(said() + b"/X Do"), "/XObject << /X 10 0 R >>", more=more)


@form()
def twenty_thousand_scattered_words() -> bytes:
    """Words in no order at all, over each other: what is quadratic in the pieces of a page shows here."""
    rng = random.Random(1)
    words = (said(w, rng.randrange(20, 560), rng.randrange(20, 800)) for w in (SAID.split() * 2_000)[:20_000])
    return page(stream(b"".join(words), packed=True))


@form()
def a_hundred_thousand_words_on_one_spot() -> bytes:
    return page(stream(b"BT /F1 9 Tf 72 700 Td " + b"(mot) Tj 0 0 Td " * 100_000 + b"ET", packed=True))


@form()
def one_line_of_a_million_letters() -> bytes:
    return page(stream(b"BT /F1 9 Tf 72 700 Td (" + b"La Cour publie. " * 65_000 + b") Tj ET", packed=True))


@form()
def pages_without_end_or_size() -> bytes:
    return page(stream(said())).replace(b"[0 0 595 842]", b"[0 0 1e38 -1e38]")


@form()
def a_page_of_no_size() -> bytes:
    return page(stream(said())).replace(b"[0 0 595 842]", b"[0 0 0 0]")


@form()
def a_matrix_of_noughts() -> bytes:
    return page(stream(b"0 0 0 0 0 0 cm " + said()))


@form()
def numbers_beyond_all_measure() -> bytes:
    return page(stream(b"1e308 0 0 1e308 1e308 1e308 cm BT /F1 1e38 Tf 9e99 9e99 Td (" + SAID.encode() + b") Tj ET"))


@form()
def a_text_of_no_size() -> bytes:
    return page(stream(b"BT /F1 0 Tf 300 700 Td (La Cour) Tj 40 0 Td (publie son rapport) Tj ET"))


@form()
def a_text_set_backwards() -> bytes:
    """Each letter goes left of the one before: boxes of a width below nothing."""
    return page(stream(b"BT /F1 11 Tf -100 Tz 300 700 Td (La Cour) Tj 40 0 Td (publie son rapport) Tj ET"))


@form()
def widths_that_are_no_numbers() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar -5 /LastChar 999999999 /Widths [null (a) 1e99] >>"
    )
    return page(stream(said().replace(b"F1", b"F2")), "/Font << /F2 10 0 R >>", more={10: font})


# ---------------------------------------------------------------- what acts


@form("text")
def scripts_and_launches() -> bytes:
    """Everything that a viewer could be asked to run; a reader of text runs nothing."""
    more = {
        10: b"<< /S /JavaScript /JS (app.alert\\(1\\); this.exportDataObject\\({nLaunch: 2}\\);) /Next 11 0 R >>",
        11: b"<< /S /Launch /F (touch) /Win << /F (cmd.exe) /P (/c echo x > launched.txt) >> /Next 12 0 R >>",
        12: b"<< /S /SubmitForm /F << /FS /URL /F (http://127.0.0.1:9/x) >> >>",
        13: b"<< /Type /Filespec /F (../../launched.txt) /UF (../../launched.txt) /EF << /F 14 0 R >> >>",
        14: stream(b"embedded", "/Type /EmbeddedFile"),
    }
    entries = "/OpenAction 10 0 R /AA << /WC 10 0 R /O 11 0 R >> /Names << /EmbeddedFiles << /Names [(a) 13 0 R] >> >>"
    return page(stream(said()), entries=entries, more=more)


@form("text")
def a_form_to_fill_in_that_is_xml() -> bytes:
    xfa = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    return page(stream(said()), entries="/AcroForm << /XFA 10 0 R /Fields [] >>", more={10: stream(xfa)})


@form("text")
def content_in_a_file_elsewhere() -> bytes:
    """A stream that says its bytes lie in /etc/passwd (ISO 32000-1, 7.3.8.2, external streams)."""
    return page(stream(said(), "/F (/etc/passwd) /FFilter /FlateDecode"))


# ---------------------------------------------------------------- what is broken


@form("encrypted", "damaged")
def a_lock_that_nobody_makes() -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [] /Count 0 >>",
            3: b"<< /Filter /Unheard.Of /V 9 /R 9 /O (x) /U (y) /P -1 >>",
        },
        trailer="/Encrypt 3 0 R /ID [(a) (b)]",
    )


@form("not-a-pdf", "damaged", "empty")
def only_a_head() -> bytes:
    return b"%PDF-1.7\n"


@form("not-a-pdf", "damaged")
def a_page_of_the_web() -> bytes:
    return b"<!DOCTYPE html><html><body>404 Not Found</body></html>"


@form("not-a-pdf", "damaged")
def noise() -> bytes:
    return random.Random(2).randbytes(50_000)


@form("not-a-pdf", "damaged")
def noughts() -> bytes:
    return bytes(100_000)


@form()
def a_head_in_noise() -> bytes:
    return random.Random(3).randbytes(900) + page(stream(said()))


@form()
def a_filter_that_nobody_knows() -> bytes:
    return page(stream(said(), "/Filter /Unheard"))


@form()
def a_predictor_gone_mad() -> bytes:
    parms = "/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 99 /BitsPerComponent 64 >>"
    return page(stream(said(), parms, packed=True))


@form("empty", "no-text-layer", "damaged")
def no_pages_at_all() -> bytes:
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"})


@form("empty", "no-text-layer")
def an_empty_page() -> bytes:
    return page(stream(b""))


# ---------------------------------------------------------------- mutants


OBJECT = re.compile(rb"\d+ \d+ obj\b.*?endobj\s", re.DOTALL)
LENGTH = re.compile(rb"/Length\s+(\d+)")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
TABLE = re.compile(rb"xref\s.*?trailer|startxref\s+\d+", re.DOTALL)
KINDS = ("flip", "cut", "drop", "nought", "swap", "grow", "number", "double", "length", "stream", "table")


def mutants(parents: list[bytes], count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """`count` damaged copies of sound files, the same for the same seed: (what was done, the bytes)."""
    rng = random.Random(seed)
    for n in range(count):
        data = bytearray(rng.choice(parents))
        kind = rng.choice(KINDS)
        for _ in range(1 if kind == "cut" else rng.choice((1, 4, 30))):
            _damage(data, kind, rng)
            if not data:
                data = bytearray(b"%")
        yield f"{n}-{kind}", bytes(data)


def _damage(data: bytearray, kind: str, rng: random.Random) -> None:
    """One injury: bytes, or what the file is built of (a kind that finds nothing to injure leaves it as it is)."""
    at, size = rng.randrange(len(data)), rng.randrange(1, 400)
    if kind == "flip":
        data[at] ^= 1 << rng.randrange(8)
    elif kind == "cut":
        del data[at:]
    elif kind == "drop":
        del data[at : at + size]
    elif kind == "nought":
        data[at : at + size] = bytes(len(data[at : at + size]))
    elif kind == "swap":
        other = rng.randrange(len(data))
        data[at : at + size], data[other : other + size] = data[other : other + size], data[at : at + size]
    elif kind == "grow":
        data[at:at] = rng.randbytes(size)
    elif kind == "number":
        for i in [i for i in range(at, min(at + 400, len(data))) if 48 <= data[i] <= 57]:
            data[i] = rng.randrange(48, 58)
    elif kind == "double" and (found := OBJECT.search(data, at)):  # an object again, elsewhere
        data[rng.randrange(len(data)) : 0] = found[0]
    elif kind == "length" and (found := LENGTH.search(data, at)):  # a length that lies
        data[found.start(1) : found.end(1)] = rng.choice((b"0", b"-1", b"7", b"99999999", b"4294967296", b"3 0 R"))
    elif kind == "stream" and (found := STREAM.search(data, at)) and (other := STREAM.search(data)):  # one's content
        data[found.start(1) : found.end(1)] = bytes(other[1])
    elif kind == "table" and (found := TABLE.search(data, at)):  # a place that is none
        spot = rng.randrange(found.start(), found.end())
        data[spot : spot + 3] = b"%03d" % rng.randrange(1000)
