"""Reading in bulk: the answers of single look-ups and of the runs that replace them are the same."""

from __future__ import annotations

from typing import Any

import pytest

from kg.dataset.store import Compiled
from kg.model import agreement, reader
from kg.model.reader import Reader
from kg.rdf.terms import Value
from kg.rdf.vocabulary import DERIVED, ENTAILED, ID, LABEL, A, is_passage, kg


def looked_up(compiled: Compiled) -> dict[str, Any]:
    """Look everything up that is read one by one at first, of every record and passage."""
    source = Reader(compiled.open())
    records, passages = list(source.records()), source.of_class(kg.Passage.value)
    return {
        **{f"kinds {record}": source.kinds(record) for record in records},
        **{f"labels {record}": source.values(record, LABEL) for record in records},
        **{f"types {record}": source.values(record, A) for record in records},
        **{f"attesting {record}": source.attesting(record) for record in records},
        **{f"interval {record}": source.interval(record) for record in records},
        **{f"passage {passage}": source.passage(passage) for passage in passages},
        **{f"origin {passage}": source.origin(passage) for passage in passages},
    }


def test_bulk_answers_are_those_of_single_look_ups(compiled: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("_SINGLE", "_SINGLE_RECORDS", "_SINGLE_TEXTS"):
        monkeypatch.setattr(reader, bound, 1_000_000)
    singly = looked_up(compiled)
    for bound in ("_SINGLE", "_SINGLE_RECORDS", "_SINGLE_TEXTS"):
        monkeypatch.setattr(reader, bound, 0)
    assert looked_up(compiled) == singly
    assert any(key.startswith("passage ") for key in singly)


def test_claims_and_testimony_are_the_statements_of_passages_on_records(compiled: Compiled) -> None:
    source = Reader(compiled.open())
    spoken = [quad for quad in source.store if is_passage(quad.graph_name) and quad.subject.value.startswith(ID)]
    assert spoken
    assert set(source.testimony()) == set(spoken)
    assert source.claims() == {(quad.subject.value, quad.graph_name.value) for quad in spoken}


def test_statements_are_what_register_and_passages_say(compiled: Compiled) -> None:
    source = Reader.of(compiled)
    for record in source.records():
        passages: dict[tuple[str, Value], set[str]] = {}
        for quad in source.quads(record):
            if quad.graph_name not in (ENTAILED, DERIVED):
                where = {quad.graph_name.value} if is_passage(quad.graph_name) else set()
                passages.setdefault((quad.predicate.value, quad.object), set()).update(where)
        assert {(one.predicate, one.value): set(one.passages) for one in source.statements(record)} == passages


def test_a_text_names_a_record_by_identifier_name_or_surname(compiled: Compiled) -> None:
    in_memory, indexed = Reader(compiled.open()), Reader.of(compiled)
    for text, named in {
        "treaty-old": "treaty-old",
        "treaty old": "treaty-old",
        "Old Treaty": "treaty-old",
        "Volkov": "pyotr-volkov",
        "Pyotr": None,
        "Vólkov <x>": None,
    }.items():
        for source in (in_memory, indexed):
            assert [piece.record for piece in source.locator(text, "ru")] == [ID + named if named else ""]


def test_disputes_read_from_beside_the_store_are_those_worked_out(compiled: Compiled) -> None:
    rivals = agreement.disputes(Reader(compiled.open()))
    assert rivals
    for _ in range(2):
        assert agreement.disputes(Reader.of(compiled)) == rivals


def test_disputes_are_the_findings_with_rivals(compiled: Compiled) -> None:
    source = Reader(compiled.open())
    rivals = [finding for finding in agreement.findings(source) if finding.disputed]
    assert rivals
    assert agreement.disputes(source) == rivals
