"""The treaty reader: an instrument article by article, with its acts in time, fields, commitments and lineage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    page.sections += [_acts(page, reader, iri), _provisions(page, reader, iri)]
    lineage = _lineage(page, reader, iri)
    page.sections[1:1] = [lineage] if lineage.rows else []
    standing_over_time = in_force.section(reader, iri)
    page.sections[:0] = [standing_over_time] if standing_over_time else []
    return page.html()


def render_list(
    reader: Reader,
    iris: Sequence[str],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page that lists instruments, each with a link to its reader, by the earliest date of an act."""
    page = sections.begin("instruments", reader, digest, lang, writer, meta)
    rows = []
    for iri in iris:
        parts = treaty.provisions(reader, iri)
        parties = sections.joined([page.record(v.value) for v in reader.values(iri, kg.party)])
        open_ones = sum(not treaty.coded(reader, part) for part in parts)
        link = static.page_link(address(iri), page.plain(iri))
        first = _first(page, reader, iri)
        rows.append([link, first, parties, static.count(len(parts)), static.count(open_ones)])
    heads = sections.heads("col.instrument", "col.first", "col.parties", "col.provisions", "uncoded")
    page.sections.append(sections.Section(static.say("instruments.title"), columns=heads, rows=rows))
    return page.html()


def address(iri: str) -> str:
    """Return the file of an instrument's reader, seen from the folder of the index.

    >>> address("https://w3id.org/iran-russia/id/treaty-2025")
    'treaty/treaty-2025.html'
    """
    return f"treaty/{iri.rpartition('/')[2]}.html"


def _first(page: sections.Page, reader: Reader, iri: str) -> Markup:
    """Write the dates of the first act of an instrument: those that accounts give, each at its own precision.

    An act that is known only by a bound comes first only where no account gives any act a date.
    """
    found = [finding for act in treaty.acts(reader, iri) for finding in act.dates]
    dated = [(s.bound != "", dates.earliest(s.value.value), n) for n, f in enumerate(found) for s in f.sides]
    return _sides(page, found[min(dated)[2]].sides) if dated else static.say("undated")


def _sides(page: sections.Page, sides: Iterable[Side], *, cited: bool = False) -> Markup:
    """Write the values of sides in order of time, rivals beside each other."""
    lines = []
    for side in sorted(sides, key=lambda s: dates.earliest(s.value.value)):
        marks = [page.cite(side.passages)] if cited else []
        lines.append(sections.joined([static.bounded(side.bound, page.writer, side.value), *marks], " "))
    return sections.joined(lines, " / ")


def _acts(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    rows = []
    for act in treaty.acts(reader, iri):
        days = _sides(page, [side for finding in act.dates for side in finding.sides], cited=True)
        apart = [a.passage.iri for f in act.dates for s in f.sides for a in s.fitting]
        apart += [a.passage.iri for f in act.dates for a in f.undecided]
        actors = sections.joined([page.record(actor) for actor in act.actors])
        kind = page.term(kg(act.kind).value)
        places = list(dict.fromkeys([*apart, *act.undated]))
        others = page.cite(places) if places else ""
        rows.append([days or static.say("undated"), kind, actors, others])
    heads = sections.heads("col.date", "col.act", "col.actors", "col.also")
    return sections.Section(static.say("treaty.acts"), "acts", static.say("treaty.acts.text"), heads, rows)


def _provisions(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    parts = treaty.provisions(reader, iri)
    uncoded = sum(not treaty.coded(reader, part) for part in parts)
    text = static.say("treaty.provisions.text", n=len(parts), m=uncoded)
    return sections.Section(
        static.say("treaty.provisions"), "provisions", text, blocks=[_provision(page, reader, p) for p in parts]
    )


def _provision(page: sections.Page, reader: Reader, part: str, heading: str = "h3") -> Markup:
    """Write a provision with its gists and facts, and its numbered paragraphs under it."""
    lines = [sections.wrapped(heading, page.record(part))]
    if not treaty.coded(reader, part):
        return sections.wrapped("div", lines[0] + sections.wrapped("p", static.say("uncoded"), "pale"), "uncoded")
    for gist in treaty.gists(reader, part):
        lines.append(sections.wrapped("p", static.in_languages(gist.texts) + " " + page.cite(gist.passages)))
    rows = []
    for predicate in _CONTENT:
        said = [
            sections.joined([page.record(v.value), page.cite(where)], " ")
            for v, where in reader.stated(part, predicate).items()
        ]
        if said:
            rows.append(sections.joined([page.term(predicate.value), sections.joined(said)], ": "))
    paragraphs = [_provision(page, reader, inner, "h4") for inner in treaty.provisions(reader, part)]
    return sections.joined([*lines, sections.listed(rows, "facts"), *paragraphs], "")


def _lineage(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    every = {iri, *treaty.provisions(reader, iri)}
    rows = []
    for record in reader.of_class(kg.Lineage.value):
        later, kind, earlier = (
            [v.value for v in reader.values(record, p)] for p in (kg.later, kg.kind, kg.earlier)
        )
        if later and kind and earlier and every & {*later, *earlier}:
            cells = [sections.joined([page.record(v) for v in values]) for values in (later, kind, earlier)]
            rows.append([*cells, page.cite(reader.attesting(record))])
    heads = sections.heads("col.later", "col.relation", "col.earlier", "sources")
    return sections.Section(static.say("lineage"), "lineage", columns=heads, rows=rows)
