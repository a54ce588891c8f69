"""The page on which proposals are reviewed: served on this machine alone, to whoever knows its token.

The document is shown beside the proposals and goes nowhere else. The page asks for nothing but itself; the server
listens on 127.0.0.1, answers only requests that name that host, and only below a path with a random token, so that
no other page in the same browser can reach it.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kg.curation.frames import FrameFault
from kg.curation.review import Review

_FILES = {"": "review.html", "review.js": "review.js", "review.css": "review.css"}
_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
#: More than the decisions of any page; a longer request is refused unread.
_LONGEST = 1_000_000


class Server:
    """A running server of one review."""

    def __init__(self, review: Review, port: int) -> None:
        self.review, self.token = review, secrets.token_urlsafe(24)
        self.finished = threading.Event()
        self.lock = threading.Lock()
        server = self

        class Handler(_Handler):
            """The handler of this server's requests."""

            owner = server

        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.host = f"127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """The address of the page, with its token."""
        return f"http://{self.host}/{self.token}/"

    def wait(self) -> None:
        """Wait until the reviewer ends the review on the page, or interrupts the command."""
        try:
            self.finished.wait()
        except KeyboardInterrupt:
            return

    def close(self) -> None:
        """Stop answering."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def state(self) -> dict[str, Any]:
        """Return what the page shows: paragraphs, proposals, labels of the records that they name."""
        review = self.review
        names = {
            value
            for proposal in review.draft.proposals
            for value in (*proposal.candidates, *proposal.values.values())
            if value.startswith("id:")
        }
        return {
            "source": review.draft.source,
            "language": review.draft.language,
            "reviewer": review.reviewer,
            "paragraphs": [{"number": n, "text": p.text} for n, p in sorted(review.paragraphs.items())],
            "proposals": [{**asdict(p), "states": p.states} for p in review.draft.proposals],
            "labels": {name: review.label(name) for name in sorted(names)},
        }

    def decide(self, request: dict[str, Any]) -> dict[str, Any]:
        """Decide on a proposal as the page asks; return it, and what is wrong with its values."""
        number, verdict, values = request["number"], request["verdict"], request.get("values")
        proposal = next(p for p in self.review.draft.proposals if p.number == number)
        if verdict not in ("accepted", "skipped", "not stated"):
            raise ValueError(verdict)
        fault = ""
        # One at a time: a decision writes the file of proposals.
        with self.lock:
            try:
                self.review.decide(
                    proposal, verdict, {str(k): str(v) for k, v in values.items()} if values else None
                )
            except FrameFault as error:
                fault = str(error)
        return {"proposal": {**asdict(proposal), "states": proposal.states}, "fault": fault}


@contextmanager
def serve(review: Review, port: int = 0) -> Iterator[Server]:
    """Serve the page of a review on a port of this machine, a free one for 0, until the block ends."""
    server = Server(review, port)
    try:
        yield server
    finally:
        server.close()


class _Handler(BaseHTTPRequestHandler):
    """Answers to requests for the page, its state and its decisions."""

    owner: Server
    server_version = "kg"
    sys_version = ""

    def do_GET(self) -> None:
        """Send the page, one of its two files, or its state."""
        name = self._name()
        if name == "state":
            self._send(200, json.dumps(self.owner.state()).encode(), "application/json")
        elif name in _FILES:
            path = Path(__file__).parent / "assets" / _FILES[name]
            self._send(200, path.read_bytes(), f"{_TYPES[path.suffix]}; charset=utf-8")
        else:
            self._send(404, b"", "text/plain")

    def do_POST(self) -> None:
        """Take a decision, or the end of the review."""
        name, length = self._name(), int(self.headers.get("Content-Length") or 0)
        if name not in ("decide", "finish") or self.headers.get("Content-Type") != "application/json":
            self._send(404, b"", "text/plain")
            return
        if length > _LONGEST:
            self._send(413, b"", "text/plain")
            return
        body = self.rfile.read(length)
        if name == "finish":
            self._send(200, b"{}", "application/json")
            self.owner.finished.set()
            return
        try:
            answer = self.owner.decide(json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
            self._send(400, b"", "text/plain")
            return
        self._send(200, json.dumps(answer).encode(), "application/json")

    def _name(self) -> str | None:
        """Return what is asked for below the token; None for another path or another host."""
        start = f"/{self.owner.token}/"
        # A page elsewhere that has its own name resolved to 127.0.0.1 sends that name as host.
        if self.headers.get("Host") != self.owner.host or not self.path.startswith(start):
            return None
        return self.path[len(start) :]

    def _send(self, status: int, body: bytes, kind: str) -> None:
        """Send an answer that no other page may embed or keep."""
        self.send_response(status)
        for header, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", _POLICY),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: requests carry the token."""
