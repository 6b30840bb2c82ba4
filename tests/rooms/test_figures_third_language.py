"""A third language is five files and no code: a small `es/`, written here by somebody who knows Spanish."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from pipeline.languages import Language, folder, numbers

room = import_module("pipeline.stages.find.figures")  # the package has a function of the same name

FILES = {
    "language.toml": """source = "ISO 639-1"
name = "Spanish"
endonym = "español"
order = 3
locale = "es_ES"
stemmer = "spanish"
spacy_model = "es_core_news_md"
""",
    "numerals.tsv": """# source: Ortografía de la lengua española (RAE)
kind	value	words
cardinal	1	un|uno|una
cardinal	2	dos
cardinal	3	tres
cardinal	5	cinco
cardinal	20	veinte
cardinal	21	veintiuno
cardinal	30	treinta
multiplier	100	cien|ciento
multiplier	1000	mil
multiplier	1000000	millón|millones
ordinal	1	primer|primero|primera
ordinal	3	tercero|tercera
fractions	3	tercios
""",
    "units.tsv": """# source: RAE
id	names
kilometre	kilómetro|kilómetros
tonne	tonelada|toneladas
""",
    "currencies.tsv": """# source: ISO 4217
code	names
EUR	euro|euros
""",
    "months.tsv": """# source: CLDR
kind	number	names
month	6	junio
month	12	diciembre
weekday	4	jueves
""",
    "numbers.toml": """source = "RAE"
[numerals]
decimal = ","
groups = ["."]
[compose]
ones = ["un", "uno", "una"]
bare = ["cien", "ciento", "mil"]
before_one = { y = [1, 2, 3, 5] }
[letters]
money = { M = "1000000" }
[ordinals]
suffixes = ["º", "ª"]
[comparators]
">" = ["más de"]
"~" = ["casi", "unos"]
[ranges]
pairs = [["entre", "y"]]
joins = ["a"]
opening = ["de"]
[ratios]
joins = ["de cada"]
of_the = ["de cada", "de los"]
[percent]
words = ["por ciento"]
[units]
joiners = ["de"]
[periods]
year = ["al año", "anuales"]
[durations]
year = { names = ["año", "años"], iso = "Y" }
[dates]
order = "dmy"
of = ["de", "de el"]
decade = ["años"]
[references]
words = ["artículo"]
""",
}


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    shutil.copytree(folder.ROOT / "any", tmp_path / "any")
    (tmp_path / "es").mkdir()
    for name, text in FILES.items():
        (tmp_path / "es" / name).write_text(text, "utf-8")
    monkeypatch.setattr(folder, "ROOT", tmp_path)
    caches = (folder.read_toml, folder.read_tsv, numbers.numbers, room.lexicon, room._trigger)
    for cached in caches:
        cached.cache_clear()
    yield Language.of("es", ("es",))
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El 9 de diciembre de 2021", [("date", "2021-12-09", None, None)]),
        ("junio de 2021", [("date", "2021-06", None, None)]),
        ("más de 24 M€ al año", [("money", "24000000", "EUR", ">")]),
        ("3,5 millones de euros", [("money", "3500000", "EUR", None)]),
        ("treinta y cinco mil kilómetros", [("quantity", "35000", "kilometre", None)]),
        ("un 66,1 por ciento", [("percent", "66.1", None, None)]),
        ("los dos tercios", [("ratio", "2/3", None, None)]),
        ("19 de los 33", [("ratio", "19/33", None, None)]),
        ("uno de cada cinco", [("ratio", "1/5", None, None)]),
        ("el 3º, la tercera", [("ordinal", "3", None, None), ("ordinal", "3", None, None)]),
        ("tres años", [("duration", "P3Y", None, None)]),
        ("los años 1990", [("date", "199X", None, None)]),
        ("unos 1.234.567,89", [("number", "1234567.89", None, "~")]),
        ("el artículo 12", []),
        ("una casa sin número", []),
    ],
)
def test_spanish_figures(spanish: Language, text: str, expected: list[tuple[str, str, str | None, str | None]]) -> None:
    assert [(f.kind, f.value, f.unit, f.comparator) for f in room.figures(text, spanish)] == expected


def test_spanish_ranges(spanish: Language) -> None:
    (years,) = room.figures("entre 2019 y 2021", spanish)
    (days,) = room.figures("de 3 a 5 toneladas", spanish)
    assert (years.value, years.to, days.value, days.to, days.unit) == ("2019", "2021", "3", "5", "tonne")
