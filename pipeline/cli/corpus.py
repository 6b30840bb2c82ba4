"""Commands that make and show a corpus: extract check export search site."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .speak import Out, bar, complain, put_json, say, table

if TYPE_CHECKING:
    from pipeline.run import Outcome
    from pipeline.run.index import Index


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract(
    corpus: Annotated[str, typer.Argument(help="Folder with the releases, or s3://...")] = "corpus",
    out: Annotated[str, typer.Option(help="Folder to write to, or s3://...")] = "outputs",
    jobs: Annotated[int, typer.Option(help="Processes; 0: one a core.", min=0)] = 0,
    executor: Annotated[str, typer.Option(help="local or dask://HOST:PORT.")] = "local",
    only: Annotated[list[str] | None, typer.Option(help="Only this release; may be given again.", metavar="ID")] = None,
    extractor: Annotated[str, typer.Option(help="auto, pdfium or pdfplumber.")] = "auto",
    force: Annotated[bool, typer.Option("--force", help="Make everything anew.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print index.json.")] = False,
) -> None:
    """Read a corpus, align it, check it, write OUT."""
    from pipeline.run import Asked, run

    with ExitStack() as stack:
        there, where = (_folder(stack, place, put_back=place is out) for place in (corpus, out))
        asked = Asked(there, where, jobs or cores(), executor, tuple(only or ()), engine(extractor), force)
        with bar("releases") as progress:
            outcome = run(asked, progress)
    index = outcome.index
    if as_json:
        put_json(index)
    else:
        _show(index, outcome, out)
    for entry in index["releases"]:
        for said in entry.get("said", []):
            complain(f"{entry['id']}: {said}")
        for error in entry["errors"]:
            complain(f"{error['path'] or entry['id']}: {error['type']}: {error['says']}")
    for lone in index["unpaired"]:
        complain(f"{lone['path']}: {lone['reason']}")
    if any(entry["errors"] for entry in index["releases"]):
        raise typer.Exit(3)


def _folder(stack: ExitStack, place: str, *, put_back: bool) -> Path:
    """The folder, or the local mirror of what lies in an object store."""
    from pipeline.run.remote import is_remote, mirrored

    if not is_remote(place):
        return Path(place)
    mirrors = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "visavis"
    return stack.enter_context(mirrored(place, mirrors, put_back=put_back))


def engine(name: str) -> str:
    """Raises WrongUse when there is no such engine."""
    from pipeline.errors import WrongUse

    if name not in ("auto", "pdfium", "pdfplumber"):
        raise WrongUse(f"no extractor is called {name!r}: there are auto, pdfium and pdfplumber")
    return name


def _show(index: Index, outcome: Outcome, out: str) -> None:
    rows, total = [], [0] * 8
    for e in index["releases"]:
        c, f = e["counts"], e["counts"]["findings"]
        numbers = [
            c["paragraphs"],
            c["alignments"],
            c["figures"],
            c["entities"],
            c["repairs"],
            f["fault"],
            f["doubt"],
            f["note"],
        ]
        total = [a + b for a, b in zip(total, numbers, strict=True)]
        rows.append([e["id"], e["status"], *map(str, numbers)])
    if len(rows) > 1:
        rows.append([f"{len(index['releases'])} releases", "", *map(str, total)])
    head = ["release", "", "paragraphs", "aligned", "figures", "names", "repairs", "faults", "doubts", "notes"]
    table(head, rows)
    say(f"{outcome.made} made, {outcome.kept} unchanged; written to {out}")


def check(
    out: Annotated[Path, typer.Argument(help="Where extract wrote.")] = Path("outputs"),
    gravity: Annotated[str, typer.Option(help="The mildest to list: fault, doubt or note.")] = "doubt",
    accept: Annotated[list[str] | None, typer.Option(help="Accept this finding, RELEASE/ID.", metavar="ID")] = None,
    reason: Annotated[str, typer.Option(help="Why it is accepted.")] = "",
    by: Annotated[str, typer.Option(help="Who accepts it.")] = "",
    corpus: Annotated[Path, typer.Option(help="Folder with the releases, to keep what was accepted.")] = Path("corpus"),
    as_json: Annotated[bool, typer.Option("--json", help="One finding a line.")] = False,
) -> None:
    """Say what was found wrong; exit 1 when there is a fault."""
    if accept:
        _accept(out, corpus, accept, reason, by)
        return
    _tell(out, gravity, as_json)


def _accept(out: Path, corpus: Path, wanted: list[str], reason: str, by: str) -> None:
    from pipeline.errors import WrongUse
    from pipeline.review import accept
    from pipeline.store import read_releases

    from .review import keep

    if not reason:
        raise WrongUse("say why with --reason: who reads the report later will ask")
    releases = read_releases(out)
    for one in wanted:
        release, slash, finding = one.rpartition("/")
        if not slash:
            raise WrongUse(f"{one!r} is no finding: `visavis check` shows them as RELEASE/ID")
        keep(corpus, releases[release], accept(releases[release], finding, reason, by))


def _tell(out: Path, gravity: str, as_json: bool) -> None:
    from pipeline import codec
    from pipeline.checks.identity import identity
    from pipeline.errors import WrongUse
    from pipeline.store import read_releases

    grades = ("fault", "doubt", "note")
    if gravity not in grades:
        raise WrongUse(f"no gravity is called {gravity!r}: there are {', '.join(grades)}")
    counts, faults = [], 0
    for release in read_releases(out):
        open_ones = [f for f in release.findings if not f.accepted]
        tally = [sum(f.gravity == g for f in open_ones) for g in grades]
        faults += tally[0]
        counts.append([release.id, *map(str, tally)])
        for f in release.findings:
            if as_json:
                put_json({"release": release.id, "id": identity(release, f), **codec.finding_json(f)})
            elif not f.accepted and grades.index(f.gravity) <= grades.index(gravity):
                where = f"  #{f.alignment}" if f.alignment else ""
                say(f"{f.gravity:5}  {release.id}/{identity(release, f)}{where}  {f.check}: {f.says}")
    if not as_json:
        table(["release", "faults", "doubts", "notes"], counts)
    if faults:
        raise typer.Exit(1)


def export(
    formats: Annotated[list[str] | None, typer.Argument(help="Names from the list.", metavar="FORMAT...")] = None,
    out: Out = Path("outputs"),
    at: Annotated[str, typer.Option(help="Also bring this PostgreSQL server up to date.", metavar="ADDRESS")] = "",
    show: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
) -> None:
    """Write the corpus in other formats."""
    from pipeline.errors import WrongUse
    from pipeline.exports import ROLL, named
    from pipeline.store import Shelf, read_releases

    if show:
        for one in ROLL.values():
            say(f"{one.name:12} {' '.join(one.files):24} {one.says}")
        return
    if at:
        from pipeline.search import postgres

        postgres.load(read_releases(out), at)
        complain("the database is up to date")
    if not formats and not at:
        raise WrongUse(f"name at least one format: {', '.join(ROLL)}")
    wanted = [named(name) for name in formats or ()]
    releases = read_releases(out)
    for one in wanted:
        one.write(releases, Shelf(out))
        complain(f"wrote {', '.join(str(out / f) for f in one.files)}")


def search(
    query: Annotated[str, typer.Argument(help='words, "exact phrase", prefix*, numbers by value')],
    lang: Annotated[str, typer.Option(help="Side in which the words are looked for, or any.")] = "any",
    mode: Annotated[str, typer.Option(help="words, meaning or both.")] = "both",
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 10,
    release: Annotated[str, typer.Option(help="Only in this release.")] = "",
    since: Annotated[str, typer.Option(help="Date (EDTF), from.")] = "",
    until: Annotated[str, typer.Option(help="Date (EDTF), to.")] = "",
    entity: Annotated[str, typer.Option(help="Only where this is named.", metavar="KEY")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind: heading, table, 1-2 ...")] = "",
    finding: Annotated[
        bool | None, typer.Option("--finding/--no-finding", help="Only where a check said something, or nothing.")
    ] = None,
    at: Annotated[str, typer.Option(help="A PostgreSQL server to ask instead.", metavar="ADDRESS")] = "",
    out: Out = Path("outputs"),
    as_json: Annotated[bool, typer.Option("--json", help="One hit a line.")] = False,
) -> None:
    """Find passages; both sides are shown."""
    from pipeline.search import Query

    from .find import find_passages

    asked = Query(query, lang, mode, limit, release, since, until, kind, entity, finding)
    find_passages(out, asked, at, as_json)


def site(
    out: Out = Path("outputs"),
    url: Annotated[str, typer.Option(help="Where the site will stand; feed and sitemap need it.")] = "",
    theme: Annotated[
        Path | None, typer.Option(help="A folder of templates/ and assets/ that take the place of ours.", exists=True)
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="Serve it on this machine.")] = False,
    port: Annotated[int, typer.Option(help="With --serve; 0: any free one.", min=0, max=65535)] = 8000,
) -> None:
    """Write a static site, or serve it."""
    from pipeline.exports import site as site_export
    from pipeline.store import Shelf, read_releases

    site_export.write(read_releases(out), Shelf(out), url, theme)
    say(str(out / "site" / "index.html"))
    if serve:
        from pipeline.serve import serve as serve_forever

        from .find import index

        index(out)
        serve_forever(Shelf(out), port)


def add_to(app: typer.Typer) -> None:
    for command in (extract, check, export, search, site):
        app.command()(command)
