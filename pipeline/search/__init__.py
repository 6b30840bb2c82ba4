"""Searching a corpus: words in either language, figures by value, meaning across languages. `build`, then `query`."""

from __future__ import annotations

from .build import FILE, build, fresh
from .query import Hit, HitSide, Query, hit_json, query

__all__ = ["FILE", "Hit", "HitSide", "Query", "build", "fresh", "hit_json", "query"]
