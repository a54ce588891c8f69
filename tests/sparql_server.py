"""A second SPARQL server for the tests: the `oxigraph` program from PyPI, on 127.0.0.1."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.rdf import Quad


@contextmanager
def served(quads: Iterable[Quad], folder: Path) -> Iterator[str]:
    """Load quads into a server of their own and yield the address of its SPARQL endpoint."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "the tests need the package oxigraph (the extra `test` holds it)"
    folder.mkdir(parents=True, exist_ok=True)
    serialize(quads, output=str(folder / "graph.nq"), format=RdfFormat.N_QUADS)
    place = ["--location", str(folder / "store")]
    subprocess.run([program, "load", *place, "--file", str(folder / "graph.nq")], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [program, "serve-read-only", *place, "--bind", f"127.0.0.1:{port}"], stdout=log, stderr=log
        )
    try:
        _await(port, server)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server has stopped"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")
