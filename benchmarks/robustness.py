"""Every PDF of a folder through the road that `visavis text` takes, in light reader processes with the default limits.

    python benchmarks/robustness.py [FOLDER] [--jobs 2] [--list] [--engine auto]

Without a folder it reads the bombs, circles and traps of tests/pdfs/hostile.py and 300 damaged copies of the samples.
Each file, damaged or strange as it may be, must end in a text or in an error with a type: no traceback, in under 5 s
and 300 MB of the process that reads it. Seconds are processor seconds of all the processes that tried the file, so that
a busy machine tells the same, and wall-clock seconds where a file had it wait without working. `--list` prints a line
a file. Exit code 1 when a bar is broken.

A file that gives a text says nothing here about whether the text is right: read some (`visavis text FILE`)."""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.config import Config
from pipeline.errors import TYPES, DocumentError, OutOfMemory
from pipeline.pool import Pool, Slip
from pipeline.run.single import ReadFile, read_file

SECONDS, MEGABYTES = 5.0, 300.0
IDLE = 30.0  # s of waiting without work that count as a hang
TICKS = os.sysconf("SC_CLK_TCK")


class Told(NamedTuple):
    """What a process tells of a file that did not kill it."""

    end: str
    says: str
    seconds: float
    megabytes: float


@dataclass
class Took:
    """What the processes were seen to take that tried a file."""

    seconds: float = 0.0
    megabytes: float = 0.0
    wall: float = 0.0


def read(task: ReadFile) -> Told:
    """What a reader process does: as for `visavis text`, measured."""
    start = time.process_time()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # forgets the peak of the file before
    try:
        document = read_file(task)
        letters = sum(len(p.text.raw) for p in document.paragraphs)
        doubts = Counter(d.reason for d in document.doubts)
        end = "text"
        says = f"{len(document.paragraphs)} paragraphs, {letters} characters {dict(sorted(doubts.items())) or ''}"
        del document
    except OutOfMemory:
        raise
    except DocumentError as error:
        end, says = error.type, error.says
    return Told(end, says, time.process_time() - start, _peak(os.getpid()))


def _peak(process: int) -> float:
    """MB of memory that the process has held at most since the peak was last forgotten."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if process == os.getpid() else 0.0


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@dataclass
class Sampler(threading.Thread):
    """Looks at the processes of a pool: what is known of a file whose reader died."""

    pool: Pool
    took: dict[Path, Took] = field(default_factory=dict)
    done: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        began: dict[tuple[int, Path], tuple[float, float]] = {}
        added: dict[tuple[int, Path], float] = {}
        while not self.done:
            for worker in list(self.pool._workers):
                task, own = worker.task, worker.process.pid
                if task is None or own is None:
                    continue
                try:
                    seconds, peak = _seconds(own), _peak(own)
                except (OSError, IndexError, ValueError):
                    continue
                key, now = (own, task.path), time.monotonic()
                first = began.setdefault(key, (seconds, now))
                took = self.took.setdefault(task.path, Took())
                took.seconds += seconds - first[0] - added.get(key, 0.0)
                added[key] = seconds - first[0]
                took.megabytes = max(took.megabytes, peak)
                took.wall = max(took.wall, now - first[1])
            time.sleep(0.004)


class End(NamedTuple):
    path: Path
    type: str
    says: str
    seconds: float
    megabytes: float
    wall: float

    @property
    def slow(self) -> bool:
        return self.seconds > SECONDS or self.wall - self.seconds > IDLE


def ends(paths: list[Path], engine: str, jobs: int) -> list[End]:
    """How each file ended, in their order."""
    config = Config()
    pool = Pool(read, jobs, config.limits.seconds, config.limits.memory)
    sampler = Sampler(pool)
    sampler.start()
    out = {}
    for task, value in pool.results(ReadFile(path, "", engine, config) for path in paths):
        out[task.path] = _end(task.path, value, sampler.took.get(task.path, Took()))
    sampler.done = True
    sampler.join()
    return [out[path] for path in paths]


def _end(path: Path, value: Any, took: Took) -> End:
    if isinstance(value, Told):
        return End(path, value.end, value.says, value.seconds, value.megabytes, took.wall)
    kind = "traceback" if isinstance(value, Slip) else value.type if value.type in TYPES else "untyped"
    return End(path, kind, value.says, took.seconds, took.megabytes, took.wall)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path, nargs="?")
    ask.add_argument("--jobs", type=int, default=2)
    ask.add_argument("--list", action="store_true")
    ask.add_argument("--engine", default="auto", choices=["auto", "pdfium", "pdfplumber"])
    told = ask.parse_args()
    if told.folder:
        return run(told.folder, told)
    with tempfile.TemporaryDirectory() as made:
        make(Path(made))
        return run(Path(made), told)


def make(folder: Path) -> None:
    """Hostile files of our own."""
    house = Path(__file__).parents[1]
    sys.path.insert(0, str(house / "tests"))
    from pdfs.hostile import FORMS, mutants

    for name, form in FORMS.items():
        (folder / f"{name}.pdf").write_bytes(form.make())
    parents = [p.read_bytes() for p in sorted((house / "corpus").glob("*/*.pdf"))]
    for name, held in mutants(parents, 300):
        (folder / f"{name}.pdf").write_bytes(held)


def run(folder: Path, told: argparse.Namespace) -> int:
    """Reads, prints, and says whether all bars hold (0) or not (1)."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in (".pdf", ".txt"))
    if not paths:
        print(f"there is no PDF in {folder}")
        return 1
    found = ends(paths, told.engine, told.jobs)
    if told.list:
        for end in found:
            row = f"{end.type:14}{end.seconds:7.2f} s{end.megabytes:6.0f} MB  {end.path.relative_to(folder)}"
            print(f"{row}: {end.says}")
    bad = [e for e in found if e.type in ("traceback", "untyped")]
    slow, large = [e for e in found if e.slow], [e for e in found if e.megabytes > MEGABYTES]
    for end in [*bad, *slow, *large]:
        where = end.path.relative_to(folder)
        print(f"! {end.type} {end.seconds:.2f} s ({end.wall:.2f} waited) {end.megabytes:.0f} MB {where}: {end.says}")
    for name, count in Counter(e.type for e in found).most_common():
        print(f"{name:15}{count:6}")
    typed = len(found) - len(bad)
    print(
        f"robustness files={len(found)} typed={typed} tracebacks={sum(e.type == 'traceback' for e in found)}"
        f" over_5s={len(slow)} over_300mb={len(large)} slowest={max(e.seconds for e in found):.2f} s "
        f" largest={max(e.megabytes for e in found):.0f} MB"
    )
    return 1 if bad or slow or large else 0


if __name__ == "__main__":
    sys.exit(main())
