"""One page for each record, so that record IRIs resolve: its statements, with who makes them and where."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.dataset.intervals import Interval
from kg.model import plain, treaty
from kg.model.sayings import Saying, sayings
from kg.rdf.identifiers import file_name
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import LANGUAGES, compact, expand, kg
from kg.site import citations, rivals, sections, static

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many of the records that link to a record by one property its page lists; the graph page has them all.
MOST_POINTERS = 30
#: How many of an agent's statements its page prints; `kg show` prints all.
MOST_SAYINGS = 200


def render(writer: static.Writer, iri: str, **meta: Any) -> str:
    """Return the page of a record as HTML.

    Args:
        writer: of the graph; its `root` is the relative path from this page to the folder of the index.
        iri: of the record.
        meta: version, digest, lang, home, site, assets, and graph_page (address of a graph page that draws it).
    """
    builder, name = writer.builder, compact(iri)
    builder.record(iri)
    record, notes = builder.records[name], static.Notes()
    label = record["label"] if any(record["label"].values()) else {"en": name}
    properties = _properties(writer, notes, iri)
    says = _says(writer, notes, iri)
    pointers = _pointers(writer, notes, iri)
    return static.render(
        "record.html",
        label,
        meta,
        name=name,
        iri=iri,
        kind=writer.name(record["kind"]) if record["kind"] else "",
        names=[(tag, static.tidy(label[tag])) for tag in LANGUAGES if label.get(tag)],
        alternatives=[static.tidy(a.value, 200) for a in builder.reader.alternatives(iri)],
        wikidata=record["wikidata"] if re.fullmatch(r"Q\d+", record["wikidata"] or "") else None,
        properties=properties,
        days=days(writer, iri),
        says=says,
        pointers=pointers,
        notes=writer.notes(notes),
        citation=citations.of(builder.reader, iri, meta.get("digest", "")),
    )


def _properties(writer: static.Writer, notes: static.Notes, iri: str) -> list[dict[str, Any]]:
    """Return the properties of a record with their values, or, where disputed, the sides with their holders."""
    builder = writer.builder
    disputes = {builder.term(f.predicate): f for f in builder.findings.get(iri, ())}
    statements = builder.records[compact(iri)]["statements"]
    by_property: dict[str, list[dict[str, Any]]] = {name: [] for name in disputes}
    for statement in statements:
        by_property.setdefault(statement["p"], []).append(statement)
    return [
        {
            "name": writer.name(name),
            "rivals": rivals.block(writer, notes, disputes[name]) if name in disputes else "",
            "values": [
                {"text": writer.value(s["o"]), "marks": notes.mark(s["passages"])}
                for s in same
                if name not in disputes
            ],
        }
        for name, same in by_property.items()
    ]


def days(writer: static.Writer, iri: str) -> list[Markup]:
    """Return lines on when a record holds and by which rule; none where no day is known."""
    reader = writer.builder.reader
    span = reader.interval(iri)
    if span == Interval():
        return []
    lines = [static.dated({tag: plain.span_text(span, tag) for tag in LANGUAGES}, static.worked_out)]
    links: dict[str, list[Markup]] = {}
    for quad in reader.derived(iri):
        if isinstance(quad.object, NamedNode):
            link = writer.link(writer.builder.name(quad.object.value))
            links.setdefault(quad.predicate.value, []).append(link)
    for rule in links.get(kg.endRule.value, []):
        lines += [sections.joined([rule, other], ": ") for other in links.get(kg.endsWith.value, [])]
    lines += [static.say("status.set-aside", other) for other in links.get(kg.setsAside.value, [])]
    return lines


def _says(writer: static.Writer, notes: static.Notes, iri: str) -> dict[str, Any]:
    """Return what an agent says, by subject and in order of time: the first sayings, and the number of all."""
    in_order = sayings(writer.builder.reader, iri)
    groups: list[dict[str, Any]] = []
    for subjects, same in groupby(in_order[:MOST_SAYINGS], key=lambda s: s.subjects):
        names = sections.joined([writer.name(writer.builder.name(s), 120) for s in subjects])
        groups.append({"name": names, "rows": [_saying(writer, notes, s) for s in same]})
    return {"all": len(in_order), "groups": groups, "more": max(0, len(in_order) - MOST_SAYINGS)}


def _saying(writer: static.Writer, notes: static.Notes, saying: Saying) -> Markup:
    """Write a saying: its day, its gist (else its values), who reports it, and its footnote."""
    builder = writer.builder
    if saying.gists:
        line = static.in_languages({g.language or "en": g.value for g in reversed(saying.gists)})
    else:
        values = [
            sections.joined([writer.name(builder.term(p)), writer.value(builder.value(v))], " ")
            for p, v in saying.values
        ]
        name = writer.link(builder.name(saying.record))
        line = sections.joined([name, sections.joined(values)], ": ") if values else name
    parts = [static.day(saying.day) if saying.day else static.say("undated"), line]
    if saying.passage.quoted_in:
        reporter = writer.speakers(builder.cite([saying.passage.quoted_in.iri])[0])
        parts.append(
            sections.wrapped("span", sections.joined([static.say("voice.reported"), reporter], " "), "pale")
        )
    return sections.joined([*parts, notes.mark(builder.cite([saying.passage.iri]))], " ")


def _pointers(writer: static.Writer, notes: static.Notes, iri: str) -> list[dict[str, Any]]:
    """Return the records that link to a record, grouped by property: the first of them, and the number of all.

    Each link has the passages that state it, and each gist those that contain it.
    """
    builder = writer.builder
    links: dict[str, dict[str, tuple[str, ...]]] = {}
    for other, predicate, passages in builder.reader.mentions(iri):
        links.setdefault(other, {})[builder.term(predicate)] = passages
    groups: dict[tuple[str, ...], list[str]] = {}
    for other, passages_by_property in links.items():
        groups.setdefault(tuple(passages_by_property), []).append(other)
    pointers = []
    for properties, others in sorted(groups.items()):
        rows = []
        for other in others[:MOST_POINTERS]:
            gists = treaty.gists(builder.reader, other)
            with_gist = {passage for gist in gists for passage in gist.passages}
            places = sorted({p for passages in links[other].values() for p in passages} - with_gist)
            rows.append(
                {
                    "link": writer.link(builder.name(other)),
                    "marks": notes.mark(builder.cite(places)) if places or not gists else "",
                    "gists": [(static.in_languages(g.texts), notes.mark(builder.cite(g.passages))) for g in gists],
                }
            )
        name = sections.joined([writer.name(prop) for prop in properties])
        pointers.append({"name": name, "all": len(others), "rows": rows})
    return pointers


def address(name: str) -> str:
    """Return the path of a record's page, relative to the folder of the index.

    >>> address("id:treaty-2025")
    'id/treaty-2025.html'
    """
    return f"id/{file_name(expand(name))}.html"
