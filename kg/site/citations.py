"""Citations on pages, by `kg.model.citation`, in Chicago style and in BibTeX, without a day of access.

A graph page shows thousands of records, and most citations differ in title, key and address only. So the page has
one form with placeholders for these three, and the full citation of each record that differs from the filled form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.memoize import memoized
from kg.model import citation, description, treaty
from kg.model.citation import prose, work
from kg.model.reader import Reader
from kg.rdf.vocabulary import compact, expand, is_record, record_iri

STYLE = "chicago"
#: The placeholders for the title, the address and the key of a record in a form.
TITLE, ADDRESS, KEY = "\ue000", "\ue001", "\ue002"
#: A slug that no record has, since placeholders are not allowed in an IRI.
_SLUG = "0-slug-of-no-record-0"
#: A title that every style writes as it stands: its signs are no markup, and it ends as a sentence does not.
_PLAIN = re.compile(r"[\w(](?:[\w(),:–-]| (?! ))*[\w)]")


@memoized
def of(reader: Reader, iri: str, digest: str, title: str = "") -> dict[str, str]:
    """Return the citation of a record, a page or the graph: a line of text and a BibTeX entry."""
    if not title and is_record(iri) and not treaty.instrument_of(reader, iri):
        # Nine of ten differ in title and address only, and a style takes half a millisecond to write each.
        label = reader.label(iri)
        if reader.names.held(iri) and _PLAIN.fullmatch(label):
            return filled(form(reader, digest), label, iri)
    corpus = description.of(reader)
    cited = citation.item(reader, iri, citation.Edition(corpus, corpus.edition(digest)), title)
    return {"text": citation.write(cited, STYLE), "bibtex": citation.write(cited, "bibtex")}


@memoized
def form(reader: Reader, digest: str) -> dict[str, str]:
    """Return the citation of a record with placeholders for its title, address and key."""
    iri = record_iri(_SLUG)
    sample = of(reader, iri, digest, TITLE)
    return {notation: line.replace(iri, ADDRESS).replace(_SLUG, KEY) for notation, line in sample.items()}


def on_graph_page(reader: Reader, payload: Mapping[str, Any], page: str, digest: str) -> dict[str, Any]:
    """Return the citations of a graph page, and add those of its sources and passages to the payload.

    Args:
        reader: of the compiled view.
        payload: of the page; each source gets its `citation`, each passage the sentences that follow it.
        page: the IRI of the projection that it draws.
        digest: of the data.

    Returns:
        `page` (text and BibTeX), `own` (the form of most records), `records` (those that differ, by compact name),
        and `recorded` (the last sentence of the citation of a passage, with a placeholder for its address).
    """
    own = form(reader, digest)
    records = {}
    for prefixed, record in payload["records"].items():
        lines = of(reader, expand(prefixed), digest)
        if lines != filled(own, (record["label"] or {}).get("en") or "", expand(prefixed)):
            records[prefixed] = lines
    recorded = ""
    for passage in payload["passages"]:
        iri, source = expand(passage["id"]), payload["sources"][passage["source"]]
        passage["citation"] = _about(reader, iri)
        # The first sentence, on the source, is the same for all its passages, and the last, on the graph, for all
        # passages of the page but for their address.
        if "citation" not in source:
            source["citation"], recorded = _around(reader, expand(source["id"]), iri, digest)
    return {
        "page": of(reader, page, digest, "" if reader.names.held(page) else compact(page)),
        "own": own,
        "records": records,
        "recorded": recorded,
    }


def _around(reader: Reader, source: str, passage: str, digest: str) -> tuple[str, str]:
    """Return the first and last sentence of the citation of a passage, with a placeholder for its address.

    They are the same for all passages of a source, and remembered, since several graph pages cite it.
    """
    key = (_around, source, digest)
    if key not in reader.memory:
        corpus = description.of(reader)
        cited = citation.item(reader, passage, citation.Edition(corpus, corpus.edition(digest)))
        first, *_, last = prose.sentences(cited, STYLE)
        reader.memory[key] = first, last.replace(passage, ADDRESS)
    sentences: tuple[str, str] = reader.memory[key]
    return sentences


@memoized
def _about(reader: Reader, passage: str) -> str:
    """Return the sentences between; memoized, since several graph pages cite a passage."""
    return " ".join(prose.about(work.said(reader, reader.passage(passage)), STYLE))


def filled(form: Mapping[str, str], title: str, iri: str) -> dict[str, str]:
    """Fill the form of a citation as the page's script does."""
    marks = str.maketrans({TITLE: title, ADDRESS: iri, KEY: iri.rpartition("/")[2]})
    return {notation: line.translate(marks) for notation, line in form.items()}
