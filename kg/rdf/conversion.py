"""Converting pyoxigraph's terms and graphs to RDFLib's."""

from __future__ import annotations

from collections.abc import Iterable

import rdflib
from pyoxigraph import BlankNode

from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import xsd

Node = rdflib.URIRef | rdflib.BNode | rdflib.Literal


class Converter:
    """Converts terms to RDFLib's, each once; literals keep their lexical form.

    >>> convert = Converter()
    >>> convert(Literal("01", datatype=xsd.integer)).n3()
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    >>> convert(Literal("Иран", language="ru")).n3()
    '"Иран"@ru'
    """

    def __init__(self) -> None:
        self._known: dict[NamedNode | BlankNode | Literal, Node] = {}

    def __call__(self, term: NamedNode | BlankNode | Literal) -> Node:
        """Return the RDFLib term of a term."""
        # The same few terms come back in most quads, and making an RDFLib term is slow.
        if term in self._known:
            return self._known[term]
        if isinstance(term, NamedNode):
            node: Node = rdflib.URIRef(term.value)
        elif isinstance(term, BlankNode):
            node = rdflib.BNode(term.value)
        else:
            # RDFLib's plain literals and `xsd:string` literals differ, although RDF 1.1 has only one of them.
            plain = term.language or term.datatype.value == xsd.string.value
            datatype = None if plain else rdflib.URIRef(term.datatype.value)
            # Normalized, "01"^^xsd:integer would become "1".
            node = rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
        self._known[term] = node
        return node


def graph_of(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return the triples of quads as an RDFLib graph."""
    graph = rdflib.Graph()
    convert = Converter()
    graph.addN((convert(quad.subject), convert(quad.predicate), convert(quad.object), graph) for quad in quads)
    return graph
