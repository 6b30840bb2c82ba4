"""What a witness saw, before the witnesses are heard together."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.languages.names import fold
from pipeline.model.facts import Label

from .tokens import WORD


class Candidate(NamedTuple):
    """Words `start` (in) to `end` (out) read as a name. `tier` ranks the witness: see `merge`.

    `bare`: a key that says no more than the words do (a slug); another witness's key is better."""

    start: int
    end: int
    label: Label
    key: str
    witness: str
    tier: int
    bare: bool = False


def slug(text: str) -> str:
    """Folded words joined by hyphens.

    >>> slug("l’Œuvre de Saint-Denis")
    'l-oeuvre-de-saint-denis'
    """
    return "-".join(fold(m[0]) for m in WORD.finditer(text) if m[0][0].isalnum())


def bare_key(label: Label, text: str) -> str:
    """The key of a name of which nothing is known but its letters: the same in every language that writes it so."""
    return f"{label.lower()}.{slug(text)}"


def tail(key: str) -> str:
    """The last part of a key, by which it stands inside another: loc.fr.bretagne -> bretagne."""
    return key.rsplit(".", 1)[-1]
