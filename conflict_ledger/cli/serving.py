"""The command `serve`: a preview of the site that only this machine can see, made anew when a file of the ledger changes."""

from __future__ import annotations

import gc
import os
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from conflict_ledger import files
from conflict_ledger.cli import siting
from conflict_ledger.cli.output import note
from conflict_ledger.cli.session import USAGE, closing, opened, stop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import typer

    from conflict_ledger.site import Page

HOST = "127.0.0.1"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    ".yaml": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/json",
}


def serve(context: typer.Context, port: int) -> int:
    gc.enable()  # this process is not a short one
    preview = Preview(context)
    try:
        server = HTTPServer((HOST, port), _handler(preview))
    except (OSError, OverflowError):
        raise stop(USAGE, f"port {port} is taken or not to be had", "name another: --port 8001") from None
    note(f"http://{HOST}:{server.server_port}/ · only on this machine · ends with Ctrl+C")
    with server:
        server.serve_forever()
    return 0


class Preview:
    """The pages as the files are now. Each is made when it is asked for, and again once a file has changed."""

    def __init__(self, context: typer.Context) -> None:
        self.context = context
        self.seen: Any = None
        self.pages: Mapping[str, Page] = {}
        self.known: dict[str, bytes] = {}
        self.root = self.read()

    def read(self) -> Path:
        ledger = opened(self.context)
        self.seen, self.known = _state(ledger.root), {}
        self.pages = siting.made(ledger)
        closing(ledger)
        return ledger.root

    def page(self, path: str) -> bytes | None:
        """The file at the path; None where there is none."""
        if _state(self.root) != self.seen:
            self.read()
        if path not in self.pages:
            return None
        if path not in self.known:
            self.known[path] = self.pages[path]()
        return self.known[path]


def _state(root: Path) -> list[tuple[str, int, int]]:
    """Path, size and time of every file on which the site rests."""
    found = []
    for path in (
        *sorted(files.below(root, lambda *_: None)),
        "METHODOLOGY.md",
        "site.css",
        ".git/HEAD",
        ".git/logs/HEAD",
    ):
        try:
            about = os.stat(root / path)
        except OSError:
            continue
        found.append((path, about.st_size, about.st_mtime_ns))
    return found


def _handler(preview: Preview) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "ledger", ""

        def do_GET(self) -> None:
            self.answer(body=True)

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def answer(self, *, body: bool) -> None:
            name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
            if name not in (HOST, "localhost"):  # another name that leads here is somebody else's page asking
                self.send_error(HTTPStatus.FORBIDDEN)
                return
            path = unquote(urlsplit(self.path).path).lstrip("/")
            path += "index.html" if not path or path.endswith("/") else ""
            content = preview.page(path)
            if content is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", _TYPES.get(os.path.splitext(path)[1], "application/octet-stream"))
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
            return

    return Handler
