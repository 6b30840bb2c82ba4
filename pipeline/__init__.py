"""vis-à-vis: the French and English releases of an institution as one aligned, checked, searchable corpus.

>>> import pipeline
>>> for release in pipeline.load("outputs"):  # doctest: +SKIP
...     for french, english, alignment in release.pairs():
...         print(alignment.confidence, french, english)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.store import Releases

__version__ = "0.1.0"
__all__ = ["load"]


def load(outputs: str | Path = "outputs") -> Releases:
    """The releases that `visavis extract` wrote, read one by one as you go through them; one of them by `[id]`.

    Raises WrongUse when nothing was extracted there."""
    from pipeline.store import read_releases

    return read_releases(Path(outputs))
