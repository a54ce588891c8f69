"""Namespaces and the few terms that code names; every other term is read from the ontology."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/iran-russia/"
KG: Final = BASE + "ontology#"
ID: Final = BASE + "id/"
SRC: Final = BASE + "source/"
VIEW: Final = BASE + "view/"
PROJECTION: Final = BASE + "projection/"

DCTERMS: Final = "http://purl.org/dc/terms/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final[dict[str, str]] = {
    "code": BASE + "code/",
    "dcterms": DCTERMS,
    "eli": "http://data.europa.eu/eli/ontology#",
    "field": BASE + "field/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "graph": BASE + "graph/",
    "id": ID,
    "kg": KG,
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "projection": PROJECTION,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": SH,
    "shape": BASE + "shape/",
    "skos": SKOS,
    "src": SRC,
    "vann": "http://purl.org/vocab/vann/",
    "view": VIEW,
    "wd": "http://www.wikidata.org/entity/",
    "xsd": XSD,
}

#: Languages in which every thing and every term is named, in the order in which files list them.
LANGUAGES: Final = ("en", "fa", "ru")

#: The graphs that are no passages: the ontology, the register, and what compiling entails and works out.
ONTOLOGY: Final = NamedNode(BASE + "graph/ontology")
REGISTER: Final = NamedNode(BASE + "graph/register")
ENTAILED: Final = NamedNode(BASE + "graph/entailed")
DERIVED: Final = NamedNode(BASE + "graph/derived")
NOT_PASSAGES: Final = (ONTOLOGY, REGISTER, ENTAILED, DERIVED)

A: Final = NamedNode(RDF + "type")
LABEL: Final = NamedNode(SKOS + "prefLabel")
ALT_LABEL: Final = NamedNode(SKOS + "altLabel")
SHORT_NAME: Final = NamedNode(KG + "shortName")
DEFINITION: Final = NamedNode(SKOS + "definition")
GIST: Final = NamedNode(KG + "gist")
IS_PART_OF: Final = NamedNode(DCTERMS + "isPartOf")
IS_REPLACED_BY: Final = NamedNode(DCTERMS + "isReplacedBy")
RANGE: Final = NamedNode(RDFS + "range")
SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
SUBPROPERTY: Final = NamedNode(RDFS + "subPropertyOf")

#: The datatypes of dates, which keep the precision of their source.
DATE_TYPES: Final = (XSD + "gYear", XSD + "gYearMonth", XSD + "date")

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")


@cache
def kg(name: str) -> NamedNode:
    """Return the ontology term of a name.

    >>> kg("holder").value
    'https://w3id.org/iran-russia/ontology#holder'
    """
    return NamedNode(KG + name)


def compact(iri: str) -> str:
    """Shorten an IRI with the longest fitting prefix; without one, put it in angle brackets.

    >>> compact("https://w3id.org/iran-russia/source/sadrmohammadi-2025.p5")
    'src:sadrmohammadi-2025.p5'
    >>> compact("https://example.org/x")
    '<https://example.org/x>'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _NAMESPACES.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and _LOCAL.match(iri[cut:]) else f"<{iri}>"


def expand(name: str) -> str:
    """Return the full IRI of a prefixed name, of an IRI in angle brackets, or of a full IRI.

    Raises:
        KeyError: the prefix is unknown.

    >>> expand("id:iran")
    'https://w3id.org/iran-russia/id/iran'
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    if colon and not local.startswith("//"):
        return PREFIXES[prefix] + local
    if colon:
        return name
    raise KeyError(name)


_NAMESPACES: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}
