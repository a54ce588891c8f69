"""The payload of a graph page from a compiled graph: nodes and edges, their records, and who states what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.model import belonging, description, plain, treaty
from kg.model.agreement import Account, Finding, disputes
from kg.model.reader import Passage, Reader
from kg.rdf.terms import NamedNode, Value
from kg.rdf.vocabulary import (
    ALT_LABEL,
    LABEL,
    LANGUAGES,
    PREFIXES,
    PROJECTION,
    SHORT_NAME,
    A,
    bound_base,
    code,
    compact,
    dcterms,
    expand,
    kg,
    namespaces,
    skos,
    xsd,
)
from kg.site import citations, opening
from kg.text.dates import as_printed

if TYPE_CHECKING:
    import networkx as nx

#: A day as sources print it in another calendar.
_PRINTED = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4} (AP|O\.S\.)")
_UNSHOWN = frozenset({A.value, LABEL.value, ALT_LABEL.value, SHORT_NAME.value})
_FIELDS = (kg.mainField, kg.touchedField, kg.coversField, kg.field)
#: The properties by which a source is described.
_SOURCE = (
    *(dcterms.publisher, kg.kind),
    *(dcterms.created, dcterms.issued, kg.issuedNoLaterThan, kg.address, kg.archiveAddress),
)
_WIKIDATA = PREFIXES["wd"]
_CONCEPT = {"glyph": "hexagon", "colour": "#999999"}


class PayloadBuilder:
    """Collects records with the passages, sources, terms and names that they refer to, each once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.records: dict[str, Any] = {}
        self.passages: list[dict[str, Any]] = []
        self.sources: list[dict[str, Any]] = []
        self.terms: dict[str, Any] = {}
        self.names: dict[str, Any] = {}
        self.locators: dict[str, dict[str, list[dict[str, str]]]] = {}
        # Numbers, since a name of a passage is longer than what most edges say of it.
        self._numbers: dict[str, int] = {}
        self._source_numbers: dict[str, int] = {}

    # --- words ---

    def label(self, iri: str) -> dict[str, str | None]:
        """Return the label of a record in each language, or its caption where it has none."""
        own = self.reader.labels(iri)
        if own:
            return {tag: own.get(tag) for tag in LANGUAGES}
        composed = {tag: self.reader.label(iri, tag) for tag in LANGUAGES}
        # A reader returns the compact name where there is nothing better: a page writes that once, not thrice.
        return {tag: text if text != compact(iri) else None for tag, text in composed.items()}

    def short(self, iri: str) -> dict[str, str | None]:
        """Return the short name of a record in each language, else its label."""
        return self.label(iri) | self.reader.short_names(iri)

    def term(self, iri: str) -> str:
        """Add a class, property or concept, and return its compact name."""
        name = compact(iri)
        if name not in self.terms:
            glyph, colour = (self.reader.declared(iri, what) for what in (kg.glyph, kg.colour))
            look = {"glyph": glyph[0].value, "colour": colour[0].value} if glyph and colour else {}
            if name == "skos:Concept":
                look = _CONCEPT
            definition = self.reader.definitions(iri)
            self.terms[name] = {"label": self.label(iri), "definition": definition, **look}
        return name

    def name(self, iri: str) -> str:
        """Add a record that is mentioned, and return its compact name."""
        name = compact(iri)
        if name not in self.names:
            self.names[name] = {"label": self.short(iri)}
        return name

    # --- passages and sources ---

    def cite(self, passages: Iterable[str]) -> list[int]:
        """Add passages with their sources and reporters, and return their numbers."""
        return [self._number(self.reader.passage(iri)) for iri in passages]

    def _number(self, passage: Passage) -> int:
        """Return the number of a passage; a new one is added after the passage that reports it."""
        if passage.iri not in self._numbers:
            perspectives = dict.fromkeys(
                p for holder in passage.holders for p in self.reader.perspectives.get(holder, ())
            )
            quoted = self._number(passage.quoted_in) if passage.quoted_in else None
            self._numbers[passage.iri] = len(self.passages)
            if passage.locator not in self.locators:
                self.locators[passage.locator] = {tag: self._locator(passage.locator, tag) for tag in LANGUAGES}
            self.passages.append(
                {
                    "id": compact(passage.iri),
                    "source": self._source(passage.source),
                    "holders": [self.name(holder) for holder in passage.holders],
                    "locator": passage.locator,
                    "stated": passage.stated_on,
                    "quoted_in": quoted,
                    "perspectives": [self.term(perspective) for perspective in perspectives],
                }
            )
        return self._numbers[passage.iri]

    def _locator(self, text: str, language: str) -> list[dict[str, str]]:
        """Return a locator in a language in the form of a payload, adding the records that it names."""
        return [
            {"iri": self.name(piece.record)} if piece.record else {"text": piece.text, "lang": piece.language}
            for piece in self.reader.locator(text, language)
        ]

    def _source(self, iri: str) -> int:
        """Return the number of a source, adding a new one."""
        if iri not in self._source_numbers:
            self._source_numbers[iri] = len(self.sources)
            publisher, kind, written, issued, latest, address, archived = (
                next(iter(self.reader.values(iri, predicate)), None) for predicate in _SOURCE
            )
            day, address = issued or latest, address or archived
            title, *others = (self.reader.title(iri, tag) for tag in LANGUAGES)
            # A printed title is the same for all readers, and is written once.
            titles = {other.language: other.value for other in others if other and other != title}
            self.sources.append(
                {
                    "id": compact(iri),
                    "title": title.value if title else compact(iri),
                    "lang": title.language if title else None,
                    **({"titles": titles} if titles else {}),
                    "kind": self.term(kind.value) if kind else None,
                    **({"written": written.value} if written else {}),
                    "issued": day.value if day else None,
                    "bound": "most" if day and not issued else "",
                    "address": address.value if address else None,
                    "publisher": self.name(publisher.value) if publisher else None,
                }
            )
        return self._source_numbers[iri]

    def source(self, iri: str) -> dict[str, Any]:
        """Return the description of a source."""
        return self.sources[self._source(iri)]

    # --- records ---

    def record(self, iri: str) -> None:
        """Add a record with its statements, their passages, and its disputed properties."""
        name = compact(iri)
        if name in self.records:
            return
        kinds = self.reader.kinds(iri)
        matches = [v.value for v in self.reader.values(iri, skos.exactMatch)]
        span = self.reader.interval(iri)
        self.records[name] = {
            "kind": self.term(kinds[0]) if kinds else "",
            "label": self.label(iri),
            "wikidata": next((m[len(_WIKIDATA) :] for m in matches if m.startswith(_WIKIDATA)), None),
            "statements": [
                {
                    "p": self.term(statement.predicate),
                    "o": self.value(statement.value),
                    "passages": self.cite(statement.passages),
                }
                for statement in self.reader.statements(iri)
                if statement.predicate not in _UNSHOWN
            ],
            "rivals": [
                {
                    "p": self.term(finding.predicate),
                    "dispute": self.term(code(finding.dispute).value),
                    "sides": [
                        {
                            "o": self.value(side.value),
                            "side": side.bound,
                            "passages": self.cite(dict.fromkeys(side.passages)),
                            "origins": side.origins,
                            "fits": [self._account(account) for account in side.fitting],
                        }
                        for side in finding.sides
                    ],
                    "undecided": [self._account(account) for account in finding.undecided],
                }
                for finding in self.findings.get(iri, ())
            ],
            # The phrases on the days of the record, and the two days by which the page filters.
            "span": {
                "phrases": list(plain.span_phrases(span)),
                "possibly_from": span.possibly_from,
                "not_before": span.not_before,
            },
        }

    def value(self, value: Value) -> dict[str, Any]:
        """Return a value in the form of a payload; a day in another calendar, as printed, in each language."""
        if isinstance(value, NamedNode):
            return {"iri": self.name(value.value)}
        if value.language:
            return {"text": value.value, "lang": value.language}
        if value.datatype.value == xsd.string.value:
            text = {"text": value.value, "lang": None}
            if not _PRINTED.fullmatch(value.value):
                return text
            return {**text, "printed": {tag: as_printed(value.value, tag) for tag in LANGUAGES}}
        return {"value": value.value, "type": compact(value.datatype.value)}

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """The findings with rivals, by record; read at once, which is faster than record by record."""
        by_record: dict[str, list[Finding]] = {}
        for finding in disputes(self.reader):
            by_record.setdefault(finding.record, []).append(finding)
        return by_record

    def _account(self, account: Account) -> dict[str, Any]:
        """Return an account that supports no side of its own: its value and its passage."""
        (passage,) = self.cite([account.passage.iri])
        return {"o": self.value(account.value), "side": account.bound, "passage": passage}


def build(reader: Reader, graph: nx.MultiDiGraph, **meta: Any) -> dict[str, Any]:
    """Return the payload of the page of a projection (see `kg.site.pack` for its form).

    Args:
        reader: of the compiled view from which the projection was built.
        graph: as `kg.network.projections.build` returns it.
        meta: further entries of the page's meta: version, digest, view, as_of, known_by, lang, …
    """
    builder = PayloadBuilder(reader)
    # Nodes of one kind together compress better, and the order is the same in each run.
    ids = sorted(graph.nodes, key=lambda name: (graph.nodes[name].get("kind", ""), name))
    nodes = [_node(builder, expand(name)) for name in ids]
    edges = [_edge(builder, *edge) for edge in graph.edges(keys=True, data=True)]
    drawn = {node["id"] for node in nodes}
    parties = description.of(reader).parties[:2]
    first = opening.choose(nodes, edges, builder.terms, [compact(party) for party in parties])
    _measure(graph, nodes)
    page = PROJECTION + graph.graph.get("projection", "all")
    labels = {tag: reader.labels(page).get(tag) for tag in LANGUAGES}
    definition = {"en": graph.graph.get("definition", "")}
    whole = {
        "meta": {
            "title": labels,
            "projection": {"id": compact(page), "label": labels, "definition": definition},
            "directed": graph.graph.get("directed", True),
            "base": bound_base(),
            "prefixes": namespaces(),
            "site": dict(description.of(reader).titles),
            "sides": [builder.short(party) for party in parties],
            "parties": [compact(party) for party in parties],
            **meta,
        },
        "terms": builder.terms,
        "nodes": [{**node, "first": node["id"] in first} for node in nodes],
        "edges": edges,
        "records": builder.records,
        "passages": builder.passages,
        "sources": builder.sources,
        "locators": builder.locators,
        "names": {name: entry for name, entry in builder.names.items() if name not in drawn},
    }
    return {**whole, "citations": citations.on_graph_page(reader, whole, page, meta.get("digest", ""))}


def _node(builder: PayloadBuilder, iri: str) -> dict[str, Any]:
    """Add the record of a node, and return what the page needs to draw, list and filter it."""
    reader = builder.reader
    builder.record(iri)
    kinds = reader.kinds(iri)
    provision = any(kg.Provision.value in reader.above(kind) for kind in kinds)
    fields = dict.fromkeys(v.value for p in _FIELDS for v in reader.values(iri, p))
    return {
        "id": compact(iri),
        "kind": builder.term(kinds[0]) if kinds else "",
        "label": builder.label(iri),
        "short": builder.short(iri) if reader.short_names(iri) else None,
        "alt": list(dict.fromkeys(alternative.value for alternative in reader.alternatives(iri))),
        "uncoded": provision and not treaty.coded(reader, iri),
        "disputed": iri in builder.findings,
        "fields": [builder.term(field) for field in fields],
        "side": belonging.side(reader, iri),
    }


def _measure(graph: nx.MultiDiGraph, nodes: list[dict[str, Any]]) -> None:
    """Add to each node its betweenness and the number of its community, the largest being 1; 0 is none."""
    import networkx as nx

    from kg.network.analyses import centrality, communities

    simple = nx.Graph(graph)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    for one, other in simple.edges:
        simple[one][other]["weight"] = graph.number_of_edges(one, other) + graph.number_of_edges(other, one)
    betweenness = centrality.betweenness(simple)
    # A node without a relation is no community.
    parts = [part for part in communities.louvain(simple) if len(part) > 1]
    community = {name: number for number, part in enumerate(parts, 1) for name in part}
    for node in nodes:
        node |= {"betweenness": betweenness[node["id"]], "community": community.get(node["id"], 0)}


def _edge(builder: PayloadBuilder, source: str, target: str, key: str, data: dict[str, Any]) -> dict[str, Any]:
    """Add the record of an edge, if it has one, and return what the page needs to draw, list and filter it."""
    record = data.get("record") or data.get("through")
    if record:
        builder.record(expand(record))
    return {
        "from": source,
        "to": target,
        "kind": builder.term(expand(data["kind"])),
        "record": record,
        "start": data.get("start"),
        "end": data.get("end"),
        "passages": builder.cite(expand(p) for p in data.get("passages", "").split()),
        "disputed": bool(data.get("disputed")),
        "sign": data.get("sign"),
    }
