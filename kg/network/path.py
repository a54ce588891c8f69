"""Paths with reasons: chains between two records, each step with the passages, voices and dates behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from kg.errors import Error
from kg.network.projections import Edge
from kg.network.result import Cell, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact
from kg.text.phrases import say

if TYPE_CHECKING:
    import networkx as nx

Manner = OneOf["shortest", "best sourced"]


class NoPath(Error, LookupError):
    """Two records that no chain of a projection joins."""


@dataclass(frozen=True)
class Step:
    """One relation of a chain, walked along its direction or against it, with how many voices state it."""

    edge: Edge
    forward: bool
    voices: int
    parallel: int


@dataclass(frozen=True)
class Chain:
    """A chain from one record to another."""

    manner: Manner
    steps: tuple[Step, ...]

    @property
    def weakest(self) -> int:
        """The number of voices behind the step that has fewest."""
        return min(step.voices for step in self.steps)


def chains(study: Study, one: str, other: str, count: int = 3) -> list[Chain]:
    """Return the shortest and the best-sourced chains between two records (full IRIs), at most `count` of each.

    Of parallel relations the one with most voices is walked. A step stated by v voices costs 1/v, one that
    only the register or the coding states costs 1: the best-sourced chain has the least sum, found with Yen's
    algorithm (1971, doi:10.1287/mnsc.17.11.712).

    Raises:
        NoPath: a record is no node of the projection, or no chain joins the two.
    """
    projection = study.projection or "everything"
    graph, between = _graph(study, study.edges(projection))
    for record in (one, other):
        if record not in graph:
            raise NoPath(
                f"{compact(record)} is no node of the projection {projection}. Try another with --projection."
            )
    if one == other:
        raise NoPath(f"{compact(one)} is one record: name two.")
    manners: tuple[tuple[Manner, str | None], ...] = (("shortest", None), ("best sourced", "cost"))
    found = [
        Chain(manner, tuple(_step(between, a, b) for a, b in pairwise(walk)))
        for manner, weight in manners
        for walk in _walks(graph, one, other, weight, count)
    ]
    if not found:
        raise NoPath(f"No chain of the projection {projection} joins {compact(one)} and {compact(other)}.")
    return found


def _walks(graph: nx.Graph, one: str, other: str, weight: str | None, count: int) -> Iterable[list[str]]:
    """Return the first few walks: of the shortest only those of the least length, in the order of their names."""
    import networkx as nx

    if not nx.has_path(graph, one, other):
        return []
    if weight is None:
        return list(islice(sorted(islice(nx.all_shortest_paths(graph, one, other), 1000)), count))
    return list(islice(nx.shortest_simple_paths(graph, one, other, weight=weight), count))


def _graph(study: Study, edges: list[Edge]) -> tuple[nx.Graph, dict[frozenset[str], list[tuple[Edge, int]]]]:
    import networkx as nx

    between: dict[frozenset[str], list[tuple[Edge, int]]] = defaultdict(list)
    for edge in edges:
        if edge.source != edge.target:
            between[frozenset((edge.source, edge.target))].append((edge, len(study.voices(edge.passages))))
    graph = nx.Graph()
    for ends in sorted(between, key=sorted):
        between[ends].sort(key=lambda pair: (-pair[1], pair[0].kind, pair[0].record or ""))
        graph.add_edge(*sorted(ends), cost=1 / max(between[ends][0][1], 1))
    return graph, between


def _step(between: dict[frozenset[str], list[tuple[Edge, int]]], a: str, b: str) -> Step:
    found = between[frozenset((a, b))]
    edge, voices = found[0]
    return Step(edge, edge.source == a, voices, len(found))


def path(study: Study, one: str, other: str, count: int = 3) -> Result:
    """Report the chains between two records, one row for each step.

    Raises:
        NoPath: no chain joins the two.
        NameFault: no record has one of the names, or several have.
    """
    ends = study.reader.names.find(one), study.reader.names.find(other)
    found = chains(study, *ends, count)
    rows = tuple(
        _row(study, number, chain, place, step)
        for number, chain in enumerate(found, 1)
        for place, step in enumerate(chain.steps, 1)
    )
    columns = (
        "chain", "manner", "step", "from", "relation", "to", "label of from", "label of relation", "label of to",
        "start", "end", "voices", "parallel relations", "passages",
    )  # fmt: skip
    title = " — ".join(study.reader.label(end, study.language) for end in ends)
    caption = study.caption("path", study.projection or "everything", title)
    numbers: dict[str, Cell] = {"chains": len(found), "shortest": len(found[0].steps)}
    numbers["weakest_step_of_best"] = next(c.weakest for c in found if c.manner == "best sourced")
    return Result("path", caption, columns, rows, (say("chain.note", study.language),), numbers)


def _row(study: Study, number: int, chain: Chain, place: int, step: Step) -> tuple[Cell, ...]:
    edge = step.edge
    here, there = (edge.source, edge.target) if step.forward else (edge.target, edge.source)
    relation = compact(edge.record) if edge.record else compact(edge.kind)
    arrow = relation if step.forward else f"← {relation}"
    return (
        number, chain.manner, place, compact(here), arrow, compact(there), study.label(here),
        study.label(edge.kind), study.label(there), edge.start, edge.end, step.voices, step.parallel,
        " ".join(map(compact, edge.passages)),
    )  # fmt: skip


def sentences(study: Study, result: Result) -> list[str]:
    """Write the chains of a path as lines to read: each step with its dates and who states it.

    The lines name passages by speaker and place, as `kg show` does.
    """
    lines: list[str] = []
    for row in result.rows:
        cells = dict(zip(result.columns, row, strict=True))
        if cells["step"] == 1:
            manner = say(f"chain.{cells['manner']}", study.language)
            lines.append(f"{cells['chain']}. {manner}: {cells['label of from']}")
        span = "–".join(str(cells[n] or "") for n in ("start", "end")).strip("–")
        arrow = "←" if str(cells["relation"]).startswith("←") else "→"
        dated = f", {span}" if span else ""
        relation = f"{cells['label of relation']}{dated}"
        voices = say("chain.voices", study.language, n=cells["voices"])
        separator = say("semicolon", study.language)
        lines.append(f"   {arrow} {cells['label of to']} ({relation}{separator}{voices})")
        lines += [f"       {study.reader.passage_label(p, study.language)}" for p in _first(str(cells["passages"]))]
    return lines


def _first(passages: str, count: int = 3) -> list[str]:
    from kg.rdf.vocabulary import expand

    return [expand(p) for p in passages.split()[:count]]
