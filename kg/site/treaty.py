"""The page of an instrument: its articles with fields and commitments, its acts over time, and its lineage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model import treaty
from kg.model.agreement import Side
from kg.model.reader import Reader
from kg.rdf.vocabulary import kg
from kg.site import in_force, sections, static
from kg.text import dates

if TYPE_CHECKING:
    from markupsafe import Markup

_CONTENT = (kg.mainField, kg.touchedField, kg.commitment, kg.modality, kg.names, kg.cites)


def render(
    reader: Reader,
    iri: str,
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of an instrument as HTML."""
    page = sections.begin("treaty", reader, digest, lang, writer, meta)
    page.title = page.writer.builder.label(iri)
    provisions = treaty.provisions(reader, iri)
    uncoded = sum(not treaty.coded(reader, provision) for provision in provisions)
    # The notes are numbered in the order in which they are cited: acts, provisions, lineage.
    acts = _acts(page, reader, iri)
    articles = sections.Section(
        static.say("treaty.provisions"),
        "provisions",
        static.say("treaty.provisions.text", n=len(provisions), m=uncoded),
        blocks=[_provision(page, reader, provision) for provision in provisions],
    )
    lineage = _lineage(page, reader, iri)
    standing = in_force.section(reader, iri)
    page.sections += [standing] if standing else []
    page.sections += [acts, *([lineage] if lineage.rows else []), articles]
    return page.html()


def address(iri: str) -> str:
    """Return the path of an instrument's page, relative to the folder of the index.

    >>> address("https://w3id.org/iran-russia/id/treaty-2025")
    'treaty/treaty-2025.html'
    """
    return f"treaty/{iri.rpartition('/')[2]}.html"


def rival_days(page: sections.Page, sides: Iterable[Side], *, cited: bool = False) -> Markup:
    """Write the values of sides in order of time, separated by slashes, each with its footnotes if `cited`."""
    lines = []
    for side in sorted(sides, key=lambda s: dates.earliest(s.value.value)):
        marks = [page.cite(side.passages)] if cited else []
        lines.append(sections.joined([static.bounded(side.bound, page.writer, side.value), *marks], " "))
    return sections.joined(lines, " / ")


def _acts(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    """Write the acts of an instrument, with their dates and actors."""
    rows = []
    for act in treaty.acts(reader, iri):
        days = rival_days(page, [side for finding in act.dates for side in finding.sides], cited=True)
        apart = [a.passage.iri for f in act.dates for s in f.sides for a in s.fitting]
        apart += [a.passage.iri for f in act.dates for a in f.undecided]
        others = list(dict.fromkeys([*apart, *act.undated]))
        actors = sections.joined([page.record(actor) for actor in act.actors])
        kind = page.term(kg(act.kind).value)
        rows.append([days or static.say("undated"), kind, actors, page.cite(others) if others else ""])
    heads = sections.heads("col.date", "col.act", "col.actors", "col.also")
    return sections.Section(static.say("treaty.acts"), "acts", static.say("treaty.acts.text"), heads, rows)


def _provision(page: sections.Page, reader: Reader, provision: str, heading: str = "h3") -> Markup:
    """Write a provision with its gists and facts, and its numbered paragraphs under it."""
    lines = [sections.wrapped(heading, page.record(provision))]
    if not treaty.coded(reader, provision):
        return sections.wrapped("div", lines[0] + sections.wrapped("p", static.say("uncoded"), "pale"), "uncoded")
    for gist in treaty.gists(reader, provision):
        lines.append(sections.wrapped("p", static.in_languages(gist.texts) + " " + page.cite(gist.passages)))
    facts = []
    for predicate in _CONTENT:
        values = [
            sections.joined([page.record(value.value), page.cite(passages)], " ")
            for value, passages in reader.stated(provision, predicate).items()
        ]
        if values:
            facts.append(sections.joined([page.term(predicate.value), sections.joined(values)], ": "))
    paragraphs = [_provision(page, reader, inner, "h4") for inner in treaty.provisions(reader, provision)]
    return sections.joined([*lines, sections.listed(facts, "facts"), *paragraphs], "")


def _lineage(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    """Write the lineage of an instrument and its provisions, earlier and later."""
    own = {iri, *treaty.provisions(reader, iri)}
    rows = []
    for record in reader.of_class(kg.Lineage.value):
        later, kind, earlier = (
            [value.value for value in reader.values(record, predicate)]
            for predicate in (kg.later, kg.kind, kg.earlier)
        )
        if later and kind and earlier and own & {*later, *earlier}:
            cells = [sections.joined([page.record(iri) for iri in iris]) for iris in (later, kind, earlier)]
            rows.append([*cells, page.cite(reader.attesting(record))])
    heads = sections.heads("col.later", "col.relation", "col.earlier", "sources")
    return sections.Section(static.say("lineage"), "lineage", columns=heads, rows=rows)
