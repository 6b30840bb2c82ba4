"""Assembly: borders of paragraphs in raw text, columns, furniture, notes, tables, kinds. All samples are our own."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from steps import steps

from pipeline.model.document import Document, Line, Page, Pages, Run, Source, Tongue
from pipeline.model.place import Box, Span
from pipeline.stages.assemble import assemble

WIDTH, HEIGHT = 595.0, 842.0
CHAR = 0.5  # em a character: every line below is as wide as it has characters


def of_text(text: str, language: str = "fr") -> Document:
    pages = (Page(1, 0.0, 0.0, tuple(Line(x) for x in text.split("\n"))),)
    return assemble(Pages(Source("a.txt", language), pages), Tongue(language, language, 1.0))


def line(
    text: str,
    x: float,
    y: float,
    size: float = 10.0,
    bold: bool = False,
    page: int = 1,
    raised: str = "",
    font: str = "Sans",
) -> Line:
    """A line whose box begins at (x, y); `raised` is the end of the text that stands higher, and smaller."""
    box = Box(page, x, y, x + CHAR * size * len(text), y + size)
    runs = [Run(Span(0, len(text) - len(raised)), box, size, font, bold, False, 0.0)]
    if raised:
        runs.append(Run(Span(len(text) - len(raised), len(text)), box, 0.6 * size, "Sans", bold, False, 4.0))
    return Line(text, box, size, bold, tuple(runs))


def stacked(texts: list[str], x: float = 70.0, y: float = 100.0, leading: float = 12.0, page: int = 1) -> list[Line]:
    return [line(t, x, y + n * leading, page=page) for n, t in enumerate(texts)]


def of_lines(*pages: list[Line], language: str = "fr") -> Document:
    held = tuple(Page(n, WIDTH, HEIGHT, tuple(lines)) for n, lines in enumerate(pages, 1))
    return assemble(Pages(Source("a.pdf", language), held), Tongue(language, language, 1.0))


def told(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, p.text.mended) for p in document.paragraphs]


RELEASE = """DOSSIER DE PRESSE
Le 3 avril 2022
DES PONTS QUI VIEILLISSENT, UNE VILLE QUI TARDE
La commission des ouvrages publie ce jour son rapport sur les vingt-deux ponts de la ville,
qu’elle a visités pendant l’hiver avec
les services techniques et deux bureaux d’études venus de la région voisine pour l’occasion.
Des contrôles trop espacés
Les inspections ont lieu tous les neuf ans. La commission propose une visite chaque année,
et un carnet de santé pour chaque ouvrage.
Lire la synthèse
CONTACTS PRESSE
Jeanne Moreau
Directrice de la communication
T
01 44 55 66 77
jeanne.moreau@vauvre.example
Paul Lenoir
01 44 55 66 78
paul.lenoir@vauvre.example
@VilledeVauvre
Ville de Vauvre"""


def test_raw_text_without_blank_lines_is_cut_by_widths_punctuation_and_headings() -> None:
    kinds = [kind for kind, _ in told(of_text(RELEASE))]
    assert kinds == [
        "boilerplate", "dateline", "title", "paragraph", "heading", "paragraph", "boilerplate",
        "contact", "contact", "contact", "boilerplate",
    ]  # fmt: skip


def test_contacts_are_one_block_a_person() -> None:
    contacts = [text for kind, text in told(of_text(RELEASE)) if kind == "contact"]
    assert contacts[1] == "Jeanne Moreau Directrice de la communication T 01 44 55 66 77 jeanne.moreau@vauvre.example"
    assert contacts[2].startswith("Paul Lenoir")


PROSE = (
    "Pour toute question, vous pouvez écrire à la mission à l’adresse mission@vauvre.example.",
    "The office of the mayor is at your disposal at mayor@vauvre.example for the whole of the survey.",
    "Les habitants qui le veulent sont reçus par la mairie au 01 44 55 66 77.",
    'export MAIL="jeanne@vauvre.example"',
    "$ mail -s bonjour jeanne@vauvre.example",
    "# Author: Jeanne Moreau <jeanne@vauvre.example>",
)
DATA = (
    "Contact presse : Jeanne Moreau, 01 44 55 66 77, jeanne.moreau@vauvre.example",
    "Jeanne Moreau, directrice de la communication et des relations avec la presse, jeanne@vauvre.example",
    "Jeanne Moreau <jeanne.moreau@vauvre.example>",
    "T +33 1 44 55 66 77 – jeanne.moreau@vauvre.example",
    "Jeanne Moreau, 01 44 55 66 77, jeanne.moreau@vauvre.example.",
)


@pytest.mark.parametrize("text", [*PROSE, *DATA])
def test_a_sentence_with_an_address_is_prose_and_contact_data_are_not(text: str) -> None:
    language = "en" if text.startswith("The") else "fr"
    before = "La commission des ouvrages publie son rapport sur les vingt-deux ponts de la ville ce matin à midi."
    document = of_lines([*stacked([before] * 3), line(text, 70, 160)], language=language)
    wanted = "contact" if text in DATA else "paragraph"
    assert [p.kind for p in document.paragraphs if p.text.mended == text] == [wanted]


def test_a_listing_with_an_address_is_no_contact() -> None:
    before = stacked(["La commission des ouvrages publie son rapport sur les ponts de la ville ce matin à midi."] * 3)
    code = ["Maintainer: Jeanne Moreau <jeanne@vauvre.example>", "Priority: optional"]
    listing = [line(t, 70, 160 + 12 * n, font="t1xtt") for n, t in enumerate(code)]
    assert [k for k, t in told(of_lines(before + listing)) if "jeanne" in t] == ["paragraph"]
    typed = [line(t, 70, 100 + 12 * n, font="Courier") for n, t in enumerate([*("Le rapport est paru.",) * 2, *code])]
    assert [k for k, t in told(of_lines(typed)) if "jeanne" in t] == ["contact"], "a text typed all through"


@pytest.mark.parametrize(
    ("note", "language"),
    [
        ("(suite page suivante)", "fr"), ("… / …", "fr"), ("...", ""), (".../...", "fr"), ("T.S.V.P.", "fr"),
        ("(continues on next page)", "en"), ("Continued overleaf…", "en"), ("(P.T.O.)", "en"),
    ],
)  # fmt: skip
def test_a_note_that_the_text_goes_on_is_furniture(note: str, language: str) -> None:
    one = stacked(["Les ponts de la ville sont visités tous les neuf ans par les", "services techniques et par des"])
    two = stacked(["bureaux venus de la région voisine pour toute cette occasion."], page=2)
    document = of_lines([*one, line(note, 300, 130)], two, language=language or "fr")
    texts = [p.text.mended for p in document.paragraphs]
    if not language:  # an ellipsis alone says nothing
        assert any(note in t for t in texts)
        return
    assert [(d.raw, d.reason) for d in document.dropped] == [(note, "note that the text goes on")]
    assert len(texts) == 1, "the sentence runs on over the page"
    text = "\n".join([*(x.text for x in one), note]) + "\f" + two[0].text
    pages = tuple(
        Page(n, 0.0, 0.0, tuple(Line(x) for x in page.split("\n"))) for n, page in enumerate(text.split("\f"), 1)
    )
    plain = assemble(Pages(Source("a.txt", language), pages), Tongue(language, language, 1.0))
    assert [d.raw for d in plain.dropped] == [note]
    assert len(plain.paragraphs) == 1


def test_a_heading_that_could_be_such_a_note_stays() -> None:
    text = stacked(["À suivre", "Les ponts de la ville sont visités tous les neuf ans par les services techniques."])
    assert of_lines(text, stacked(["Les travaux commencent."], page=2)).dropped == ()
    assert of_text("À suivre\nLes ponts de la ville sont visités tous les ans.").dropped == ()
    assert [d.raw for d in of_text("Les ponts de la ville sont\n(suite page suivante)\nvisités.").dropped] == [
        "(suite page suivante)"
    ]


def test_the_dateline_gives_the_date_and_the_title_its_name() -> None:
    document = of_text(RELEASE)
    assert document.date == "2022-04-03"
    assert document.title == "DES PONTS QUI VIEILLISSENT, UNE VILLE QUI TARDE"


def test_blank_lines_are_borders_and_lines_between_them_are_not() -> None:
    text = "Un premier alinéa\nqui tient sur deux lignes.\n\nUn second. Il finit ici.\nEt il continue.\n\nUn troisième."
    assert len(told(of_text(text))) == 3


def test_whole_paragraphs_on_lines_of_their_own_stay_apart() -> None:
    long = (
        "La commission a visité dix-neuf ouvrages au cours de l’hiver et juge que la moitié demande des travaux. " * 3
    )
    assert len(told(of_text(f"{long}\n{long}\n{long}"))) == 3


@pytest.mark.parametrize("bullet", ["•", "–", "-", "1."])
def test_list_items_are_paragraphs_of_their_own(bullet: str) -> None:
    text = f"La commission propose :\n{bullet} une visite chaque année ;\n{bullet} un carnet de santé par ouvrage."
    assert [kind for kind, _ in told(of_text(text))][1:] == ["list_item", "list_item"]


def test_a_dash_in_the_middle_of_a_sentence_is_no_bullet() -> None:
    text = (
        "Les ouvrages anciens, qui sont les plus nombreux dans la ville et dans ses faubourgs\n"
        "– telles les passerelles –\nsont fermés depuis le mois de mars."
    )
    assert len(told(of_text(text))) == 1


FULL = "Les vingt-deux ponts de la ville ont ete batis"  # 46 characters, 230 points at size 10
SHORT = "au siecle dernier."


def test_a_short_line_ends_a_paragraph_and_a_full_one_does_not() -> None:
    document = of_lines(stacked([FULL, FULL, SHORT, FULL, FULL, SHORT]))
    assert [p.text.raw.count("\n") for p in document.paragraphs] == [2, 2]


def test_two_columns_are_read_one_after_the_other_under_a_heading_over_both() -> None:
    left = stacked([FULL, FULL, FULL, FULL, FULL], x=60.0, y=160.0)
    right = stacked([f"puis {FULL[5:]}", FULL, SHORT], x=310.0, y=160.0)
    head = line("Un titre qui passe au-dessus des deux colonnes", 60.0, 100.0, size=18.0, bold=True)
    rows = [
        head,
        *(x for pair in zip(left, right, strict=False) for x in pair),
        *left[3:],
    ]  # row by row, as some writers draw
    texts = [text for _, text in told(of_lines(rows))]
    assert len(texts) == 2
    assert texts[1] == " ".join([*[FULL] * 5, f"puis {FULL[5:]}", FULL, SHORT])


def test_a_paragraph_goes_on_over_a_page_break_and_running_heads_are_dropped() -> None:
    pages = []
    for n in (1, 2, 3):
        head = line("Rapport sur les ponts", 60.0, 30.0, page=n)
        foot = line(str(n), 290.0, 800.0, page=n)
        pages.append([head, *stacked([FULL.lower() if n > 1 else FULL] * 5, page=n), foot])
    document = of_lines(*pages)
    assert len(document.paragraphs) == 1
    assert {d.reason for d in document.dropped} == {"running head", "page number"}
    assert len(document.dropped) == 6
    assert [b.page for b in document.paragraphs[0].boxes] == [1, 2, 3]


def test_a_footnote_is_tied_to_its_marker_and_never_glued_into_a_figure() -> None:
    text = line("Le programme couvre la periode 2021-20271", 70.0, 124.0, raised="1")
    note = line("1 Hors revision des prix.", 70.0, 760.0, size=7.0)
    document = of_lines([*stacked([FULL, FULL]), text, line("et au-dela.", 70.0, 136.0), note])
    body, foot = document.paragraphs
    assert "2021-2027¹ et" in body.text.mended
    assert foot.kind == "footnote"
    assert [(span.of(body.text.mended), target) for span, target in body.notes] == [("¹", foot.id)]


def test_raised_figures_of_units_are_not_read_as_figures() -> None:
    document = of_lines([*stacked([FULL, FULL]), line("une surface de 12 km2", 70.0, 124.0, raised="2")])
    assert document.paragraphs[0].text.mended.endswith("12 km²")


def test_cells_told_by_the_engine_become_rows() -> None:
    lines = stacked([FULL, SHORT])
    for n, (text, cut) in enumerate([("Pont Cout", 4), ("Neuf 0,9", 4)]):
        row = line(text, 70.0, 160.0 + 16 * n)
        lines.append(row._replace(cells=(Span(0, cut), Span(cut + 1, len(text)))))
    table = of_lines(lines).paragraphs[1]
    assert table.kind == "table"
    assert [[c.of(table.text.mended) for c in row] for row in table.rows] == [["Pont", "Cout"], ["Neuf", "0,9"]]


def test_dot_leaders_and_their_page_numbers_are_dropped() -> None:
    entries = [
        "1 Les piles . . . . . . . . . . . 3",
        "2 Les tabliers . . . . . . . . . 12",
        "3 Les garde-corps . . . . . . . 31",
    ]
    document = of_lines(stacked(entries))
    assert [text for _, text in told(document)] == ["1 Les piles", "2 Les tabliers", "3 Les garde-corps"]
    assert {d.reason for d in document.dropped} == {"dot leader"}


def test_headings_have_levels_by_size_and_lists_by_indent() -> None:
    lines = [
        line("Un titre", 70.0, 60.0, size=20.0, bold=True),
        *stacked([FULL, SHORT], y=100.0),
        line("Une partie", 70.0, 150.0, size=15.0, bold=True),
        *stacked([FULL, SHORT], y=180.0),
        line("Une section", 70.0, 230.0, size=12.0, bold=True),
        *stacked(["• une action ;"], y=260.0),
        *stacked(["– avec ceci ;", "– avec cela ;"], x=90.0, y=272.0),
        *stacked(["• une autre action."], y=296.0),
    ]
    document = of_lines(lines)
    levels = [(p.kind, p.level) for p in document.paragraphs if p.kind in ("heading", "list_item")]
    assert levels == [
        ("heading", 1),
        ("heading", 2),
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 2),
        ("list_item", 1),
    ]
    assert document.title == "Un titre"


def test_ids_are_counted_in_reading_order() -> None:
    ids = [p.id for p in of_text(RELEASE).paragraphs]
    assert ids == [f"fr.{n}" for n in range(len(ids))]
    assert all(a != b for a, b in pairwise(ids))


def test_a_drop_capital_is_part_of_its_word() -> None:
    cap = line("L", 70.0, 100.0, size=26.0, bold=True)
    beside = [line("es vingt-deux ponts de la ville", 86.0, 100.0), line("ont ete batis au siecle de nos", 86.0, 112.0)]
    document = of_lines([cap, *beside, *stacked([FULL, SHORT], y=124.0), *stacked([FULL, FULL], y=180.0)])
    assert document.paragraphs[0].text.mended.startswith("Les vingt-deux ponts de la ville ont ete")


def test_a_head_that_stands_on_the_second_page_only_does_not_break_the_sentence() -> None:
    first = stacked([FULL] * 5)
    second = [line("Les ponts", 70.0, 40.0, size=8.0, page=2), *stacked([FULL.lower(), SHORT], page=2)]
    document = of_lines(first, second)
    assert len(document.paragraphs) == 1
    assert [d.raw for d in document.dropped] == ["Les ponts"]


def test_notes_as_large_as_the_text_are_told_by_their_markers() -> None:
    called = line("Le programme couvre la periode 2021-2027.1", 70.0, 124.0, raised="1")
    note = line("1 Hors revision des prix.", 70.0, 760.0)
    document = of_lines([*stacked([FULL, FULL]), called, note])
    assert [p.kind for p in document.paragraphs] == ["paragraph", "footnote"]
    assert document.paragraphs[0].text.mended.endswith("2021-2027.¹")


def test_a_marker_left_alone_is_put_back_and_the_line_goes_on_behind_it() -> None:
    body = [line("Tous les ouvrages.", 70.0, 124.0), line("1", 161.0, 121.0, size=6.0)]
    body.append(line("Les ponts", 168.0, 124.0))
    note = line("1 Sauf deux.", 70.0, 760.0, size=7.0)
    document = of_lines([*stacked([FULL, FULL]), *body, note])
    assert document.paragraphs[0].text.mended.endswith("Tous les ouvrages.¹ Les ponts")


def test_a_page_that_is_set_sideways_reads_the_same() -> None:
    upright = of_lines(stacked([FULL, FULL, SHORT]))
    turned = []
    for held in stacked([FULL, FULL, SHORT]):
        b = held.box
        assert b
        turned.append(held._replace(box=Box(1, WIDTH - b.bottom, b.x0, WIDTH - b.top, b.x1), turn=90))
    assert told(of_lines(turned)) == told(upright)


def test_a_stamp_stands_apart() -> None:
    stamp = line("DIFFUSION RESTREINTE", 200.0, 300.0, size=30.0)._replace(turn=45)
    document = of_lines([*stacked([FULL, FULL, SHORT]), stamp])
    assert told(document)[1] == ("boilerplate", "DIFFUSION RESTREINTE")


def test_overlapping_letters_are_proposed_as_one_and_signed() -> None:
    held = line("un chef d'oeuvre", 70.0, 124.0)
    document = of_lines([*stacked([FULL, FULL]), held._replace(overlaps=(Span(10, 12),))])
    text = document.paragraphs[0].text
    assert text.mended.endswith("d'œuvre")
    assert text.patches[0].rules == ("any.overlapped-letters",)


def test_heads_of_text_pages_are_dropped_and_sentences_go_on() -> None:
    sheets = [
        "Ville de Vauvre\nPage 1\n\nLe conseil s’est réuni.\nIl a voté le budget et fixé\nles tarifs de l’année",
        "Ville de Vauvre\nPage 2\n\nsuivante, qui montent peu.\nLa séance a duré trois heures.\nElle fut publique.",
    ]
    pages = tuple(Page(n, 0.0, 0.0, tuple(Line(t) for t in s.split("\n"))) for n, s in enumerate(sheets, 1))
    document = assemble(Pages(Source("a.txt", "fr"), pages), Tongue("fr", "fr", 1.0))
    assert {d.reason for d in document.dropped} == {"running head", "page number"}
    assert any("l’année suivante" in p.text.mended for p in document.paragraphs)


def test_pieces_of_one_printed_line_are_put_together() -> None:
    text = (
        "La rénovation des ponts est attendue depuis vingt ans par ceux des 18\nème\n, 19\nème\net 20\nème\n"
        "arrondissements, qui traversent la rivière chaque jour pour se rendre à leur travail. La\nmise en\nœ\nuvre\n"
        "du plan a commencé."
    )
    assert len(told(of_text(text))) == 1


def test_the_leading_of_a_short_column_is_that_of_sentences_and_not_of_a_table() -> None:
    """Rows set closer than the text do not make the text's own lines look far apart."""
    cells = (Span(0, 9), Span(10, 14), Span(15, 18))
    rows = [line(f"Commune {n} 12 % 4 %", 70, 100 + 13 * n)._replace(cells=cells) for n in range(8)]
    first = stacked(
        ["Les communes paient pour des travaux qui sont", "prévus depuis dix ans et que le"] * 3, y=300, leading=15
    )
    last = stacked(
        ["Les services rendent compte devant la chambre.", "Celle-ci en publie la synthèse en automne avec", "le"],
        y=80, leading=15, page=2,
    )  # fmt: skip
    ends = [p.text.mended for p in of_lines(rows + first, last).paragraphs if "Celle-ci" in p.text.mended]
    assert [" ".join(e.split())[:20] for e in ends] == ["Les services rendent"]


def test_a_page_of_four_times_the_scattered_words_takes_four_times_the_work() -> None:
    rng = random.Random(1)
    words = [line("mot épars", rng.uniform(20, 560), rng.uniform(20, 800)) for _ in range(2_000)]
    assert steps(lambda: of_lines(words)) < 6 * steps(lambda: of_lines(words[:500])), "worse than linear"
    document = of_lines(words)
    assert sum(p.text.raw.count("mot") for p in document.paragraphs) + sum("mot" in d.text for d in document.dropped)
