"""Time and peak memory of each export, a process each, at two sizes: flat memory is the same number twice.

    python benchmarks/exporting.py [--alignments 100000] [FORMAT...]

On invented releases (invented.py), which are made while they are read; making them takes most of the time of the
light formats, and is shown as `nothing`."""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.invented import PASSAGES, Synthetic

FORMATS = (
    "nothing",
    "jsonl",
    "csv",
    "tmx",
    "xlf",
    "moses",
    "parquet",
    "annotations",
    "schemaorg",
    "opensearch",
    "site",
)


def one(name: str, alignments: int, pipe: multiprocessing.connection.Connection) -> None:
    from pipeline.exports import ROLL
    from pipeline.store import Shelf

    corpus = Synthetic(alignments // PASSAGES)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    with tempfile.TemporaryDirectory() as made:
        if name == "nothing":
            for _ in corpus:
                pass
        else:
            ROLL[name].write(corpus, Shelf(Path(made)))
        size = sum(p.stat().st_size for p in Path(made).rglob("*") if p.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((time.process_time() - start, before, peak, size))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alignments", type=int, default=100_000)
    parser.add_argument("formats", nargs="*", default=FORMATS)
    told = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    for name in told.formats:
        for alignments in (told.alignments // 10, told.alignments):
            ours, theirs = spawn.Pipe()
            process = spawn.Process(target=one, args=(name, alignments, theirs))
            process.start()
            seconds, before, peak, size = ours.recv()
            process.join()
            print(f"{name:12} {alignments:9,} alignments {seconds:7.1f} CPU s   peak {peak:6.0f} MB"
                  f" ({before:.0f} before)   {size / 1e6:7.1f} MB written", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
