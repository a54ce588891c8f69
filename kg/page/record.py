"""One light page per record: all that is said of it, by whom and where, so that record IRIs resolve."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.page import citations, still
from kg.terms import LANGUAGES, compact, expand

#: How many of those that speak of a record by one property its page names; the graph page has them all.
MOST_POINTERS = 30
#: What stands before a value that is a bound or an approximation.
SIGNS = {"least": "≥ ", "most": "≤ ", "about": "≈ "}


def render(writer: still.Writer, iri: str, **meta: Any) -> str:
    """Return the page of a record as HTML.

    Args:
        writer: of the graph, with the way from this page to the folder of the index.
        iri: of the record.
        meta: version, digest, lang, home, site, and graph_page (address of a graph page that draws it).
    """
    gatherer, name = writer.gatherer, compact(iri)
    gatherer.record(iri)
    record, notes = gatherer.records[name], still.Notes()
    label = record["label"] if any(record["label"].values()) else {"en": name}
    properties = _properties(writer, notes, record)
    pointers = _pointers(writer, notes, iri)
    return still.render(
        "record.html",
        label,
        meta,
        name=name,
        iri=iri,
        kind=writer.name(record["kind"]) if record["kind"] else "",
        names=[(tag, still.tidy(label[tag])) for tag in LANGUAGES if label.get(tag)],
        alternatives=[still.tidy(a.value, 200) for a in gatherer.reader.alternatives(iri)],
        wikidata=record["wikidata"] if re.fullmatch(r"Q\d+", record["wikidata"] or "") else None,
        properties=properties,
        pointers=pointers,
        notes=writer.notes(notes),
        citation=citations.of(gatherer.reader, iri, meta.get("digest", "")),
    )


def _properties(writer: still.Writer, notes: still.Notes, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the properties of a record with their values; of rivals, the sides with their speakers."""
    rivals = {r["p"]: r["sides"] for r in record["rivals"]}
    said = {**{p: [] for p in rivals}, **still.grouped(record["statements"])}
    return [
        {
            "name": writer.name(p),
            "rivals": [_side(writer, notes, side) for side in rivals.get(p, ())],
            "values": [_value(writer, notes, s) for s in statements if p not in rivals],
        }
        for p, statements in said.items()
    ]


def _value(writer: still.Writer, notes: still.Notes, statement: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": writer.value(statement["o"]), "marks": notes.mark(statement["passages"])}


def _side(writer: still.Writer, notes: still.Notes, side: Mapping[str, Any]) -> dict[str, Any]:
    voices = list(dict.fromkeys(writer.speakers(p) for p in side["passages"]))
    return {"sign": SIGNS.get(side["side"], ""), "voices": voices, **_value(writer, notes, side)}


def _pointers(writer: still.Writer, notes: still.Notes, iri: str) -> list[dict[str, Any]]:
    """Return what points to a record, by property: how many, and the first of them with their passages."""
    gatherer = writer.gatherer
    found: dict[str, list[tuple[str, Sequence[str]]]] = {}
    for other, predicate, passages in gatherer.reader.mentions(iri):
        found.setdefault(gatherer.term(predicate), []).append((other, passages))

    def row(other: str, passages: Sequence[str]) -> dict[str, Any]:
        return {"link": writer.link(gatherer.name(other)), "marks": notes.mark(gatherer.cite(passages))}

    return [
        {"name": writer.name(p), "all": len(every), "rows": [row(*one) for one in every[:MOST_POINTERS]]}
        for p, every in sorted(found.items())
    ]


def address(name: str) -> str:
    """Return the file of a record's page, seen from the folder of the index.

    >>> address("id:treaty-2025")
    'id/treaty-2025.html'
    """
    return f"id/{expand(name).rpartition('/')[2]}.html"
