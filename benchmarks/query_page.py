"""The query page in Chromium, opened as a file with the network off: loading, and every question of the library.

Run by hand: `KG_NODE=DIR python benchmarks/query_page.py`, where DIR has the npm package `oxigraph`, on the corpus
of the checkout or another (`--corpus DIR`). A few answers, drawn by name, are held against `kg ask`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).parent.parent
sys.path.insert(0, str(REPO))

import kg  # noqa: E402
from kg.query import questions, sparql  # noqa: E402
from kg.site import query  # noqa: E402
from tests.page_browser import browser, opened  # noqa: E402
from tests.test_query_page import cells, lay_page, run, saved  # noqa: E402

#: Questions with many rows, numbers, dates and texts in three scripts.
HELD = ("in-force-on", "trade-claims", "shared-memberships", "most-quoted-speakers")


def main() -> None:
    """Measure and print sizes, the time to load and the times of all questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", default=REPO, type=Path)
    asked = parser.parse_args()
    package = query.engine()
    if package is None:
        parser.error("the npm package oxigraph is not installed where KG_NODE says")
    library = questions.library(asked.corpus)
    here = kg.open(corpus=str(asked.corpus))
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        file = lay_page(asked.corpus, Path(folder), package)
        sizes = {path.name: path.stat().st_size for path in file.parent.rglob("query*.*")}
        print(", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sizes.items()))
        with opened(chromium, file) as (page, _):
            begun = time.monotonic()
            first = run(page)
            print(f"first answer, the graph loaded: after {time.monotonic() - begun:.1f} s, {first}")
            times = {}
            for name in library:
                page.select_option("#question", name)
                begun = time.monotonic()
                said = run(page)
                times[name] = time.monotonic() - begun
                assert "rows in" in said, f"{name}: {said}"
                if name in HELD:
                    answer = questions.ask(here.reader.store, library[name])
                    own = sparql.solutions(answer)
                    assert cells(saved(page)) == cells(sparql.write(own, "csv")), name
            slowest = sorted(times, key=lambda name: -times[name])[:3]
            longest = ", ".join(f"{name} {times[name]:.2f} s" for name in slowest)
            print(f"{len(times)} questions in {sum(times.values()):.1f} s; slowest {longest}")
            print(f"held to kg ask: {', '.join(name for name in HELD if name in times)}")


if __name__ == "__main__":
    main()
