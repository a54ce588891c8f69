"""What the sub-class and sub-property declarations of an ontology entail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.rdf.closure import closure
from kg.rdf.terms import NamedNode, Quad, Value
from kg.rdf.vocabulary import ONTOLOGY, SUBCLASS, SUBPROPERTY, A

Triple = tuple[NamedNode, NamedNode, Value]


class Declarations:
    """The classes and properties above each, as the ontology's graph among some quads declares them."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        direct: dict[NamedNode, dict[NamedNode, list[NamedNode]]] = {SUBCLASS: {}, SUBPROPERTY: {}}
        for quad in quads:
            if quad.predicate in direct and quad.graph_name == ONTOLOGY and isinstance(quad.object, NamedNode):
                direct[quad.predicate].setdefault(quad.subject, []).append(quad.object)
        self._classes, self._properties = map(_above, direct.values())
        every = (prop for parents in self._properties.values() for prop in parents)
        #: The properties whose statements entail others, or are entailed.
        self._telling = {A, *self._properties, *every}

    def entail(self, quads: Iterable[Quad]) -> Iterator[Triple]:
        """Yield the triples that statements entail and do not contain, each about a subject of theirs."""
        by_subject: dict[NamedNode, list[Quad]] = {}
        for quad in quads:
            if quad.predicate in self._telling:
                by_subject.setdefault(quad.subject, []).append(quad)
        for subject, telling in by_subject.items():
            stated = {(quad.predicate, quad.object) for quad in telling}
            entailed: dict[tuple[NamedNode, Value], None] = {}
            for predicate, value in stated:
                if predicate == A and isinstance(value, NamedNode):
                    for parent in self._classes.get(value, ()):
                        entailed[A, parent] = None
                for parent in self._properties.get(predicate, ()):
                    entailed[parent, value] = None
            yield from ((subject, *pair) for pair in entailed if pair not in stated)


def _above(direct: dict[NamedNode, list[NamedNode]]) -> dict[NamedNode, list[NamedNode]]:
    """Return every term with all terms above it, from those directly above."""
    return {term: closure(parents, lambda step: direct.get(step, [])) for term, parents in direct.items()}
