"""What is fuzzed: each target takes any bytes, and either all is well or it raises what it must not.

`python tests/fuzz/run.py TARGET` feeds them with atheris (`make fuzz`); `tests/rooms/test_fuzz.py` with what has been
found and with some thousand bytes of chance, so that they do not rot. Texts are made of the words below, a byte each,
which gets further than bytes that are letters; or of the bytes themselves."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline import codec, languages
from pipeline.config import read_config
from pipeline.corrections import read_corrections, write_corrections
from pipeline.errors import DocumentError, WrongUse
from pipeline.languages import names
from pipeline.model.corrections import Corrections
from pipeline.model.document import Document, Paragraph, Source, Tongue
from pipeline.model.release import Release
from pipeline.model.text import Text
from pipeline.review import read_review
from pipeline.stages.discover.papers import read_papers
from pipeline.stages.extract.plain import read_text
from pipeline.stages.find.figures import figures
from pipeline.stages.repair import repair

Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {}

# A byte of the input is one of these: what readers of figures and menders of words trip over, then all of ASCII.
WORDS = (
    *"0123456789.,:;/-–%€$£°²³()[]«»'’\n\t œŒﬁ½Ⅻ٣万áæÃ©", "M€", "Md", "bn", "k", "1er", "ème", "th", "st", "million",
    "milliards", "billion", "cent", "mille", "vingt", "quatre-vingt", "et", "de", "à", "d’", "of", "to", "between",
    "and", "hundred", "thousand", "dozen", "une dizaine", "janvier", "May", "2021", "19", "1789", "an", "per year",
    "heures", "km", "km²", "m3", "°C", "euros", "dollars", "points", "sur", "plus de", "less than", "environ",
    "NBSP\u00a0", "\u00a0", "\u202f", "\u2009", "\u200b", "\u202e", "\x00", "\x1b[2J", "\ud800", "e\u0301", "\ue001",
    "\U000f0000", "uvre", "c", "ur", "s", "relate", "t", "o", "T", "otal", "ter-\n", "ritoire", "Ã©", "â€™",
    "=HYPERLINK(", "<b>", "'; DROP", "NaN", "1e309", "0,", "000", "XXIe", "n°", "art.", "M.", "Dr.", "a@b.fr",
    "www.x.fr", "01 44 55 66 77",
)  # fmt: skip
VALUE = re.compile(
    r"-?\d+(\.\d+)?|\d+(\.\d+)?/\d+(\.\d+)?|-?P(?=.)(\d+(\.\d+)?[YMWD])*(T(\d+(\.\d+)?[HMS])+)?"
    r"|-?[\dX]{1,4}(-[\dX]{2}){0,2}(T[\d:]+)?[~?]?|T\d\d:\d\d"
)


def target(work: Target) -> Target:
    """Puts it on the list."""
    TARGETS[work.__name__.removeprefix("fuzz_")] = work
    return work


def said(data: bytes) -> tuple[str, str]:
    """(language, text) of some bytes: the first chooses."""
    first, rest = (data[0], data[1:]) if data else (0, b"")
    codes = languages.codes()
    if first & 1:
        text = rest.decode("utf-8", "replace")
    else:
        text = ("" if first & 2 else " ").join(WORDS[b] if b < len(WORDS) else chr(b & 0x7F) for b in rest)
    return codes[(first >> 2) % len(codes)], text


@target
def fuzz_figures(data: bytes) -> None:
    figures_hold(*said(data))


def figures_hold(code: str, text: str) -> None:
    """What is true of the figures of any text."""
    found = figures(text, languages.load(code), "p.1")
    for n, figure in enumerate(found, 1):
        assert figure.span.of(text) == figure.text, figure
        assert figure.span.length > 0, figure
        assert figure.id == f"p.1.f{n}", figure
        assert VALUE.fullmatch(figure.value), figure
        assert figure.to is None or VALUE.fullmatch(figure.to), figure
    assert all(a.span.end <= b.span.start for a, b in pairwise(found)), found


@target
def fuzz_repair(data: bytes) -> None:
    code, text = said(data)
    mending_holds(code, text.split("\n\n"))


def mending_holds(code: str, texts: Sequence[str]) -> None:
    """What is true of any texts that were mended: it can be undone, and is the same each time."""
    paragraphs = tuple(Paragraph(f"{code}.{n}", "paragraph", Text(t)) for n, t in enumerate(texts))
    document = Document(Source("a.txt", code), Tongue(code, code, 1.0), paragraphs)
    mended = repair(document)
    assert [p.text.raw for p in mended.paragraphs] == list(texts)
    assert [p.text.undone() for p in mended.paragraphs] == [p.text for p in paragraphs]
    for p in mended.paragraphs:
        assert all(0 <= f.span.start <= f.span.end <= len(p.text.mended) for f in p.flags), p.flags
        assert all(patch.rules for patch in p.text.patches), p.text.patches
    assert repair(document) == mended


@target
def fuzz_text(data: bytes) -> None:
    """A text file of any bytes, to paragraphs."""
    from pipeline.stages.assemble import assemble

    try:
        pages = read_text(Source("a.txt", "fr"), data)
    except DocumentError as error:
        assert error.says
        return
    document = repair(assemble(pages, Tongue("fr", "fr", 1.0)))
    held = [c for page in pages.pages for line in page.lines for c in line.text if not c.isspace()]
    kept = [*(p.text.raw for p in document.paragraphs), *(d.raw for d in document.dropped)]
    assert sorted(held) == sorted(c for text in kept for c in text if not c.isspace())


# ---------------------------------------------------------------- what is sent or kept as a file


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz"))


@cache
def _release() -> Release:
    from conftest import release

    return release()


class _Shelves:
    def __getitem__(self, id: str) -> Release:  # noqa: A002
        if id != _release().id:
            raise WrongUse(f"there is no release {id!r}")
        return _release()


@cache
def _sound() -> bytes:
    return codec.encode(_release())


JUNK: tuple[Any, ...] = (None, True, -1, 2**70, 1.5, "", "fr", "fr.0", "a0", [], {}, [1, 2, 3], [5, 1], {"span": [5, 1]}, "\ud800")  # fmt: skip # noqa: E501


@target
def fuzz_codec(data: bytes) -> None:
    """A release.json: any bytes, or a sound one in which some values are others, or gone."""
    if data[:1] < b"\x40":
        held = data[1:]
    else:
        told = json.loads(_sound())
        for n in range(1, len(data) - 8, 9):
            _spoil(told, data[n : n + 9])
        held = json.dumps(told).encode("utf-8", "surrogatepass")
    try:
        release = codec.decode(held)
    except WrongUse as error:
        assert error.says
        return
    again = codec.encode(release)
    assert codec.encode(codec.decode(again)) == again, "what was read is not what is written"


def _spoil(told: Any, steps: bytes) -> None:
    """Walks as the first seven bytes say, and puts what the last two say."""
    here = told
    for step in steps[:7]:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = keys[step % len(keys)]
        if step < 224 and isinstance(here[key], (dict, list)) and here[key]:
            here = here[key]
            continue
        if steps[-1] & 1:
            del here[key]
        else:
            here[key] = deepcopy(JUNK[steps[-2] % len(JUNK)])
        return


TOML = (
    "[[correction]]\n", "[correction]\n", "action = ", '"link"', '"unlink"', '"split"', '"join"', '"text"',
    '"accept"', "\n", "at = [", "{", "}", "]", "language = ", '"fr"', '"en"', ", ", "begins = ", '"La mise"',
    '"L’économie"', "nth = ", "1", "0", "-1", "9" *30, "ends = ", "reason = ", "text = ", "check = ", '"""', "'''",
    "\\u0000", "1979-05-27", "nan", "true", "[[name]]\n", "key = ", "names = ", "title = ", "date = ", "publisher = ",
    "[limits]\n", "seconds = ", "[checks]\n", "order_kept = ", '"off"', "[[silence]]\n", "release = ", "[models]\n",
    "fr = ", "a.b.c = ", "[a.b]\n", "#", "=", "\r",
)  # fmt: skip


def _toml(data: bytes) -> bytes:
    if data[:1] < b"\x40":
        return data[1:]
    return "".join(TOML[b] if b < len(TOML) else chr(b & 0x7F) for b in data[1:]).encode()


@target
def fuzz_corrections(data: bytes) -> None:
    """A corrections.toml that a reviewer sends; what is read is written and read again as it was."""
    path = _folder() / "corrections.toml"
    path.write_bytes(_toml(data))
    try:
        found = read_corrections(path)
    except WrongUse as error:
        assert error.says
        return
    assert isinstance(found, Corrections)
    write_corrections(path, found)
    assert read_corrections(path) == found


@target
def fuzz_settings(data: bytes) -> None:
    """visavis.toml, names.toml and release.toml."""
    held = _toml(data)
    folder = _folder()
    (folder / "visavis.toml").write_bytes(held)
    (folder / "release.toml").write_bytes(held)
    try:
        read_config(folder)
    except WrongUse as error:
        assert error.says
    papers, told = read_papers(folder / "release.toml")
    assert all(isinstance(v, str) for v in vars(papers).values())
    assert all(told)
    try:
        names.use(held.decode("utf-8", "replace"))
    except WrongUse as error:
        assert error.says
    finally:
        names.use("")


CELLS = (
    "plan-velo", "a0", "a1", "a2", "a3", "a4", "a5", "a9", "right", "wrong", "ignore", "perhaps", "fr.0", "en.2 en.3",
    "fr.99", "-", "0", "figures_agree", "", "'=1+1", "La mise en œuvre du plan vélo", "Implementing the cycling plan",
    "Le cœur du dispositif est publié : 25 % des pistes sont élargies.",
    "The heart of the scheme is published: 26% of the lanes are widened.", "25 %", "\x0b", "\n", '"', ",", "\t",
    "x" *300,
)  # fmt: skip
HEADS = ("release", "alignment", "decision", "correction", "reason", "finding", "fr", "en", "page", "", "release")


def _table(data: bytes) -> list[list[str]]:
    """Rows of cells: the first byte is how wide, a row of heads, the rest a byte a cell."""
    wide = 3 + (data[0] % 8 if data else 4)
    head = list(HEADS[:wide]) if not data or data[0] < 200 else [HEADS[b % len(HEADS)] for b in data[1 : 1 + wide]]
    cells = [CELLS[b] if b < len(CELLS) else chr(b & 0x7F) for b in data[1:]]
    return [head, *(cells[n : n + wide] for n in range(0, len(cells), wide))]


@target
def fuzz_review_csv(data: bytes) -> None:
    """A review sheet as CSV: any bytes, or a table."""
    path = _folder() / "review.csv"
    if data[:1] < b"\x30":
        path.write_bytes(data[1:])
    else:
        text = io.StringIO()
        csv.writer(text, delimiter=",;\t"[data[0] % 3]).writerows(_table(data[1:]))
        path.write_bytes(text.getvalue().encode("utf-8-sig" if data[0] & 4 else "utf-8"))
    _reviewed(path)


SHEET = (
    b"<row>", b'<row r="1">', b'<row r="2">', b'<row r="4000000000">', b'<row r="-1">', b"</row>",
    b'<c r="A1" t="inlineStr">', b'<c r="C2" t="inlineStr">', b'<c r="XFD2" t="s">', b'<c r="ZZZZZZZ9">',
    b'<c t="s">', b'<c t="b">', b'<c t="d">', b'<c t="e">', b'<c t="n">', b"</c>", b"<is><t>", b"</t></is>", b"<v>",
    b"</v>", b"0", b"1", b"-1", b"99999999999", b"1e400", b"NaN", b"release", b"alignment", b"decision",
    b"correction", b"plan-velo", b"a2", b"right", b"wrong", b"&amp;", b"&x;", b"<f>1+1</f>", b"2022-03-04",
    b'<dimension ref="A1:XFD1048576"/>', b"<sheetData>", b"</sheetData>", b"<mergeCells/>",
)  # fmt: skip


@target
def fuzz_review_xlsx(data: bytes) -> None:
    """A review sheet as a workbook: any bytes, a sound one with bytes changed, or a sheet of any cells."""
    path = _folder() / "review.xlsx"
    if data[:1] < b"\x20":
        path.write_bytes(data[1:])
    elif data[:1] < b"\x60":
        held = bytearray(_book(None))
        for n in range(1, len(data) - 2, 3):
            held[int.from_bytes(data[n : n + 2], "big") % len(held)] = data[n + 2]
        path.write_bytes(held)
    else:
        parts = b"".join(SHEET[b] if b < len(SHEET) else bytes([b & 0x7F]) for b in data[1:])
        path.write_bytes(_book(b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                               + (b"<sheetData>" if data[0] & 1 else b"") + parts))  # fmt: skip
    _reviewed(path)


@cache
def _written() -> dict[str, bytes]:
    """The parts of a sound workbook with one decision."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "alignments"
    for row in _table(bytes([5, 0, 3, 8, 12, 0, 18, 20, 21])):
        sheet.append([cell if cell.isprintable() else "" for cell in row])
    held = io.BytesIO()
    book.save(held)
    with zipfile.ZipFile(held) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _book(sheet: bytes | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, held in _written().items():
            book.writestr(zipfile.ZipInfo(name), held if sheet is None or "sheet1" not in name else sheet)
    return out.getvalue()


def _reviewed(path: Path) -> None:
    try:
        decided = read_review(path, _Shelves())
    except WrongUse as error:
        assert error.says
        return
    for name, entries in decided.corrections.items():
        assert name == _release().id
        kept = path.with_name("kept.toml")
        write_corrections(kept, Corrections(tuple(entries)))
        tomllib.loads(kept.read_text(encoding="utf-8"))
        assert read_corrections(kept).entries == tuple(entries), "what was decided is not what is kept"


# ---------------------------------------------------------------- where a fuzzer begins


def _spelt(first: int, words: Sequence[Any], *told: Any) -> bytes:
    """The bytes that mean these words."""
    return bytes([first, *(words.index(w) for w in told)])


def _correction(action: str) -> tuple[str, ...]:
    """The words with which a correction of a French paragraph begins."""
    first = ("[[correction]]\n", "action = ", action, "\n", "at = [")
    return (*first, "{", "language = ", '"fr"', ", ", "begins = ", '"La mise"', "}")


_LINK = (
    *_correction('"link"'),
    ", ",
    "{",
    "language = ",
    '"en"',
    ", ",
    "begins = ",
    '"La mise"',
    ", ",
    "nth = ",
    "1",
    "}",
    "]",
    "\n",
)
_TEXT = (
    *_correction('"text"'),
    "]",
    "\n",
    "text = ",
    '"en"',
    "\n",
)
_ROW = (
    "plan-velo",
    "a3",
    "right",
    "",
    "",
    "",
    "Le cœur du dispositif est publié : 25 % des pistes sont élargies.",
    "The heart of the scheme is published: 26% of the lanes are widened.",
    "0",
    "",
)
SEEDS: dict[str, tuple[bytes, ...]] = {
    "figures": (
        _spelt(0, WORDS, "3", "5", "milliards", "euros", "between", "1", "and", "2", "hundred", "thousand", "dollars"),
        _spelt(4, WORDS, "1er", "janvier", "2021", "to", "May", "2021", "environ", "quatre-vingt", "km²"),
        b"\x01entre 3,5 et 4 M\xe2\x82\xac par an, soit 25 % de 1 200 000",
    ),
    "repair": (
        _spelt(0, WORDS, "c", "œ", "ur", "t", "o", "ter-\n", "ritoire", "Ã©", "uvre"),
        "\x01La mise en \n\n\x0cuvre du c ur, e\u0301t\u00e9 \ufb01n".encode(),
    ),
    "text": (b"Le plan\n\nLa Cour publie son rap-\nport.\n1\n\fLe plan\n\nSuite\n2\n", "déjà vu".encode("cp1252")),
    "codec": (b"\x40" + bytes(range(9)) * 3, b"\x00{}", b"\x41" + bytes([4, 200, 30, 3, 9, 1, 0, 5, 1])),
    "corrections": (_spelt(0x40, TOML, *_LINK), _spelt(0x40, TOML, *_LINK, *_TEXT), b"\x00a = 1"),
    "settings": (
        _spelt(0x40, TOML, "[limits]\n", "seconds = ", "1", "\n", "[checks]\n", "order_kept = ", '"off"', "\n"),
        _spelt(0x40, TOML, "[[name]]\n", "key = ", '"fr"', "\n", "names = ", "{", "fr = ", '"en"', "}", "\n"),
        _spelt(0x40, TOML, "title = ", '"fr"', "\n", "date = ", "1979-05-27", "\n"),
    ),
    "review_csv": (
        b"\x30" + _spelt(7, CELLS, *_ROW),
        b"\x31" + _spelt(7, CELLS, *_ROW, *_ROW),
        b"\x00release,decision\na,b",
    ),
    "review_xlsx": (
        b"\x20\x01\x02\x03",
        _spelt(
            0x61, SHEET, b"<row>", b'<c r="A1" t="inlineStr">', b"<is><t>", b"release", b"</t></is>", b"</c>", b"<v>"
        ),
    ),
}
