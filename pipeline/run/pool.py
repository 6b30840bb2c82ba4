"""Processes that do one task at a time and may die of it.

A task that overruns its time, or kills its process, is tried once more alone in a fresh process and then given up with
a typed error; no other task is touched by it. Processes are replaced after a number of tasks, so that what a native
library leaks does not add up."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from pipeline.errors import Crashed, DocumentError, OutOfMemory, TimedOut

CONTEXT = multiprocessing.get_context("forkserver")
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})  # no next task would fare better
AGAIN = (Crashed, TimedOut, OutOfMemory)  # what may have been the process's fault and not the task's
TASKS = 200  # of one process, then it is replaced: Apache Tika's forked parsers do the same


class Slip(Crashed):
    """An exception that nobody foresaw: ours to mend, and no reason to stop the run."""

    remedy = "this is a fault of vis-à-vis: run it again with VISAVIS_DEBUG=1 and report what it prints"


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
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
        source, again = iter(tasks), deque[Any]()
        tried: list[Any] = []
        exhausted = False
        while True:
            while not exhausted and not again and self._idle():
                task = next(source, self)
                if task is self:
                    exhausted = True
                else:
                    self._give(task)
            busy = [w for w in self._workers if w.task is not None]
            if again and not busy:  # alone: nothing else runs while a suspect is tried again
                self._give(again.popleft())
                continue
            if not busy:
                return
            for task, value in self._collect(busy):
                if isinstance(value, AGAIN) and not isinstance(value, Slip) and not any(t is task for t in tried):
                    tried.append(task)
                    again.append(task)
                else:
                    yield task, value

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

    def _give(self, task: Any) -> None:
        worker = next((w for w in self._workers if w.task is None), None)
        if worker is None:
            worker = self._start()
        worker.task, worker.since = task, time.monotonic()
        worker.pipe.send(task)

    def _start(self) -> _Worker:
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_serve, args=(theirs, self.work, self.megabytes), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _collect(self, busy: list[_Worker]) -> list[tuple[Any, Any]]:
        """What has ended, after waiting until something has."""
        left = min(w.since for w in busy) + self.seconds - time.monotonic()
        ready = wait([w.pipe for w in busy], timeout=max(0.0, min(left, 3600.0)))
        out = []
        for worker in busy:
            if worker.pipe in ready:
                out.append((worker.task, self._received(worker)))
            elif time.monotonic() - worker.since > self.seconds:
                out.append((worker.task, TimedOut()))
                self._drop(worker)
        return out

    def _received(self, worker: _Worker) -> Any:
        try:
            state, value = worker.pipe.recv()
        except (EOFError, OSError):
            self._drop(worker)
            return Crashed()
        if state == "halt":
            raise value
        worker.task, worker.done = None, worker.done + 1
        if worker.done >= TASKS or isinstance(value, OutOfMemory):
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


def _serve(pipe: Connection, work: Callable[[Any], Any], megabytes: float) -> None:
    """The life of a process: a task in, one of these out, until the pipe is closed.

    ("done", value or DocumentError), ("bug", traceback), ("halt", OSError) when nobody can write any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _limit(megabytes)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        answer: tuple[str, Any]
        try:
            answer = ("done", work(task))
        except DocumentError as error:
            answer = ("done", error)
        except MemoryError:
            answer = ("done", OutOfMemory())
        except OSError as error:
            answer = ("halt", error) if error.errno in FULL else ("bug", traceback.format_exc())
        except Exception:
            answer = ("bug", traceback.format_exc())
        try:
            pipe.send(answer)
        except (BrokenPipeError, OSError):
            return


def _limit(megabytes: float) -> None:
    """Bounds the address space the process may map beyond what it has; where the system knows no such bound, none."""
    if not megabytes:
        return
    try:
        import resource
    except ImportError:
        return
    most = int(megabytes * 1e6)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
