"""Capitals that name nothing: file names, variables, tags."""

from __future__ import annotations

from pipeline.stages.find.entities.tokens import Tokens

_CODE = "_=$<>@#{}\\%~*"


def in_code(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether the words stand in a file name, a variable or a tag, where capitals name nothing: DEB_HOST, $HOME."""
    before = tokens.text[max(0, tokens.starts[start] - 1) : tokens.starts[start]]
    after = tokens.text[tokens.ends[stop - 1] : tokens.ends[stop - 1] + 1]
    inside = tokens.spoken(start, stop)
    if any(c in inside for c in _CODE):
        return True
    return bool(before and before in _CODE) or bool(after and after in _CODE)
