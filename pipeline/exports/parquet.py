"""Parquet, one alignment a row in the shape of `jsonl`, figures and entities as nested columns. Needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pipeline import languages
from pipeline.harmless import utf8
from pipeline.model.release import Release
from pipeline.passage import date, passages
from pipeline.store import Shelf

from .jsonl import row

ROWS = 2_000  # in a row group: some 4 MB of text, enough for columns to compress, little enough to hold in memory


def write(releases: Iterable[Release], shelf: Shelf) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    codes = tuple(dict.fromkeys(code for release in releases for code in release.languages))
    schema = _schema(codes or languages.codes())  # a struct must have some field, even of no release
    with (
        shelf.scratch("corpus.parquet") as path,
        pq.ParquetWriter(path, schema, compression="zstd") as file,
    ):
        rows = _rows(releases, codes)
        while some := list(islice(rows, ROWS)):
            file.write_table(pa.Table.from_pylist(some, schema=schema))


def _rows(releases: Iterable[Release], codes: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for release in releases:
        when = date(release)
        for passage in passages(release):
            findings = [{"check": f.check, "gravity": f.gravity, "says": f.says} for f in passage.findings]
            yield _sound({**row(passage), "date": when, "findings": findings})


def _sound(value: Any) -> Any:
    """The same, with strings that UTF-8 can write."""
    if isinstance(value, str):
        return utf8(value)
    if isinstance(value, dict):
        return {key: _sound(one) for key, one in value.items()}
    return [_sound(one) for one in value] if isinstance(value, list) else value


def _schema(codes: tuple[str, ...]) -> Any:
    import pyarrow as pa

    text = pa.string()

    def sides(of: Any) -> Any:
        return pa.struct([(code, of) for code in codes])

    names = ("text", "kind", "value", "to", "unit", "per", "comparator")
    figure = pa.struct([("id", text), ("span", pa.list_(pa.int32())), *((name, text) for name in names)])
    mention = pa.struct(
        [("id", text), ("span", pa.list_(pa.int32())), *((name, text) for name in ("text", "label", "key"))]
    )
    return pa.schema(
        [
            ("release", text),
            ("date", text),
            ("alignment", text),
            ("kind", text),
            ("score", pa.float64()),
            ("confidence", pa.float64()),
            ("moved", pa.bool_()),
            ("translation", sides(text)),
            ("pages", sides(pa.list_(pa.int32()))),
            ("figures", pa.list_(pa.struct([("sides", sides(figure)), ("status", text)]))),
            ("entities", pa.list_(pa.struct([("sides", sides(mention)), ("score", pa.float64())]))),
            ("findings", pa.list_(pa.struct([(name, text) for name in ("check", "gravity", "says")]))),
        ]
    )
