"""The site and its search, served on this machine only: `visavis site --serve`.

It listens on loopback, answers only who calls it by a name of this machine (a page elsewhere cannot reach it by a
name of its own), gives only files inside `site/`, and lets the browser do nothing that the site does not need."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.errors import VisavisError, WrongUse
from pipeline.search import Query, hit_json, query
from pipeline.search.query import MODES
from pipeline.store import Shelf

HOST = "127.0.0.1"
NAMES = ("127.0.0.1", "localhost", "[::1]")
MOST = 100  # hits at most
AT_ONCE = 4  # searches that run at the same time; others wait their turn
SECONDS = 30  # a connection that says nothing for so long is closed
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-cache",
}


class Server(ThreadingHTTPServer):
    """A thread a connection; `url` is where it is reached."""

    daemon_threads = True
    request_queue_size = 512  # that many may knock at once

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who hangs up is no error of ours; anything else is said in one line."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            sys.stderr.write(f"visavis: {type(error).__name__}: {error}\n")


def server(shelf: Shelf, port: int = 0) -> Server:
    """A server of `site/` and /api/search, not yet running. Raises WrongUse without a site or a free port."""
    folder = shelf.path("site")
    if not (folder / "index.html").is_file():
        raise WrongUse(f"there is no site in {shelf.root}: run `visavis site` first")
    handler = partial(Handler, shelf=shelf, turn=BoundedSemaphore(AT_ONCE), directory=str(folder.resolve()))
    try:
        return Server((HOST, port), handler)
    except OSError as error:
        raise WrongUse(f"port {port} cannot be had ({error.strerror}): name another with --port") from None


def serve(shelf: Shelf, port: int = 8000) -> None:
    """Serve until Ctrl-C."""
    with server(shelf, port) as running:
        sys.stderr.write(f"visavis: {running.url} (Ctrl-C ends it)\n")
        with suppress(KeyboardInterrupt):
            running.serve_forever()


class Handler(SimpleHTTPRequestHandler):
    """GET and HEAD of files inside the site, and GET /api/search."""

    protocol_version = "HTTP/1.1"
    server_version = "visavis"
    sys_version = ""
    timeout = SECONDS

    def __init__(self, *args: Any, shelf: Shelf, turn: BoundedSemaphore, **kwargs: Any) -> None:
        self.shelf = shelf
        self.turn = turn
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        if self._welcome():
            if urlsplit(self.path).path == "/api/search":
                self._search()
            else:
                super().do_GET()

    def do_HEAD(self) -> None:
        if self._welcome():
            super().do_HEAD()

    def _welcome(self) -> bool:
        """The caller knows us by a name of this machine."""
        name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if name in NAMES:
            return True
        self._answer(HTTPStatus.MISDIRECTED_REQUEST, {"error": "this server answers on this machine only"})
        return False

    def _search(self) -> None:
        try:
            fields = parse_qs(urlsplit(self.path).query, max_num_fields=20)
            told = {name: values[-1] for name, values in fields.items()}
            limit = max(1, min(MOST, int(told.get("limit", "20"))))
            asked = Query(
                told.get("q", ""), lang=told.get("lang") or "any", mode=told.get("mode") or MODES[-1], limit=limit,
                release=told.get("release", ""), since=told.get("since", ""), until=told.get("until", ""),
                kind=told.get("kind", ""), entity=told.get("entity", ""),
            )  # fmt: skip
            with self.turn:
                hits = [hit_json(hit) for hit in query(self.shelf, asked)]
        except ValueError:
            self._answer(HTTPStatus.BAD_REQUEST, {"error": "limit is a number, and there are 20 fields at most"})
        except VisavisError as error:
            self._answer(HTTPStatus.BAD_REQUEST, {"error": error.says})
        else:
            self._answer(HTTPStatus.OK, hits)

    def _answer(self, status: HTTPStatus, value: Any) -> None:
        body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def translate_path(self, path: str) -> str:
        """The file, when it lies inside the site once every link is followed; else one that does not exist."""
        root = Path(self.directory)
        nowhere = str(root / "not-there")
        asked = unquote(urlsplit(path).path)
        if "\0" in asked or "\\" in asked:
            return nowhere
        try:
            found = (root / asked.lstrip("/")).resolve()
        except (OSError, ValueError, RuntimeError):
            return nowhere
        if not found.is_relative_to(root):
            return nowhere
        return str(found) + ("/" if asked.endswith("/") else "")

    def list_directory(self, path: Any) -> None:
        """No listing of folders."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: Any) -> str:
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("javascript") else kind

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
        """Nothing: a request's text could move a terminal, and nobody reads it."""
