"""Tracing the rows of an answer to the passages that state them."""

from __future__ import annotations

import gc
import sys
import threading

import pytest

from kg.model.reader import Reader
from kg.query.attribution import with_sources
from kg.query.sparql import QueryFault, text_of


def rows(world: Reader, text: str) -> list[list[str]]:
    answer = with_sources(world.store, text)
    return sorted([text_of(term) for term in row] for row in answer.rows)


def test_a_row_has_the_passages_that_state_its_triples(world: Reader) -> None:
    assert rows(world, "SELECT ?date WHERE { id:treaty-new-signature kg:onDate ?date }") == [
        ["2025-01", "src:gazette-2025.1"],
        ["2025-01-17", "src:daily-2025.p1"],
    ]


def test_equal_rows_are_one_row_with_the_passages_of_all(world: Reader) -> None:
    query = "SELECT DISTINCT ?act WHERE { ?act a kg:Signature ; kg:onDate ?date ; kg:treaty id:treaty-old }"
    assert rows(world, query) == [["id:treaty-old-signature", "src:gazette-2025.1 src:memoir.1"]]


def test_a_pattern_in_a_graph_counts_that_graph_only(world: Reader) -> None:
    query = """SELECT ?who WHERE { GRAPH ?g { id:treaty-old-signature a kg:Signature } ?g kg:holder ?who
               OPTIONAL { ?who kg:organOf ?state } FILTER(?who = id:southland) }"""
    assert rows(world, query) == [["id:southland", "src:gazette-2025.1"]]


def test_the_register_is_nobodys_testimony(world: Reader) -> None:
    assert rows(world, "SELECT ?p WHERE { VALUES ?t { id:treaty-old } ?t kg:party ?p }") == [
        ["id:northland", ""],
        ["id:southland", ""],
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?x WHERE { { ?x a kg:State } UNION { ?x a kg:Person } }", "through UNION"),
        ("SELECT ?x WHERE { ?x a kg:State MINUS { ?x a kg:Person } }", "through MINUS"),
        ("SELECT (COUNT(?x) AS ?n) WHERE { ?x a kg:State }", "through an aggregate"),
        ("SELECT ?x WHERE { ?x a/rdfs:subClassOf kg:Thing }", "through a property path"),
        ("SELECT ?x WHERE { ?x kg:actor [] }", "through []"),
        ("SELECT ?x WHERE { ?x kg:actor ?y } LIMIT 1", "LIMIT and OFFSET"),
        ("SELECT ?x WHERE { { SELECT ?x WHERE { ?x a kg:State } } }", "a sub-query"),
        ("ASK { ?x a kg:State }", "Only the rows of a SELECT"),
    ],
)
def test_other_forms_are_refused_by_name(world: Reader, query: str, said: str) -> None:
    with pytest.raises(QueryFault) as fault:
        with_sources(world.store, query)
    assert said in str(fault.value)


def test_an_answer_is_released_in_the_thread_that_asked(world: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """An assistant's tools run in threads; whatever is collected later is collected in any of them."""
    unraisable: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda fault: unraisable.append(str(fault.exc_value)))
    text = "SELECT ?a WHERE { ?a a kg:Approval ; kg:votesFor ?n }"
    gc.collect()
    gc.disable()
    try:
        asking = threading.Thread(target=with_sources, args=(world.store, text))
        asking.start()
        asking.join()
        gc.collect()
    finally:
        gc.enable()
    assert unraisable == []
