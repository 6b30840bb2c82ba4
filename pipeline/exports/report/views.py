"""What a page of the report shows of a release, ready for the template: rows, sides, findings, links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup

from pipeline.checks.identity import identity
from pipeline.languages.sayings import statement
from pipeline.model.document import FURNITURE, Paragraph
from pipeline.model.place import Box, Span
from pipeline.model.release import Alignment, EntityLink, FigureLink, Finding, Release
from pipeline.passage import date, title

from .marks import Mark, marked
from .pages import Crop, Papers, Picture

GRAVITIES = ("fault", "doubt", "note")
SURE = 80  # per cent: below it a link is wrong oftener than once in five (docs/reliability.md)


@dataclass(frozen=True)
class PageView:
    """A page on which a paragraph of the row stands, with the paragraph's boxes there."""

    language: str
    picture: Picture
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class ParagraphView:
    id: str
    kind: str
    level: int
    html: Markup


@dataclass(frozen=True)
class SideView:
    language: str
    paragraphs: tuple[ParagraphView, ...]
    pages: tuple[PageView, ...]


@dataclass(frozen=True)
class FindingView:
    """`state` is the gravity, or "accepted"."""

    id: str
    check: str
    statement: str
    state: str
    gravity: str
    says: str
    cause: str
    accepted: str
    crops: tuple[Crop, ...]
    alignment: str


@dataclass(frozen=True)
class TieView:
    """A figure or a name on each side; None where it is not."""

    sides: Mapping[str, str | None]
    status: str
    says: str
    tie: str


@dataclass(frozen=True)
class RowView:
    id: str
    kind: str
    confidence: int
    moved: bool
    corrected: str
    sides: tuple[SideView, ...]
    findings: tuple[FindingView, ...]
    figures: tuple[TieView, ...]
    names: tuple[TieView, ...]

    @property
    def one_sided(self) -> bool:
        return not all(s.paragraphs for s in self.sides)

    @property
    def unsure(self) -> bool:
        """Worth a look before all others: moved, without a counterpart (furniture apart), or not surely linked."""
        plain = any(p.kind not in FURNITURE for s in self.sides for p in s.paragraphs)
        return not self.corrected and plain and (self.moved or self.one_sided or self.confidence < SURE)

    @property
    def states(self) -> str:
        return " ".join(dict.fromkeys(f.state for f in self.findings))

    @property
    def checks(self) -> str:
        return " ".join(dict.fromkeys(f.check for f in self.findings))

    @property
    def worst(self) -> str:
        return next((g for g in GRAVITIES if any(f.state == g for f in self.findings)), "well")


@dataclass(frozen=True)
class ReleaseView:
    id: str
    titles: Mapping[str, str]
    date: str
    languages: tuple[str, ...]
    findings: tuple[FindingView, ...]  # of the whole
    rows: tuple[RowView, ...]
    tally: Mapping[str, int]
    checks: Mapping[str, str]  # name -> statement, of those that found something

    @property
    def first(self) -> tuple[RowView, ...]:
        """The links a reviser looks at first, the least sure one first."""
        return tuple(sorted((r for r in self.rows if r.unsure), key=lambda r: (not r.one_sided, r.confidence)))


@dataclass(frozen=True)
class Summary:
    """A release's line in the index, and its open findings."""

    id: str
    titles: Mapping[str, str]
    date: str
    alignments: int
    moved: int
    lowest: int  # confidence in percent of the least sure two-sided alignment
    tally: Mapping[str, int]
    findings: tuple[FindingView, ...]


def summary(release: Release, view: ReleaseView) -> Summary:
    sure = [r.confidence for r in view.rows if all(s.paragraphs for s in r.sides)]
    found = [f for f in (*view.findings, *(f for r in view.rows for f in r.findings)) if f.state != "accepted"]
    moved = sum(r.moved for r in view.rows)
    lowest = min(sure, default=100)
    return Summary(view.id, view.titles, view.date, len(view.rows), moved, lowest, view.tally, tuple(found))


def release_view(release: Release, papers: Papers, language: str) -> ReleaseView:
    """Everything the page of a release shows, its words in `language`; renders the pages it shows."""
    ids = (f"t{n}" for n in count(1))
    views = [_finding(f, release, papers, language) for f in release.findings]
    by_row: dict[str | None, list[tuple[Finding, FindingView]]] = {}
    for finding, view in zip(release.findings, views, strict=True):
        by_row.setdefault(finding.alignment, []).append((finding, view))
    marks = _marks(release)
    rows = tuple(_row(a, release, papers, by_row.get(a.id, []), marks, ids) for a in release.alignments)
    return ReleaseView(
        id=release.id,
        titles={code: title(release, code) for code in release.languages},
        date=date(release),
        languages=release.languages,
        findings=tuple(view for _, view in by_row.get(None, [])),
        rows=rows,
        tally=Counter(v.state for v in views),
        checks={f.check: statement(language, f.check) for f in release.findings},
    )


def _finding(finding: Finding, release: Release, papers: Papers, language: str) -> FindingView:
    spots = [(code, finding.sides[code]) for code in release.languages if code in finding.sides]
    crops = [papers.crop(code, release.paragraph(s.paragraph), s.span) for code, s in spots]
    return FindingView(
        id=identity(release, finding),
        check=finding.check,
        statement=statement(language, finding.check),
        state="accepted" if finding.accepted else finding.gravity,
        gravity=finding.gravity,
        says=finding.says,
        cause=finding.cause,
        accepted=finding.accepted,
        crops=tuple(c for c in crops if c is not None) if finding.alignment else (),
        alignment=finding.alignment or "",
    )


def _row(
    a: Alignment,
    release: Release,
    papers: Papers,
    found: list[tuple[Finding, FindingView]],
    marks: Mapping[str, list[Mark]],
    ids: Iterator[str],
) -> RowView:
    sides = []
    for code in release.languages:
        paragraphs = [release.paragraph(i) for i in a.sides.get(code, ())]
        own = [_paragraph(p, [*marks.get(p.id, ()), *_finding_marks(p, code, found)], ids) for p in paragraphs]
        show = bool(found) or not papers.long(code)
        sides.append(SideView(code, tuple(own), tuple(_pages(code, paragraphs, papers)) if show else ()))
    return RowView(
        id=a.id,
        kind=a.kind,
        confidence=int(100 * a.confidence),  # never rounded up to certainty
        moved=a.moved,
        corrected=a.corrected,
        sides=tuple(sides),
        findings=tuple(view for _, view in found),
        figures=tuple(_figure_tie(a, n, link, release) for n, link in enumerate(a.figures)),
        names=tuple(_name_tie(a, n, link, release) for n, link in enumerate(a.entities)),
    )


def _paragraph(p: Paragraph, marks: list[Mark], ids: Iterator[str]) -> ParagraphView:
    return ParagraphView(p.id, p.kind, p.level, marked(p.text.mended, marks, ids))


def _pages(code: str, paragraphs: list[Paragraph], papers: Papers) -> Iterator[PageView]:
    boxes: dict[int, list[Box]] = {}
    for paragraph in paragraphs:
        for box in paragraph.boxes:
            boxes.setdefault(box.page, []).append(box)
    for number, own in sorted(boxes.items()):
        picture = papers.picture(code, number)
        if picture is not None:
            yield PageView(code, picture, tuple(own))


def _finding_marks(p: Paragraph, code: str, found: list[tuple[Finding, FindingView]]) -> Iterator[Mark]:
    for finding, view in found:
        spot = finding.sides.get(code)
        if spot and spot.paragraph == p.id and spot.span is not None and view.state in GRAVITIES:
            yield Mark(_wide(spot.span, p), view.state)


def _marks(release: Release) -> dict[str, list[Mark]]:
    """Figures, names, repairs and flags of every paragraph."""
    out: dict[str, list[Mark]] = {}
    for alignment in release.alignments:
        for n, figure_link in enumerate(alignment.figures):
            for i in filter(None, figure_link.sides.values()):
                paragraph, figure = release.figure(i)
                status = "moved" if figure_link.moved else figure_link.status
                out.setdefault(paragraph, []).append(Mark(figure.span, f"figure {status}", f"{alignment.id}.f{n}"))
        for n, entity_link in enumerate(alignment.entities):
            for i in entity_link.sides.values():
                paragraph, entity = release.entity(i)
                out.setdefault(paragraph, []).append(Mark(entity.span, "name", f"{alignment.id}.e{n}"))
    for reading in release.readings.values():
        for p in reading.document.paragraphs:
            out.setdefault(p.id, []).extend(_mended(p))
    return out


def _mended(p: Paragraph) -> Iterator[Mark]:
    for patch, span in zip(p.text.patches, p.text.put_spans(), strict=True):
        was = patch.span.of(p.text.raw).replace("\n", "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}")
        yield Mark(_wide(span, p), "repair", tip=f"{was} \N{RIGHTWARDS ARROW} {patch.put} ({', '.join(patch.rules)})")
    for flag in p.flags:
        suggestion = f" \N{RIGHTWARDS ARROW} {flag.suggestion} ?" if flag.suggestion else ""
        yield Mark(_wide(flag.span, p), "flag", tip=f"{flag.reason}: {flag.span.of(p.text.mended)}{suggestion}")


def _wide(span: Span, p: Paragraph) -> Span:
    """A span without width (something was taken out) is shown at the character before it."""
    length = len(p.text.mended)
    return span if span.length else Span(max(0, min(span.start, length) - 1), max(1, min(span.start, length)))


def _figure_tie(a: Alignment, n: int, link: FigureLink, release: Release) -> TieView:
    sides = {code: release.figure(i)[1].text if (i := link.sides.get(code)) else None for code in release.languages}
    return TieView(sides, "moved" if link.moved else link.status, link.why, f"{a.id}.f{n}")


def _name_tie(a: Alignment, n: int, link: EntityLink, release: Release) -> TieView:
    sides = {code: release.entity(i)[1].text if (i := link.sides.get(code)) else None for code in release.languages}
    return TieView(sides, "same", link.why, f"{a.id}.e{n}")
