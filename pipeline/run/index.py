"""`outputs/index.json`: what was made of each release, and what could not be made, with the remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NotRequired, TypedDict

from pipeline.codec.wire import SCHEMA_VERSION
from pipeline.errors import DocumentError, MissingSide, NotATranslation
from pipeline.model.document import Source
from pipeline.model.release import Release

TRANSLATION = "translation_of_each_other"  # the aligner's own check: below its threshold the files are no release


class FileEntry(TypedDict):
    """One document of a release."""

    path: str
    sha256: str
    pages: int


class ErrorEntry(TypedDict):
    """What went wrong with one file (or, `language` empty, with the release) and what to do."""

    language: str
    path: str
    type: str
    says: str


class FindingCounts(TypedDict):
    """Findings by gravity; accepted ones are not counted."""

    fault: int
    doubt: int
    note: int


class Counts(TypedDict):
    """What a release holds."""

    paragraphs: int
    alignments: int
    figures: int
    entities: int
    repairs: int
    findings: FindingCounts


class Entry(TypedDict):
    """A release: `done` whole, `partial` with a side missing, `failed` not written."""

    id: str
    status: str
    documents: dict[str, FileEntry]
    counts: Counts
    errors: list[ErrorEntry]
    said: NotRequired[list[str]]  # what a person should know of how its files were found


class Unpaired(TypedDict):
    """A file that no release was found for."""

    path: str
    reason: str


class Index(TypedDict):
    """The whole of index.json."""

    schema_version: str
    releases: list[Entry]
    unpaired: list[Unpaired]


def no_counts() -> Counts:
    findings: FindingCounts = {"fault": 0, "doubt": 0, "note": 0}
    return {"paragraphs": 0, "alignments": 0, "figures": 0, "entities": 0, "repairs": 0, "findings": findings}


def counts_of(release: Release) -> Counts:
    readings = release.readings.values()
    tally = Counter(f.gravity for f in release.findings if not f.accepted)
    return {
        "paragraphs": sum(len(r.facts) for r in readings),
        "alignments": len(release.alignments),
        "figures": sum(len(f.figures) for r in readings for f in r.facts),
        "entities": sum(len(f.entities) for r in readings for f in r.facts),
        "repairs": sum(len(p.text.patches) for r in readings for p in r.document.paragraphs),
        "findings": {"fault": tally["fault"], "doubt": tally["doubt"], "note": tally["note"]},
    }


def entry_of(release: Release, sources: Mapping[str, Source], failed: Mapping[str, DocumentError]) -> Entry:
    """The line of a release that was written; `sources` as discovered, failed sides among them."""
    documents = {code: _file(source) for code, source in sources.items()}
    documents.update({code: _file(r.document.source) for code, r in release.readings.items()})
    for finding in release.findings:
        if finding.check == TRANSLATION and finding.gravity == "fault" and not finding.accepted:
            failed = {**failed, "": NotATranslation(finding.says)}
    return {
        "id": release.id,
        "status": "partial" if failed else "done",
        "documents": documents,
        "counts": counts_of(release),
        "errors": errors_of(sources, failed),
    }


def failed_entry(id: str, sources: Mapping[str, Source], failed: Mapping[str, DocumentError]) -> Entry:  # noqa: A002
    """The line of a release of which nothing was written."""
    documents = {code: _file(source) for code, source in sources.items()}
    return {
        "id": id,
        "status": "failed",
        "documents": documents,
        "counts": no_counts(),
        "errors": errors_of(sources, failed),
    }


def errors_of(sources: Mapping[str, Source], failed: Mapping[str, DocumentError]) -> list[ErrorEntry]:
    return [
        {
            "language": code,
            "path": sources[code].path if code in sources else "",
            "type": error.type or MissingSide.type,
            "says": error.says,
        }
        for code, error in sorted(failed.items())
    ]


def index_of(entries: list[Entry], unpaired: list[Unpaired]) -> Index:
    return {
        "schema_version": SCHEMA_VERSION,
        "releases": sorted(entries, key=lambda e: e["id"]),
        "unpaired": sorted(unpaired, key=lambda u: u["path"]),
    }


def lines_of(release: Release) -> Iterator[str]:
    """The release's lines of corpus.jsonl, each with its line feed."""
    from pipeline.exports.jsonl import row
    from pipeline.harmless import json_line
    from pipeline.passage import passages

    for passage in passages(release):
        yield json_line(row(passage)) + "\n"


def _file(source: Source) -> FileEntry:
    return {"path": source.path, "sha256": source.sha256, "pages": source.pages}
