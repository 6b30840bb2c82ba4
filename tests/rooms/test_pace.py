"""A reader that gets nowhere is ended; one that gets on is not, however long it takes."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import pytest

from pipeline import pace
from pipeline.config import Limits
from pipeline.pool import Pool, Stalled, Swollen

LIMITS = Limits(page_seconds=0.4, page_megabytes=200.0)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only the limits of time hold")


def work(task: Any) -> Any:
    """What a process of these tests does; the task says what shall happen to it."""
    what, pages = task
    pace.begin(LIMITS, 1_000)
    held = []
    for page in range(pages):
        pace.step(page, 0)
        if what.startswith("one ") and pace.is_barred(page + 1):
            continue
        match what:
            case "turn":  # 0.02 s a page
                _turn(0.02)
            case "stall" | "one stalls" if page == 2:
                _turn(60)
            case "one dies" if page == 2:
                os.kill(os.getpid(), signal.SIGSEGV)
            case "swell" if page == 2:
                held += [bytearray(20_000_000) for _ in range(50)]
            case "jump" | "one jumps" if page == 2:
                held.append(bytearray(1_000_000_000))
            case "aside":
                try:
                    with pace.aside(0.1):
                        _turn(60)
                except pace.TooLong:
                    held.append(page)
    pace.texts(pages, 0, 0)
    return len(held)


def _turn(seconds: float) -> None:
    import time

    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


@pytest.fixture(scope="module")
def got() -> dict[Any, Any]:
    tasks = [("turn", 30), ("stall", 5), ("swell", 5), ("jump", 5), ("aside", 6)]
    tasks += [("one stalls", 5), ("one dies", 5), ("one jumps", 5)]
    return dict(Pool(work, 2, 60.0, megabytes=1_500).results(tasks))


def test_many_pages_may_take_long_together(got: dict[Any, Any]) -> None:
    assert got["turn", 30] == 0


def test_a_page_that_takes_too_long_is_given_up_and_named(got: dict[Any, Any]) -> None:
    assert isinstance(got["stall", 5], Stalled)
    assert got["stall", 5].type == "timed-out"
    assert "page 3" in got["stall", 5].says
    assert "page_seconds" in got["stall", 5].says


@pytest.mark.parametrize("how", ["swell", "jump"])
def test_memory_that_is_taken_without_getting_on_is_told(how: str, got: dict[Any, Any]) -> None:
    assert isinstance(got[how, 5], Swollen)
    assert got[how, 5].type == "out-of-memory"
    assert "page 3" in got[how, 5].says


@pytest.mark.parametrize("how", ["one stalls", "one dies", "one jumps"])
def test_a_file_is_read_without_the_page_that_is_too_much(how: str, got: dict[Any, Any]) -> None:
    assert got[how, 5] == 0


def test_what_is_done_aside_is_stopped_and_does_not_count(got: dict[Any, Any]) -> None:
    assert got["aside", 6] == 6, "0.6 s aside, of 0.4 s that a page may take"


def test_nothing_is_counted_elsewhere_than_in_a_reader() -> None:
    pace.begin(LIMITS, 1)
    pace.step(1, 1)
    with pace.aside(0.01):
        _turn(0.05)
    pace.end()
