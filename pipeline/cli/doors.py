"""Doors into single stages, for pipes, other programs and measurement: JSON lines in and out, no files written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.errors import DocumentError, WrongUse

from .corpus import cores, engine
from .speak import bar, complain, in_batches, put_json, read_json_lines, read_lines, say

LEVELS = ("paragraph", "sentence")
ALIGNED = 48  # items of `align` that share one
MOST_COMPARED = 200_000  # characters of a side; 30 s and 700 MB, where each sentence has its figure and its names
BATCH = 512  # lines that share one pass through the models: large enough to batch well, small enough for a pipe


def text(
    files: Annotated[list[Path], typer.Argument(help="PDF or text files.", metavar="FILE...")],
    lang: Annotated[str, typer.Option(help="Their language; told from the text when not given.")] = "",
    extractor: Annotated[str, typer.Option(help="auto, pdfium or pdfplumber.")] = "auto",
    jobs: Annotated[int, typer.Option(help="Processes; 0: one a core.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One document a line.")] = False,
) -> None:
    """The mended paragraphs of documents."""
    from pipeline.codec import document_json

    for path in files:
        if not path.exists() or path.is_dir():
            raise WrongUse(f"{path} is a folder: name its files" if path.is_dir() else f"there is no file {path}")
    failed = False
    for path, got in _documents(files, lang, engine(extractor), jobs or min(cores(), len(files))):
        if isinstance(got, DocumentError):
            failed = True
            if as_json:
                put_json({"path": str(path), "error": {"type": got.type, "says": got.says}})
            complain(f"{path}: {got.type}: {got.says}")
        elif as_json:
            put_json({"path": str(path), **document_json(got)})
        else:
            say("\n\n".join(p.text.mended for p in got.paragraphs))
    if failed:
        raise typer.Exit(3)


def _documents(files: list[Path], lang: str, extractor: str, jobs: int) -> Iterator[tuple[Path, Any]]:
    """(file, Document or DocumentError) in the order of the files."""
    from pipeline.config import read_config
    from pipeline.pool import LIGHT, Pool
    from pipeline.run.single import ReadFile, read_file

    config = read_config(Path())
    tasks = [ReadFile(path, lang, extractor, config) for path in files]
    waiting: dict[int, Any] = {}
    order = {id(task): n for n, task in enumerate(tasks)}
    nearest = 0
    pool = Pool(read_file, jobs, config.limits.seconds, config.limits.memory, LIGHT)
    for task, value in pool.results(tasks):
        waiting[order[id(task)]] = value
        while nearest in waiting:
            yield tasks[nearest].path, waiting.pop(nearest)
            nearest += 1


def find(
    file: Annotated[str, typer.Argument(help="One paragraph a line; - is stdin.", metavar="[FILE|-]")] = "-",
    lang: Annotated[str, typer.Option(help="Language of the lines.")] = ...,  # type: ignore[assignment]
) -> None:
    """Figures and entities of each line."""
    from pipeline import codec, doors, flow
    from pipeline.config import MOST_LINE

    for lines in in_batches(read_lines(file, 4 * MOST_LINE), BATCH, len):
        documents = [doors.document_of([line], lang) for line in lines]
        for line, reading in zip(lines, flow.find_in(documents), strict=True):
            facts = reading.facts[0]
            put_json(
                {
                    "text": line,
                    "figures": [codec.figure_json(f) for f in facts.figures],
                    "entities": [codec.entity_json(e) for e in facts.entities],
                }
            )


def align(
    file: Annotated[str, typer.Argument(help='{"id", "level", "sides"} a line.', metavar="[FILE.jsonl|-]")] = "-",
    explain: Annotated[bool, typer.Option("--explain", help="Say why each alignment won.")] = False,
) -> None:
    """Align paragraphs or sentences."""
    from pipeline import doors, encoder
    from pipeline.config import read_config

    config = read_config(Path())
    encoder.use(config.encoder)
    told = ((item, _sides(item), _level(item)) for item in read_json_lines(file, int(config.limits.megabytes * 1e6)))
    for some in in_batches(told, ALIGNED, lambda one: sum(len(t) for texts in one[1].values() for t in texts)):
        items, sides, levels = (list(part) for part in zip(*some, strict=True))
        for item, answer in zip(items, doors.align_texts(sides, levels, explain=explain), strict=True):
            put_json({"id": item.get("id"), "alignments": answer})


def compare(
    file: Annotated[str, typer.Argument(help='{"id", "sides"} a line.', metavar="[FILE.jsonl|-]")] = "-",
) -> None:
    """Figures, entities and findings of pairs of paragraphs."""
    from pipeline import doors, encoder
    from pipeline.config import read_config

    config = read_config(Path())
    encoder.use(config.encoder)
    told = ((item, _texts(item)) for item in read_json_lines(file, int(config.limits.megabytes * 1e6)))
    for some in in_batches(told, BATCH, lambda one: sum(map(len, one[1].values()))):
        sides = [{code: [text] for code, text in texts.items()} for _, texts in some]
        for (item, _), answer in zip(some, doors.compare(sides, config), strict=True):
            put_json({"id": item.get("id"), **answer})


def _sides(item: dict[str, Any]) -> dict[str, list[str]]:
    sides = item.get("sides")
    if (
        not isinstance(sides, dict)
        or len(sides) < 2
        or not all(isinstance(texts, list) and all(isinstance(t, str) for t in texts) for texts in sides.values())
    ):
        raise WrongUse(
            f'{item.get("id")!r} has no "sides" of the form {{language: [text, ...], language: [text, ...]}}'
        )
    return sides


def _level(item: dict[str, Any]) -> str:
    level = item.get("level", LEVELS[0])
    if level not in LEVELS:
        raise WrongUse(f'{item.get("id")!r} has the "level" {level!r}: it is one of {", ".join(LEVELS)}')
    return str(level)


def _texts(item: dict[str, Any]) -> dict[str, str]:
    sides = item.get("sides")
    if not isinstance(sides, dict) or len(sides) < 2 or not all(isinstance(t, str) for t in sides.values()):
        raise WrongUse(f'{item.get("id")!r} has no "sides" of the form {{language: text, language: text}}')
    if max(map(len, sides.values())) > MOST_COMPARED:
        raise WrongUse(f"{item.get('id')!r} has more than {MOST_COMPARED:,} characters a side: `visavis extract` it")
    return sides


def pair(
    corpus: Annotated[Path, typer.Argument(help="Folder with the files.")] = Path("corpus"),
    as_json: Annotated[bool, typer.Option("--json", help="One release a line.")] = False,
) -> None:
    """Say which files belong together, and why."""
    from pipeline.run import pairing

    with bar("files"):
        found = pairing(corpus)
    for release in found.releases:
        files = {code: s.path for code, s in release.sources.items()}
        if as_json:
            put_json({"id": release.id, "files": files, "reason": release.reason, "confidence": release.confidence})
        else:
            say(f"{release.id}: {' + '.join(files.values())}  ({release.reason}, {release.confidence:.2f})")
    for lone in found.unpaired:
        if as_json:
            put_json({"unpaired": lone.path, "reason": lone.reason})
        else:
            say(f"unpaired: {lone.path}: {lone.reason}")
    for error in found.errors:
        complain(f"{error.path}: {error.error.type}: {error.error.says}")


def add_to(app: typer.Typer) -> None:
    for command in (text, find, align, compare, pair):
        app.command()(command)
