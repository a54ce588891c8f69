"""What the sub-class and sub-property declarations of an ontology entail."""

from __future__ import annotations

from collections.abc import Iterable

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

    def entail(self, quads: Iterable[Quad]) -> list[Triple]:
        """Return the triples that statements entail and do not contain, each about a subject of theirs."""
        triples = {(q.subject, q.predicate, q.object) for q in quads if q.predicate in self._telling}
        entailed: dict[Triple, None] = {}
        for subject, predicate, value in triples:
            if predicate == A and isinstance(value, NamedNode):
                for parent in self._classes.get(value, ()):
                    entailed[subject, A, parent] = None
            for parent in self._properties.get(predicate, ()):
                entailed[subject, parent, value] = None
        return [triple for triple in entailed if triple not in triples]


def _above(direct: dict[NamedNode, list[NamedNode]]) -> dict[NamedNode, list[NamedNode]]:
    """Return every term with all terms above it, from those directly above."""
    return {term: closure(parents, lambda step: direct.get(step, [])) for term, parents in direct.items()}
