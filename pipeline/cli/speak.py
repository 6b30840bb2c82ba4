"""How the face speaks: JSON lines and tables to stdout, complaints and bars to stderr."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from pipeline.errors import VisavisError, WrongUse

if TYPE_CHECKING:
    from pipeline.run import Progress

T = TypeVar("T")
HEAVY = 2_000_000  # characters of a batch: what lies in memory at once, with what is found in it
HALF = re.compile(r"\\u[dD][89a-fA-F]")  # as JSON writes it: a pair of two is a character, one alone is none
HALVES = re.compile("[\ud800-\udfff]")
Out = Annotated[Path, typer.Option("--from", help="Where extract wrote.", metavar="OUT")]


def complain(says: str) -> None:
    """One line to stderr; nothing of it can move a terminal."""
    from pipeline.harmless import shown

    print(f"visavis: {shown(says)}", file=sys.stderr)


def say(text: str, *, raw: bool = False) -> None:
    """A result for a person, to stdout; nothing of it can move a terminal, unless it is `raw`: made so by us."""
    from pipeline.harmless import shown

    print(text if raw else shown(text))


def put_json(value: Any) -> None:
    """A result for a machine: one line of JSON, UTF-8 whatever the locale."""
    from pydantic_core import to_json

    sys.stdout.buffer.write(to_json(value) + b"\n")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table for a person: the first column to the left, numbers to the right; rules only on a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from pipeline.harmless import shown

    made = Table(box=None, pad_edge=False, header_style="bold")
    for n, name in enumerate(head):
        made.add_column(name, justify="left" if n == 0 else "right", overflow="fold")
    for row in rows:
        made.add_row(*(Text(shown(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 110, highlight=False).print(made)


@contextmanager
def bar(label: str) -> Iterator[Progress | None]:
    """A progress bar with rate and time left on stderr; nothing when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(label),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as shown:
        task = shown.add_task(label, total=None, rate="")

        def step(done: int, total: int) -> None:
            speed = shown.tasks[0].speed
            shown.update(task, completed=done, total=total, rate=f"{60 * speed:.0f}/min" if speed else "", refresh=True)

        yield step


def in_batches(items: Iterable[T], size: int, weigh: Callable[[T], int]) -> Iterator[list[T]]:
    """Lists of at most `size` items, in order, and of few characters more than HEAVY as `weigh` counts them.

    What comes before a line that cannot be used is answered before that is told."""
    source = iter(items)
    while True:
        batch, heavy, wrong, more = list[T](), 0, None, True
        while more and not wrong and len(batch) < size and heavy < HEAVY:
            try:
                batch.append(next(source))
                heavy += weigh(batch[-1])
            except StopIteration:
                more = False
            except VisavisError as error:
                wrong = error
        if batch:
            yield batch
        if wrong:
            raise wrong
        if not more:
            return


def read_lines(file: str, most: int) -> Iterator[str]:
    """The lines of a UTF-8 file, `-` for stdin, without their line feeds; only a line feed ends a line.

    Raises WrongUse when it cannot be read, is not UTF-8, or has a line of more than `most` bytes: it is not read."""
    try:
        source = sys.stdin.buffer if file == "-" else open(file, "rb")  # noqa: SIM115, PTH123 - closed below, or stdin
    except OSError as error:
        raise WrongUse(f"{file}: {error.strerror}") from None
    number = 0
    try:
        while line := source.readline(most + 2):
            number += 1
            if len(line) > most and len(line.rstrip(b"\r\n")) > most:
                raise WrongUse(f"{file}: line {number} is longer than {most:,} bytes: give it in pieces")
            yield line.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise WrongUse(f"{file}: line {number} is not UTF-8: save it as UTF-8") from None
    finally:
        if file != "-":
            source.close()


def read_json_lines(file: str, most: int) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file. Raises WrongUse, naming the line, when one is none or longer than `most`
    bytes."""
    import json

    for number, line in enumerate(read_lines(file, most), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise WrongUse(f"{file}: line {number} is not JSON: {error}") from None
        except RecursionError:
            raise WrongUse(f"{file}: line {number} is nested too deeply") from None
        if HALF.search(line) and HALVES.search(json.dumps(value, ensure_ascii=False)):
            raise WrongUse(f"{file}: line {number} has half of a surrogate pair, which is no character")
        if not isinstance(value, dict):
            raise WrongUse(f"{file}: line {number} is not a JSON object")
        yield value
