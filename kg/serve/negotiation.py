"""Content negotiation by the `Accept` header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Media types of the answers of SELECT and ASK, with the formats of `kg.query.sparql`; the first is the default.
ROWS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
#: Media types of the answers of CONSTRUCT and DESCRIBE; Turtle is valid TriG and Notation3, N-Triples are valid
#: N-Quads, and JSON-LD is JSON.
GRAPHS = {
    "text/turtle": "turtle",
    "application/trig": "turtle",
    "application/n-triples": "ntriples",
    "application/n-quads": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "text/n3": "turtle",
}
#: Media types of the documents of a record, with the extensions of their addresses.
DOCUMENTS = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
    "application/json": "json",
}


_RANGE = re.compile(
    r"(?P<media>[\w!#$&^.+-]+/[\w!#$&^.+*-]+|\*/\*)"
    r"(?:\s*;\s*(?:q=(?P<quality>0(?:\.\d{0,3})?|1(?:\.0{0,3})?)|(?!q=)[\w-]+(?:=(?:\"[^\"]*\"|[^\s;]*))?))*\s*\Z",
    re.ASCII,
)


def choose(accept: str, offers: Mapping[str, str]) -> str | None:
    """Return the offered media type that a client prefers; None where it accepts none of them.

    Of several that it likes equally, the one offered first. The most specific range that fits a type decides on it.

    >>> choose("text/csv;q=0.5, application/xml", ROWS)
    'application/xml'
    >>> choose("text/html, */*;q=0.1", ROWS)
    'application/sparql-results+json'
    >>> choose("image/png", ROWS) is None
    True
    """
    # A header without any range that can be read says nothing of what its client wants.
    ranges = [read for part in accept.split(",") if (read := _range(part))] or [("*/*", 1.0)]
    liked: dict[str, float] = {}
    for offer in offers:
        # The most specific range that covers a type comes first.
        for pattern in (offer, f"{offer.split('/')[0]}/*", "*/*"):
            if qualities := [quality for media, quality in ranges if media == pattern]:
                liked[offer] = max(qualities)
                break
    best = max(liked.values(), default=0.0)
    return next((offer for offer, quality in liked.items() if quality == best), None) if best > 0 else None


def _range(part: str) -> tuple[str, float] | None:
    """Parse one media range with its quality; None where it cannot be read."""
    match = _RANGE.match(part.strip().lower())
    return (match["media"], float(match["quality"] or 1)) if match else None
