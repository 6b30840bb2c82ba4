"""The whole pipeline on one screen: the order of the stages stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.checks import OF_THE_ALIGNER, check
from pipeline.config import Config
from pipeline.model.document import Document, Pages, Source
from pipeline.model.facts import Reading
from pipeline.model.release import Aligned, Alignment, Papers, Release, Why
from pipeline.stages.assemble import assemble
from pipeline.stages.extract import extract
from pipeline.stages.identify import identify
from pipeline.stages.repair import repair

if TYPE_CHECKING:
    from pipeline.model.corrections import Corrections

SAMPLE = 4000  # characters by which a document's language is told; langdetect is sure of it long before


def read_pages(source: Source, path: Path, config: Config, engine: str = "auto") -> Pages:
    """Source -> Pages. Raises the DocumentError that says why the file cannot be read."""
    return extract(source, path, engine, config.limits)


def read_document(pages: Pages) -> Document:
    """Pages -> Document, assembled, not yet mended. Without a declared language the one it is found in."""
    tongue = identify(sample_of(pages), pages.source.language)
    if not pages.source.language:
        pages = replace(pages, source=replace(pages.source, language=tongue.detected))
    return assemble(pages, tongue)


def mend(document: Document) -> Document:
    """Document -> Document, every repair signed."""
    return repair(document)


def find_in(
    documents: Sequence[Document], *, names: bool = True, models: Mapping[str, str] | None = None
) -> list[Reading]:
    """Documents -> Readings, one pass through the models for all of them."""
    from pipeline.stages.find import find

    return find(documents, names=names, models=models)


def join(
    id: str,  # noqa: A002 - the contract's own word
    readings: Mapping[str, Reading],
    papers: Papers,
    config: Config,
    corrections: Corrections | None = None,
) -> Release:
    """{language: Reading} -> Aligned -> Release, and what the checks find in it."""
    from pipeline.stages.align import align
    from pipeline.stages.match import match

    aligned = align(readings, corrections, speak=config.language) if len(readings) > 1 else unpartnered(readings)
    return look(match(aligned, id, papers), config, corrections)


def unpartnered(readings: Mapping[str, Reading]) -> Aligned:
    """A release with one side only: every paragraph stands alone."""
    ids = [(code, p.id) for code, r in readings.items() for p in r.document.paragraphs]
    nothing = Why(0.0, 0.0, 0.0, 0.0)
    alone = (Alignment(f"a{n}", {code: (i,)}, "1-0", 0.0, 1.0, False, nothing) for n, (code, i) in enumerate(ids))
    return Aligned(readings, tuple(alone))


def look(release: Release, config: Config, corrections: Corrections | None = None) -> Release:
    """The release with its findings: what the aligner had to say of the whole, then the checks in the roll's order."""
    told = ((f, config.checks.get(f.check, f.gravity)) for f in release.findings if f.check in OF_THE_ALIGNER)
    notes = tuple(f._replace(gravity=gravity) for f, gravity in told if gravity != "off")
    return replace(release, findings=(*notes, *check(replace(release, findings=notes), config, corrections)))


def sample_of(pages: Pages) -> str:
    """The first few thousand characters of running text, for telling the language."""
    taken, size = [], 0
    for page in pages.pages:
        for line in page.lines:
            taken.append(line.text)
            size += len(line.text) + 1
            if size > SAMPLE:
                return "\n".join(taken)
    return "\n".join(taken)
