"""Processes that may die of a task: only that task is lost, each other one is done once."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import Crashed, Damaged, OutOfMemory, TimedOut
from pipeline.pool import LIGHT, Pool, Slip


def work(task: Any) -> Any:
    """What a process of these tests does; the task says what shall happen to it."""
    match task:
        case ("square", n):
            return n * n
        case ("die", _):
            os.kill(os.getpid(), signal.SIGKILL)
        case ("sleep", seconds):
            time.sleep(seconds)
        case ("refuse", _):
            raise Damaged
        case ("eat", megabytes):
            return len(bytearray(int(megabytes * 1e6)))
        case ("bug", _):
            raise KeyError("a slip")
        case ("once", path):
            if not os.path.exists(path):  # noqa: PTH110
                open(path, "w").close()  # noqa: PTH123
                os.kill(os.getpid(), signal.SIGKILL)
            return "second time"
    return None


def test_a_process_that_dies_takes_only_its_task_with_it() -> None:
    tasks = [("square", n) for n in range(6)] + [("die", 0), ("refuse", 0)] + [("square", n) for n in range(6, 12)]
    got = dict(Pool(work, 2, 20.0).results(tasks))
    assert [got["square", n] for n in range(12)] == [n * n for n in range(12)]
    assert isinstance(got["die", 0], Crashed)
    assert isinstance(got["refuse", 0], Damaged)


def test_what_dies_once_is_tried_once_more(tmp_path: Any) -> None:
    assert next(iter(Pool(work, 2, 20.0).results([("once", str(tmp_path / "seen"))])))[1] == "second time"


def test_a_task_that_overruns_its_time_is_given_up_and_the_rest_goes_on() -> None:
    got = dict(Pool(work, 2, 4.0).results([("sleep", 60), ("square", 3)]))
    assert isinstance(got["sleep", 60], TimedOut)
    assert got["square", 3] == 9


def test_a_task_that_takes_too_much_memory_is_given_up() -> None:
    got = dict(Pool(work, 1, 20.0, megabytes=600).results([("eat", 2000), ("eat", 1)]))
    assert isinstance(got["eat", 2000], OutOfMemory)
    assert got["eat", 1] == 1_000_000


def test_a_slip_of_ours_is_written_down_and_the_rest_goes_on() -> None:
    got = dict(Pool(work, 1, 20.0).results([("bug", 0), ("square", 2)]))
    assert isinstance(got["bug", 0], Slip)
    assert "a slip" in got["bug", 0].says
    assert got["square", 2] == 4


def test_tasks_are_drawn_only_as_processes_become_free() -> None:
    drawn = 0

    def tasks() -> Iterator[tuple[str, int]]:
        nonlocal drawn
        for n in range(50):
            drawn += 1
            yield "square", n

    results = Pool(work, 2, 20.0).results(tasks())
    next(results)
    assert drawn <= 5
    results.close()  # type: ignore[attr-defined]


_ORPHANS = """
import sys, time
from pipeline.pool import CONTEXT, LIGHT, Pool
pool = Pool(time.sleep, 2, 60.0, context={"light": LIGHT, "usual": CONTEXT}[sys.argv[1]])
for _ in pool._results([0.2, 0.2]):
    print(*(w.process.pid for w in pool._workers), flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("kind", ["light", "usual"])
def test_processes_end_with_the_one_that_began_them(kind: str) -> None:
    """kill -9 gives nobody the time to end them; they see that nobody is there."""
    script = subprocess.Popen([sys.executable, "-c", _ORPHANS, kind], stdout=subprocess.PIPE, text=True)
    assert script.stdout
    script.stdout.readline()
    workers = [int(pid) for pid in script.stdout.readline().split()]
    assert workers and all(_alive(pid) for pid in workers)
    script.kill()
    script.wait()
    patience = time.monotonic() + 20
    while any(_alive(pid) for pid in workers):
        assert time.monotonic() < patience, "processes were left behind"
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_forked_process_does_the_same() -> None:
    tasks = [("square", 2), ("die", 0), ("refuse", 0), ("square", 3)]
    got = dict(Pool(work, 2, 20.0, context=LIGHT).results(tasks))
    assert (got["square", 2], got["square", 3]) == (4, 9)
    assert isinstance(got["die", 0], Crashed) and isinstance(got["refuse", 0], Damaged)
