"""Commands for a person at a desk: explain schema doctor cache."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .speak import Out, complain, put_json, say, table

if TYPE_CHECKING:
    from pipeline.model.document import Paragraph
    from pipeline.model.facts import Facts
    from pipeline.model.release import Alignment, Release


def explain(
    release: Annotated[str, typer.Argument(help="Id of the release.")],
    paragraph: Annotated[str, typer.Argument(help="Id of a paragraph (fr.4); all when not given.")] = "",
    out: Out = Path("outputs"),
) -> None:
    """Every repair, box, figure and score of a release."""
    from pipeline.errors import WrongUse
    from pipeline.store import read_releases

    found = read_releases(out)[release]
    shown = 0
    for code, reading in found.readings.items():
        source = reading.document.source
        if not paragraph:
            say(f"== {code}: {source.path}, {source.pages} pages, {source.extractor}; {reading.document.title}")
        for one, facts in zip(reading.document.paragraphs, reading.facts, strict=True):
            if paragraph in ("", one.id):
                _paragraph(one, facts, found)
                shown += 1
        if not paragraph:
            for d in reading.document.dropped:
                say(f"dropped ({d.reason}): {d.raw!r}")
            for doubt in reading.document.doubts:
                say(f"doubt, page {doubt.page}: {doubt.reason}, {doubt.times} times: {doubt.says}")
    if not shown:
        ids = [p.id for r in found.readings.values() for p in r.document.paragraphs]
        raise WrongUse(f"{release} has no paragraph {paragraph!r}: its paragraphs are {ids[0]} to {ids[-1]}")


def _paragraph(one: Paragraph, facts: Facts, release: Release) -> None:
    say(f"\n{one.id}  {one.kind}" + (f", level {one.level}" if one.level else ""))
    say(f"  {one.text.mended}")
    for b in one.boxes:
        say(f"  box     page {b.page}: {b.x0:.1f} {b.top:.1f} {b.x1:.1f} {b.bottom:.1f}")
    for patch, span in zip(one.text.patches, one.text.put_spans(), strict=True):
        was = patch.span.of(one.text.raw)
        say(f"  repair  {was!r} -> {patch.put!r} at {span.start}-{span.end}  ({', '.join(patch.rules)})")
    for flag in one.flags:
        lost = flag.span.of(one.text.mended)
        say(f"  flag    {flag.reason}: {lost!r}, perhaps {flag.suggestion!r}: {flag.says}")
    for f in facts.figures:
        rest = " ".join(
            x for x in (f.comparator, f.value, f.to and f"to {f.to}", f.unit, f.per and f"per {f.per}") if x
        )
        say(f"  figure  {f.text!r} = {f.kind} {rest}" + (f"  ({f.open})" if f.open else ""))
    for e in facts.entities:
        say(f"  name    {e.text!r} = {e.label} {e.key}  ({e.found_by})")
    for a in release.alignments:
        if any(one.id in ids for ids in a.sides.values()):
            _alignment(a, release)


def _alignment(a: Alignment, release: Release) -> None:
    sides = " | ".join(" ".join(ids) or "nothing" for ids in a.sides.values())
    why = ", ".join(f"{name} {value:.2f}" for name, value in a.why._asdict().items())
    moved = ", moved" if a.moved else ""
    corrected = f", {a.corrected}" if a.corrected else ""
    say(f"  {a.id}  {a.kind}: {sides}; score {a.score:.2f}, confidence {a.confidence:.2f}{moved}{corrected}; {why}")
    for f in release.findings:
        if f.alignment == a.id:
            say(f"  {f.gravity}  {f.check}: {f.says}" + (f"  (accepted: {f.accepted})" if f.accepted else ""))


def schema() -> None:
    """The JSON Schema of a release."""
    import sys

    from pipeline import codec

    sys.stdout.buffer.write(codec.dumps(codec.schema()))


def doctor(as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False) -> None:
    """Models and versions, what is missing and what mends it."""
    from pipeline.doctor import examine

    rows = examine()
    if as_json:
        put_json([row._asdict() for row in rows])
    else:
        table(["part", "version", "state"], [[r.part, r.version, r.state] for r in rows])
        for r in rows:
            if r.remedy:
                complain(f"{r.part}: {r.remedy}")
    if any(r.remedy and not r.optional for r in rows):
        raise typer.Exit(2)


def cache(
    out: Out = Path("outputs"),
    prune: Annotated[float | None, typer.Option(help="Keep at most so many megabytes.", min=0)] = None,
) -> None:
    """What the cache holds; prune it."""
    from pipeline.run.cache import Cache

    kept = Cache(out / ".cache")
    if prune is not None:
        say(f"{kept.prune(prune)} files deleted")
    table(["stage", "files", "MB"], [[u.stage, str(u.files), f"{u.bytes / 1e6:.1f}"] for u in kept.usage()])


def add_to(app: typer.Typer) -> None:
    for command in (explain, schema, doctor, cache):
        app.command()(command)
