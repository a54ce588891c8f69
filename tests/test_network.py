"""Projections: records read as nodes and edges, as the ontology declares."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.model.reader import Reader
from kg.network import projections
from kg.network.projections import Part, UnknownProjection
from kg.rdf.vocabulary import ID, compact, expand


def edges(world: Reader, name: str) -> set[tuple[str, str, str]]:
    reading = projections.read(world, projections.find(world, name))
    return {(compact(e.source), compact(e.kind), compact(e.target)) for e in reading.edges}


def test_memberships(world: Reader) -> None:
    assert edges(world, "memberships") == {
        ("id:northland", "kg:Membership", "id:league"),
        ("id:southland", "kg:Membership", "id:league"),
    }


def test_a_joint_action_is_an_edge_from_each_actor(world: Reader) -> None:
    found = edges(world, "treaties")
    assert {(f"id:{land}", "kg:Signature", "id:treaty-old") for land in ("northland", "southland")} <= found
    assert ("id:treaty-new-article-1", "dcterms:isPartOf", "id:treaty-new") in found
    assert ("id:treaty-new-article-1", "kg:Lineage", "id:treaty-old-article-1") in found
    assert ("id:treaty-new-article-1", "kg:mainField", "field:aggression-response") in found


def test_the_holder_of_a_passage_is_the_end_of_its_assessment(world: Reader) -> None:
    found = edges(world, "discourse")
    assert ("id:pyotr-volkov", "kg:Assessment", "id:treaty-new") in found
    assert ("id:daily", "kg:Assessment", "id:treaty-new") in found


def test_edges_carry_dates_and_passages(world: Reader) -> None:
    reading = projections.read(world, projections.find(world, "memberships"))
    observer = next(e for e in reading.edges if e.source == ID + "southland")
    assert (observer.start, observer.end) == ("2005-07-05", "2023")  # its end is stated as a year
    assert [compact(p) for p in observer.passages] == ["src:gazette-2025.1"]
    assert compact(observer.record or "") == "id:southland-in-league-observer"


def test_a_projection_is_a_networkx_graph(world: Reader) -> None:
    graph = projections.build(world, projections.find(world, "everything"))
    assert graph.is_multigraph()
    assert graph.is_directed()
    node = graph.nodes["id:northland"]
    assert (node["label"], node["label_fa"], node["label_ru"], node["kind"]) == (
        "Northland",
        "شمالستان",
        "Северия",
        "kg:State",
    )
    values = [v for _, d in graph.nodes(data=True) for v in d.values()] + [
        v for *_, d in graph.edges(data=True) for v in d.values()
    ]
    assert {type(v) for v in values} <= {str, bool, int, float}, "exports refuse lists and None"


def test_parallel_relations_are_kept(world: Reader) -> None:
    graph = projections.build(world, projections.find(world, "treaties"))
    kinds = {d["kind"] for d in graph.get_edge_data("id:southland", "id:treaty-new").values()}
    assert {"kg:Signature", "kg:EntryIntoForce"} <= kinds


def test_rivals_mark_their_edges(world: Reader) -> None:
    graph = projections.build(world, projections.find(world, "treaties"))
    disputed = {d["record"] for *_, d in graph.edges(data=True) if d["disputed"] and "record" in d}
    assert disputed >= {"id:treaty-old-signature", "id:treaty-new-entry-into-force"}


def test_every_declared_projection_reads(world: Reader) -> None:
    found = projections.projections(world)
    assert len(found) >= 5
    for projection in found:
        reading = projections.read(world, projection)
        again = projections.read(world, projection)
        assert reading.edges == again.edges
        assert projection.definition.endswith(".")
        assert {"en", "fa", "ru"} <= set(projection.labels)


@pytest.mark.parametrize(
    "name", ["treaties", "projection:treaties", "https://w3id.org/iran-russia/projection/treaties"]
)
def test_a_projection_has_several_names(world: Reader, name: str) -> None:
    assert projections.find(world, name).name == "treaties"


def test_an_unknown_projection_lists_the_known_ones(world: Reader) -> None:
    with pytest.raises(UnknownProjection, match=r"No projection is named treatise\. Projections: actors, "):
        projections.find(world, "treatise")


def test_happenings_without_an_end_are_counted(world: Reader) -> None:
    reading = projections.read(world, projections.find(world, "everything"))
    for record, _ in reading.endless:
        assert all(e.record != record for e in reading.edges)


@pytest.mark.parametrize(
    "part", [Part("id:southland", 0), Part("id:southland"), Part("id:southland", 2), Part("id:of-no-record")]
)
def test_a_neighbourhood_is_the_whole_without_the_rest_in_the_same_order(world: Reader, part: Part) -> None:
    everything = projections.find(world, "everything")
    whole = projections.build(world, everything)
    near = nx.ego_graph(whole.to_undirected(), part.around, part.depth) if part.around in whole else ()
    drawn = projections.build(world, everything, part)
    assert list(drawn.nodes(data=True)) == [(node, data) for node, data in whole.nodes(data=True) if node in near]
    assert list(drawn.edges(keys=True, data=True)) == [
        edge for edge in whole.edges(keys=True, data=True) if edge[0] in near and edge[1] in near
    ]


def test_what_touches_a_field_comes_with_what_lies_beside_it() -> None:
    edges = [
        projections.Edge(expand(source), expand(target), "kind", None, ())
        for source, target in (
            *((f"id:deal-{n}", "field:energy") for n in range(3)),
            ("id:deal-1", "id:north"),
            ("id:north", "id:apart"),
            ("id:apart", "id:deal-1"),
            ("field:energy", "id:below"),
        )
    ]
    touching = Part(field="field:energy").nodes(edges)
    assert touching == {
        expand(name) for name in ("field:energy", "id:deal-0", "id:deal-1", "id:deal-2", "id:north")
    }
    assert Part("id:deal-1", 1, "field:energy").nodes(edges) == {
        expand(name) for name in ("field:energy", "id:deal-1", "id:north")
    }
    assert Part(field="field:trade").nodes(edges) == set()
