"""The same tasks on a Dask cluster (the `[dask]` extra). Corpus, outputs and cache lie in a folder all machines see.

A worker that dies takes its task with it; the scheduler gives the task to another one, and after three deaths it is
written down as `crashed`, as in a local run. Files are opened in a light process beside the worker, with the limits of
a local run: a bomb costs that process and not the worker with its models."""

from __future__ import annotations

import atexit
import multiprocessing.process
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from pipeline.errors import Crashed, DocumentError, OutOfMemory, WrongUse
from pipeline.pool import Pool

from .work import ReadTask, read

WINDOW = 3  # tasks in flight for each thread of the cluster: enough that none waits, few enough that memory is flat


_own = threading.local()  # each thread of a worker has a reader of its own


def read_beside(task: ReadTask) -> Any:
    """What a worker runs to read a file: `work.read` in a process of its own. Raises DocumentError."""
    limits = task.config.limits
    reader: Pool | None = getattr(_own, "reader", None)
    if reader is None or (reader.seconds, reader.megabytes) != (limits.seconds, limits.memory):
        if reader:
            reader.close()
        reader = _own.reader = Pool(read, 1, limits.seconds, limits.memory)
        atexit.register(reader.close)
    with _may_have_children():
        value = reader.ask(task)
    if isinstance(value, DocumentError):
        raise value
    return value


@contextmanager
def _may_have_children() -> Iterator[None]:
    """Python forbids daemons to start processes, lest they outlive them; ours end when their pipe does."""
    own = multiprocessing.process.current_process()._config  # type: ignore[attr-defined]
    before = own.get("daemon")
    own["daemon"] = False
    try:
        yield
    finally:
        own["daemon"] = before


def guarded(work: Callable[[Any], Any], task: Any) -> Any:
    """What a worker runs: the value, or the DocumentError as a value, so that the scheduler does not try it again."""
    try:
        return work(task)
    except DocumentError as error:
        return error
    except MemoryError:
        return OutOfMemory()


class Cluster:
    """Runs `work` on the cluster of the scheduler at `dask://HOST:PORT`. Raises WrongUse when it does not answer."""

    def __init__(self, address: str, work: Callable[[Any], Any]) -> None:
        self.client = _client(address.replace("dask://", "tcp://"))
        self.work = work

    def results(self, tasks: Iterable[Any]) -> Generator[tuple[Any, Any], None, None]:
        """(task, value or DocumentError) as they end; a small window of tasks is in flight."""
        from distributed import as_completed

        source = iter(tasks)
        asked: dict[str, Any] = {}
        threads = sum(self.client.nthreads().values()) or 1
        running = as_completed(loop=self.client.loop)
        exhausted = False
        while True:
            while not exhausted and len(asked) < WINDOW * threads:
                task = next(source, self)
                if task is self:
                    exhausted = True
                    break
                future = self.client.submit(guarded, self.work, task, pure=False)
                asked[future.key] = task
                running.add(future)
            if not asked:
                return
            future = next(running)
            yield asked.pop(future.key), _value(future)


def _value(future: Any) -> Any:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return Crashed()


@cache
def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise WrongUse("--executor dask:// needs the extra: pip install 'visavis[dask]'") from None
    try:
        return Client(address, timeout="10s", set_as_default=False)
    except OSError as error:
        raise WrongUse(f"no Dask scheduler answers at {address}: start one (dask scheduler): {error}") from None
