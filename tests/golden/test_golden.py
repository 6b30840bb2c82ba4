"""What the pipeline makes of the sample corpus, against files that were read over by a person.

`make golden` (REWRITE_GOLDEN=1) writes them anew; read the diff before you commit it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.run import Asked, run
from pipeline.store import Releases, read_releases

HOUSE = Path(__file__).parents[2]
HERE = Path(__file__).parent
REWRITE = bool(os.environ.get("REWRITE_GOLDEN"))
RELEASES = sorted(p.name for p in (HOUSE / "corpus").iterdir() if p.is_dir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    out = tmp_path_factory.mktemp("golden")
    run(Asked(HOUSE / "corpus", out))
    return read_releases(out)


def told(made: Releases, name: str) -> Iterator[str]:
    """A release as lines that a person can read over: paragraphs with figures and names, alignments, findings."""
    release = made[name]
    for code, reading in release.readings.items():
        yield f"== {code}: {reading.document.title} ({reading.document.date})"
        for p, facts in zip(reading.document.paragraphs, reading.facts, strict=True):
            yield f"{p.id} {p.kind}: {p.text.mended}"
            for patch in p.text.patches:
                yield f"    repair {patch.span.of(p.text.raw)!r} -> {patch.put!r}"
            for flag in p.flags:
                yield f"    flag {flag.reason}: {flag.span.of(p.text.mended)!r}"
            for f in facts.figures:
                rest = " ".join(x for x in (f.comparator, f.value, f.to, f.unit, f.per) if x)
                yield f"    {f.kind} {f.text!r} = {rest}"
            for e in facts.entities:
                yield f"    {e.label} {e.text!r} = {e.key}"
        for d in reading.document.dropped:
            yield f"dropped ({d.reason}): {d.raw!r}"
    yield "== alignments"
    for a in release.alignments:
        sides = " | ".join(" ".join(ids) or "-" for ids in a.sides.values())
        figures = " ".join(f"{'='.join(i or '-' for i in f.sides.values())}:{f.status}" for f in a.figures)
        names = " ".join("=".join(e.sides.values()) for e in a.entities)
        yield f"{a.id} {sides}{' moved' if a.moved else ''}"
        if figures or names:
            yield f"    {figures} {names}".rstrip()
    yield "== findings"
    for f in release.findings:
        yield f"{f.gravity} {f.alignment} {f.check}: {f.says}"


@pytest.mark.parametrize("name", RELEASES)
def test_a_sample_release_is_made_as_it_was_read_over(name: str, made: Releases) -> None:
    text = "\n".join(told(made, name)) + "\n"
    file = HERE / f"{name}.txt"
    if REWRITE:
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == text, "read what changed; when it is better, `make golden`"


def test_golden_files_are_not_rewritten_by_the_way() -> None:
    assert not (REWRITE and os.environ.get("CI")), "REWRITE_GOLDEN is set where nobody reads the diff"


def test_there_is_no_golden_file_without_its_release() -> None:
    assert {p.stem for p in HERE.glob("*.txt")} == set(RELEASES)
