"""What a large graph page draws at first."""

from __future__ import annotations

from typing import Any

from kg.site import opening

TERMS = {"kg:State": {"glyph": "dot"}, "kg:Event": {"glyph": "triangle"}, "kg:MediaOutlet": {"glyph": "square"}}


def star(leaves: int, kind: str = "kg:State") -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A hub with leaves of one kind, each second joined to the one before it."""
    nodes = [{"id": "hub", "kind": "kg:State"}, *({"id": f"leaf-{i:03}", "kind": kind} for i in range(leaves))]
    edges = [{"from": "hub", "to": f"leaf-{i:03}"} for i in range(leaves)]
    return nodes, edges + [{"from": f"leaf-{i:03}", "to": f"leaf-{i - 1:03}"} for i in range(1, leaves, 2)]


def test_a_small_page_draws_all() -> None:
    assert opening.choose(*star(opening.MOST - 1), TERMS, []) == set()


def test_a_large_page_draws_a_hundred_that_hang_together_with_its_subject() -> None:
    nodes, edges = star(300)
    apart = [{"id": f"far-{i}", "kind": "kg:State"} for i in range(60)]
    joined = [{"from": f"far-{i}", "to": f"far-{j}"} for i in range(60) for j in range(i)]
    chosen = opening.choose([*nodes, *apart], [*edges, *joined], TERMS, ["leaf-007"])
    assert len(chosen) == opening.COUNT
    assert {"leaf-007", "leaf-006", "hub"} <= chosen
    assert not any(name.startswith("far") for name in chosen)


def test_acts_and_media_outlets_wait_unless_there_is_hardly_anything_else() -> None:
    nodes, edges = star(200)
    for kind in ("kg:Event", "kg:MediaOutlet"):
        others = [{"id": f"other-{i}", "kind": kind} for i in range(200)]
        links = [{"from": f"other-{i}", "to": other["id"]} for i in range(200) for other in nodes[:50]]
        chosen = opening.choose([*nodes, *others], [*edges, *links], TERMS, [])
        assert not any(name.startswith("other") for name in chosen)
        assert len(opening.choose([*nodes[:5], *others], links[:0], TERMS, [])) == opening.COUNT


def test_those_whom_only_acts_join_are_drawn_with_the_acts() -> None:
    states = [{"id": f"state-{i:03}", "kind": "kg:State"} for i in range(100)]
    events = [{"id": f"event-{i:03}", "kind": "kg:Event"} for i in range(100)]
    edges = [{"from": f"event-{i:03}", "to": f"state-{j:03}"} for i in range(100) for j in (0, i)]
    chosen = opening.choose([*states, *events], edges, TERMS, ["state-000"])
    assert len(chosen) == opening.COUNT
    assert sum(edge["from"] in chosen and edge["to"] in chosen for edge in edges) >= opening.COUNT - 1
