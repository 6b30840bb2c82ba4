"""The pace of a reader: how much processor time and memory a file may take before the reader has got on with it.

A bomb is known by what it takes without getting on: an hour for one page, a gigabyte to open a file of 1 kB. An honest
file of 20,000 pages takes long too, but page after page. So a reader process gets a small allowance to begin with and
more for each page and character that it has read; the kernel holds it to that, inside native code too. It ends the
process (SIGPROF) when the time is used up, and refuses more memory. Elsewhere than in a reader process, all of this
does nothing: who reads in a process of its own is on its own."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.config import Limits

# What is allowed beyond `page_seconds` and `page_megabytes`; beside each what was measured on sound files (one core of
# an ordinary cloud machine). Each is five times as much and more.
A_PAGE = 0.05  # s; 2 ms for 430 words, letters and lines, 9 ms where each character is asked for
A_CHARACTER = 30e-6  # s; 3 µs on pages of 300,000 characters, 10 where each is a text object
A_MEGABYTE = 5.0  # s of the file; 0.16 s for drawings (500,000 strokes are 7.6 MB), 1.2 s for text
OF_A_MEGABYTE = 0.5  # s, of `A_MEGABYTE`, that may be spent on one page
TEXT = 5e-6  # s a character for paragraphs and repairs, when all pages are read; 1 µs on 1,000 pages
A_LINE = 150e-6  # s, and of these; 30 µs on texts of short lines
LINE_BYTES = 1_500  # of memory, and of these; 400 where each line is a paragraph
PAGE_BYTES = 100_000  # and
CHARACTER_BYTES = 100  # : 46 bytes a character with paragraphs and repairs, on 1,000 and 5,000 pages
FILE_BYTES = 15  # bytes of memory for one of the file; 22 for drawings beyond their first 3 MB, text less than 1
SLACK = 40_000_000  # bytes between what is allowed and where the kernel refuses: the pool sees it and says so

# Where a reader is, as the pool reads it: `AT` is the page (from 1) or one of these.
OPENING, TEXTS = 0, -1
# Places in the note: where it is; bytes allowed (0: any); bytes still held after a task; the page not to be read.
AT, ALLOWED, HELD, BARRED = range(4)
NOTES = 4
CAN_TIME = hasattr(signal, "setitimer")


class TooLong(BaseException):
    """What was to be done aside took longer than it may. No `Exception`: those are caught by who reads on."""


@dataclass
class _Pace:
    """One process: what it may take at all, and the file that it reads."""

    note: MutableSequence[int]
    most: int  # bytes, 0: any
    loose: bool = False  # what is allowed is bounded by who reads the note, not by the kernel
    limits: Limits | None = None
    size: int = 0
    began: float = 0.0
    aside: float = 0.0  # s that were spent aside, which do not count
    soft: int = -1  # the limit in force


_own: _Pace | None = None


def watch(note: MutableSequence[int], most: float, *, loose: bool = False) -> None:
    """From now on this process is held to the pace of what it reads. `note` is where it tells how far it is; `most`
    the bytes it may ever take (0: any). `loose`: only `note` says how much is allowed, and somebody looks at it."""
    global _own
    _own = _Pace(note, int(most), loose)
    _refuse(_own, 0)


def begin(limits: Limits, size: int) -> None:
    """A file of `size` bytes is going to be opened."""
    if _own:
        _own.limits, _own.size, _own.began, _own.aside = limits, size, time.process_time(), 0.0
        step(0, 0)
        _own.note[AT] = OPENING


def step(pages: int, characters: int) -> None:
    """The file is open, and so many of its pages and characters have been read: the next page may take its own."""
    if _own and _own.limits:
        limits, megabytes = _own.limits, _own.size / 1e6
        earned = limits.page_seconds + A_PAGE * pages + A_CHARACTER * characters + A_MEGABYTE * megabytes
        used = time.process_time() - _own.began - _own.aside
        share = 0.5 if _own.note[BARRED] else 1.0  # of a second try: both together are to end within seconds
        _time(min(share * limits.page_seconds + OF_A_MEGABYTE * megabytes, earned - used))
        _own.note[AT] = pages + 1
        _allow(_own, pages, characters)


def is_barred(page: int) -> bool:
    """Whether this page (from 1) was too much for the reader before this one, and is to be left out."""
    return _own is not None and _own.note[BARRED] == page


def texts(pages: int, lines: int, characters: int) -> None:
    """All pages are read; what comes is their text: paragraphs, repairs."""
    if _own and _own.limits:
        _time(_own.limits.page_seconds + TEXT * characters + A_LINE * lines)
        _own.note[AT] = TEXTS
        _allow(_own, pages, characters, lines)


def end() -> None:
    """The file is done with: nothing is counted any more, all memory is allowed again."""
    if _own and _own.limits:
        _time(0.0)
        _own.limits = None
        _own.note[ALLOWED] = 0
        _refuse(_own, 0)
        _own.note[HELD] = held(os.getpid())


@contextmanager
def aside(seconds: float) -> Iterator[None]:
    """What is done in here may take so many processor seconds of its own, which do not count; then it raises TooLong.

    Only Python can be stopped so, and only in a reader's own thread; elsewhere it takes what it takes."""
    if not _own or not CAN_TIME or threading.current_thread() is not threading.main_thread():
        yield
        return
    began = time.process_time()
    _time(seconds + (_own.limits.page_seconds if _own.limits else 0.0))

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.5)  # and again: somebody may have caught the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, before)
        _own.aside += time.process_time() - began


def held(process: int) -> int:
    """The bytes that a process has taken, as its limit counts them; 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_bytes().split()[5]) * os.sysconf("SC_PAGESIZE")
    return 0


def _time(seconds: float) -> None:
    """Ends this process when it has used so much processor time; 0: never."""
    if CAN_TIME:
        signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001) if seconds else 0.0)


def _allow(own: _Pace, pages: int, characters: int, lines: int = 0) -> None:
    assert own.limits
    allowed = int(own.limits.page_megabytes * 1e6) + FILE_BYTES * own.size
    allowed += PAGE_BYTES * pages + CHARACTER_BYTES * characters + LINE_BYTES * lines
    allowed = min(allowed, own.most - SLACK) if own.most else allowed
    if abs(allowed + SLACK - own.soft) > 1_000_000:
        own.note[ALLOWED] = allowed
        _refuse(own, 0 if own.loose else allowed + SLACK)


def _refuse(own: _Pace, most: int) -> None:
    """Has the kernel refuse memory beyond `most` bytes (0: beyond what the process may ever take)."""
    try:
        import resource
    except ImportError:
        return
    if hasattr(resource, "RLIMIT_DATA"):
        hard = own.most or resource.RLIM_INFINITY
        soft = most or hard
        with suppress(ValueError, OSError):  # a harder limit that somebody else has set
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
        own.soft = soft
