"""The same tasks on a Dask cluster (the `[dask]` extra). Corpus, outputs and cache lie in a folder all machines see.

A worker that dies takes its task with it; the scheduler gives the task to another one, and after three deaths it is
written down as `crashed`, as in a local run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from functools import cache
from typing import Any

from pipeline.errors import Crashed, DocumentError, OutOfMemory, WrongUse

WINDOW = 3  # tasks in flight for each thread of the cluster: enough that none waits, few enough that memory is flat


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
