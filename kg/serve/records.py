"""Documents of a record, the description of the service, and the feed of sources."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape

from kg.model import description as descriptions
from kg.model import plain
from kg.model.reader import Reader
from kg.rdf import turtle
from kg.rdf.terms import DefaultGraph, Quad
from kg.rdf.vocabulary import compact, dcterms, is_passage, kg, namespaces, record_iri

#: How many sources the feed holds.
NEWEST = 50


def quads(reader: Reader, iri: str) -> Iterator[Quad]:
    """Yield the statements of a record in their graphs, and the descriptions of their passages and sources."""
    described: dict[str, None] = {}
    for quad in reader.quads(iri):
        yield quad
        if is_passage(quad.graph_name):
            described[quad.graph_name.value] = None
            described[reader.passage(quad.graph_name.value).source] = None
    for subject in described:
        yield from reader.quads(subject)


def page(reader: Reader, iri: str, digest: str) -> str:
    """Return the page of a record: one file, whose links lead to the pages of other records."""
    from kg.site import record, static
    from kg.site.payload import PayloadBuilder

    writer = static.Writer(PayloadBuilder(reader), "../", lambda name: reader.names.held(record_iri(name[3:])))
    return record.render(writer, iri, home="../", digest=digest, lang="en")


def statements(reader: Reader, iri: str, _digest: str) -> str:
    """Return the statements of a record, without their passages."""
    merged = {(stated.subject, stated.predicate, stated.object) for stated in reader.quads(iri)}
    return turtle.write(Quad(*triple, DefaultGraph()) for triple in merged)


def with_passages(reader: Reader, iri: str, _digest: str) -> str:
    """Return the statements of a record in the graphs of their passages."""
    return turtle.write(quads(reader, iri))


def jsonld(reader: Reader, iri: str, _digest: str) -> str:
    """Return the same as TriG in JSON-LD."""
    from pyoxigraph import RdfFormat, serialize

    written = serialize(quads(reader, iri), format=RdfFormat.JSON_LD, prefixes=namespaces())  # type: ignore[arg-type]
    return (written or b"").decode()


def summary(reader: Reader, iri: str, _digest: str) -> str:
    """Return what `kg show --json` prints."""
    return json.dumps(plain.as_json(reader, iri), ensure_ascii=False, indent=1) + "\n"


#: The documents of a record by extension; each is made of a reader, an IRI and the digest of the graph.
FORMS: dict[str, Callable[[Reader, str, str], str]] = {
    "html": page,
    "ttl": statements,
    "trig": with_passages,
    "jsonld": jsonld,
    "json": summary,
}


def description(reader: Reader, endpoint: str) -> bytes:
    """Describe the endpoint and its dataset in Turtle: service description, VoID, DCAT."""
    import io

    from kg.export import Release, Snapshot, dataset

    class Served(Snapshot):
        """The compiled graph itself: to compile it again from what is stated would take ten times as long."""

        def default_graph(self) -> list[Quad]:
            """Return the statements of the default graph."""
            return list(reader.default_graph())

    release = Release(corpus=descriptions.of(reader), endpoint=endpoint)
    out = io.BytesIO()
    dataset.description(Served([], release=release, given_reader=reader), out)
    return out.getvalue()


def feed(reader: Reader, address: str) -> str:
    """Return the sources published last as an Atom feed (RFC 4287).

    Only sources dated to the day can be ordered among each other.
    """
    issued = [
        (day.value, source)
        for source in reader.of_class(kg.Source.value)
        for day in reader.values(source, dcterms.issued)
        if len(day.value) == len("2025-10-03")
    ]
    newest = sorted(issued, reverse=True)[:NEWEST]
    corpus = descriptions.of(reader)

    def link(source: str) -> str:
        """Return where a reader finds a source; an entry without content must have such a link."""
        return next((place.value for place in reader.values(source, kg.address)), corpus.base)

    entries = [
        f"<entry><id>{escape(source)}</id><title>{escape(reader.label(source))}</title>"
        f'<updated>{day}T00:00:00Z</updated><link href="{escape(link(source))}"/>'
        f"<summary>{escape(compact(source))}</summary></entry>"
        for day, source in newest
    ]
    makers = "".join(f"<author><name>{escape(maker)}</name></author>" for _, maker in corpus.makers)
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        # The same feed, whatever the address by which the server is reached.
        f"<id>{escape(corpus.base)}feed</id><title>{escape(corpus.title)}</title>",
        f"<updated>{newest[0][0] if newest else '1970-01-01'}T00:00:00Z</updated>",
        f'<link rel="self" href="{escape(address)}"/>{makers}',
    ]
    return "\n".join([*head, *entries, "</feed>\n"])


def home(reader: Reader, digest: str) -> str:
    """Return the page that leads to what the server offers, where it has no published site."""
    from kg.site import sections, static

    overview = sections.begin("serve", reader, digest, "en", None, {})
    offers = ("sparql", "id/KEY", "search?q=", "reconcile", "feed.xml")
    table = sections.Section(static.say("serve.addresses"), columns=sections.heads("serve.address", "serve.offer"))
    for offer in offers:
        key = offer.rstrip("?=q").partition("/")[0].partition(".")[0]
        table.rows = [*table.rows, [sections.wrapped("code", f"/{offer}"), static.say(f"serve.{key}")]]
    overview.sections.append(table)
    return overview.html()
