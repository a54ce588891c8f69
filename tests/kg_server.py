"""A running `kg serve`, started as a process of its own and stopped by its id, for tests and benchmarks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import psutil

REPO = Path(__file__).parent.parent


@dataclass
class Reply:
    """What the server sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _Staying(HTTPRedirectHandler):
    """Leaves redirections to the caller."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Server:
    """A server that runs: its address and its process."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    def fetch(
        self, path: str, data: bytes | None = None, timeout: float = 60, method: str | None = None, **headers: str
    ) -> Reply:
        """Send a request; the names of headers are written with underscores."""
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(self.address.rstrip("/") + path, data=data, headers=fields, method=method)
        try:
            with build_opener(_Staying).open(request, timeout=timeout) as reply:
                return Reply(reply.status, dict(reply.headers), reply.read())
        except HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read())

    def ask(self, query: str, timeout: float = 60, **headers: str) -> Reply:
        return self.fetch("/sparql?" + urlencode({"query": query}), timeout=timeout, **headers)

    def workers(self) -> list[int]:
        """The processes that the server has started."""
        return [child.pid for child in psutil.Process(self.process.pid).children()]

    def megabytes(self) -> int:
        """The memory that the server and its workers hold."""
        server = psutil.Process(self.process.pid)
        total = 0
        for process in [server, *server.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # a worker that is being ended
                total += process.memory_info().rss
        return total >> 20

    def lines(self) -> list[dict[str, object]]:
        """The lines of its log."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def stop(self) -> int:
        """Tell it to stop, and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def serving(root: Path, log: Path, *options: str) -> Iterator[Server]:
    """Start `kg serve` on a free port of this machine; leaving the block stops it."""
    command = [sys.executable, "-m", "kg.cli", "--corpus", str(root), "serve", *options, "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
    assert process.stdout
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), log.read_text(encoding="utf-8")
        server = Server(address, process, log)
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
        process.stdout.close()
