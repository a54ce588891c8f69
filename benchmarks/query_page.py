"""The query page in Chromium, opened as a file with the network off: loading, and every question of the library.

Run by hand: `KG_NODE=DIR python benchmarks/query_page.py`, where DIR has the npm package `oxigraph`, on the corpus
of the checkout or another (`--corpus DIR`). A few answers, drawn by name, are held against `kg ask`. Processor time
is that of the page's process, its worker included; beside it stands the bare engine under node, with the same file
and the same questions in the same run.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

REPO = Path(__file__).parent.parent
sys.path.insert(0, str(REPO))

import kg  # noqa: E402
from kg.query import questions, sparql  # noqa: E402
from kg.site import query  # noqa: E402
from tests.page_browser import browser, opened  # noqa: E402
from tests.test_query_page import cells, lay_page, run, saved  # noqa: E402

#: Questions with many rows, numbers, dates and texts in three scripts.
HELD = ("in-force-on", "trade-claims", "shared-memberships", "most-quoted-speakers")
#: What the page's worker does, without page and worker.
BARE = """
const [engine, graph, questions] = process.argv.slice(1);
const { readFileSync } = require("node:fs");
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const times = [cpu()];
const { Store } = require(engine);
const store = new Store();
store.load(readFileSync(graph), { format: "application/trig", no_transaction: true });
store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }");
times.push(cpu());
for (const text of JSON.parse(readFileSync(questions))) {
  store.query(text, { results_format: "application/sparql-results+json" });
}
times.push(cpu());
console.log(JSON.stringify(times));
"""


def bare(package: Path, assets: Path, texts: list[str]) -> tuple[float, float]:
    """Return the processor seconds that the engine takes under node to load the graph, and to answer."""
    script = next(assets.glob("query-graph*.js")).read_text(encoding="utf-8")
    graph, asked = assets / "bare.trig", assets / "bare.json"
    encoded = re.search(r'"([A-Za-z0-9+/=]+)"', script)
    assert encoded
    graph.write_bytes(gzip.decompress(base64.b64decode(encoded[1])))
    asked.write_text(json.dumps(texts), encoding="utf-8")
    command = ["node", "-e", BARE, str((package / "node.js").resolve()), str(graph), str(asked)]
    begun, loaded, answered = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return loaded - begun, answered - loaded


def spent(session: Any) -> float:
    """Return the processor seconds that the pages of a browser have used."""
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return float(sum(process["cpuTime"] for process in processes if process["type"] == "renderer"))


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
        loading, answering = bare(package, file.parent / "assets", [q.sparql() for q in library.values()])
        print(f"bare engine under node: loads in {loading:.1f} s of processor time, answers in {answering:.1f} s")
        session = chromium.new_browser_cdp_session()
        with opened(chromium, file) as (page, _):
            begun, used = time.monotonic(), spent(session)
            first = run(page)
            took = f"{spent(session) - used:.1f} s of processor time, {time.monotonic() - begun:.1f} s elapsed"
            print(f"first answer, the graph loaded: {took}; {first}")
            used = spent(session)
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
            took = f"{spent(session) - used:.1f} s of processor time, {sum(times.values()):.1f} s elapsed"
            print(f"{len(times)} questions: {took}; slowest {longest}")
            print(f"held to kg ask: {', '.join(name for name in HELD if name in times)}")


if __name__ == "__main__":
    main()
