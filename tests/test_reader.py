"""Reading in bulk: the answers of single look-ups and of the runs that replace them are the same."""

from __future__ import annotations

from typing import Any

import pytest

from kg.dataset.store import Compiled
from kg.model import agreement, reader
from kg.model.reader import Reader
from kg.rdf.vocabulary import ID, LABEL, A, is_passage, kg


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


def test_disputes_are_the_findings_with_rivals(compiled: Compiled) -> None:
    source = Reader(compiled.open())
    rivals = [finding for finding in agreement.findings(source) if finding.disputed]
    assert rivals
    assert agreement.disputes(source) == rivals
