"""Bytes of a file to lines with their places: both engines, doubts, typed refusals."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from drawn import HEIGHT, TEXT, column, pdf, runs, width, wrapped
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.config import Limits
from pipeline.errors import (
    Damaged,
    DocumentError,
    Empty,
    Encrypted,
    NotAPdf,
    NoTextLayer,
    TooLarge,
    Undecodable,
    WrongEncoding,
    WrongUse,
)
from pipeline.model.document import Line, Pages, Source
from pipeline.model.place import Box
from pipeline.stages.extract import extract
from pipeline.stages.extract.crop import render

Draw = Callable[[Canvas], None]
ENGINES = ("pdfium", "pdfplumber")


def read(path: Path, engine: str = "auto") -> Pages:
    return extract(Source(path.name, ""), path, engine)


def lines(path: Path, engine: str = "auto") -> list[Line]:
    return [line for page in read(path, engine).pages for line in page.lines]


def texts(path: Path, engine: str = "auto") -> list[str]:
    return [line.text for line in lines(path, engine)]


# ---------------------------------------------------------------- what pages hold: drawing, lines expected


def fallback(c: Canvas) -> None:
    runs(c, 70, 780, ("la mise en ", "Vera", 11, 0), ("œ", "Times-Roman", 12, 0), ("uvre au c", "Vera", 11, 0),
         ("œ", "Times-Roman", 12, 1.8), ("ur coûte 3M", "Vera", 11, 0), ("€", "Times-Roman", 11, 0), (" par an", "Vera", 11, 0))  # fmt: skip # noqa: E501


def late(c: Canvas) -> None:
    """The odd glyphs are drawn when all else is done, into gaps left for them."""
    gaps = []
    x = 70.0
    for text, odd in (("la mise en ", "œ"), ("uvre au c", "œ"), ("ur coûte 24M", "€"), (".", "")):
        x = runs(c, x, 780, (text, "Vera", 11, 0))
        gaps.append((x, odd))
        x += width(odd, 11, "Times-Roman") if odd else 0
    column(c, ["Une autre ligne suit la première."], 70, 766, 11)
    for x, odd in gaps:
        if odd:
            runs(c, x, 780, (odd, "Times-Roman", 11, 0))


def raised(c: Canvas) -> None:
    runs(c, 70, 780, ("le 18", "Vera", 11, 0), ("ème", "Vera", 7, 4), (" lot de 120 m", "Vera", 11, 0),
         ("2", "Vera", 7, 4), (" pour 2021-2027", "Vera", 11, 0), ("1", "Vera", 7, 4), (" et le CO", "Vera", 11, 0),
         ("2", "Vera", 7, -2),
         (" rejeté", "Vera", 11, 0))  # fmt: skip


def colon(c: Canvas) -> None:
    runs(c, 70, 780, ("Premier objectif ", "VeraBd", 14, 0), (": ", "Vera", 10, 0), ("sortir", "VeraBd", 14, 0))


def two_columns(c: Canvas) -> None:
    """Drawn across, line by line, as some writers do: only the white between them tells the columns apart."""
    for n, (left, right) in enumerate(
        zip(wrapped(TEXT, 200), wrapped(TEXT.replace("commune", "ville"), 200), strict=False)
    ):
        column(c, [left], 60, 780 - 13 * n)
        column(c, [right], 290, 780 - 13 * n)


def three_columns(c: Canvas) -> None:
    for k in range(3):
        column(c, wrapped(TEXT, 145, 9), 60 + 160 * k, 780, 9, 11)


def words_apart(c: Canvas) -> None:
    for n, line in enumerate(wrapped(TEXT, 440)):
        x = 70.0
        for word in line.split():
            runs(c, x, 780 - 14 * n, (word, "Vera", 10, 0))
            x += width(word + " ")


def glyphs_apart(c: Canvas) -> None:
    for n, line in enumerate(wrapped(TEXT[:150], 440)):
        for k, char in enumerate(line):
            if char != " ":
                runs(c, 70 + width(line[:k]), 780 - 14 * n, (char, "Vera", 10, 0))


def bold_last(c: Canvas) -> None:
    late: list[tuple[float, float, str]] = []
    for n, line in enumerate(wrapped(TEXT, 400)):
        x = 70.0
        for k, word in enumerate(line.split()):
            if k == 2:
                late.append((x, 780 - 14 * n, word))
            else:
                runs(c, x, 780 - 14 * n, (word, "Vera", 10, 0))
            x += width(word + " ", 10, "VeraBd" if k == 2 else "Vera")
    for x, y, word in late:
        runs(c, x, y, (word, "VeraBd", 10, 0))


def spaced_out(c: Canvas) -> None:
    text = c.beginText(70, 780)
    text.setFont("VeraBd", 16)
    text.setCharSpace(5)
    text.textLine("AUDIT FLASH")
    c.drawText(text)


def sideways(c: Canvas) -> None:
    c.translate(560, 60)
    c.rotate(90)
    column(c, wrapped(TEXT, 600), 0, 480)


def turned(path: Path) -> Path:
    """The page of `sideways` with /Rotate, so that it is shown level."""
    with pikepdf.open(pdf(path, sideways)) as held:
        held.pages[0].Rotate = 90
        held.save(path.with_suffix(".turned.pdf"))
    return path.with_suffix(".turned.pdf")


def twice(c: Canvas) -> None:
    """Drawn a second time, a hair aside, to look bold."""
    for aside in (0, 0.3):
        runs(c, 70 + aside, 780, ("Un titre gras par deux fois", "Vera", 14, 0))


def stamped(c: Canvas) -> None:
    column(c, wrapped(TEXT, 440), 70, 780)
    c.setFont("VeraBd", 60)
    c.drawString(100, 745, "COPIE")


def initial(c: Canvas) -> None:
    rows = wrapped(TEXT[1:], 400)
    runs(c, 70, 767, ("L", "VeraBd", 30, 0))
    column(c, rows[:2], 70 + width("L", 30, "VeraBd") + 3, 780)
    column(c, rows[2:], 70, 754)


def contents(c: Canvas) -> None:
    for n, (title, page) in enumerate([("Les moyens", "3"), ("Les résultats obtenus", "12")]):
        runs(c, 70, 780 - 15 * n, (f"{n + 1}.", "Vera", 10, 0))
        runs(c, 95, 780 - 15 * n, (title + " " + ". " * 30, "Vera", 10, 0))
        runs(c, 500, 780 - 15 * n, (page, "Vera", 10, 0))


def items(c: Canvas) -> None:
    for n, text in enumerate(["ouvrir trois lieux", "renforcer les équipes", "publier un bilan"]):
        runs(c, 80, 780 - 15 * n, ("•", "Vera", 10, 0))
        runs(c, 100, 780 - 15 * n, (text, "Vera", 10, 0))


def cropped(c: Canvas) -> None:
    c.setCropBox((50, 50, 545, 800))
    column(c, wrapped(TEXT, 440), 70, 780)


def in_a_form(c: Canvas) -> None:
    c.beginForm("held")
    column(c, ["Le texte tenu dans un objet."], 70, 700)
    c.endForm()
    column(c, ["Le texte de la page."], 70, 780)
    c.doForm("held")


PROSE = wrapped(TEXT, 440)
SHEETS: list[tuple[Draw, list[str]]] = [
    (fallback, ["la mise en œuvre au cœur coûte 3M€ par an"]),
    (late, ["la mise en œuvre au cœur coûte 24M€.", "Une autre ligne suit la première."]),
    (raised, ["le 18ème lot de 120 m2 pour 2021-20271 et le CO2 rejeté"]),
    (colon, ["Premier objectif : sortir"]),
    (two_columns, [t for pair in zip(wrapped(TEXT, 200), wrapped(TEXT.replace("commune", "ville"), 200), strict=False)
                   for t in pair]),
    (three_columns, wrapped(TEXT, 145, 9) * 3),
    (words_apart, PROSE),
    (glyphs_apart, wrapped(TEXT[:150], 440)),
    (bold_last, wrapped(TEXT, 400)),
    (spaced_out, ["AUDIT FLASH"]),
    (sideways, wrapped(TEXT, 600)),
    (twice, ["Un titre gras par deux fois"]),
    (stamped, [*PROSE, "COPIE"]),
    (initial, ["L" + wrapped(TEXT[1:], 400)[0], *wrapped(TEXT[1:], 400)[1:]]),
    (contents, [f"1. Les moyens {'. ' * 30}3", f"2. Les résultats obtenus {'. ' * 30}12"]),
    (items, ["• ouvrir trois lieux", "• renforcer les équipes", "• publier un bilan"]),
    (cropped, PROSE),
    (in_a_form, ["Le texte de la page.", "Le texte tenu dans un objet."]),
]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("draw", "expected"), SHEETS, ids=[d.__name__ for d, _ in SHEETS])
def test_lines(draw: Draw, expected: list[str], engine: str, tmp_path: Path) -> None:
    assert texts(pdf(tmp_path / "a.pdf", draw), engine) == expected


@pytest.mark.parametrize("draw", [d for d, _ in SHEETS], ids=[d.__name__ for d, _ in SHEETS])
def test_engines_agree_on_places(draw: Draw, tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", draw)
    one, other = lines(path, "pdfium"), lines(path, "pdfplumber")
    for a, b in zip(one, other, strict=True):
        assert a.box and b.box
        assert all(math.isclose(x, y, abs_tol=1.0) for x, y in zip(a.box, b.box, strict=True)), (a, b)
        assert (a.size, a.bold, a.turn) == (b.size, b.bold, b.turn)
        assert [(r.span, r.bold, r.size) for r in a.runs] == [(r.span, r.bold, r.size) for r in b.runs]
        assert all(math.isclose(r.raised, s.raised, abs_tol=0.3) for r, s in zip(a.runs, b.runs, strict=True))


@pytest.mark.parametrize("draw", [d for d, _ in SHEETS], ids=[d.__name__ for d, _ in SHEETS])
def test_runs_cover_the_text(draw: Draw, tmp_path: Path) -> None:
    for line in lines(pdf(tmp_path / "a.pdf", draw)):
        held = "".join(run.span.of(line.text) for run in line.runs)
        assert held.replace(" ", "") == line.text.replace(" ", "")
        assert all(a.span.end <= b.span.start for a, b in zip(line.runs, line.runs[1:], strict=False))


def test_superscripts_are_told_by_their_runs(tmp_path: Path) -> None:
    (line,) = lines(pdf(tmp_path / "a.pdf", raised))
    above = {run.span.of(line.text): run.raised for run in line.runs if run.raised > 0}
    below = {run.span.of(line.text): run.raised for run in line.runs if run.raised < 0}
    assert set(above) == {"ème", "2", "1"} and set(below) == {"2"}
    assert above["ème"] == pytest.approx(4, abs=0.1)


def test_boxes_are_counted_from_the_top_left_as_shown(tmp_path: Path) -> None:
    (first, *_) = lines(pdf(tmp_path / "a.pdf", words_apart))
    assert first.box and first.box.page == 1
    assert first.box.x0 == pytest.approx(70, abs=0.5)
    assert first.box.top < HEIGHT - 780 < first.box.bottom  # the baseline is in the box
    for engine in ENGINES:
        page = read(turned(tmp_path / "b.pdf"), engine).pages[0]
        assert (page.width, page.height) == (HEIGHT, 595)
        assert [line.text for line in page.lines] == wrapped(TEXT, 600)
        assert {line.turn for line in page.lines} == {0}  # a page turned to be read is read level
    assert {line.turn for line in lines(pdf(tmp_path / "c.pdf", sideways))} == {270}


def test_letters_drawn_over_one_another_are_told(tmp_path: Path) -> None:
    def draw(c: Canvas) -> None:
        x = runs(c, 70, 780, ("au c", "Vera", 11, 0), ("o", "Vera", 11, 0))
        runs(c, x - 2.5, 780, ("e", "Vera", 11, 0), ("ur", "Vera", 11, 0))

    for engine in ENGINES:
        (line,) = lines(pdf(tmp_path / "a.pdf", draw), engine)
        assert line.text == "au coeur"
        assert [span.of(line.text) for span in line.overlaps] == ["oe"]


# ---------------------------------------------------------------- tables


def plain_table(c: Canvas) -> None:
    column(c, ["Les dépenses de la ville par poste sont les suivantes :"], 70, 800)
    rows = [("Poste", "2020", "2021"), ("Personnel", "12 340", "13 455"), ("Achats", "890", "1 100")]
    for n, (name, *figures) in enumerate(rows):
        column(c, [name], 70, 770 - 15 * n)
        for k, figure in enumerate(figures):
            c.drawRightString(260 + 70 * k, 770 - 15 * n, figure)
    column(c, ["La hausse tient aux effectifs de la police municipale."], 70, 700)


def ruled_table(c: Canvas) -> None:
    xs, ys = (70, 190, 400, 500), (760, 742, 706)
    for x in xs:
        c.line(x, ys[0], x, ys[-1])
    for y in ys:
        c.line(xs[0], y, xs[-1], y)
    cells = [[["Mesure"], ["Contenu"], ["Échéance"]], [["Ouverture"], ["Trois lieux nouveaux", "de repos"], ["2022"]]]
    for row, top in zip(cells, ys, strict=False):
        for x, held in zip(xs, row, strict=False):
            column(c, held, x + 4, top - 13, 10, 12)


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_of_tables_have_cells(engine: str, tmp_path: Path) -> None:
    before, *rows, after = lines(pdf(tmp_path / "a.pdf", plain_table), engine)
    assert [[s.of(r.text) for s in r.cells] for r in rows] == [
        ["Poste", "2020", "2021"], ["Personnel", "12 340", "13 455"], ["Achats", "890", "1 100"],
    ]  # fmt: skip
    assert not before.cells and not after.cells


@pytest.mark.parametrize("engine", ENGINES)
def test_rulings_hold_cells_of_several_lines(engine: str, tmp_path: Path) -> None:
    rows = lines(pdf(tmp_path / "a.pdf", ruled_table), engine)
    assert [[s.of(r.text) for s in r.cells] for r in rows] == [
        ["Mesure", "Contenu", "Échéance"], ["Ouverture", "Trois lieux nouveaux\nde repos", "2022"],
    ]  # fmt: skip


def test_items_and_columns_are_no_tables(tmp_path: Path) -> None:
    for draw in (items, two_columns, three_columns, contents):
        assert not any(line.cells for line in lines(pdf(tmp_path / f"{draw.__name__}.pdf", draw)))


# ---------------------------------------------------------------- fonts without a map


def unmapped(path: Path, change: Callable[[pikepdf.Pdf, pikepdf.Object], None]) -> Path:
    """The file with each font that has a ToUnicode map changed."""
    with pikepdf.open(path, allow_overwriting_input=True) as held:
        for thing in held.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                change(held, thing)
        held.save(path)
    return path


def test_a_font_without_any_map_is_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", lambda c: column(c, ["ßłđŋħĸ" * 6], 70, 780))

    def drop(_: pikepdf.Pdf, font: pikepdf.Object) -> None:
        del font["/ToUnicode"]

    with pytest.raises(Undecodable) as said:
        read(unmapped(path, drop))
    assert "OCR" in said.value.says


def test_glyphs_without_a_letter_stand_for_themselves(tmp_path: Path) -> None:
    """Codes cut out of the map: the same glyph gets the same stand-in, what it may be is told by its width."""
    path = pdf(tmp_path / "a.pdf", lambda c: column(c, ["au cœur de l’œuvre", *PROSE], 70, 780))

    def to_nothing(held: pikepdf.Pdf, font: pikepdf.Object) -> None:
        chart = font["/ToUnicode"].read_bytes()
        font["/ToUnicode"] = held.make_stream(chart.replace(b"<0153>", b"<0000>"))

    pages = read(unmapped(path, to_nothing))
    first = pages.pages[0].lines[0].text
    assert first[4] == first[13] and ord(first[4]) >= 0xF0000
    assert first.replace(first[4], "œ") == "au cœur de l’œuvre"
    (glyph,) = pages.glyphs
    assert (glyph.char, glyph.times, glyph.font) == (first[4], 2, "BitstreamVeraSans-Roman")
    assert "œ" in glyph.candidates
    assert [d.reason for d in pages.doubts] == ["unmapped-glyphs"] and pages.doubts[0].times == 2


def test_a_private_letter_stands_for_itself(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", lambda c: column(c, ["au cœur", *PROSE], 70, 780))

    def to_private(held: pikepdf.Pdf, font: pikepdf.Object) -> None:
        font["/ToUnicode"] = held.make_stream(font["/ToUnicode"].read_bytes().replace(b"<0153>", b"<E123>"))

    pages = read(unmapped(path, to_private))
    assert pages.pages[0].lines[0].text == "au c\ue123ur"
    assert [g.char for g in pages.glyphs] == ["\ue123"] and "œ" in pages.glyphs[0].candidates


# ---------------------------------------------------------------- files that cannot be read


def scan(c: Canvas) -> None:
    picture = io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    picture.seek(0)
    from reportlab.lib.utils import ImageReader

    c.drawImage(ImageReader(picture), 50, 50, 400, 500)


def locked(path: Path, user: str) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as held:
        held.save(path, encryption=pikepdf.Encryption(owner="owner", user=user))
    return path


@pytest.mark.parametrize("engine", ENGINES)
def test_a_user_password_is_a_refusal_and_an_owner_password_is_not(engine: str, tmp_path: Path) -> None:
    with pytest.raises(Encrypted):
        read(locked(pdf(tmp_path / "a.pdf", items), "secret"), engine)
    assert len(texts(locked(pdf(tmp_path / "b.pdf", items), ""), engine)) == 3


def test_a_picture_of_text_is_refused_and_named_in_a_mixed_file(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayer):
        read(pdf(tmp_path / "a.pdf", scan))

    def mixed(c: Canvas) -> None:
        column(c, PROSE, 70, 780)
        c.showPage()
        scan(c)

    pages = read(pdf(tmp_path / "b.pdf", mixed))
    assert [(d.page, d.reason) for d in pages.doubts] == [(2, "no-text-layer")]


@pytest.mark.parametrize(
    ("name", "held", "error"),
    [
        ("a.pdf", b"", Empty), ("a.pdf", b"<html>404</html>", NotAPdf), ("a.pdf", b"%PDF-1.7\n%broken", Damaged),
        ("a.txt", b"", Empty), ("a.txt", b" \n\n", Empty), ("a.txt", b"%PDF-1.4 ", NotAPdf),
        ("a.txt", b"caf\x81\xe9", WrongEncoding), ("a.txt", b"\x00\x01\x02", WrongEncoding), ("a.docx", b"PK", NotAPdf),
    ],
)  # fmt: skip
def test_refusals_are_typed_and_say_what_to_do(
    name: str, held: bytes, error: type[DocumentError], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(held)
    with pytest.raises(error) as said:
        read(tmp_path / name)
    assert len(said.value.says) > 20 and said.value.type == error.type


def test_limits_are_kept(tmp_path: Path) -> None:
    def pages(c: Canvas) -> None:
        for _ in range(3):
            items(c)
            c.showPage()

    path = pdf(tmp_path / "a.pdf", pages)
    assert len(extract(Source("a", ""), path, limits=Limits(pages=3)).pages) == 3
    with pytest.raises(TooLarge, match="3 pages"):
        extract(Source("a", ""), path, limits=Limits(pages=2))
    with pytest.raises(TooLarge, match="MB"):
        extract(Source("a", ""), path, limits=Limits(megabytes=0.0001))
    with pytest.raises(WrongUse, match="pdfium"):
        read(path, "tesseract")


def test_a_broken_file_gives_a_typed_error_or_text(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "a.pdf", words_apart).read_bytes()
    for cut in range(100, len(whole), len(whole) // 12):
        for held in (whole[:cut], whole[:cut] + bytes(40) + whole[cut + 40 :]):
            (tmp_path / "b.pdf").write_bytes(held)
            try:
                assert read(tmp_path / "b.pdf").pages
            except DocumentError as error:
                assert error.type in {"damaged", "empty", "no-text-layer", "undecodable"}


def test_the_source_is_filled_in(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", items)
    source = read(path).source
    assert (source.media_type, source.pages, len(source.sha256)) == ("application/pdf", 1, 64)
    assert source.extractor.startswith("pdfium 5")
    assert read(path, "pdfplumber").source.extractor.startswith("pdfplumber 0.")
    assert read(path) == read(path)


# ---------------------------------------------------------------- text files


def test_text_keeps_its_lines_and_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Un titre\r\n\r\nà l’œuvre  \nfin\f page deux\n".encode())
    pages = read(tmp_path / "a.txt")
    assert [[line.text for line in page.lines] for page in pages.pages] == [
        ["Un titre", "", "à l’œuvre", "fin"],
        [" page deux"],
    ]
    assert pages.source.media_type == "text/plain" and not pages.doubts


@pytest.mark.parametrize(
    ("held", "reason"),
    [("œuvre à 3 €".encode("cp1252"), "windows-1252"), ("\ufeffœuvre à 3 €".encode(), "byte-order-mark"),
     ("\ufeffœuvre à 3 €".encode("utf-16-le"), "byte-order-mark")],
)  # fmt: skip
def test_encodings_are_told_apart_and_noted(held: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(held)
    pages = read(tmp_path / "a.txt")
    assert pages.pages[0].lines[0].text == "œuvre à 3 €"
    assert [d.reason for d in pages.doubts] == [reason]


# ---------------------------------------------------------------- pictures


def test_pictures_show_the_box_that_is_asked_for(tmp_path: Path) -> None:
    path = turned(tmp_path / "a.pdf")
    box = lines(path)[0].box
    assert box
    whole, part = (Image.open(io.BytesIO(render(path, 1, b, 2.0))) for b in (None, box))
    assert whole.size == (round(HEIGHT * 2), 595 * 2)
    assert part.size == pytest.approx(((box.width + 4) * 2, (box.height + 4) * 2), abs=3)
    assert part.convert("L").getextrema()[0] < 64  # there is ink in it
    empty = Image.open(io.BytesIO(render(path, 1, Box(1, 700, 500, 760, 540), 2.0)))
    assert empty.convert("L").getextrema() == (255, 255)
    with pytest.raises(Damaged):
        render(path, 2)


@pytest.mark.parametrize("engine", ENGINES)
def test_accents_of_their_own_stand_before_their_letters(engine: str, tmp_path: Path) -> None:
    """As TeX sets them: the accent drawn over the letter, raised where the letter is a capital."""

    def draw(c: Canvas) -> None:
        x = runs(c, 70, 780, ("d", "Vera", 10, 0))
        runs(c, x, 780, ("épass".replace("é", "e"), "Vera", 10, 0))
        runs(c, x + 0.6, 780, ("´", "Vera", 10, 0))
        x = runs(c, 120, 780, ("l’", "Vera", 10, 0))
        runs(c, x - 1, 780, ("ˆ", "Vera", 10, 2.4))
        runs(c, x, 780, ("Ile", "Vera", 10, 0))

    (line,) = lines(pdf(tmp_path / "a.pdf", draw), engine)
    assert line.text == "d´epass l’ˆIle"
    assert not line.overlaps


@pytest.mark.parametrize("engine", ENGINES)
def test_cells_of_several_rows_between_two_rulings(engine: str, tmp_path: Path) -> None:
    """TeX's tables: rulings around the head and the body, none between the rows of it."""

    def draw(c: Canvas) -> None:
        for x in (70, 150, 220):
            c.line(x, 760, x, 706)
        for y in (760, 742, 706):
            c.line(70, y, 220, y)
        for n, (name, figure) in enumerate([("Poste", "2020"), ("Personnel", "12 340"), ("Achats", "890")]):
            column(c, [name], 74, 747 - 17 * n)
            column(c, [figure], 160, 747 - 17 * n)

    rows = lines(pdf(tmp_path / "a.pdf", draw), engine)
    assert [[s.of(r.text) for s in r.cells] for r in rows] == [
        ["Poste", "2020"],
        ["Personnel", "12 340"],
        ["Achats", "890"],
    ]


def _numbered(path: Path, shift: int) -> Path:
    """TEXT set by glyph numbers of Vera without any map; `shift` numbers them otherwise than the font does."""
    import reportlab

    from pipeline.stages.extract.fontfile import shapes

    program = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    known = shapes(program)
    glyphs = {shape.letter: n for n, shape in known.items() if shape.letter}
    with pikepdf.new() as held:
        page = held.add_blank_page(page_size=(595, 842))
        descriptor = held.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Vera, Flags=4, FontBBox=[0, -200, 1000, 900],
                ItalicAngle=0, Ascent=900, Descent=-200, CapHeight=700, StemV=80,
                FontFile2=held.make_stream(program, Length1=len(program)),
            )
        )  # fmt: skip
        widths = [round(1000 * known[n].width) for n in sorted(known)]
        chart = b"".join((n + shift).to_bytes(2, "big") for n in range(len(widths)))
        below = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.Vera,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=descriptor, W=[0, widths[shift:] + widths[:shift]],
            CIDToGIDMap=held.make_stream(chart) if shift else pikepdf.Name.Identity,
        )  # fmt: skip
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Vera,
            Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=[held.make_indirect(below)],
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=held.make_indirect(font)))
        shown = "".join(
            f"BT /F1 10 Tf 70 {780 - 14 * n} Td <{''.join(f'{glyphs[c] - shift:04x}' for c in line)}> Tj ET\n"
            for n, line in enumerate(wrapped(TEXT, 440))
        )
        page.Contents = held.make_stream(shown.encode())
        held.save(path)
    return path


def test_a_font_program_tells_its_letters_when_the_widths_agree(tmp_path: Path) -> None:
    path = _numbered(tmp_path / "a.pdf", 0)
    for engine in ENGINES:
        assert texts(path, engine) == wrapped(TEXT, 440)
    assert not read(path).doubts


def test_a_font_numbered_otherwise_is_refused_and_not_guessed(tmp_path: Path) -> None:
    for engine in (*ENGINES, "auto"):
        with pytest.raises(Undecodable):
            read(_numbered(tmp_path / "a.pdf", 1), engine)


def test_a_second_reading_that_knows_other_letters_is_not_better() -> None:
    """pdfminer takes unknown fonts to be in the standard encoding: fewer stand-ins, wrong letters."""
    from pipeline.model.document import Page
    from pipeline.stages.extract.drawn import Drawn
    from pipeline.stages.extract.reread import _better

    def seen(text: str, strange: int) -> tuple[Page, Drawn]:
        return Page(1, 1, 1, (Line(text),)), Drawn(1, 1, {}, [], strange, 0, 1)

    first = seen("le c\U000f0000ur de l’été engagé, répété et déjà noté", 1)
    assert _better(*first, *seen("le cœur de l’été engagé, répété et déjà noté", 0))
    assert not _better(*first, *seen("le c÷ur de l’ØtØ engagØ, rØpØtØ et dØjà notØ", 0))
    assert not _better(*first, *seen("le cœur", 0))
