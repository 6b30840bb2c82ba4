"""Commands that keep what a person decided: corrections diff names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .speak import Out, complain, put_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.corrections import Correction
    from pipeline.model.release import Release

Corpus = Annotated[Path, typer.Option(help="Folder with the releases.")]

corrections = typer.Typer(help="What a reviser decided, kept beside the release.", no_args_is_help=True)
names = typer.Typer(help="The corpus's own names.", no_args_is_help=True)


@corrections.command("import")
def import_review(
    sheet: Annotated[Path, typer.Argument(help="review.xlsx or .csv, filled in.")],
    corpus: Corpus = Path("corpus"),
    out: Out = Path("outputs"),
) -> None:
    """Turn a review sheet into corrections.toml entries."""
    from pipeline.review import read_review
    from pipeline.store import read_releases

    releases = read_releases(out)
    decided = read_review(sheet, releases)
    for release, entries in decided.corrections.items():
        keep(corpus, releases[release], entries)
    for left in decided.left:
        complain(left)
    if not decided.corrections:
        complain(f"{sheet} holds no decision that could be used")


def keep(corpus: Path, release: Release, entries: Sequence[Correction]) -> None:
    """Adds the entries to the release's corrections. Raises WrongUse when its folder is not in this corpus."""
    from pipeline.corrections import joined, read_corrections, write_corrections
    from pipeline.errors import WrongUse
    from pipeline.model.corrections import Corrections
    from pipeline.store import corrections_path

    path = corrections_path(corpus, release.id, (r.document.source.path for r in release.readings.values()))
    if not path.parent.is_dir():
        raise WrongUse(f"there is no folder {path.parent} to keep the corrections in: name the corpus with --corpus")
    write_corrections(path, joined(read_corrections(path), Corrections(tuple(entries))))
    say(f"{path}: {len(entries)} entries; `visavis extract` applies them")


def diff(
    old: Annotated[Path, typer.Argument(help="Outputs, a release's folder or a release.json.")],
    new: Annotated[Path, typer.Argument(help="The same, later.")],
    as_json: Annotated[bool, typer.Option("--json", help="One change a line.")] = False,
) -> None:
    """What changed between two versions, above all on one side only."""
    from dataclasses import asdict

    from pipeline.diff import diff_folders

    for release, changes in diff_folders(old, new):
        for change in changes:
            if as_json:
                put_json({"release": release, **asdict(change)})
                continue
            where = change.new or change.old
            sides = ", ".join(change.changed)
            still = f"; not brought up to date: {', '.join(change.unchanged)}" if change.kind == "one-side" else ""
            say(f"{release}#{where}  {change.kind}  {sides}{still}")
            for code, edits in change.edits.items():
                for edit in edits:
                    say(f"    {code}  {edit.old!r} -> {edit.new!r}")


@names.command("propose")
def propose(
    out: Out = Path("outputs"),
    corpus: Corpus = Path("corpus"),
    accept: Annotated[list[str] | None, typer.Option(help="Take this key into names.toml.", metavar="KEY")] = None,
    by: Annotated[str, typer.Option(help="Who accepts it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One proposal a line.")] = False,
) -> None:
    """Names that the corpus links often and that no table knows."""
    from dataclasses import asdict

    from pipeline.errors import WrongUse
    from pipeline.naming import accepted, propose
    from pipeline.store import read_releases, write_toml

    proposals = propose(read_releases(out))
    for p in proposals:
        if as_json:
            put_json(asdict(p))
        else:
            pair = " = ".join(p.names.values())
            say(f"{p.key}  {p.label}  {pair}  ({p.times} times, {p.share:.0%}, {', '.join(p.releases)})")
    if accept:
        wanted = [p for p in proposals if p.key in accept]
        if strange := sorted(set(accept) - {p.key for p in wanted}):
            raise WrongUse(f"nothing is proposed under {', '.join(strange)}")
        path = corpus / "names.toml"
        told = path.read_text(encoding="utf-8") if path.is_file() else ""
        write_toml(path, accepted(told, wanted, by))
        say(f"{path}: {len(wanted)} names taken; `visavis extract` uses them")


def add_to(app: typer.Typer) -> None:
    app.add_typer(corrections, name="corrections")
    app.add_typer(names, name="names")
    app.command()(diff)
