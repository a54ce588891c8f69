"""JSON-LD 1.1, compacted with a context derived from the ontology; and one nested document for each treaty."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from kg import atomic
from kg.export.rdf import in_order, merged, ordered, prefixes, used_prefixes
from kg.export.snapshot import Snapshot
from kg.memoize import memoized
from kg.rdf.identifiers import file_name
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    DEFINITION,
    IS_PART_OF,
    KG,
    LABEL,
    ONTOLOGY,
    RANGE,
    SKOS,
    SUBCLASS,
    SUBPROPERTY,
    XSD,
    A,
    compact,
    is_record,
    kg,
    namespaces,
    owl,
    rdf,
    rdfs,
    skos,
    xsd,
)

_LANG = rdf.langString.value
_TEXTS = (ALT_LABEL.value, DEFINITION.value, LABEL.value, skos.editorialNote.value)
_LINKS = (IS_PART_OF.value, rdfs.domain.value, RANGE.value, SUBCLASS.value, SUBPROPERTY.value)


def jsonld(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write JSON-LD with an embedded context: one line for each subject, and a named graph for each passage."""
    quads, shape = ordered(snapshot), _shape(snapshot)
    out.write(f'{{"@context": {json.dumps(shape.context, ensure_ascii=False)},\n"@graph": [\n'.encode())
    for number, (graph, group) in enumerate(groupby(quads, key=lambda q: q.graph_name)):
        out.write(b",\n" if number else b"")
        lines = []
        for subject, statements in groupby(group, key=lambda quad: quad.subject.value):
            node: dict[str, Any] = {"@id": shape.iri(subject)}
            for statement in statements:
                shape.add(node, statement.predicate.value, statement.object)
            lines.append(json.dumps(node, ensure_ascii=False))
        nodes = ",\n".join(lines)
        if isinstance(graph, DefaultGraph):
            out.write(nodes.encode())
        else:
            out.write(f'{{"@id": {json.dumps(shape.iri(graph.value))}, "@graph": [\n{nodes}]}}'.encode())
    out.write(b"\n]}\n")
    return []


def context(snapshot: Snapshot, out: BinaryIO) -> None:
    """Write the context alone, so that documents can refer to its address."""
    whole = {"@context": _shape(snapshot).context}
    out.write((json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())


@memoized
def _shape(snapshot: Snapshot) -> Shape:
    """Return the form of all exported quads, which the document and its context have in common."""
    return Shape(ordered(snapshot), prefixes(snapshot))


class Shape:
    """The JSON-LD form of quads: the context, and for each property the type of its values."""

    def __init__(self, quads: list[Quad], spaces: dict[str, str]) -> None:
        self.prefixes = spaces
        self._shorts: dict[str, str] = {}
        # The type of the values of each property by the ontology: `@id`, a datatype, or `rdf:langString`.
        self.kinds = {**dict.fromkeys(_TEXTS, _LANG), **dict.fromkeys(_LINKS, "@id")}
        for declaration in quads:
            if declaration.graph_name == ONTOLOGY and isinstance(declaration.object, NamedNode):
                if declaration.predicate == A and declaration.object.value == owl.ObjectProperty.value:
                    self.kinds[declaration.subject.value] = "@id"
                elif declaration.predicate == RANGE and declaration.object.value.startswith((XSD, _LANG)):
                    self.kinds[declaration.subject.value] = declaration.object.value
        self.terms: dict[str, str] = {}
        for predicate in sorted({quad.predicate.value for quad in quads} & self.kinds.keys()):
            local = predicate.rpartition("#" if "#" in predicate else "/")[2]
            # A processor would read a term that is also a prefix as the prefix.
            bare = predicate.startswith((KG, SKOS)) and local not in namespaces()
            self.terms[predicate] = local if bare else self.iri(predicate)

    @property
    def context(self) -> dict[str, Any]:
        """The context: prefixes, then a term definition for each property with the type of its values."""
        entries: dict[str, Any] = dict(self.prefixes)
        for predicate, term in self.terms.items():
            form = self.kinds[predicate]
            how = {"@container": "@language"} if form == _LANG else {"@type": self.iri(form)}
            entries[term] = {"@id": self.iri(predicate), **how}
        return entries

    def iri(self, iri: str) -> str:
        """Compact an IRI with the prefixes of the context; keywords are unchanged."""
        if iri not in self._shorts:
            short = compact(iri)
            # A prefix that the context does not declare would be read as the scheme of an IRI.
            fits = short.partition(":")[0] in self.prefixes
            self._shorts[iri] = short if fits and not iri.startswith("@") else iri
        return self._shorts[iri]

    def add(self, node: dict[str, Any], predicate: str, value: Value) -> None:
        """Add a value to a node object, in the shortest form that round-trips."""
        if predicate == A.value and isinstance(value, NamedNode):
            _append(node, "@type", self.iri(value.value))
            return
        term, form = self.terms.get(predicate, ""), self.kinds.get(predicate, "")
        if form == _LANG and isinstance(value, Literal) and value.language:
            _append(node.setdefault(term, {}), value.language, value.value)
        elif form == _LANG or not term:
            _append(node, self.iri(predicate), self._full(value))
        elif isinstance(value, NamedNode):
            _append(node, term, self.iri(value.value) if form == "@id" else self._full(value))
        else:
            fits = value.datatype.value == form
            _append(node, term, value.value if fits else self._full(value, coerced=True))

    def _full(self, value: Value, coerced: bool = False) -> Any:
        """Return an expanded value; `coerced` where the context would coerce a plain string to another type."""
        if isinstance(value, NamedNode):
            return {"@id": self.iri(value.value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == xsd.string.value:
            return {"@value": value.value} if coerced else value.value
        return {"@value": value.value, "@type": self.iri(value.datatype.value)}


def _append(node: dict[str, Any], key: str, value: Any) -> None:
    """Add a value under a key: as it is where it is the only one, else in a list."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]


def treaties(snapshot: Snapshot, folder: Path) -> list[str]:
    """Write one nested JSON-LD document for each instrument: its statements, its provisions and its acts.

    Values are merged over passages, so rival values are listed together without their holders.
    """
    quads = in_order(merged(snapshot.listed))
    shape = Shape(snapshot.listed, used_prefixes(snapshot.listed))
    of = {s: list(group) for s, group in groupby(quads, key=lambda q: q.subject.value)}
    inside: dict[str, dict[str, list[str]]] = {}
    for link in quads:
        key = {IS_PART_OF: "hasPart", kg.treaty: "acts"}.get(link.predicate)
        if key and is_record(link.subject.value):
            inside.setdefault(link.object.value, {}).setdefault(key, []).append(link.subject.value)
    context = {
        **shape.context,
        "hasPart": {"@reverse": shape.iri(IS_PART_OF.value)},
        "acts": {"@reverse": "kg:treaty"},
    }
    for treaty in snapshot.reader.of_class(kg.Instrument.value):
        if not is_record(treaty):
            continue
        document = {"@context": context, **_nested(treaty, of, inside, shape)}
        with atomic.file(folder / f"{file_name(treaty)}.jsonld") as out:
            out.write((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    return ["Treaty documents merge values over passages: rival values are side by side without their speakers."]


def _nested(
    record: str,
    of: dict[str, list[Quad]],
    inside: dict[str, dict[str, list[str]]],
    shape: Shape,
    above: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return a record with its parts and acts nested; links back to an enclosing record are left out.

    Args:
        record: its IRI.
        of: the quads of each subject.
        inside: the parts and acts of each record.
        shape: of the document.
        above: the enclosing records.
    """
    node: dict[str, Any] = {"@id": shape.iri(record)}
    for statement in of.get(record, []):
        if statement.object.value not in above:
            shape.add(node, statement.predicate.value, statement.object)
    for key, records in inside.get(record, {}).items():
        # A loop of links, such as a treaty that is part of its own annex, would nest for ever.
        below = [r for r in records if r not in above]
        node[key] = [_nested(r, of, inside, shape, (*above, record)) for r in below]
    return node
