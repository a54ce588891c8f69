"""The page on which proposals are reviewed: served on this machine alone, to whoever knows its token.

The document is shown beside the proposals and goes nowhere else. The page asks for nothing but itself; the server
listens on 127.0.0.1, answers only requests that name that host, and only below a path with a random token, so that
no other page in the same browser can reach it.
"""

from __future__ import annotations

import json
import secrets
import threading
from dataclasses import asdict
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Any

from kg.curation.frames import FrameFault
from kg.curation.proposals import Proposal
from kg.curation.review import Review
from kg.rdf.vocabulary import LANGUAGES, expand
from kg.text.phrases import catalogue, say

_ASSETS = Path(__file__).parent / "assets"
_FILES = {"review.js": "text/javascript", "review.css": "text/css"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
#: The phrases that the page shows, by the beginnings of their keys.
_PHRASES = ("draft.kind.", "review.", "language", "locator.paragraph")
#: Properties whose names stand for values that a reviewer writes without a prefix.
_NAMED = {"gist": "kg:gist", "about": "kg:about", "kind": "kg:kind"}
#: More than the decisions of any page; a longer request is refused unread.
_LONGEST = 1_000_000


class Server:
    """A running server of one review, until its block ends.

    Args:
        review: the review.
        port: of this machine; a free one for 0.
        language: in which the page opens; for English, the first of the browser's that it speaks.

    Raises:
        OSError: the port cannot be used.
    """

    def __init__(self, review: Review, port: int = 0, language: str = "en") -> None:
        self.review, self.token, self.language = review, secrets.token_urlsafe(24), language
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

    def __enter__(self) -> Server:
        """Return the server, which answers already."""
        return self

    def __exit__(self, *fault: object) -> None:
        """Stop answering."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def html(self) -> bytes:
        """Return the page, whose script writes its phrases in the language that is chosen."""
        page = Template((_ASSETS / "review.html").read_text(encoding="utf-8"))
        direction = "rtl" if self.language == "fa" else "ltr"
        words = {name: escape(say(f"review.{name}", self.language)) for name in ("title", "noscript")}
        return page.substitute(words, language=self.language, direction=direction).encode()

    def state(self) -> dict[str, Any]:
        """Return what the page shows: phrases, paragraphs, proposals, names of records and values by language."""
        review = self.review
        records, properties = set[str](), {"kg:holder", "kg:statedOn", *_NAMED.values()}
        for proposal in review.draft.proposals:
            records |= {name for name in (*proposal.candidates, *proposal.values.values()) if ":" in name[:5]}
            properties |= {name for name in proposal.values if ":" in name}
        labels = {
            tag: {name: review.register.label(expand(name), tag) for name in sorted(records | properties)}
            for tag in LANGUAGES
        }
        for of_language in labels.values():
            of_language |= {name: of_language[prop] for name, prop in _NAMED.items()}
        return {
            "source": review.draft.source,
            "language": review.draft.language,
            "reviewer": review.reviewer,
            "paragraphs": [{"number": n, "text": p.text} for n, p in sorted(review.paragraphs.items())],
            "proposals": [self._shown(proposal) for proposal in review.draft.proposals],
            "labels": labels,
            "phrases": {key: phrase for key, phrase in catalogue().items() if key.startswith(_PHRASES)},
        }

    def _shown(self, proposal: Proposal) -> dict[str, Any]:
        """Return a proposal as the page shows it: with its reason by language, and whether it is asked about."""
        reasons = {tag: self.review.reason(proposal, tag) for tag in LANGUAGES}
        return {**asdict(proposal), "reasons": reasons, "asked": proposal.asked}

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
        return {"proposal": self._shown(proposal), "fault": fault}


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
        elif name == "":
            self._send(200, self.owner.html(), "text/html; charset=utf-8")
        elif name in _FILES:
            self._send(200, (_ASSETS / name).read_bytes(), f"{_FILES[name]}; charset=utf-8")
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
