"""Releases made by hand, for rooms that look at releases. Sentences are our own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import pytest
from hypothesis import settings

from pipeline.model.document import Document, Paragraph, Place, Source, Tongue
from pipeline.model.facts import Entity, Facts, Figure, Reading
from pipeline.model.place import Box, Span
from pipeline.model.release import (
    Alignment,
    EntityLink,
    FigureLink,
    Finding,
    Papers,
    Release,
    SentenceLink,
    Spot,
    Stretch,
    Why,
)
from pipeline.model.text import Text

# The same examples each time: what lands is not held up by chance. `make fuzz` sets EXAMPLES=new and looks for others.
# A busy machine is no fault of an example, hence no deadline.
settings.register_profile("same", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("new", deadline=None, max_examples=600)
settings.load_profile(os.environ.get("EXAMPLES", "same"))

Told = tuple[str, str, Sequence[tuple[str, str, str, str | None]], Sequence[tuple[str, str, str]]]
"""kind, text, figures (surface, kind, value, unit), entities (surface, label, key)."""

FR: list[Told] = [
    ("title", "La mise en œuvre du plan vélo", (), ()),
    ("dateline", "Le 4 mars 2022", (("4 mars 2022", "date", "2022-03-04", None),), ()),
    (
        "paragraph",
        "L’économie du plan repose sur 3,5 milliards d’euros. La Ville de Lyon y prend part.",
        (("3,5 milliards d’euros", "money", "3500000000", "EUR"),),
        (("Ville de Lyon", "ORG", "org.ville-de-lyon"),),
    ),
    ("paragraph", "Le cœur du dispositif est publié : 25 % des pistes sont élargies.",
     (("25 %", "percent", "25", None),), ()),
    ("heading", "Des résultats inégaux", (), ()),
    ("contact", "Contacts presse", (), ()),
]  # fmt: skip
EN: list[Told] = [
    ("title", "Implementing the cycling plan", (), ()),
    ("dateline", "4 March 2022", (("4 March 2022", "date", "2022-03-04", None),), ()),
    (
        "paragraph",
        "The economy of the plan rests on €3.5 billion. The City of Lyon takes part in it.",
        (("€3.5 billion", "money", "3500000000", "EUR"),),
        (("City of Lyon", "ORG", "org.ville-de-lyon"),),
    ),
    ("paragraph", "The heart of the scheme is published: 26% of the lanes are widened.",
     (("26%", "percent", "26", None),), ()),
    ("heading", "Uneven results", (), ()),
]  # fmt: skip


def reading(code: str, told: Sequence[Told], title: str, date: str, path: str) -> Reading:
    paragraphs, facts = [], []
    for at, (kind, text, figures, entities) in enumerate(told):
        id = f"{code}.{at}"  # noqa: A001
        top = 70.0 + 40 * at
        place = Place(Span(0, len(text)), Box(1 + at // 3, 70.9, top, 524.0, top + 30))
        paragraphs.append(Paragraph(id, kind, Text(text), (place,)))  # type: ignore[arg-type]
        ends = [i + 1 for i, c in enumerate(text) if c == "." and text[i + 1 : i + 2] in ("", " ")]
        ends = ends if ends and ends[-1] == len(text) else [*ends, len(text)]
        starts = [0, *(e + 1 for e in ends[:-1])]
        sentences = tuple(Span(a, b) for a, b in zip(starts, ends, strict=True) if a < b)
        # fmt: off
        found = [Figure(f"{id}.f{n}", _span(text, s), s, k, v, unit=u) for n, (s, k, v, u) in enumerate(figures, 1)]
        names = [Entity(f"{id}.e{n}", _span(text, s), s, label, k, "hand") for n, (s, label, k) in enumerate(entities, 1)]  # noqa: E501
        # fmt: on
        facts.append(Facts(sentences, tuple(found), tuple(names)))
    source = Source(path, code, "0" * 64, "application/pdf", 2, "pdfium")
    return Reading(Document(source, Tongue(code, code, 0.99), tuple(paragraphs), title=title, date=date), tuple(facts))


def _span(text: str, surface: str) -> Span:
    at = text.index(surface)
    return Span(at, at + len(surface))


def release(
    id: str = "plan-velo",  # noqa: A002
    fr: Sequence[Told] = tuple(FR),
    en: Sequence[Told] = tuple(EN),
    date: str = "2022-03-04",
) -> Release:
    """Paragraph n with paragraph n; what one side has more stands alone. Figures and names are linked in order."""
    readings = {
        "fr": reading("fr", fr, fr[0][1] if fr else "", date, f"{id}/fr.pdf"),
        "en": reading("en", en, en[0][1] if en else "", date, f"{id}/en.pdf"),
    }
    alignments, findings = [], []
    for at in range(max(len(fr), len(en))):
        sides = {c: (f"{c}.{at}",) if at < len(told) else () for c, told in (("fr", fr), ("en", en))}
        kind = "1-1" if all(sides.values()) else "1-0" if sides["fr"] else "0-1"
        links: dict[str, tuple] = {"sentences": (), "figures": (), "entities": ()}
        if kind == "1-1":
            a, b = (readings[c].facts[at] for c in ("fr", "en"))
            if len(a.sentences) == len(b.sentences):
                links["sentences"] = tuple(
                    SentenceLink({"fr": (Stretch(f"fr.{at}", *s),), "en": (Stretch(f"en.{at}", *t),)}, 0.9)
                    for s, t in zip(a.sentences, b.sentences, strict=True)
                )
            links["figures"] = tuple(
                FigureLink({"fr": f.id, "en": g.id}, "same" if f.value == g.value else "different")
                for f, g in zip(a.figures, b.figures, strict=False)
            )
            links["entities"] = tuple(
                EntityLink({"fr": e.id, "en": g.id}, 0.95) for e, g in zip(a.entities, b.entities, strict=False)
            )
            for f, g in zip(a.figures, b.figures, strict=False):
                if f.value != g.value:
                    spots = {"fr": Spot(f"fr.{at}", f.span), "en": Spot(f"en.{at}", g.span)}
                    findings.append(Finding("figures_agree", "fault", f"a{at}", f"{f.text} is {g.text} here.", spots))
        alignments.append(Alignment(f"a{at}", sides, kind, 0.8, 0.97, False, Why(0.8, 0.9, 1.0, 1.0), **links))  # type: ignore[arg-type]
    return Release(id, readings, tuple(alignments), tuple(findings), Papers(publisher="Cour de démonstration"))


class Corpus:
    """A re-iterable that makes its releases anew each time, as the store does."""

    def __init__(self, *makers: Callable[[], Release]) -> None:
        self.makers = makers

    def __iter__(self):
        return (make() for make in self.makers)


HOSTILE = (
    '=HYPERLINK("http://x.invalid","ici")',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\x1b[2J\x1b]0;titre\x07 fin \x9b31m",
    "a\N{RIGHT-TO-LEFT OVERRIDE}001 snoillim\N{POP DIRECTIONAL FORMATTING} b",
    "' OR 1=1; DROP TABLE passages; --",
    'NEAR( "a" * ^ col : - AND OR NOT {fr} ]]> <!-- &amp; &#0;',
    "a\u2028b\u2029c\x85d\x0be\x0cf\x00g\ufffeh",
    "{{ 7 * 7 }} {% raw %} ${jndi:ldap://x} `id` $(id)",
    "@SUM(1+1)|cmd' /C calc'!A0",
    "+33 1 00 00 00 00",
)


def _hostile() -> Release:
    told: list[Told] = [("paragraph", text, (), ((text[:6], "MISC", f"misc.{text[:6]}"),)) for text in HOSTILE]
    return release('../<script>alert("id")</script>\x1b', told, told, date="2022-XX-XX")


@pytest.fixture
def make_release() -> Callable[..., Release]:
    return release


@pytest.fixture
def hostile() -> Release:
    return _hostile()


@pytest.fixture(scope="session")
def whole_corpus() -> Corpus:
    return Corpus(release, lambda: release("bilan-2019", FR[:3], EN[:4], "2019-11"), _hostile)


@pytest.fixture
def corpus(whole_corpus: Corpus) -> Corpus:
    return whole_corpus


@pytest.fixture
def calm_corpus() -> Corpus:
    return Corpus(release, lambda: release("bilan-2019", FR[:3], EN[:4], "2019-11"))
