"""The treaty reader: an instrument article by article, with its acts in time, fields, commitments and lineage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.model import treaty
from kg.model.agreement import Side
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import ENTAILED, REGISTER, kg
from kg.site import sheet, standing, still
from kg.text import dates

if TYPE_CHECKING:
    from markupsafe import Markup

_CONTENT = ("mainField", "touchedField", "commitment", "modality", "names", "cites")


def render(
    reader: Reader,
    iri: str,
    digest: str = "",
    lang: str = "en",
    writer: still.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of an instrument as HTML."""
    page = sheet.begin("instrument", reader, digest, lang, writer, meta)
    page.title = page.writer.gatherer.label(iri)
    page.sections += [_acts(page, reader, iri), _provisions(page, reader, iri)]
    lineage = _lineage(page, reader, iri)
    page.sections[1:1] = [lineage] if lineage.rows else []
    standing_over_time = standing.section(reader, iri)
    page.sections[:0] = [standing_over_time] if standing_over_time else []
    return page.html()


def render_list(
    reader: Reader,
    iris: Sequence[str],
    digest: str = "",
    lang: str = "en",
    writer: still.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page that lists instruments, each with a link to its reader, by the earliest date of an act."""
    page = sheet.begin("instruments", reader, digest, lang, writer, meta)
    rows = []
    for iri in iris:
        parts = treaty.provisions(reader, iri)
        parties = sheet.joined([page.record(v.value) for v in reader.values(iri, kg("party"))])
        open_ones = sum(not treaty.coded(reader, part) for part in parts)
        link = still.page_link(address(iri), page.plain(iri))
        first = _first(page, reader, iri)
        rows.append([link, first, parties, still.count(len(parts)), still.count(open_ones)])
    heads = sheet.heads("col.instrument", "col.first", "col.parties", "col.provisions", "uncoded")
    page.sections.append(sheet.Section(still.say("instruments.title"), columns=heads, rows=rows))
    return page.html()


def address(iri: str) -> str:
    """Return the file of an instrument's reader, seen from the folder of the index.

    >>> address("https://w3id.org/iran-russia/id/treaty-2025")
    'treaty/treaty-2025.html'
    """
    return f"treaty/{iri.rpartition('/')[2]}.html"


def _first(page: sheet.Sheet, reader: Reader, iri: str) -> Markup:
    """Write the dates of the first act of an instrument: those that accounts give, each at its own precision.

    An act that is known only by a bound comes first only where no account gives any act a date.
    """
    found = [finding for act in treaty.acts(reader, iri) for finding in act.dates]
    dated = [(s.bound != "", dates.earliest(s.value.value), n) for n, f in enumerate(found) for s in f.sides]
    return _sides(page, found[min(dated)[2]].sides) if dated else still.say("undated")


def _sides(page: sheet.Sheet, sides: Iterable[Side], *, cited: bool = False) -> Markup:
    """Write the values of sides in order of time, rivals beside each other."""
    lines = []
    for side in sorted(sides, key=lambda s: dates.earliest(s.value.value)):
        marks = [page.cite(side.passages)] if cited else []
        lines.append(sheet.joined([still.bounded(side.bound, page.writer, side.value), *marks], " "))
    return sheet.joined(lines, " / ")


def _acts(page: sheet.Sheet, reader: Reader, iri: str) -> sheet.Section:
    rows = []
    for act in treaty.acts(reader, iri):
        days = _sides(page, [side for finding in act.dates for side in finding.sides], cited=True)
        apart = [a.passage.iri for f in act.dates for s in f.sides for a in s.fitting]
        apart += [a.passage.iri for f in act.dates for a in f.undecided]
        actors = sheet.joined([page.record(actor) for actor in act.actors])
        kind = page.term(kg(act.kind).value)
        places = list(dict.fromkeys([*apart, *act.undated]))
        others = page.cite(places) if places else ""
        rows.append([days or still.say("undated"), kind, actors, others])
    heads = sheet.heads("col.date", "col.act", "col.actors", "col.also")
    return sheet.Section(still.say("instrument.acts"), "acts", still.say("instrument.acts.text"), heads, rows)


def _provisions(page: sheet.Sheet, reader: Reader, iri: str) -> sheet.Section:
    parts = treaty.provisions(reader, iri)
    uncoded = sum(not treaty.coded(reader, part) for part in parts)
    text = still.say("instrument.provisions.text", n=len(parts), m=uncoded)
    return sheet.Section(
        still.say("instrument.provisions"), "provisions", text, blocks=[_provision(page, reader, p) for p in parts]
    )


def _provision(page: sheet.Sheet, reader: Reader, part: str, heading: str = "h3") -> Markup:
    """Write a provision with its gists and facts, and its numbered paragraphs under it."""
    lines = [sheet.wrapped(heading, page.record(part))]
    if not treaty.coded(reader, part):
        return sheet.wrapped("div", lines[0] + sheet.wrapped("p", still.say("uncoded"), "pale"), "uncoded")
    for gist in treaty.gists(reader, part):
        lines.append(sheet.wrapped("p", still.in_languages(gist.texts) + " " + page.cite(gist.passages)))
    rows = []
    for name in _CONTENT:
        said = [
            sheet.joined([page.record(v.value), page.cite(where)], " ")
            for v, where in _statements(reader, part, (name,))
        ]
        if said:
            rows.append(sheet.joined([page.term(kg(name).value), sheet.joined(said)], ": "))
    paragraphs = [_provision(page, reader, inner, "h4") for inner in treaty.provisions(reader, part)]
    return sheet.joined([*lines, sheet.listed(rows, "facts"), *paragraphs], "")


def _statements(reader: Reader, part: str, names: tuple[str, ...]) -> list[tuple[Any, list[str]]]:
    """Return the values of properties of a record, each with the passages that state it."""
    found: dict[Any, list[str]] = {}
    for name in names:
        for quad in reader.store.quads_for_pattern(NamedNode(part), kg(name), None):
            graph = getattr(quad.graph_name, "value", "")
            if graph and quad.graph_name != ENTAILED:
                found.setdefault(quad.object, []).extend([graph] if quad.graph_name != REGISTER else [])
    return sorted(((value, sorted(where)) for value, where in found.items()), key=lambda pair: str(pair[0]))


def _lineage(page: sheet.Sheet, reader: Reader, iri: str) -> sheet.Section:
    every = {iri, *treaty.provisions(reader, iri)}
    rows = []
    for record in reader.of_class(kg("Lineage").value):
        ends = {name: [v.value for v in reader.values(record, kg(name))] for name in ("later", "earlier", "kind")}
        if all(ends.values()) and every & {*ends["later"], *ends["earlier"]}:
            cells = [sheet.joined([page.record(v) for v in ends[name]]) for name in ("later", "kind", "earlier")]
            rows.append([*cells, page.cite(reader.attesting(record))])
    heads = sheet.heads("col.later", "col.relation", "col.earlier", "sources")
    return sheet.Section(still.say("lineage"), "lineage", columns=heads, rows=rows)
