"""Nanopublications: each passage as assertion, provenance and publication information, in one TriG file.

They follow the nanopublication guidelines (https://nanopub.net/guidelines/working_draft/): a head links to the
three other graphs, none of which is empty, and each statement is in one of the four. They are named after their
passage, or by a trusty URI: a hash of the content, so that whoever has the name can tell whether the content is the
one that was named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import BinaryIO

from pyoxigraph import RdfFormat

from kg.export.rdf import in_order, serialize
from kg.export.snapshot import Release, Snapshot, counted
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import (
    IS_PART_OF,
    NP,
    A,
    bound_base,
    dcterms,
    is_passage,
    kg,
    local_name,
    namespaces,
    np,
    of_source,
    owl,
    prov,
    rdfs,
    xsd,
)
from kg.text.tables import optional

_PREFIXES = ("code", "dcterms", "field", "id", "kg", "prov", "skos", "src", "xsd")


def nanopub(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write a nanopublication for each passage that makes a statement about a record."""
    return _write(snapshot, out)


def trusty(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write the same nanopublications, each named by a trusty URI instead of its passage; none is signed.

    Raises:
        MissingLibrary: the library nanopub is not installed.
    """
    return _write(snapshot, out, _artifact_code())


def _write(snapshot: Snapshot, out: BinaryIO, code: Callable[[list[Quad], str], str] | None = None) -> list[str]:
    """Write nanopublications, each named by the code of its content where a function gives one."""
    quads = in_order(snapshot.listed)
    release = snapshot.release.of(snapshot.listed)
    of_sources = sorted(
        (description for description in quads if of_source(description.subject.value)),
        key=lambda q: q.subject.value,
    )
    described = {subject: list(group) for subject, group in groupby(of_sources, key=lambda q: q.subject)}
    publications: list[Quad] = []
    stating = set()
    space = f"{bound_base()}nanopub/"
    for graph, group in groupby(quads, key=lambda q: q.graph_name):
        if is_passage(graph):
            stating.add(graph)
            named = partial(_nanopub, graph, list(group), described, release)
            address = space + local_name(graph.value)
            # The code leaves out the name that the content has of itself, so it holds under its final name too.
            publications += named(space + code(list(named(address)), address) if code else address)
    spaces = namespaces()
    prefixes = {prefix: spaces[prefix] for prefix in _PREFIXES} | {"np": NP}
    serialize(publications, out, RdfFormat.TRIG, prefixes)
    silent = sum(is_passage(s) and s not in stating for s in described)
    scope = "Nanopublications hold passages only: ontology and register are left out."
    return [scope] + ([f"{counted(silent, 'passage')} without statements: left out."] if silent else [])


def _artifact_code() -> Callable[[list[Quad], str], str]:
    """Return the function that hashes the content of a nanopublication, given the address that it has in it.

    The code is that of module RA: Kuhn and Dumontier, "Trusty URIs" (2014), https://arxiv.org/abs/1401.5775.
    """
    import rdflib

    normalizes = rdflib.NORMALIZE_LITERALS
    try:
        hasher = optional("nanopub.trustyuri.rdf.RdfHasher", "A trusty URI", library="nanopub", extra="nanopub")
    finally:
        # Importing the library turns this off for the whole process, so for datasets of the caller too.
        rdflib.NORMALIZE_LITERALS = normalizes

    def term(value: NamedNode | Literal) -> rdflib.URIRef | rdflib.Literal:
        """Return a term of RDFLib, with the lexical form as it is."""
        if isinstance(value, NamedNode):
            return rdflib.URIRef(value.value)
        datatype = None if value.language else rdflib.URIRef(value.datatype.value)
        return rdflib.Literal(value.value, value.language, datatype, normalize=False)

    def code(publication: list[Quad], address: str) -> str:
        """Return the code, which begins with RA; what the address names within the publication ends in #part."""
        rows = [tuple(map(term, (q.graph_name, q.subject, q.predicate, q.object))) for q in publication]
        return str(hasher.make_hash(rows, hashstr=" ", baseuri=f"{address}#"))

    return code


def _nanopub(
    passage: NamedNode,
    statements: list[Quad],
    described: dict[NamedNode, list[Quad]],
    release: Release,
    address: str,
) -> Iterator[Quad]:
    """Yield the four graphs of a nanopublication: head, assertion, provenance, publication information."""
    this = NamedNode(address)
    head, assertion, provenance, publication = (
        NamedNode(f"{address}#{part}") for part in ("head", "assertion", "provenance", "pubinfo")
    )
    yield Quad(this, A, np.Nanopublication, head)
    yield Quad(this, np.hasAssertion, assertion, head)
    yield Quad(this, np.hasProvenance, provenance, head)
    yield Quad(this, np.hasPublicationInfo, publication, head)
    for statement in statements:
        yield Quad(statement.subject, statement.predicate, statement.object, assertion)
    own = described.get(passage, [])
    yield Quad(assertion, prov.wasDerivedFrom, passage, provenance)
    for description in own:
        if description.predicate == kg.holder:
            yield Quad(assertion, prov.wasAttributedTo, description.object, provenance)
        elif description.predicate == IS_PART_OF and isinstance(description.object, NamedNode):
            yield Quad(assertion, prov.hadPrimarySource, description.object, provenance)
            for about in described.get(description.object, []):
                yield Quad(about.subject, about.predicate, about.object, provenance)
    for description in own:
        yield Quad(description.subject, description.predicate, description.object, provenance)
    corpus = release.corpus
    for maker, _ in corpus.makers:
        yield Quad(this, dcterms.creator, NamedNode(maker), publication)
    if corpus.licence:
        yield Quad(this, dcterms.license, NamedNode(corpus.licence), publication)
    # Unconditional, since the guidelines forbid empty publication information.
    yield Quad(this, rdfs.seeAlso, NamedNode(bound_base()), publication)
    if corpus.version:
        yield Quad(this, owl.versionInfo, Literal(corpus.version), publication)
    # The day is given with the release: the current time would make each export different.
    if release.issued:
        day = Literal(release.issued, datatype=xsd.date)
        yield Quad(this, dcterms.created, day, publication)
