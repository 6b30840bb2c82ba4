"""The face: parses words, calls rooms, prints. Progress and complaints go to stderr, results to stdout.

Exit codes: 0 well, 1 faults found by `check`, 2 wrong use, 3 some documents failed and the others are written."""

from __future__ import annotations

import os
import sys

import typer

from . import corpus, desk, doors, review
from .speak import complain

app = typer.Typer(
    name="visavis",
    help="French and English releases made into one aligned, checked, searchable corpus, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (corpus, desk, review, doors):
    room.add_to(app)


def main() -> None:
    """The console command. Never shows a traceback for what a user can mend."""
    from pipeline.errors import DocumentError, WrongUse

    try:
        app(standalone_mode=True)
    except WrongUse as error:
        complain(error.says)
        sys.exit(2)
    except DocumentError as error:
        complain(f"{error.type}: {error.says}")
        sys.exit(3)
    except BrokenPipeError:  # `visavis search ... | head`: the reader has seen enough
        _enough()
    except SystemExit as end:  # the frame leaves with 1 on a closed pipe, which is our word for faults
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        _enough()
    except KeyboardInterrupt:
        complain("stopped; what was finished is written, the next run goes on from there")
        sys.exit(130)
    except OSError as error:
        complain(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
        sys.exit(2)


def _enough() -> None:
    """Ends well when nobody reads stdout any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
