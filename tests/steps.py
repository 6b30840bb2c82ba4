"""Work counted in lines run, not in seconds: the same on every machine, whatever else it does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def steps(work: Callable[[], Any]) -> int:
    """How many lines of Python `work` runs, each turn of a loop or a comprehension once. What C does in one call (a
    sort, a search in a string) counts as the one line that calls it."""
    count = 0

    def line(frame: Any, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
