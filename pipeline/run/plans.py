"""What a run has to do: the releases that discovery found, each with its keys, as plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.checks import OF_THE_ALIGNER
from pipeline.config import Config, read_config
from pipeline.errors import DocumentError, WrongUse
from pipeline.model.document import Source
from pipeline.model.release import Papers
from pipeline.pool import Pool
from pipeline.stages.identify import identify
from pipeline.store import corrections_path, sha256_of

from .cache import Cache, key_of
from .index import Entry, Unpaired, failed_entry

if TYPE_CHECKING:
    from pipeline.stages.discover import Discovery


@dataclass(frozen=True)
class Asked:
    """What a run is asked for."""

    corpus: Path
    out: Path
    jobs: int = 2
    executor: str = "local"
    only: Sequence[str] = ()
    engine: str = "auto"
    force: bool = False


@dataclass
class Plan:
    """One release on its way: which sides are read, which have failed."""

    id: str
    sources: Mapping[str, Source]
    paths: Mapping[str, Path]
    papers: Papers
    corrections: Path | None
    key: str
    matched: str
    said: tuple[str, ...] = ()
    read: dict[str, str] = field(default_factory=dict)
    failed: dict[str, DocumentError] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return len(self.read) + sum(code in self.paths for code in self.failed) == len(self.paths)


def pairing(corpus: Path) -> Discovery:
    """Which files of a corpus belong together; nothing is written. Raises WrongUse when there is no such folder."""
    from pipeline.stages.discover import discover

    if not corpus.is_dir():
        raise WrongUse(f"there is no folder {corpus}: name the one with the files (visavis pair CORPUS)")
    asked = Asked(corpus, corpus)
    with _sampler(asked, read_config(corpus), None, {}) as sample:
        return discover(corpus, sample, identify, _encode)


def _encode(texts: Sequence[str]) -> Any:
    """The encoder, loaded only when discovery has to compare contents."""
    from pipeline import encoder

    return encoder.encode(texts)


def plans_of(asked: Asked, config: Config, cache: Path) -> tuple[list[Plan], list[Unpaired], list[Entry]]:
    """What discovery found, as plans; files without a partner; releases of which nothing can be read."""
    from pipeline.stages.discover import discover

    unread: dict[Path, DocumentError] = {}
    with _sampler(asked, config, cache, unread) as sample:
        found = discover(asked.corpus, sample, identify, _encode)
    why = {path.relative_to(asked.corpus).as_posix(): error for path, error in unread.items()}
    unpaired: list[Unpaired] = [{"path": u.path, "reason": u.reason} for u in found.unpaired if u.path not in why]
    plans = []
    lost = [failed_entry(path, {"": Source(path, "")}, {"": error}) for path, error in sorted(why.items())]
    for release in found.releases:
        sources = {
            code: replace(s, sha256=s.sha256 or sha256_of(release.paths[code])) for code, s in release.sources.items()
        }
        corrections = corrections_path(asked.corpus, release.id, (s.path for s in sources.values()))
        plan = _plan(release.id, sources, release.paths, release.papers, corrections, asked, config)
        plan.said = release.said
        plan.failed.update({e.language: e.error for e in found.errors if e.release == release.id})
        plans.append(plan)
    known = {p.id for p in plans}
    for error in found.errors:
        if error.release not in known:
            lost.append(failed_entry(error.release or error.path, {}, {error.language: error.error}))
    if asked.only:
        plans = _only(plans, asked.only)
        lost = [e for e in lost if e["id"] in asked.only]
    return plans, unpaired, lost


def _only(plans: list[Plan], wanted: Sequence[str]) -> list[Plan]:
    ids = [p.id for p in plans]
    if strange := [w for w in wanted if w not in ids]:
        raise WrongUse(f"no release is called {', '.join(strange)}: there are {', '.join(ids[:20]) or 'none'}")
    return [p for p in plans if p.id in wanted]


def _plan(
    id: str,  # noqa: A002 - the contract's own word
    sources: Mapping[str, Source],
    paths: Mapping[str, Path],
    papers: Papers,
    corrections: Path,
    asked: Asked,
    config: Config,
) -> Plan:
    told, names = text_of(corrections), text_of(asked.corpus / config.names)
    parts = [id, asked.engine, repr(papers), told, _mark(config.encoder), repr(sorted(config.models.items())), names]
    parts += [config.language, repr([config.checks.get(name) for name in OF_THE_ALIGNER])]
    parts += [f"{code}:{s.path}:{s.sha256}" for code, s in sources.items()]
    matched = key_of("release", *parts)
    checks = repr((sorted(config.checks.items()), config.silence, config.language))
    key = key_of("checked", matched, checks)
    return Plan(id, sources, paths, papers, corrections if told else None, key, matched)


def _mark(name: str) -> str:
    """What a release depends on by its encoder; our own is known by the code."""
    if ":" not in name:
        return name
    from pipeline import encoder

    return encoder.mark(name)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


@contextmanager
def _sampler(
    asked: Asked, config: Config, cache: Path | None, unread: dict[Path, DocumentError]
) -> Iterator[Callable[[Path], str]]:
    """The beginning of a file's text, for discovery; read in a process of its own, kept by content; empty when it
    cannot be read, and then `unread` says why."""
    from pipeline.stages.discover import WHOLE

    from .single import ReadFile, sample_file

    kept = Cache(cache) if cache else None
    reader = Pool(sample_file, 1, config.limits.seconds, config.limits.memory)

    def sample(path: Path) -> str:
        key = key_of("pages", "sample", str(WHOLE), sha256_of(path))
        text = kept.get("pages", key) if kept else None
        if text is None:
            got = reader.ask(ReadFile(path, "", asked.engine, config))
            if isinstance(got, DocumentError):
                unread[path] = got
                return ""
            text = got
            if kept:
                kept.put("pages", key, text)
        return str(text)

    try:
        yield sample
    finally:
        reader.close()
