"""SARIF 2.1.0 (OASIS, 2020): findings as code hosts show them beside files, `findings.sarif`.

A rule is a check (its name is its statement), a result a finding; a silenced finding is a suppressed result.
`partialFingerprints` carries the finding's own name, so that a host knows it again. A PDF has no lines: the region is
line 1, as hosts insist on one, and page and box stand in the location's properties. Paths are relative to the corpus
(`uriBaseId` CORPUS)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.checks.identity import identity
from pipeline.harmless import json_line, shown
from pipeline.model.release import Finding, Release, Spot
from pipeline.store import Shelf

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"fault": "error", "doubt": "warning", "note": "note"}


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    """Streams the results first: the rules are known when all were seen."""
    rules: dict[str, int] = {}
    with shelf.text("findings.sarif") as file:
        file.write(
            f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"columnKind": "unicodeCodePoints", "results": ['
        )
        first = True
        for release in releases:
            for finding in release.findings:
                result = _result(release, finding, rules.setdefault(finding.check, len(rules)))
                file.write(("\n" if first else ",\n") + json_line(result))
                first = False
        file.write(f'\n], "tool": {{"driver": {json_line(_driver(rules))}}}}}]}}\n')


def _driver(rules: dict[str, int]) -> dict[str, Any]:
    described = [{"id": name, "shortDescription": {"text": name.replace("_", " ")}} for name in rules]
    return {"name": "visavis", "version": __version__, "rules": described}


def _result(release: Release, finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": LEVELS[finding.gravity],
        "message": {"text": shown(finding.says)},
        "locations": [*_locations(release, finding)] or [_somewhere(release)],
        "partialFingerprints": {"visavisFinding/v1": identity(release, finding)},
        "properties": {"release": release.id, "alignment": finding.alignment, "cause": finding.cause},
    }
    if finding.accepted:
        result["suppressions"] = [{"kind": "external", "justification": shown(finding.accepted)}]
    return result


def _locations(release: Release, finding: Finding) -> Iterator[dict[str, Any]]:
    for language in release.languages:
        spot = finding.sides.get(language)
        if spot is not None:
            yield _location(release, language, spot, finding)


def _location(release: Release, language: str, spot: Spot, finding: Finding) -> dict[str, Any]:
    paragraph = release.paragraph(spot.paragraph)
    boxes = paragraph.box_of(spot.span) if spot.span is not None else paragraph.boxes
    names = [release.id, finding.alignment or "", spot.paragraph]
    out = {
        "physicalLocation": _file(release, language),
        "logicalLocations": [{"fullyQualifiedName": "/".join(n for n in names if n), "kind": "element"}],
        "properties": {"language": language, "span": list(spot.span) if spot.span else None},
    }
    if boxes:
        box = [round(v, 1) for v in boxes[0][1:]]
        out["properties"] |= {"page": boxes[0].page, "box": box}  # type: ignore[operator]  # a dict, two lines above
    return out


def _somewhere(release: Release) -> dict[str, Any]:
    return {"physicalLocation": _file(release, next(iter(release.languages)))}


def _file(release: Release, language: str) -> dict[str, Any]:
    path = release.readings[language].document.source.path
    return {"artifactLocation": {"uri": quote(path), "uriBaseId": "CORPUS"}, "region": {"startLine": 1}}
