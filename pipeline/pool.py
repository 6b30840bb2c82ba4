"""Processes that do one task at a time and may die of it.

A task that overruns its time, or kills its process, is tried once more alone in a fresh process and then given up with
a typed error; no other task is touched by it. A task that uses up what it may take before it gets on (see `pace`) is
given up at once: its processor seconds were its own. Processes are replaced after a number of tasks, so that what a
native library leaks does not add up."""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, MutableSequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from pipeline import pace
from pipeline.errors import Crashed, DocumentError, OutOfMemory, TimedOut, WrongUse

CONTEXT: BaseContext = multiprocessing.get_context("forkserver")
# For a command that has started no thread and loaded no model: no server is started first, and what the processes took
# counts as the command's own, as `time` prints it. Elsewhere than on Linux, system libraries do not survive a fork.
LIGHT: BaseContext = multiprocessing.get_context("fork") if sys.platform == "linux" else CONTEXT
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})  # no next task would fare better
AGAIN = (Crashed, TimedOut, OutOfMemory)  # what may have been the process's fault and not the task's
SWEEPS = (
    50_000,
    20,
    20,
)  # of the garbage collector: reading is 8 % faster than with its own 700, 10, 10, and no larger
TASKS = 200  # of one process, then it is replaced: Apache Tika's forked parsers do the same
LOOK = 0.02  # s between two looks at how much memory the processes have taken; a bomb takes 20 MB in that time
CLOSE = 0.002  # s, where the pool alone bounds the memory
KEPT = 170_000_000  # bytes that a process may hold after a task; with all that reads and mends two languages it has 140


class Slip(Crashed):
    """An exception that nobody foresaw: ours to mend, and no reason to stop the run."""

    remedy = "this is a fault of vis-à-vis: run it again with VISAVIS_DEBUG=1 and report what it prints"


class Stalled(TimedOut):
    """Processor time was used up without getting on, on the page `page` (0 or less: on none)."""

    page = 0

    remedy = "save it anew (qpdf IN OUT), or raise [limits] page_seconds in visavis.toml"


class Swollen(OutOfMemory):
    """Memory was taken without getting on; `page` as in `Stalled`."""

    page = 0

    remedy = "save it anew (qpdf IN OUT), or raise [limits] page_megabytes in visavis.toml"


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    note: MutableSequence[int]
    task: Any = None
    since: float = 0.0
    done: int = 0


@dataclass
class Pool:
    """`jobs` processes that call `work(task)`; `seconds` a task may take, `megabytes` a process may take (0: any)."""

    work: Callable[[Any], Any]
    jobs: int
    seconds: float
    megabytes: float = 0.0
    context: BaseContext = CONTEXT
    _workers: list[_Worker] = field(default_factory=list)

    def results(self, tasks: Iterable[Any]) -> Generator[tuple[Any, Any], None, None]:
        """(task, what `work` gave, or the DocumentError it ended in) for each task, as they end.

        Tasks are drawn from the iterable only as processes become free. Raises OSError when the disk is full."""
        try:
            yield from self._results(tasks)
        finally:
            self.close()

    def ask(self, task: Any) -> Any:
        """One task's value or DocumentError; the process stays for the next one, until `close`."""
        return next(value for _, value in self._results([task]))

    def _results(self, tasks: Iterable[Any]) -> Generator[tuple[Any, Any], None, None]:
        source, again = iter(tasks), deque[tuple[Any, Any]]()
        exhausted = False
        while True:
            while not exhausted and not again and self._idle():
                task = next(source, self)
                if task is self:
                    exhausted = True
                else:
                    self._give(task)
            busy = [w for w in self._workers if w.task is not None]
            if again and not busy:
                task, value = again.popleft()
                yield task, self._again(task, value)
                continue
            if not busy:
                return
            for task, value, fresh in self._collect(busy):
                if _may_be_the_process(value, fresh) or _page(value):
                    again.append((task, None if _may_be_the_process(value, fresh) else value))
                else:
                    yield task, value

    def _again(self, task: Any, value: Any) -> Any:
        """What a suspect ends in when it is tried once more; `value`: what it ended in where that is known for sure.

        Where it is one page that is too much, the file is read without it: what is lost is one page and is told."""
        if value is None:
            value = self._alone(task)
        if not (page := _page(value)):
            return value
        rest = self._alone(task, page)
        return value if isinstance(rest, DocumentError) else rest

    def _alone(self, task: Any, barred: int = 0) -> Any:
        """The task once more, in a fresh process while nothing else runs, without the page `barred`.

        The kernel lets it ask for memory beyond what it may take and the pool ends it when it does: a native library
        that is refused memory dies as of a fault of its own, and nobody could tell the two apart."""
        if len(self._workers) >= self.jobs:
            self._drop(self._workers[0])
        worker = self._start(loose=True)
        worker.note[pace.BARRED] = barred
        self._give(task, worker)
        ((_, value, _),) = self._collect([worker], CLOSE)
        if worker in self._workers:
            self._drop(worker)
        return value

    def close(self) -> None:
        """Ends all processes at once."""
        for worker in self._workers:
            worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()

    def _idle(self) -> bool:
        return len(self._workers) < self.jobs or any(w.task is None for w in self._workers)

    def _give(self, task: Any, worker: _Worker | None = None) -> None:
        worker = worker or next((w for w in self._workers if w.task is None), None) or self._start()
        try:
            worker.pipe.send(task)
        except OSError:  # it died while it waited
            self._drop(worker)
            worker = self._start()
            worker.pipe.send(task)
        worker.task, worker.since = task, time.monotonic()

    def _start(self, *, loose: bool = False) -> _Worker:
        ours, theirs = self.context.Pipe()
        note = self.context.RawArray("q", pace.NOTES)
        # a fork has our ends of all pipes: kept open there, no process would see that we are gone
        ends = (ours, *(w.pipe for w in self._workers)) if self.context is not CONTEXT else ()
        arguments = (theirs, self.work, self.megabytes, note, loose, ends)
        process = self.context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        worker = _Worker(process, ours, note)
        self._workers.append(worker)
        return worker

    def _collect(self, busy: list[_Worker], look: float = LOOK) -> list[tuple[Any, Any, bool]]:
        """(task, value, whether its process was fresh) of what has ended, after waiting until something has."""
        out: list[tuple[Any, Any, bool]] = []
        while not out:
            left = min(w.since for w in busy) + self.seconds - time.monotonic()
            ready = wait([w.pipe for w in busy], timeout=max(0.0, min(left, look)))
            for worker in busy:
                task, fresh = worker.task, not worker.done
                if worker.pipe in ready:
                    out.append((task, self._received(worker), fresh))
                elif 0 < worker.note[pace.ALLOWED] < pace.held(worker.process.pid or 0):
                    self._drop(worker)
                    out.append((task, _swollen(worker.note), fresh))
                elif time.monotonic() - worker.since > self.seconds:
                    self._drop(worker)
                    out.append((task, TimedOut(), fresh))
        return out

    def _received(self, worker: _Worker) -> Any:
        try:
            state, value = worker.pipe.recv()
        except (EOFError, OSError):
            self._drop(worker)
            return _stalled(worker.note) if worker.process.exitcode == -signal.SIGPROF else _crashed(worker.note)
        if state == "halt":
            raise value
        worker.task, worker.done = None, worker.done + 1
        if isinstance(value, Swollen):
            value.page = worker.note[pace.AT]  # it does not cross with its sentence
        if worker.done >= TASKS or worker.note[pace.HELD] > KEPT or isinstance(value, OutOfMemory):
            self._drop(worker)
        if state == "bug":
            if os.environ.get("VISAVIS_DEBUG"):
                print(value, file=sys.stderr)
            return Slip(str(value).strip().splitlines()[-1])
        return value

    def _drop(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)


def _may_be_the_process(value: Any, fresh: bool) -> bool:
    """Whether the task may fare better in another process. What it took in a fresh one, it will take again."""
    if isinstance(value, (Slip, Stalled)) or (fresh and isinstance(value, OutOfMemory)):
        return False
    return isinstance(value, AGAIN)


def _where(note: MutableSequence[int]) -> str:
    page = note[pace.AT]
    return {pace.OPENING: "the file", pace.TEXTS: "its text"}.get(page, f"page {page}")


def _page(value: Any) -> int:
    """The page that was too much for the reader, 0 where it was none."""
    return max(0, getattr(value, "page", 0))


def _crashed(note: MutableSequence[int]) -> Crashed:
    error = Crashed()
    error.page = note[pace.AT]  # type: ignore[attr-defined]
    return error


def _stalled(note: MutableSequence[int]) -> Stalled:
    error = Stalled(f"{_where(note)} could not be read in the processor time that it may take")
    error.page = note[pace.AT]
    return error


def _swollen(note: MutableSequence[int]) -> Swollen:
    error = Swollen(f"{_where(note)} takes more memory than it may")
    error.page = note[pace.AT]
    return error


def _serve(
    pipe: Connection,
    work: Callable[[Any], Any],
    megabytes: float,
    note: MutableSequence[int],
    loose: bool,
    ends: Iterable[Connection],
) -> None:
    """The life of a process: a task in, one of these out, until the pipe is closed.

    ("done", value or DocumentError), ("bug", traceback), ("halt", error) when no next task would fare better."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _leave_no_core()
    for end in ends:
        end.close()
    gc.set_threshold(*SWEEPS)
    pace.watch(note, megabytes * 1e6, loose=loose)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        answer: tuple[str, Any]
        note[pace.AT] = pace.OPENING
        try:
            answer = ("done", work(task))
        except DocumentError as error:
            answer = ("done", error)
        except WrongUse as error:
            answer = ("halt", error)
        except MemoryError:
            pace.end()
            answer = ("done", _swollen(note))
        except OSError as error:
            answer = ("halt", error) if error.errno in FULL else ("bug", traceback.format_exc())
        except Exception:
            answer = ("bug", traceback.format_exc())
        pace.end()
        try:
            pipe.send(answer)
        except (BrokenPipeError, OSError):
            return


def _leave_no_core() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
