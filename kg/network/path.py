"""Paths with reasons: chains between two records, each step with the passages, voices and dates behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal as OneOf

from kg.errors import Error
from kg.network.projections import Edge
from kg.network.result import Cell, Result
from kg.network.study import Study
from kg.rdf.vocabulary import compact, expand
from kg.text.phrases import say

Manner = OneOf["shortest", "best sourced"]

#: Passages that a line of text names for a step; the table has them all.
PASSAGES = 3


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
    import networkx as nx

    projection = study.projection or "everything"
    ties: dict[frozenset[str], list[tuple[Edge, int]]] = defaultdict(list)
    for edge in study.edges(projection):
        if edge.source != edge.target:
            ties[frozenset((edge.source, edge.target))].append((edge, len(study.voices(edge.passages))))
    graph = nx.Graph()
    for ends in sorted(ties, key=sorted):
        # Among equals the first by kind and record, so that reruns walk the same relation.
        ties[ends].sort(key=lambda tie: (-tie[1], tie[0].kind, tie[0].record or ""))
        graph.add_edge(*sorted(ends), cost=1 / max(ties[ends][0][1], 1))
    for end in (one, other):
        if end not in graph:
            raise NoPath(
                f"{compact(end)} is no node of the projection {projection}. Try another with --projection."
            )
    if one == other:
        raise NoPath(f"{compact(one)} is one record: name two.")
    if not nx.has_path(graph, one, other):
        raise NoPath(f"No chain of the projection {projection} joins {compact(one)} and {compact(other)}.")
    # Of equally short chains the first by name, so that reruns agree; of very many, of the first 1,000.
    shortest = sorted(islice(nx.all_shortest_paths(graph, one, other), 1000))
    best = nx.shortest_simple_paths(graph, one, other, weight="cost")
    walks: tuple[tuple[Manner, Iterable[list[str]]], ...] = (("shortest", shortest), ("best sourced", best))
    return [
        Chain(
            manner,
            tuple(
                Step(edge, edge.source == here, voices, len(ties[frozenset((here, there))]))
                for here, there in pairwise(walk)
                for edge, voices in ties[frozenset((here, there))][:1]
            ),
        )
        for manner, nodes in walks
        for walk in islice(nodes, count)
    ]


def path(study: Study, one: str, other: str, count: int = 3) -> Result:
    """Report the chains between two records, one row for each step.

    Raises:
        NoPath: no chain joins the two.
        NameFault: no record has one of the names, or several have.
    """
    ends = study.reader.names.find(one), study.reader.names.find(other)
    walks = chains(study, *ends, count)
    walked: list[tuple[Cell, ...]] = []
    for number, chain in enumerate(walks, 1):
        for place, step in enumerate(chain.steps, 1):
            edge = step.edge
            here, there = (edge.source, edge.target) if step.forward else (edge.target, edge.source)
            relation = compact(edge.record or edge.kind)
            walked.append((
                number, say(f"chain.{chain.manner}", study.language), place, compact(here),
                relation if step.forward else f"← {relation}", compact(there), study.label(here),
                study.label(edge.kind), study.label(there), edge.start, edge.end, step.voices, step.parallel,
                " ".join(map(compact, edge.passages)),
            ))  # fmt: skip
    columns = (
        "chain", "manner", "step", "from", "relation", "to", "label of from", "label of relation", "label of to",
        "start", "end", "voices", "parallel relations", "passages",
    )  # fmt: skip
    title = " — ".join(study.reader.label(end, study.language) for end in ends)
    caption = study.caption("path", study.projection or "everything", title)
    numbers: dict[str, Cell] = {"chains": len(walks), "shortest": len(walks[0].steps)}
    numbers["weakest_step_of_best"] = next(chain.weakest for chain in walks if chain.manner == "best sourced")
    return Result("path", caption, columns, tuple(walked), (say("chain.note", study.language),), numbers)


def sentences(study: Study, result: Result) -> list[str]:
    """Write the chains of a path as lines to read: each step with its dates and who states it.

    The lines name passages by speaker and place, as `kg show` does.
    """
    language = study.language
    lines: list[str] = []
    for row in result.rows:
        cells = dict(zip(result.columns, row, strict=True))
        if cells["step"] == 1:
            lines.append(f"{cells['chain']}. {cells['manner']}: {cells['label of from']}")
        span = "–".join(str(cells[end] or "") for end in ("start", "end")).strip("–")
        arrow = "←" if str(cells["relation"]).startswith("←") else "→"
        relation = f"{cells['label of relation']}{f', {span}' if span else ''}"
        voices = say("chain.voices", language, n=cells["voices"])
        lines.append(f"   {arrow} {cells['label of to']} ({relation}{say('semicolon', language)}{voices})")
        passages = str(cells["passages"]).split()[:PASSAGES]
        lines += [f"       {study.reader.passage_label(expand(passage), language)}" for passage in passages]
    return lines
