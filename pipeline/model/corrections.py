"""What a reviewer decided, anchored by content: it holds after the documents were read anew or aligned better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Action = Literal["link", "unlink", "split", "join", "text", "accept"]


class Anchor(NamedTuple):
    """A paragraph by what it says: how its mended text begins, white space and case apart; `nth` (from 1) where several
    begin so. `ends`, when given, tells them apart further."""

    language: str
    begins: str
    ends: str = ""
    nth: int = 1


@dataclass(frozen=True)
class Correction:
    """One decision. `at` anchors the paragraphs meant, of all languages.

    link     these paragraphs, and no others, are one alignment
    unlink   these paragraphs do not belong together
    split    one paragraph ends where `text` begins
    join     these neighbours of one language are one paragraph
    text     what stands here is right: `text` is not to be mended or flagged (empty: the whole paragraph)
    accept   the finding of `check` here is known and accepted, because of `reason`"""

    action: Action
    at: tuple[Anchor, ...]
    reason: str = ""
    by: str = ""
    text: str = ""
    check: str = ""


@dataclass(frozen=True)
class Corrections:
    """All of one release, in the order of the file; `where` names it for messages."""

    entries: tuple[Correction, ...] = ()
    where: str = ""
