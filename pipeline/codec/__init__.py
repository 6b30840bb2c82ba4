"""Model <-> JSON and the JSON Schema: the only serialisation door."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import WrongUse

from .read import release_read
from .write import document_json, entity_json, figure_json, finding_json, release_json

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from pipeline.model.release import Release

    from . import wire

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
    from pydantic import ValidationError

    try:
        told = json.loads(data)
        if b"\\ud" in data.lower():
            json.dumps(told, ensure_ascii=False).encode()  # half a character (a lone surrogate) cannot be written again
        _shape().validate_python(told, strict=True)  # 0.4 ms a release: a wrong value shows here and not in an export
        return release_read(told)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        why = f"{'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}"
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        why = f"{type(error).__name__}: {error}"
    raise WrongUse(f"this is not a release.json of this version ({why}): run extract again")


@cache
def _shape() -> TypeAdapter[wire.ReleaseJson]:
    from pydantic import TypeAdapter

    from . import wire

    return TypeAdapter(wire.ReleaseJson)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a release, made from the types in `wire`."""
    made = _shape().json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "release.schema.json",
        **made,
        "title": "vis-à-vis release",
    }
