"""Which files make a release: by folder, by name, and by content where names say nothing or lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.languages import codes
from pipeline.languages.naming import naming
from pipeline.model.document import Source, Tongue

from .folders import Group, release_folders
from .found import Discovery, Lone, Refused, ReleaseSources
from .ids import give_ids
from .papers import read_papers
from .profile import WHOLE
from .walk import Tree, walk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .likeness import Encode

__all__ = ["WHOLE", "Discovery", "Lone", "Refused", "ReleaseSources", "discover"]


def _encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """The house's encoder, loaded when a pile needs it."""
    from pipeline.encoder import encode

    return encode(texts)


def discover(
    corpus: Path,
    sample: Callable[[Path], str],
    tongue_of: Callable[[str, str], Tongue] | None = None,
    encode: Encode | None = _encode,
) -> Discovery:
    """The releases of a corpus, the files without a partner, and what cannot be used.

    `sample` gives the beginning of a file's text (WHOLE characters are looked at), "" when it cannot be read; it is
    asked only of files that lie in no release folder. `tongue_of(text, declared)` tells languages (stages.identify;
    without it function words do), `encode` turns texts into unit vectors; None: pair without it. Nothing of one file
    stops the rest."""
    rules = naming(codes())
    tree = walk(corpus, rules)
    groups, pile = release_folders(tree, rules, codes(), corpus.resolve().name or "release")
    if pile:
        from .content import pair_by_content

        groups += pair_by_content(pile, sample, rules, codes(), tree, tongue_of, encode)
    groups.sort(key=lambda g: (g.wish, g.folder, [f.name for f in g.files.values()]))
    releases, errors = [], list(tree.refused)
    for group, (own, said) in zip(groups, give_ids((g.wish for g in groups), rules.reserved), strict=True):
        releases.append(_release(group, own, said, tree))
        errors += [r._replace(release=own) for r in group.refused]
    return Discovery(
        releases=tuple(sorted(releases, key=lambda r: r.id)),
        unpaired=tuple(sorted(tree.lone)),
        errors=tuple(sorted(errors, key=lambda e: (e.path, e.language))),
    )


def _release(group: Group, own: str, said: tuple[str, ...], tree: Tree) -> ReleaseSources:
    papers, wrong = read_papers(tree.papers.get(group.folder) if group.folder else None)
    return ReleaseSources(
        id=own,
        sources={c: Source(f.name, c, media_type=f.media_type) for c, f in group.files.items()},
        paths={c: f.path for c, f in group.files.items()},
        papers=papers,
        reason=group.reason,
        confidence=group.confidence,
        said=(*group.said, *said, *wrong),
    )
