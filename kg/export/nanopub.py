"""Nanopublications: each passage as assertion, provenance and publication information, in one TriG file.

The form follows the nanopublication guidelines (https://nanopub.net/guidelines/working_draft/): a head that
names the three graphs, none of them empty, each statement in one of the four.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import BinaryIO

from pyoxigraph import RdfFormat

from kg.export.material import Material, Release, counted
from kg.export.rdf import in_order, serialize
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    BASE,
    IS_PART_OF,
    NP,
    PREFIXES,
    SRC,
    A,
    dcterms,
    is_passage,
    kg,
    np,
    owl,
    prov,
    rdfs,
    xsd,
)


def nanopub(material: Material, out: BinaryIO) -> list[str]:
    """Write a nanopublication per passage that states something of a record."""
    quads = in_order(material.listed)
    release = material.release.of(material.listed)
    described = {s: list(group) for s, group in groupby(_descriptions(quads), key=lambda q: q.subject)}
    found: list[Quad] = []
    stating = set()
    for graph, group in groupby(quads, key=lambda q: q.graph_name):
        if is_passage(graph):
            stating.add(graph)
            found += _nanopub(graph, list(group), described, release)
    serialize(found, out, RdfFormat.TRIG, _prefixes())
    silent = sum(is_passage(s) and s not in stating for s in described)
    kept = "Nanopublications hold passages only: ontology and register are left out."
    return [kept] + ([f"{counted(silent, 'passage')} without statements: left out."] if silent else [])


def _descriptions(quads: list[Quad]) -> list[Quad]:
    described = [q for q in quads if q.subject.value.startswith(SRC)]
    return sorted(described, key=lambda q: q.subject.value)


def _prefixes() -> dict[str, str]:
    own = {p: PREFIXES[p] for p in ("code", "dcterms", "field", "id", "kg", "prov", "skos", "src", "xsd")}
    return {**own, "np": NP}


def _nanopub(
    passage: NamedNode,
    said: list[Quad],
    described: dict[NamedNode, list[Quad]],
    release: Release,
) -> Iterator[Quad]:
    address = f"{BASE}nanopub/{passage.value[len(SRC) :]}"
    this = NamedNode(address)
    head, assertion, provenance, publication = (
        NamedNode(f"{address}#{part}") for part in ("head", "assertion", "provenance", "pubinfo")
    )
    yield Quad(this, A, np.Nanopublication, head)
    yield Quad(this, np.hasAssertion, assertion, head)
    yield Quad(this, np.hasProvenance, provenance, head)
    yield Quad(this, np.hasPublicationInfo, publication, head)
    for quad in said:
        yield Quad(quad.subject, quad.predicate, quad.object, assertion)
    for subject, predicate, value in _provenance(assertion, passage, described):
        yield Quad(subject, predicate, value, provenance)
    for predicate, value in _publication(release):
        yield Quad(this, predicate, value, publication)


def _provenance(
    assertion: NamedNode, passage: NamedNode, described: dict[NamedNode, list[Quad]]
) -> Iterator[tuple[NamedNode, NamedNode, Value]]:
    own = described.get(passage, [])
    yield assertion, prov.wasDerivedFrom, passage
    for quad in own:
        if quad.predicate == kg.holder:
            yield assertion, prov.wasAttributedTo, quad.object
        elif quad.predicate == IS_PART_OF and isinstance(quad.object, NamedNode):
            yield assertion, prov.hadPrimarySource, quad.object
            yield from ((q.subject, q.predicate, q.object) for q in described.get(quad.object, []))
    yield from ((q.subject, q.predicate, q.object) for q in own)


def _publication(release: Release) -> Iterator[tuple[NamedNode, Value]]:
    corpus = release.corpus
    for iri, _ in corpus.makers:
        yield dcterms.creator, NamedNode(iri)
    if corpus.licence:
        yield dcterms.license, NamedNode(corpus.licence)
    yield rdfs.seeAlso, NamedNode(BASE)
    if corpus.version:
        yield owl.versionInfo, Literal(corpus.version)
    if release.issued:
        yield dcterms.created, Literal(release.issued, datatype=xsd.date)
