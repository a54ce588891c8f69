"""Membership over time: who stood in which organization, in which role, from when to when, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from kg.dataset.intervals import Interval
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import LANGUAGES, kg
from kg.site import frame, in_force, sections, static
from kg.site.record import days as days_of
from kg.text.phrases import catalogue

#: Measures of the chart, how far the sign of an unknown beginning reaches, and the most bars of one organization.
WIDTH, LABELS, ROW, OPEN, MOST_BARS = 1000, 300, 17, 12, 60

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: static.Writer | None = None, **meta: Any
) -> str:
    """Return the page of all memberships as HTML, a section an organization."""
    page = sections.begin("organizations", reader, digest, lang, writer, meta)
    members: dict[str, list[str]] = {}
    for record in reader.of_class(kg.Membership.value):
        for organization in reader.values(record, kg.organization):
            members.setdefault(organization.value, []).append(record)
    now = in_force.latest_year(reader)
    heads = sections.heads("col.member", "col.role", "col.start", "col.end", "show.days", "sources")
    for number, iri in enumerate(sorted(members, key=lambda iri: (-len(members[iri]), iri))):
        rows = sorted((_first(reader, record), record) for record in members[iri])
        cells = [_row(page, reader, record) for _, record in rows]
        title, heading = page.plain(iri, 60), page.record(iri)
        section = sections.Section(title, f"o{number}", columns=heads, rows=cells, heading=heading)
        section.blocks = [_chart(page, reader, [record for _, record in rows], now)]
        section.text = static.say("organizations.chart") if section.blocks[0] else ""
        page.sections.append(section)
    return page.html()


def _chart(page: sections.Page, reader: Reader, records: list[str], now: int) -> Markup:
    """Draw memberships as bars over the years in which they surely hold.

    What rests on some accounts is a dashed line, as is the time before the first day by which one had begun;
    from the last attestation on, where nobody knows of an end, the bar is pale.
    """
    from markupsafe import Markup

    dated = [(record, span) for record in records if (span := reader.interval(record)).surely_from]
    spans = dated[:MOST_BARS]
    if not spans:
        return Markup("")
    first = min(int((span.possibly_from or span.surely_from or "")[:4]) for _, span in spans) // 10 * 10
    last = now + 1

    def place(day: str) -> int:
        years = int(day[:4]) + (int(day[5:7]) - 1) / 12
        return LABELS + round((min(years, last) - first) / (last - first) * (WIDTH - LABELS - 16))

    step = 10 if last - first < 90 else 20
    lines = [_grid(place(f"{y}-01-01"), y, 20 + ROW * len(spans)) for y in range(first, last + 1, step)]
    for row, (record, span) in enumerate(spans):
        lines += [_name(page, reader, record, 20 + row * ROW), *_bar(span, 20 + row * ROW, place, f"{last}-01-01")]
    chart = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" {}>{}</svg>').format(
        WIDTH, 24 + ROW * len(spans), _titled(), sections.joined(lines, "")
    )
    more = len(dated) - len(spans)
    return chart + sections.wrapped("p", static.say("more", n=more), "hint") if more else chart


def _titled() -> Markup:
    """Name a chart for readers of the screen, in the language that the page is set to."""
    from markupsafe import Markup

    said = catalogue()["organizations.title"]
    return Markup('aria-label="{}" data-en="{}" data-fa="{}" data-ru="{}"').format(
        said["en"], *(said[tag] for tag in LANGUAGES)
    )


def _grid(x: int, year: int, height: int) -> Markup:
    from markupsafe import Markup

    line = Markup('<line class="grid" x1="{0}" x2="{0}" y1="16" y2="{1}"/>').format(x, height)
    said = Markup('<text class="t year" lang="{}" x="{}" y="11">{}</text>')
    return line + Markup("").join(said.format(tag, x, static.digits(str(year), tag)) for tag in LANGUAGES)


def _name(page: sections.Page, reader: Reader, record: str, top: int) -> Markup:
    from markupsafe import Markup

    member = [v.value for v in reader.values(record, kg.member)]
    role = [v.value for v in reader.values(record, kg.role)]
    labels = [page.writer.builder.short(iri) for iri in (*member, *role)]
    named = Markup("")
    for tag in LANGUAGES:
        text = ": ".join(static.tidy(frame.choose(label, (tag, *LANGUAGES)), 28) for label in labels)
        anchor = Markup(' direction="rtl"') if tag == "fa" else ""
        line = Markup('<text class="t name" lang="{0}"{1} x="{2}" y="{3}">{4}</text>')
        named += line.format(tag, anchor, LABELS - 10 if tag == "fa" else 0, top + 11, text)
    return named


def _bar(span: Interval, top: int, place: Callable[[str], int], edge: str) -> Iterator[Markup]:
    """Yield the parts of a bar: doubtful beginning, sure time, presumed or doubtful end."""
    from markupsafe import Markup

    begun = span.surely_from or edge
    certain = span.surely_until or (span.last_attested if span.possibly_until is None else None) or begun
    bar = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="10" rx="3"/>')
    doubt = Markup('<line class="doubt" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>')
    least = place(span.possibly_from) if span.possibly_from else place(begun) - OPEN
    if least < place(begun):
        yield doubt.format(least, place(begun), top + 7)
    if span.denied_in:
        yield doubt.format(place(begun), place(span.possibly_until or certain), top + 7)
        return
    if span.possibly_until is None and span.surely_until is None:
        yield bar.format("bar open", place(certain), top + 2, max(0, place(edge) - place(certain)))
    elif span.possibly_until is None or span.possibly_until > certain:
        yield doubt.format(place(certain), place(span.possibly_until or edge), top + 7)
    yield bar.format("bar", place(begun), top + 2, max(3, place(certain) - place(begun)))


def _first(reader: Reader, record: str) -> str:
    span = reader.interval(record)
    return span.possibly_from or span.surely_from or "9"


def _row(page: sections.Page, reader: Reader, record: str) -> list[Markup]:
    def named(predicate: NamedNode) -> Markup:
        return sections.joined([page.record(v.value) for v in reader.values(record, predicate)])

    def days(exact: NamedNode, least: NamedNode, most: NamedNode) -> Markup:
        stated = [static.day(v.value) for v in reader.values(record, exact)]
        for side, bound in (("least", least), ("most", most)):
            stated += [static.bounded(side, page.writer, v) for v in reader.values(record, bound)]
        return sections.joined(stated, " / ")

    marks = page.cite(reader.attesting(record))
    worked_out = sections.joined(days_of(page.writer, record), "; ")
    start = days(kg.startDate, kg.startNoEarlierThan, kg.startNoLaterThan)
    end = days(kg.endDate, kg.endNoEarlierThan, kg.endNoLaterThan)
    return [named(kg.member), named(kg.role), start, end, worked_out, marks]
