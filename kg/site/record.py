"""One light page per record: all that is said of it, by whom and where, so that record IRIs resolve."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.dataset.intervals import Interval
from kg.model import plain, treaty
from kg.model.sayings import Saying, sayings
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import LANGUAGES, compact, expand, kg
from kg.site import citations, rivals, sheet, still

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many of those that speak of a record by one property its page names; the graph page has them all.
MOST_POINTERS = 30
#: How many of an agent's statements its page prints; `kg show` prints all.
MOST_SAYINGS = 200


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
    properties = _properties(writer, notes, iri)
    says = _says(writer, notes, iri)
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
        days=days(writer, iri),
        says=says,
        pointers=pointers,
        notes=writer.notes(notes),
        citation=citations.of(gatherer.reader, iri, meta.get("digest", "")),
    )


def _properties(writer: still.Writer, notes: still.Notes, iri: str) -> list[dict[str, Any]]:
    """Return the properties of a record with their values; of rivals, the sides with their speakers."""
    gatherer = writer.gatherer
    disputes = {gatherer.term(f.predicate): f for f in gatherer.findings.get(iri, ())}
    statements = gatherer.records[compact(iri)]["statements"]
    said = {**{p: [] for p in disputes}, **still.grouped(statements)}
    return [
        {
            "name": writer.name(p),
            "rivals": rivals.block(writer, notes, disputes[p]) if p in disputes else "",
            "values": [_value(writer, notes, s) for s in stated if p not in disputes],
        }
        for p, stated in said.items()
    ]


def _value(writer: still.Writer, notes: still.Notes, statement: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": writer.value(statement["o"]), "marks": notes.mark(statement["passages"])}


def days(writer: still.Writer, iri: str) -> list[Markup]:
    """Say when a record holds and by which rule, as compiling worked it out; nothing where no day is known."""
    reader = writer.gatherer.reader
    span = reader.interval(iri)
    if span == Interval():
        return []
    lines = [still.dated({tag: plain.span_text(span, tag) for tag in LANGUAGES}, still.worked_out)]
    links: dict[str, list[Markup]] = {}
    for quad in reader.derived(iri):
        if isinstance(quad.object, NamedNode):
            link = writer.link(writer.gatherer.name(quad.object.value))
            links.setdefault(quad.predicate.value, []).append(link)
    for rule in links.get(kg("endRule").value, []):
        lines += [sheet.joined([rule, other], ": ") for other in links.get(kg("endsWith").value, [])]
    lines += [still.say("status.set-aside", other) for other in links.get(kg("setsAside").value, [])]
    return lines


def _says(writer: still.Writer, notes: still.Notes, iri: str) -> dict[str, Any]:
    """Return what an agent says, under each subject in order of time: how much, and the first of it."""
    said = sayings(writer.gatherer.reader, iri)
    groups: list[dict[str, Any]] = []
    for subjects, found in groupby(said[:MOST_SAYINGS], key=lambda s: s.subjects):
        names = sheet.joined([writer.name(writer.gatherer.name(s), 120) for s in subjects])
        groups.append({"name": names, "rows": [_saying(writer, notes, s) for s in found]})
    return {"all": len(said), "groups": groups, "more": max(0, len(said) - MOST_SAYINGS)}


def _saying(writer: still.Writer, notes: still.Notes, saying: Saying) -> Markup:
    gatherer = writer.gatherer
    if saying.gists:
        line = still.in_languages({g.language or "en": g.value for g in reversed(saying.gists)})
    else:
        values = [
            sheet.joined([writer.name(gatherer.term(p)), writer.value(gatherer.value(v))], " ")
            for p, v in saying.values
        ]
        name = writer.link(gatherer.name(saying.record))
        line = sheet.joined([name, sheet.joined(values)], ": ") if values else name
    parts = [still.day(saying.day) if saying.day else still.say("undated"), line]
    if saying.passage.quoted_in:
        reporter = writer.speakers(gatherer.cite([saying.passage.quoted_in.iri])[0])
        parts.append(sheet.wrapped("span", sheet.joined([still.say("voice.reported"), reporter], " "), "pale"))
    return sheet.joined([*parts, notes.mark(gatherer.cite([saying.passage.iri]))], " ")


def _pointers(writer: still.Writer, notes: still.Notes, iri: str) -> list[dict[str, Any]]:
    """Return what points to a record, by the properties that do: how many, and the first of them.

    Each link has the passages that state it, and each gist those that contain it.
    """
    gatherer = writer.gatherer
    links: dict[str, dict[str, tuple[str, ...]]] = {}
    for other, predicate, passages in gatherer.reader.mentions(iri):
        links.setdefault(other, {})[gatherer.term(predicate)] = passages
    groups: dict[tuple[str, ...], list[str]] = {}
    for other, ways in links.items():
        groups.setdefault(tuple(ways), []).append(other)

    def row(other: str) -> dict[str, Any]:
        gists = treaty.gists(gatherer.reader, other)
        telling = {passage for gist in gists for passage in gist.passages}
        places = sorted({p for passages in links[other].values() for p in passages} - telling)
        return {
            "link": writer.link(gatherer.name(other)),
            "marks": notes.mark(gatherer.cite(places)) if places or not gists else "",
            "gists": [(still.in_languages(g.texts), notes.mark(gatherer.cite(g.passages))) for g in gists],
        }

    return [
        {
            "name": sheet.joined([writer.name(way) for way in ways]),
            "all": len(every),
            "rows": [row(one) for one in every[:MOST_POINTERS]],
        }
        for ways, every in sorted(groups.items())
    ]


def address(name: str) -> str:
    """Return the file of a record's page, seen from the folder of the index.

    >>> address("id:treaty-2025")
    'id/treaty-2025.html'
    """
    return f"id/{expand(name).rpartition('/')[2]}.html"
