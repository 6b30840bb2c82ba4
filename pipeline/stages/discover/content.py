"""Pairing a pile of files: names first, then what the files say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.languages.naming import Naming
from pipeline.model.document import Tongue

from .folders import Group
from .found import Lone
from .names import bare_stem, pair_by_name
from .walk import File, Tree

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def pair_by_content(
    pile: Sequence[File],
    sample: Callable[[Path], str],
    naming: Naming,
    order: Sequence[str],
    tree: Tree,
    tongue_of: Callable[[str, str], Tongue] | None,
    encode: Encode | None,
) -> list[Group]:
    """The releases of a pile; files that stay alone are put on the tree's list with the reason."""
    named, rest = pair_by_name(pile, naming, order)
    groups = []
    for pair in named:
        first, file = next(iter(pair.files.items()))
        groups.append(Group(bare_stem(file, naming, first), file.folder, pair.files, "names", 0.95))
    tree.lone += [Lone(f.name, "no file of another language goes with it") for f in rest]
    return groups
