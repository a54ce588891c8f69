"""A SPARQL server for the tests: a file of N-Quads, loaded and served with the commands of docs/python.md."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GUIDE = Path(__file__).parent.parent / "docs" / "python.md"
ADDRESS = "localhost:7878"


def steps() -> list[list[str]]:
    """Return the three commands of the guide: export, load, serve."""
    text = GUIDE.read_text(encoding="utf-8")
    block = next(
        b for b in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL) if "oxigraph load" in b
    )
    found = [shlex.split(line) for line in block.splitlines()]
    assert [step[:2] for step in found] == [["kg", "export"], ["oxigraph", "load"], ["oxigraph", "serve-read-only"]]
    return found


@contextmanager
def served(graph: Path, folder: Path) -> Iterator[str]:
    """Load a file and serve it as the guide says, in a new folder; yield the address of the SPARQL endpoint.

    Only the port is another one, since several servers run here.
    """
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "the tests need the package oxigraph (the extra `test` holds it)"
    export, load, serve = steps()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(graph, folder / export[-1])
    subprocess.run([program, *load[1:]], check=True, capture_output=True, cwd=folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert serve[-1] == ADDRESS
    with (folder / "log.txt").open("w") as log:
        command = [program, *serve[1:-1], f"localhost:{port}"]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _await(port, server)
        yield f"http://localhost:{port}/query"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server has stopped"
        try:
            socket.create_connection(("localhost", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")
