"""Many releases: what must be done, by whom, and what came of it.

Unchanged releases are not opened. Documents are read in light processes (no models), releases are joined in processes
that load the models once. Each release is written the moment it is done; a run that is killed loses none of them and
the next one goes on from there."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.config import Config, read_config
from pipeline.errors import DocumentError, MissingSide, WrongUse
from pipeline.pool import Pool
from pipeline.store import Shelf

from .cache import Cache
from .index import Entry, Index, failed_entry, index_of
from .plans import Asked, Plan, pairing, plans_of, text_of
from .work import JoinTask, ReadTask, join, read, read_summary, write_summary

__all__ = ["Asked", "Outcome", "pairing", "run"]

FEW = 24  # below so many releases a second process with models costs more to start than it saves (measured: 2.5 s each)
JOIN_SECONDS = 900.0  # of one release: a guard against a loop, not a budget; 20,000 paragraphs take about 60 s


@dataclass(frozen=True)
class Outcome:
    """What came of it: the index as written, and how many releases had to be made."""

    index: Index
    made: int
    kept: int


class Executor(Protocol):
    """Runs `work` on tasks and gives (task, value or DocumentError) as they end."""

    def results(self, tasks: Any) -> Generator[tuple[Any, Any], None, None]: ...


Progress = Callable[[int, int], None]  # (releases done, releases in all)


def run(asked: Asked, progress: Progress | None = None, config: Config | None = None) -> Outcome:
    """Extracts a corpus. Raises WrongUse when the corpus is no folder or `only` names a release that is not there."""
    if not asked.corpus.is_dir():
        raise WrongUse(f"there is no folder {asked.corpus}: name the one with the releases (visavis extract CORPUS)")
    with Shelf(asked.out).alone(asked.out / ".cache" / "lock"):
        return _run(asked, progress, config or read_config(asked.corpus))


def _run(asked: Asked, progress: Progress | None, config: Config) -> Outcome:
    cache = asked.out / ".cache"
    plans, unpaired, lost = plans_of(asked, config, cache)
    with Shelf(cache).text("corpus.txt") as file:  # where the report finds the pages, as seen from the outputs
        file.write(os.path.relpath(asked.corpus.resolve(), asked.out.resolve()))
    entries: dict[str, Entry] = {e["id"]: e for e in lost}
    todo = []
    for plan in plans:
        kept = {} if asked.force else read_summary(cache, plan.id)
        written = (asked.out / plan.id / "release.json").is_file() or kept.get("entry", {}).get("status") == "failed"
        if kept.get("key") == plan.key and written:
            entries[plan.id] = kept["entry"]
        else:
            todo.append(plan)
    done = len(entries)
    for entry in _joined(todo, asked, config, cache):
        entries[entry["id"]] = entry
        done += 1
        if progress:
            progress(done, len(entries) + len(todo))
    for plan in plans:
        if plan.said:
            entries[plan.id]["said"] = list(plan.said)
    index = index_of(_with_untouched(asked, entries, cache), unpaired)
    _write_corpus(asked.out, index, cache)
    Cache(cache).prune(config.cache_megabytes)
    return Outcome(index, len(todo), len(plans) - len(todo))


def _joined(todo: list[Plan], asked: Asked, config: Config, cache: Path) -> Iterator[Entry]:
    """Reads the documents of all plans and joins each release as soon as its last side is read."""
    if not todo:
        return
    readers, joiners = _executors(asked, config, len(todo))
    by_id = {p.id: p for p in todo}

    def tasks() -> Generator[JoinTask, None, None]:
        yield from (_join_task(p, asked, config, cache) for p in todo if p.ready)
        reads = (
            ReadTask(p.id, source, p.paths[code], asked.engine, config, cache, asked.force)
            for p in todo
            for code, source in p.sources.items()
            if code not in p.failed
        )
        with closing(readers.results(reads)) as results:
            for task, value in results:
                plan = by_id[task.release]
                if isinstance(value, DocumentError):
                    plan.failed[task.source.language] = value
                else:
                    plan.read[task.source.language] = value
                if plan.ready:
                    yield _join_task(plan, asked, config, cache)

    with closing(tasks()) as joinable, closing(joiners.results(joinable)) as results:
        for task, value in results:
            if isinstance(value, DocumentError):
                value = failed_entry(task.release, task.sources, {**task.failed, "": value})
                write_summary(task, value)
            yield value


def _executors(asked: Asked, config: Config, releases: int) -> tuple[Executor, Executor]:
    if asked.executor.startswith("dask://"):
        from .cluster import Cluster, read_beside

        return Cluster(asked.executor, read_beside), Cluster(asked.executor, join)
    if asked.executor != "local":
        raise WrongUse(f"no executor is called {asked.executor!r}: there are local and dask://HOST:PORT")
    limits = config.limits
    readers = Pool(read, asked.jobs, limits.seconds, limits.memory)
    return readers, Pool(join, asked.jobs if releases >= FEW else 1, JOIN_SECONDS)


def _join_task(plan: Plan, asked: Asked, config: Config, cache: Path) -> JoinTask:
    if len(plan.read) == 1 and not plan.failed:
        plan.failed[""] = MissingSide()
    order = [code for code in plan.sources if code in plan.read]
    return JoinTask(
        release=plan.id,
        documents={code: plan.read[code] for code in order},
        sources=plan.sources,
        failed=plan.failed,
        papers=plan.papers,
        corrections=plan.corrections,
        config=config,
        out=asked.out,
        cache=cache,
        fresh=asked.force,
        matched=plan.matched,
        key=plan.key,
        names=text_of(asked.corpus / config.names),
    )


def _with_untouched(asked: Asked, entries: dict[str, Entry], cache: Path) -> list[Entry]:
    """With `only`, the entries of the releases that were not asked for stay as the last run left them."""
    if not asked.only:
        return list(entries.values())
    kept = dict(entries)
    for path in sorted((cache / "summary").glob("*.json")):
        if path.stem not in kept and (asked.out / path.stem / "release.json").is_file():
            kept[path.stem] = read_summary(cache, path.stem)["entry"]
    return list(kept.values())


def _write_corpus(out: Path, index: Index, cache: Path) -> None:
    """corpus.jsonl and index.json, the releases in the order of their ids. Outputs of releases that are gone stay."""
    shelf = Shelf(out)
    with shelf.binary("corpus.jsonl") as file:
        for entry in index["releases"]:
            lines = cache / "lines" / f"{entry['id']}.jsonl"
            if entry["status"] != "failed" and lines.is_file():
                file.write(lines.read_bytes())
    shelf.json_bytes("index.json", index)
