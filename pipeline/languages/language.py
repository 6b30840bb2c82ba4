"""One language, as the stages see it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import WrongUse

from .folder import read_toml


@dataclass(frozen=True)
class Language:
    """`code` is the folder's name (ISO 639-1); the other fields are those of its language.toml."""

    code: str
    name: str  # in English
    endonym: str
    order: int
    locale: str  # CLDR, for Babel
    stemmer: str  # Snowball algorithm
    spacy_model: str  # importable package

    @classmethod
    def of(cls, code: str, known: tuple[str, ...]) -> Language:
        if code not in known:
            raise WrongUse(f"no data for the language {code!r}: there are {', '.join(known)}")
        told = read_toml(code, "language")
        return cls(code=code, **{k: v for k, v in told.items() if k != "source"})
