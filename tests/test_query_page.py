"""The query page in a real Chromium, opened as a file with the network off: every answer is that of `kg ask`."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.corpus.load import load
from kg.dataset import view
from kg.dataset.store import Choice
from kg.export import Snapshot, export
from kg.model.reader import Reader
from kg.query import questions, sparql
from kg.rdf.terms import DefaultGraph
from kg.site import frame, query, static
from tests.page_browser import axe, browser, opened, serious

__all__ = ["axe"]

pytestmark = [pytest.mark.browser, pytest.mark.node]

META = {"digest": "0", "lang": "en", "home": "index.html", "assets": "assets/"}
TREATIES = "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t"


def lay_page(root: Path, folder: Path, package: Path) -> Path:
    """Write the query page of a corpus with what it needs, as `kg publish` does."""
    for name, asset in static.assets().items():
        frame.write(folder / "assets" / name, asset.text)
    frame.write(folder / "assets" / frame.ICON, frame.icon())
    graph = folder / "graph.nq.gz"
    with gzip.open(graph, "wb") as out:
        export(Snapshot(view.select(load(root).quads, Choice()).quads), "nquads", out)
    query.write(package, folder, META, questions.library(root).values(), graph)
    return folder / "query.html"


@pytest.fixture(scope="module")
def file(world_root: Path, node_packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    package = node_packages / "oxigraph"
    if not package.is_dir():
        pytest.skip("npm's package oxigraph is missing: npm install --no-package-lock --prefix tests")
    return lay_page(world_root, tmp_path_factory.mktemp("query"), package)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as running:
        yield running


def run(page: Any) -> str:
    """Ask what the editor holds, and return what the page says of it."""
    page.click("#run")
    page.wait_for_selector("body[data-asked='1']", timeout=60_000)
    return str(page.inner_text("#status"))


def saved(page: Any) -> bytes:
    with page.expect_download() as download:
        page.click("#save")
    return Path(download.value.path()).read_bytes()


def cells(data: bytes) -> list[list[str]]:
    columns, *rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    return [columns, *sorted(rows)]


def test_every_question_has_the_answer_of_kg_ask(
    chromium: Any, file: Path, world: Reader, world_root: Path
) -> None:
    library = questions.library(world_root)
    different = []
    with opened(chromium, file) as (page, _):
        for name, question in library.items():
            page.select_option("#question", name)
            assert "rows in" in run(page), name
            own = questions.ask(world.store, question)
            if cells(saved(page)) != cells(sparql.write(sparql.solutions(own), "csv")):
                different.append(name)
    assert (len(library) > 70, different) == (True, [])


def test_columns_are_headed_in_the_language_of_the_page(chromium: Any, file: Path) -> None:
    with opened(chromium, file, "lang=fa") as (page, _):
        page.fill("#editor", "SELECT ?treaty ?ours { ?treaty a kg:Treaty . BIND (1 AS ?ours) }")
        run(page)
        heads = page.locator("#answer th")
        assert heads.all_inner_texts() == ["سند", "Ours"], "the style gives heads a capital"
        assert heads.first.get_attribute("title") == "?treaty"
        assert saved(page).decode().splitlines()[0] == "treaty,ours"


def test_the_library_is_there_before_the_graph(chromium: Any, file: Path, world_root: Path) -> None:
    with opened(chromium, file) as (page, _):
        page.evaluate("globalThis.Worker = class { postMessage() {} }; 0")  # an engine that never gets ready
        assert page.locator("#question option").count() == len(questions.library(world_root)) + 1
        page.focus("#question")
        page.locator("#status", has_text="Loading the graph").wait_for(timeout=60_000)
        page.select_option("#question", "in-force-on")
        assert "SELECT" in page.input_value("#editor") and page.locator("#parameters input").count() == 1


def test_the_default_graph_has_each_named_statement_once(world: Reader) -> None:
    # Of this the page makes the default graph, which it does not carry.
    quads = list(world.store)
    default = [quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    assert len(default) == len(set(default)) > 1000
    assert set(default) == {quad.triple for quad in quads if not isinstance(quad.graph_name, DefaultGraph)}


def test_a_parameter_changes_the_answer(chromium: Any, file: Path, world: Reader, world_root: Path) -> None:
    question = questions.library(world_root)["in-force-on"]
    with opened(chromium, file) as (page, _):
        page.select_option("#question", "in-force-on")
        page.fill("#parameters input", "2025-11-01")
        run(page)
        own = questions.ask(world.store, question, {"day": "2025-11-01"})
        assert own.rows
        assert cells(saved(page)) == cells(sparql.write(sparql.solutions(own), "csv"))
        page.fill("#parameters input", "yesterday")
        assert page.get_attribute("#parameters input", "aria-invalid") == "true"
        assert '"2025-11-01"^^xsd:date' in page.input_value("#editor")


def test_a_link_carries_the_query(chromium: Any, file: Path) -> None:
    with opened(chromium, file, f"lang=fa&query={quote(TREATIES, safe='')}") as (page, _):
        page.wait_for_selector("body[data-asked='1']", timeout=60_000)
        assert page.locator("#answer tbody tr").all_inner_texts() == ["معاهدهٔ نو", "معاهدهٔ کهنه"]
        assert page.get_attribute("#answer a >> nth=0", "href") == "id/treaty-new.html#lang=fa"
        page.click("[data-lang=ru]")
        assert page.locator("#answer tbody tr >> nth=0").inner_text() == "Новый договор"
        assert "query=SELECT" in page.url and "lang=ru" in page.url


def test_terms_are_completed_in_each_language(chromium: Any, file: Path) -> None:
    with opened(chromium, file) as (page, _):
        run(page)
        for typed, completed in (
            ("kg:Trea", "kg:Treaty"),
            ("Новый", "id:treaty-new"),
            ("معاهدهٔ", "id:treaty-new"),
        ):
            page.fill("#editor", "")
            page.type("#editor", typed)
            page.wait_for_selector("#terms li")
            offered = page.locator("#terms li code").all_inner_texts()
            assert completed in offered
            for _ in range(offered.index(completed)):
                page.press("#editor", "ArrowDown")
            page.press("#editor", "Enter")
            assert page.input_value("#editor") == completed


def test_an_answer_is_a_table_a_chart_or_a_network(chromium: Any, file: Path) -> None:
    counts = "SELECT ?c (COUNT(?s) AS ?n) WHERE { ?s a ?c . ?c a owl:Class } GROUP BY ?c ORDER BY DESC(?n) LIMIT 5"
    parties = "SELECT ?t ?p WHERE { ?t kg:party ?p }"
    with opened(chromium, file) as (page, _):
        page.fill("#editor", counts)
        run(page)
        page.click("#ways [value=chart]")
        assert page.locator("#answer rect").count() == 5
        page.fill("#editor", parties)
        run(page)
        page.click("#ways [value=network]")
        assert page.locator("#answer circle").count() == 4
        page.fill("#editor", "CONSTRUCT { ?t a kg:Treaty } WHERE { ?t a kg:Treaty }")
        run(page)
        assert "treaty-new>" in page.inner_text("#answer pre")


def test_what_cannot_be_answered_says_why(chromium: Any, file: Path) -> None:
    with opened(chromium, file) as (page, _):
        page.fill("#editor", "SELECT ?x WHERE {")
        assert run(page).startswith("This cannot be answered: error at 1:")
        # Leaving the block fails if the page asked for anything.
        page.fill("#editor", "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        assert run(page).startswith("This cannot be answered")


def test_a_long_query_can_be_stopped(chromium: Any, file: Path) -> None:
    with opened(chromium, file) as (page, _):
        page.fill(
            "#editor", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
        )
        page.click("#run")
        page.locator("#status", has_text="Asking").wait_for(timeout=60_000)
        page.click("#stop")
        page.wait_for_selector("body[data-asked='1']")
        assert page.inner_text("#status").startswith("Stopped")
        page.fill("#editor", TREATIES)
        assert run(page).startswith("2 rows")


def test_a_browser_that_cannot_run_the_engine_says_so(chromium: Any, file: Path) -> None:
    with opened(chromium, file) as (page, _):
        page.evaluate("delete globalThis.Worker; 0")
        assert run(page).startswith("This browser does not run the engine")
        page.click("[data-lang=fa]")
        assert "kg serve" in page.inner_text("#status")


def test_names_that_are_markup_are_text(chromium: Any, file: Path) -> None:
    with opened(chromium, file) as (page, _):
        page.fill("#editor", "SELECT * WHERE { id:hostile ?p ?o }")
        run(page)
        # Leaving the block fails if a name was run as a script.
        assert "<" in page.inner_text("#answer")


@pytest.mark.parametrize("lang", ["en", "fa", "ru"])
def test_the_page_is_accessible(chromium: Any, file: Path, axe: str, lang: str) -> None:
    with opened(chromium, file, f"lang={lang}") as (page, _):
        run(page)
        assert serious(page, axe) == []


def test_without_the_package_the_page_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_NODE", str(tmp_path))
    assert query.engine() is None
