"""The declared projections: words, folding, signs, spans, and their reading under a view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kg.dataset.build import compiled_quads
from kg.dataset.store import Choice
from kg.dataset.view import select
from kg.model.reader import Reader
from kg.network import projections
from kg.network.study import Study, simple
from kg.rdf.terms import Quad, Store
from kg.rdf.vocabulary import ID, LANGUAGES, SRC

NAMES = [
    "actors", "co-statement", "discourse", "events", "everything", "lineage", "memberships", "shared-memberships",
    "treaties", "treaty-actions",
]  # fmt: skip

STATES = """
id:north a kg:State . id:south a kg:State . id:east a kg:State .
id:league a kg:IntergovernmentalOrganization .
id:north-in kg:member id:north ; kg:organization id:league ; kg:role code:full-member .
id:south-in kg:member id:south ; kg:organization id:league ; kg:role code:founding-member .
id:east-in kg:member id:east ; kg:organization id:league ; kg:role code:observer .
src:a { src:a a kg:Source ; kg:kind code:press-report .
        src:a.1 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:north ; kg:locator "1" .
        src:a.2 a kg:Passage ; dcterms:isPartOf src:a ; kg:holder id:south ; kg:locator "2" . }
src:b { src:b a kg:Source ; kg:kind code:press-report .
        src:b.1 a kg:Passage ; dcterms:isPartOf src:b ; kg:holder id:east ; kg:locator "1" . }
"""


def reader_of(quads: Iterable[Quad]) -> Reader:
    store = Store()
    store.bulk_extend(compiled_quads(quads))
    return Reader(store)


def edges(reader: Reader, name: str) -> list[projections.Edge]:
    return projections.read(reader, projections.find(reader, name)).edges


def test_every_projection_says_in_three_languages_what_it_is(world: Reader) -> None:
    found = projections.projections(world)
    assert [p.name for p in found] == NAMES
    for projection in found:
        assert set(projection.labels) == set(LANGUAGES)
        assert projection.definition.endswith(".")
        assert "nodes" in projection.definition
        assert "edge" in projection.definition


def test_a_folded_projection_joins_members_for_the_time_they_share(told: Callable[[str], Reader]) -> None:
    reader = told(
        STATES
        + """
        src:a.1 { id:north-in a kg:Membership ; kg:startDate "1990"^^xsd:gYear ; kg:endDate "2000"^^xsd:gYear .
                  id:east-in a kg:Membership ; kg:startDate "1990"^^xsd:gYear . }
        src:a.2 { id:south-in a kg:Membership ; kg:startDate "1995-06"^^xsd:gYearMonth . }
        """
    )
    (edge,) = edges(reader, "shared-memberships")
    assert (edge.source, edge.target, edge.through) == (ID + "north", ID + "south", ID + "league")
    assert (edge.start, edge.end) == ("1995-06", "2000")
    assert edge.passages == (SRC + "a.1", SRC + "a.2")
    assert len(edges(reader, "memberships")) == 3


def test_a_shared_time_ends_with_the_earlier_end_however_precise(told: Callable[[str], Reader]) -> None:
    reader = told(
        STATES
        + """
        src:a.1 { id:north-in a kg:Membership ; kg:startDate "1990"^^xsd:gYear ; kg:endDate "2005"^^xsd:gYear . }
        src:a.2 { id:south-in a kg:Membership ; kg:startDate "1990-03"^^xsd:gYearMonth ;
                  kg:endDate "2005-07-05"^^xsd:date . }
        """
    )
    (edge,) = edges(reader, "shared-memberships")
    assert (edge.start, edge.end) == ("1990-03", "2005-07-05")


def test_members_one_after_the_other_share_nothing(told: Callable[[str], Reader]) -> None:
    reader = told(
        STATES
        + """
        src:a.1 { id:north-in a kg:Membership ; kg:startDate "1990"^^xsd:gYear ; kg:endDate "1994"^^xsd:gYear . }
        src:a.2 { id:south-in a kg:Membership ; kg:startDate "1995-06"^^xsd:gYearMonth . }
        """
    )
    assert edges(reader, "shared-memberships") == []


def test_discourse_is_signed_by_the_stance_towards_each_subject(told: Callable[[str], Reader]) -> None:
    reader = told(
        STATES
        + """
        id:view kg:about id:east, id:league .
        id:denial kg:about id:east .
        src:a.1 { id:view a kg:Assessment ; kg:stance code:critical ; kg:stanceTowards id:east . }
        src:a.2 { id:view a kg:Assessment ; kg:stance code:supportive ; kg:stanceTowards id:east .
                  id:denial a kg:Denial . }
        """
    )
    found = {(e.source, e.target, e.record): e.sign for e in edges(reader, "discourse")}
    assert found == {
        (ID + "north", ID + "east", ID + "view"): -1,
        (ID + "south", ID + "east", ID + "view"): 1,
        (ID + "north", ID + "league", ID + "view"): None,
        (ID + "south", ID + "league", ID + "view"): None,
        (ID + "south", ID + "east", ID + "denial"): None,
    }
    assert {e.passages for e in edges(reader, "discourse") if e.source == ID + "north"} == {(SRC + "a.1",)}


def test_sources_are_joined_by_the_statements_that_both_make(told: Callable[[str], Reader]) -> None:
    reader = told(
        STATES
        + """
        src:a.1 { id:north-in a kg:Membership ; kg:startDate "1990"^^xsd:gYear . }
        src:a.2 { id:north-in a kg:Membership . }
        src:b.1 { id:north-in a kg:Membership ; kg:startDate "1990"^^xsd:gYear ; kg:endDate "2000"^^xsd:gYear . }
        """
    )
    (edge,) = edges(reader, "co-statement")
    assert (edge.source, edge.target, edge.weight) == (SRC + "a", SRC + "b", 2)
    assert edge.passages == (SRC + "a.1", SRC + "a.2", SRC + "b.1")


def test_the_projects_own_coding_states_nothing_with_others(world: Reader) -> None:
    assert not any("coding" in end for e in edges(world, "co-statement") for end in (e.source, e.target))


def test_a_participation_is_dated_and_sourced_like_its_event(world: Reader) -> None:
    found = edges(world, "events")
    assert {e.target for e in found} == {ID + "ali-yusefi", ID + "pyotr-volkov"}
    assert {(e.start, e.passages) for e in found} == {("2001-03", (SRC + "memoir.1",))}


def test_networkx_graphs_carry_what_the_declaration_says(world: Reader) -> None:
    signed = projections.build(world, projections.find(world, "discourse"))
    assert {d.get("sign") for _, _, d in signed.edges(data=True)} >= {-1, 1}
    assert signed.graph["directed"]
    folded = projections.build(world, projections.find(world, "co-statement"))
    assert not folded.graph["directed"]


def test_a_projection_under_a_view_is_that_of_the_compiled_view(world: Reader, world_quads: list[Quad]) -> None:
    study = Study(world)
    assert len(study.views) >= 5
    for view in study.views:
        compiled = Study(reader_of(select(world_quads, Choice(view)).quads), Choice(view))
        for name in NAMES:
            assert _drawn(study.under(view, name)) == _drawn(compiled.simple(name)), (view, name)


def _drawn(graph: Any) -> set[tuple[str, str, int]]:
    return {(a, b, w) for a, b, w in graph.edges(data="weight")}


def test_parallel_relations_become_one_tie_with_their_number() -> None:
    one = projections.Edge("a", "b", "k", None, ())
    other = projections.Edge("b", "a", "l", None, ())
    loop = projections.Edge("a", "a", "l", None, ())
    assert list(simple([one, other, loop]).edges(data="weight")) == [("a", "b", 2)]
