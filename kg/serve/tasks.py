"""What a worker process computes: each task takes a reader and plain values, and returns a whole answer.

A task runs in a worker process within limits (`kg.serve.pool`), so that no request can harm the server.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.dataset.names import NameFault, Names
from kg.dataset.store import Compiled
from kg.model import description
from kg.model.reader import Reader
from kg.query.sparql import QueryFault
from kg.rdf.vocabulary import bind, compact, record_iri
from kg.serve import negotiation

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """An answer to a request: HTTP status, media type, body, and the seconds that it took."""

    status: int
    media: str
    body: bytes
    seconds: float = 0.0


def refusal(status: int, reason: str) -> Answer:
    """Return an answer that says what is wrong and what to do."""
    return Answer(status, "text/plain; charset=utf-8", f"{reason}\n".encode())


def as_json(value: object) -> Answer:
    """Return a value as a JSON answer."""
    return Answer(200, JSON, json.dumps(value, ensure_ascii=False).encode())


def query(reader: Reader, text: str, accept: str, rows: int) -> Answer:
    """Answer a SPARQL query in the format that the client prefers.

    An answer is whole or refused: a SPARQL client would not notice that rows are missing.
    """
    from kg.query import sparql

    result, cut = sparql.first(sparql.ask(reader.store, text), rows)
    if cut:
        return refusal(413, f"The answer has more than {rows:,} rows. Add LIMIT, or ask for less.")
    offers = negotiation.GRAPHS if sparql.is_graph(result) else negotiation.ROWS
    media = negotiation.choose(accept, offers)
    if media is None:
        return refusal(406, f"This answer can be had as: {', '.join(offers)}. Name one of them in Accept.")
    text_types = ("text/", "application/n-")
    named = f"{media}; charset=utf-8" if media.startswith(text_types) else media
    return Answer(200, named, sparql.write(result, offers[media]))


def record(reader: Reader, key: str, extension: str, digest: str) -> Answer:
    """Return the document of a record in one of the formats of `negotiation.DOCUMENTS`."""
    from kg.serve import records

    iri = record_iri(key)
    if not reader.names.held(iri):
        return missing(reader, key)
    media = next(media for media, suffix in negotiation.DOCUMENTS.items() if suffix == extension)
    body = records.FORMS[extension](reader, iri, digest)
    return Answer(200, f"{media}; charset=utf-8", body.encode())


def missing(reader: Reader, key: str) -> Answer:
    """Return the answer for a record that does not exist, with the near names."""
    try:
        near = reader.names.find(key)
    except NameFault as fault:
        return refusal(404, str(fault))
    return refusal(404, f"No record has the identifier {key}. Did you mean {compact(near)}?")


def search(reader: Reader, words: str, limit: int, language: str, text: bool) -> Answer:
    """Find records by their names, or by the words of gists, as `kg search` does."""
    if text:
        mentions = reader.names.mentions(words, limit)
        return as_json(
            [
                {
                    "id": compact(mention.record),
                    "iri": mention.record,
                    "label": reader.label(mention.record, language),
                    "gist": mention.gist,
                    "language": mention.language,
                    "whole": mention.whole,
                    "passage": compact(mention.passage) if mention.passage else None,
                    "said": reader.passage_label(mention.passage, language) if mention.passage else None,
                }
                for mention in mentions
            ]
        )
    return as_json(
        [
            {
                "id": compact(hit.record),
                "iri": hit.record,
                "label": reader.label(hit.record, language),
                "match": hit.label,
                "kind": compact(hit.kind) if hit.kind else None,
                "kindLabel": reader.label(hit.kind, language) if hit.kind else None,
            }
            for hit in reader.names.search(words, limit)
        ]
    )


def reconcile(reader: Reader, queries: Mapping[str, Any], language: str) -> Answer:
    """Answer a batch of reconciliation queries."""
    from kg.serve import reconciliation

    return as_json({key: {"result": reconciliation.match(reader, one, language)} for key, one in queries.items()})


def suggest(reader: Reader, what: str, prefix: str, cursor: int, language: str) -> Answer:
    """Suggest records, classes or properties whose names begin with some letters."""
    from kg.serve import reconciliation

    return as_json({"result": reconciliation.SUGGESTIONS[what](reader, prefix, cursor, language)})


def preview(reader: Reader, key: str, language: str) -> Answer:
    """Return a short HTML preview of a record."""
    from kg.serve import reconciliation

    if not reader.names.held(record_iri(key)):
        return missing(reader, key)
    page = reconciliation.preview(reader, record_iri(key), language)
    return Answer(200, "text/html; charset=utf-8", page.encode())


def describe(reader: Reader, endpoint: str, accept: str, examples: bytes) -> Answer:
    """Describe the service and its dataset: SPARQL service description, VoID, DCAT, and examples in Turtle."""
    from pyoxigraph import RdfFormat, parse, serialize

    from kg.serve import records

    media = negotiation.choose(accept, negotiation.GRAPHS) or "text/turtle"
    turtle = records.description(reader, endpoint) + examples
    forms = {"ntriples": RdfFormat.N_TRIPLES, "rdfxml": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
    form = negotiation.GRAPHS[media]
    if form == "turtle":
        return Answer(200, f"{media}; charset=utf-8", turtle)
    triples = (quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE))
    return Answer(200, media, serialize(triples, format=forms[form]) or b"")


def feed(reader: Reader, address: str) -> Answer:
    """Return the newest sources as an Atom feed."""
    from kg.serve import records

    return Answer(200, "application/atom+xml; charset=utf-8", records.feed(reader, address).encode())


def home(reader: Reader, digest: str) -> Answer:
    """Return the page that says what is served at which address, where no site was published."""
    from kg.serve import records

    return Answer(200, "text/html; charset=utf-8", records.home(reader, digest).encode())


TASKS: dict[str, Callable[..., Answer]] = {
    task.__name__: task for task in (query, record, search, reconcile, suggest, preview, describe, feed, home)
}


def perform(reader: Reader, name: str, values: Mapping[str, Any]) -> Answer:
    """Run a task; what is wrong with the request becomes an answer that says so."""
    try:
        return TASKS[name](reader, **values)
    except (QueryFault, ValueError) as fault:
        return refusal(400, str(fault))


def ready(compiled: Compiled) -> bytes:
    """Open in a worker what its tasks need, and import what most of them do."""
    from kg.serve import reconciliation, records  # noqa: F401

    _reader(compiled)
    return b""


def computed(compiled: Compiled, name: str, values: Mapping[str, Any]) -> bytes:
    """Run a task in a worker, and return its answer pickled."""
    return pickle.dumps(perform(_reader(compiled), name, values))


@cache
def _reader(compiled: Compiled) -> Reader:
    """Return a reader of a store, which a worker opens once."""
    store = compiled.open()
    reader = Reader(store, Names(store, compiled.names))
    bind(description.of(reader).base)
    return reader
