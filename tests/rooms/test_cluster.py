"""A real Dask scheduler and two workers, one killed in the middle: every release is there, the bytes are the same."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from laid import files, lay

from pipeline.errors import WrongUse
from pipeline.run import Asked, run

pytest.importorskip("distributed", reason="the [dask] extra is not installed")


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    address = tmp_path / "scheduler.json"
    scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
                      "--scheduler-file", str(address))  # fmt: skip
    for _ in range(200):
        if address.is_file() and address.stat().st_size:
            break
        time.sleep(0.1)
    workers = [
        start("dask_worker", "--scheduler-file", str(address), "--nthreads", "1", "--no-dashboard", "--no-nanny",
              "--local-directory", str(tmp_path / f"w{n}"))
        for n in range(2)
    ]  # fmt: skip
    import json

    try:
        yield json.loads(address.read_text())["address"].replace("tcp://", "dask://"), workers
    finally:
        for process in [*workers, scheduler]:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_makes_the_same_corpus(cluster: tuple, tmp_path: Path) -> None:
    address, workers = cluster
    lay(tmp_path / "corpus", *(f"r{n}" for n in range(8)))
    run(Asked(tmp_path / "corpus", tmp_path / "local", jobs=1))

    def kill_one(done: int, total: int) -> None:
        if done == 2:
            workers[0].kill()

    outcome = run(Asked(tmp_path / "corpus", tmp_path / "far", executor=address), kill_one)
    assert [e["status"] for e in outcome.index["releases"]] == ["done"] * 8
    assert workers[0].wait() != 0
    assert files(tmp_path / "far") == files(tmp_path / "local")


def test_no_scheduler_is_said_so(tmp_path: Path) -> None:
    lay(tmp_path / "corpus", "one")
    with pytest.raises(WrongUse, match="no Dask scheduler answers"):
        run(Asked(tmp_path / "corpus", tmp_path / "out", executor="dask://127.0.0.1:9"))
    with pytest.raises(WrongUse, match="dask://HOST:PORT"):
        run(Asked(tmp_path / "corpus", tmp_path / "out", executor="spark"))
