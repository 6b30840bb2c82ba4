"""The same search in PostgreSQL, for when one machine is outgrown: `load`, then `query`. Needs psycopg.

Words are found by PostgreSQL's own full-text search, with `unaccent` (which makes œ oe) before the Snowball stemmer of
each language; figures by value, filters, phrases, prefixes and highlights are ours. There is no meaning index here."""

from __future__ import annotations

from .ask import query
from .load import load

__all__ = ["load", "query"]
