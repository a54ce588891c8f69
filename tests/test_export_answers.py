"""What is exported is what is asked: engines that hold nothing but an exported file answer the whole library alike.

The file of the real corpus is asked on an Oxigraph server for every question. Comunica, which joins by nested
loops, and RDFLib, which reads slowly, are asked a file with a tenth of the sources and what the register says of
them: Comunica every question that has an answer there, RDFLib those that it answers in about a second. Both answer
every question on the file of the miniature world.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse_query_results

import kg
from kg import export
from kg.corpus.load import load
from kg.dataset.store import Compiled
from kg.query import questions, sparql
from kg.rdf.terms import Quad
from tests.sparql_server import served
from tests.test_question import EXPECTED, LIBRARY, WORLD, settled, table_of

Rows = list[list[str]]


#: What RDFLib answers in about a second on the real corpus; it takes minutes for others.
SHORT_IN_RDFLIB = {
    *("agreements-of-a-party", "articles-of-a-treaty", "commitments-compared", "commitments-of-a-treaty"),
    *("events-by-kind-and-year", "events-with-a-participant", "fields-compared", "fields-of-all-treaties"),
    *("goods-flows", "how-agreements-ended", "imposers-of-sanctions", "named-in-texts", "rival-figures"),
    "signed-without-entry",
}


def rows_of(results: bytes) -> Rows:
    """Read an answer in SPARQL 1.1 JSON as sorted texts."""
    return settled(questions.cells(sparql.table(parse_query_results(results, format=QueryResultsFormat.JSON))))


def answers(store: Any, names: Iterable[str], values: Mapping[str, dict[str, str]]) -> dict[str, Rows]:
    """Ask a store of pyoxigraph."""
    return {name: settled(questions.cells(questions.ask(store, LIBRARY[name], values.get(name)))) for name in names}


def unequal(found: Mapping[str, Rows], expected: Mapping[str, Rows]) -> dict[str, tuple[Rows, Rows]]:
    """Return what one answer has more and less than the other, for each question in which they differ."""
    assert found, "nothing was asked"
    return {
        name: ([r for r in rows if r not in expected[name]], [r for r in expected[name] if r not in rows])
        for name, rows in found.items()
        if rows != expected[name]
    }


# --- the real corpus -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_answers(real_compiled: Compiled) -> dict[str, Rows]:
    """What the compiled store of the real corpus answers."""
    found = answers(real_compiled.open(), LIBRARY, {})
    assert all(found.values())
    return found


def test_an_oxigraph_server_loaded_as_the_guide_says(
    real_export: Path, real_root: Path, real_answers: dict[str, Rows], tmp_path: Path
) -> None:
    with served(real_export, tmp_path) as address:
        remote = kg.open(endpoint=address, corpus=real_root)
        found = {name: settled(questions.cells(remote.ask(name)._answer)) for name in LIBRARY}
    assert unequal(found, real_answers) == {}


@pytest.fixture(scope="module")
def part(part_root: Path) -> bytes:
    """The file of a part of the real corpus."""
    return written(list(load(part_root).quads), "nquads")


@pytest.fixture(scope="module")
def part_answers(part: bytes) -> dict[str, Rows]:
    """What pyoxigraph answers on the file of the part, for the questions that have an answer there."""
    store = pyoxigraph.Store()
    store.bulk_load(part, format=RdfFormat.N_QUADS)
    found = {name: rows for name, rows in answers(store, LIBRARY, {}).items() if rows}
    assert len(found) > 0.7 * len(LIBRARY)
    return found


@pytest.mark.node
def test_comunica_on_a_part_of_the_real_file(
    part: bytes, part_answers: dict[str, Rows], node: Callable[..., Any]
) -> None:
    asked = {name: LIBRARY[name].sparql() for name in part_answers}
    assert unequal(by_comunica(node, part, asked), part_answers) == {}


def test_rdflib_on_a_part_of_the_real_file(part: bytes, part_answers: dict[str, Rows]) -> None:
    asked = {name: LIBRARY[name].sparql() for name in SHORT_IN_RDFLIB & part_answers.keys()}
    assert unequal(by_rdflib(part, asked), part_answers) == {}


# --- the miniature world ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def world_answers() -> dict[str, Rows]:
    """The answers of the miniature world, as they were written by reading it."""
    return {name: table_of(EXPECTED / f"{name}.csv")[1] for name in WORLD}


@pytest.fixture(scope="module")
def asked() -> dict[str, str]:
    """The questions as they are asked of the miniature world."""
    return {name: LIBRARY[name].sparql(values) for name, (values, _) in WORLD.items()}


def written(quads: list[Quad], form: str) -> bytes:
    out = io.BytesIO()
    export.export(quads, form, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "reads"),
    [("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)],
)
def test_each_format_answers(
    form: str, reads: RdfFormat, told_quads: list[Quad], world_answers: dict[str, Rows]
) -> None:
    store = pyoxigraph.Store()
    store.load(written(told_quads, form), format=reads)
    found = answers(store, WORLD, {name: values for name, (values, _) in WORLD.items()})
    assert unequal(found, world_answers) == {}


def test_rdflib_on_the_file_of_the_world(
    told_quads: list[Quad], asked: dict[str, str], world_answers: dict[str, Rows]
) -> None:
    assert unequal(by_rdflib(written(told_quads, "nquads"), asked), world_answers) == {}


@pytest.mark.node
def test_comunica_on_the_file_of_the_world(
    told_quads: list[Quad], asked: dict[str, str], world_answers: dict[str, Rows], node: Callable[..., Any]
) -> None:
    assert unequal(by_comunica(node, written(told_quads, "nquads"), asked), world_answers) == {}


def test_a_file_without_its_default_graph_does_not_answer(
    told_quads: list[Quad], asked: dict[str, str], world_answers: dict[str, Rows]
) -> None:
    """The comparison sees what it is for."""
    store = pyoxigraph.Store()
    store.extend(told_quads)
    found = {name: settled(questions.cells(sparql.table(store.query(text)))) for name, text in asked.items()}
    assert len(unequal(found, world_answers)) > len(LIBRARY) / 2


# --- other engines ---------------------------------------------------------------------------


def by_rdflib(data: bytes, asked: Mapping[str, str]) -> dict[str, Rows]:
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(data=data, format="nquads")
    return {name: rows_of(dataset.query(text).serialize(format="json") or b"") for name, text in asked.items()}


COMUNICA = """
const {Parser, Store} = require('n3');
const {QueryEngine} = require('@comunica/query-sparql-rdfjs');
const store = new Store(new Parser({format: 'N-Quads'}).parse(fs.readFileSync('graph', 'utf8')));
const engine = new QueryEngine();
async function answer(text) {
  const {data} = await engine.resultToString(
    await engine.query(text, {sources: [store]}), 'application/sparql-results+json');
  let json = '';
  for await (const piece of data) json += piece;
  const {head, results} = JSON.parse(json);
  return {head, results: {bindings: results.bindings}}; // without the metadata that Comunica adds
}
(async () => {
  const answers = {};
  for (const [name, text] of Object.entries(JSON.parse(fs.readFileSync('asked', 'utf8'))))
    answers[name] = await answer(text);
  console.log(JSON.stringify(answers));
})();
"""


def by_comunica(node: Callable[..., Any], data: bytes, asked: Mapping[str, str]) -> dict[str, Rows]:
    found = node(COMUNICA, timeout=600, graph=data, asked=json.dumps(asked).encode())
    return {name: rows_of(json.dumps(answer).encode()) for name, answer in found.items()}
