"""Filing: which file of a corpus a source or a record belongs in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.corpus.load import load
from kg.corpus.rules import Facts
from kg.corpus.rules.filing import record_file
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import ID
from tests.faults import MORE, turtle


@pytest.fixture(scope="module")
def world_facts(world_root: Path) -> Facts:
    return Facts(load(world_root))


@pytest.mark.parametrize(
    ("record", "file"),
    [
        ("ali-yusefi", "people.ttl"),
        ("assembly", "parliaments.ttl"),
        ("league", "intergovernmental-organizations.ttl"),
        ("harbour-palace", "places.ttl"),
        ("daily", "media-outlets.ttl"),
        ("visit-harbour-2001", "events.ttl"),
        ("check-daily-articles", "text-checks.ttl"),
        ("new-continues-old", "lineages.ttl"),
        ("treaty-new", "instruments/treaty-new.ttl"),
        ("treaty-new-article-1", "instruments/treaty-new.ttl"),
        ("treaty-new-preamble", "instruments/treaty-new.ttl"),
        ("treaty-new-approval-assembly", "instruments/treaty-new.ttl"),
        ("treaty-old-signature", "instruments/treaty-old.ttl"),
    ],
)
def test_a_record_belongs_to_its_class_or_its_instrument(record: str, file: str, world_facts: Facts) -> None:
    assert str(record_file(world_facts, NamedNode(ID + record))) == f"graphs/records/{file}"


def test_a_record_of_which_nothing_is_known_belongs_nowhere(world_facts: Facts) -> None:
    assert record_file(world_facts, NamedNode(ID + "nobody")) is None


def test_a_retired_record_stays_with_its_successor(spoilt: Callable[..., Path]) -> None:
    text = "id:{}\n    a kg:Provision ;\n    dcterms:isReplacedBy id:{} ;\n.\n"
    chain = text.format("clause-a", "clause-b") + text.format("clause-b", "treaty-new-article-2")
    circle = text.format("clause-c", "clause-d") + text.format("clause-d", "clause-c")
    facts = Facts(load(spoilt((MORE, turtle(chain + circle)))))
    files = [record_file(facts, NamedNode(f"{ID}clause-{letter}")) for letter in "abcd"]
    assert [str(file).rpartition("/")[2] for file in files] == [*["treaty-new.ttl"] * 2, "None", "None"]
