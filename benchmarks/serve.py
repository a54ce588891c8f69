"""A hundred clients of `kg serve` at once, with and without queries among them that no store answers.

Run by hand, on a quiet machine: `python benchmarks/serve.py`, on the corpus of the checkout or another
(`--corpus DIR`). Each simple answer is held against the same query asked alone; times mean something only beside
each other in one run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from statistics import quantiles

REPO = Path(__file__).parent.parent
sys.path.insert(0, str(REPO))

from kg.query import questions  # noqa: E402
from tests.kg_server import Server, serving  # noqa: E402
from tests.test_serve import ENDLESS, GREEDY  # noqa: E402


def main() -> None:
    """Measure the times of simple queries, alone and beside pathological ones, and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", default=str(REPO), type=Path)
    parser.add_argument("--seconds", default=30, type=int, help="how long each load lasts")
    asked = parser.parse_args()
    texts = [question.sparql() for question in questions.library(asked.corpus).values()]
    with tempfile.TemporaryDirectory() as folder:
        for pathological in (0, 10, 30):
            with serving(asked.corpus, Path(folder) / "log", "--time-limit", "10") as server:
                print(measure(server, texts, pathological, asked.seconds), flush=True)


def measure(server: Server, texts: list[str], pathological: int, seconds: int) -> str:
    """Let a hundred clients ask for some seconds, some of them pathological queries; say how the others fared."""
    alone = {text: server.ask(text).body for text in texts}
    numbers, until = count(), time.monotonic() + seconds
    times: list[float] = []
    statuses: dict[int, int] = {}
    wrong, peak, lock = 0, 0, threading.Lock()

    def simple() -> None:
        """Ask the library in turn and compare the answers."""
        nonlocal wrong
        while time.monotonic() < until:
            number = next(numbers)
            text, begun = texts[number % len(texts)], time.monotonic()
            # The remark makes it another query, for which the server has kept no answer.
            reply = server.ask(f"{text}\n# {number}", timeout=300)
            with lock:
                if reply.status == 200:
                    times.append(time.monotonic() - begun)
                    wrong += reply.body != alone[text]
                statuses[reply.status] = statuses.get(reply.status, 0) + 1
            time.sleep(int(reply.headers.get("retry-after", "0")))

    def harmful() -> None:
        """Ask queries that take all the time or all the memory they get, none of them twice."""
        while time.monotonic() < until:
            text = f"{(ENDLESS, GREEDY)[next(numbers) % 2]} OFFSET {next(numbers)}"
            reply = server.ask(text, timeout=300)
            time.sleep(int(reply.headers.get("retry-after", "0")))

    with ThreadPoolExecutor(100) as clients:
        running = [clients.submit(harmful if i < pathological else simple) for i in range(100)]
        while not all(future.done() for future in running):
            peak = max(peak, server.megabytes())
            time.sleep(0.5)
    for future in running:
        future.result()
    hundredths = quantiles(times, n=100)
    return (
        f"{pathological:2} of 100 clients pathological: {len(times) / seconds:.0f} simple answers a second, "
        f"median {hundredths[49]:.2f} s, 95th percentile {hundredths[94]:.2f} s, 99th {hundredths[98]:.2f} s, "
        f"{wrong} wrong, statuses {statuses}, memory at most {peak:,} MB"
    )


if __name__ == "__main__":
    main()
