"""Model <-> JSON and the JSON Schema: the only serialisation door."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.errors import WrongUse

from .read import release_read
from .write import document_json, entity_json, figure_json, finding_json, release_json

if TYPE_CHECKING:
    from pipeline.model.release import Release

__all__ = [
    "decode", "document_json", "dumps", "encode", "entity_json", "figure_json", "finding_json", "line", "schema",
]  # fmt: skip


def dumps(value: Any) -> bytes:
    """Plain data as indented UTF-8 JSON with a line feed at the end; same value, same bytes."""
    from pydantic_core import to_json

    return to_json(value, indent=1) + b"\n"


def line(value: Any) -> str:
    """Plain data as one line of JSON, without the line feed."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def encode(release: Release) -> bytes:
    """`release.json`, byte for byte the same for the same release."""
    return dumps(release_json(release))


def decode(data: bytes) -> Release:
    """The release that `encode` wrote. Raises WrongUse when it is no release of this schema."""
    try:
        return release_read(json.loads(data))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise WrongUse(
            f"this is not a release.json of this version ({type(error).__name__}: {error}): run extract again"
        ) from None


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a release, made from the types in `wire`."""
    from pydantic import TypeAdapter

    from . import wire

    made = TypeAdapter(wire.ReleaseJson).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "release.schema.json",
        **made,
        "title": "vis-à-vis release",
    }
