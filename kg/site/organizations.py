"""Membership over time: who belonged to which organization, in which role, when, and by which sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.dataset.intervals import Interval
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, kg
from kg.site import frame, in_force, sections, static
from kg.site.record import days as days_of
from kg.text.phrases import catalogue

#: Sizes of the chart, the length of the line before an unknown beginning, and the most bars of one organization.
WIDTH, LABELS, ROW, OPEN, MOST_BARS = 1000, 300, 17, 12, 60

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: static.Writer | None = None, **meta: Any
) -> str:
    """Return the page of all memberships as HTML, with a section for each organization."""
    page = sections.begin("organizations", reader, digest, lang, writer, meta)
    members: dict[str, list[str]] = {}
    for record in reader.of_class(kg.Membership.value):
        for organization in reader.values(record, kg.organization):
            members.setdefault(organization.value, []).append(record)
    last = in_force.latest_year(reader) + 1
    heads = sections.heads("col.member", "col.role", "col.start", "col.end", "show.days", "sources")
    for number, iri in enumerate(sorted(members, key=lambda iri: (-len(members[iri]), iri))):
        spans = {record: reader.interval(record) for record in members[iri]}
        records = sorted(spans, key=lambda r: (spans[r].possibly_from or spans[r].surely_from or "9", r))
        rows = [_row(page, reader, record) for record in records]
        title, heading = page.plain(iri, 60), page.record(iri)
        section = sections.Section(title, f"o{number}", columns=heads, rows=rows, heading=heading)
        dated = {record: spans[record] for record in records if spans[record].surely_from}
        if dated:
            section.blocks = [_chart(page, reader, dated, last)]
            section.text = static.say("organizations.chart")
        page.sections.append(section)
    return page.html()


def _chart(page: sections.Page, reader: Reader, dated: Mapping[str, Interval], last: int) -> Markup:
    """Draw memberships as bars over the years, up to a last one, in which they surely hold.

    Time that only some accounts give is a dashed line, as is the time before the day by which one had begun; after
    the last attestation, where no end is known, the bar is pale.
    """
    from markupsafe import Markup

    spans = dict(list(dated.items())[:MOST_BARS])
    first = min(int((span.possibly_from or span.surely_from or "")[:4]) for span in spans.values()) // 10 * 10
    scale = Scale(first, last)
    step = 10 if last - first < 90 else 20
    lines = [_year(scale, year, 20 + ROW * len(spans)) for year in range(first, last + 1, step)]
    for number, (record, span) in enumerate(spans.items()):
        top = 20 + number * ROW
        lines += [_name(page, reader, record, top), *_bar(span, top, scale)]
    # A screen reader reads the name of the chart in the language that the page is set to.
    title = catalogue()["organizations.title"]
    chart = Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" data-en="{}" data-fa="{}" data-ru="{}">'
        "{}</svg>"
    ).format(WIDTH, 24 + ROW * len(spans), title["en"], *(title[t] for t in LANGUAGES), sections.joined(lines, ""))
    more = len(dated) - len(spans)
    return chart + sections.wrapped("p", static.say("more", n=more), "hint") if more else chart


class Scale(NamedTuple):
    """The years of a chart, from the beginning of the first to that of the last."""

    first: int
    last: int

    def x(self, day: str) -> int:
        """Return the x coordinate of a day, in units of the chart, precise to the month.

        >>> Scale(1990, 2000).x("1995-01-01"), Scale(1990, 2000).x("2025")
        (642, 984)
        """
        years = int(day[:4]) + (int(day[5:7] or 1) - 1) / 12
        return LABELS + round(
            (min(years, self.last) - self.first) / (self.last - self.first) * (WIDTH - LABELS - 16)
        )


def _year(scale: Scale, year: int, height: int) -> Markup:
    """Draw the line of a year and write the year above it, in the digits of each language."""
    from markupsafe import Markup

    x = scale.x(f"{year}-01-01")
    line = Markup('<line class="grid" x1="{0}" x2="{0}" y1="16" y2="{1}"/>').format(x, height)
    text = Markup('<text class="t year" lang="{}" x="{}" y="11">{}</text>')
    return line + Markup("").join(text.format(tag, x, static.digits(str(year), tag)) for tag in LANGUAGES)


def _name(page: sections.Page, reader: Reader, record: str, top: int) -> Markup:
    """Write the member and its role beside a bar; Persian is aligned to the bar."""
    from markupsafe import Markup

    parts = [value.value for predicate in (kg.member, kg.role) for value in reader.values(record, predicate)]
    labels = [page.writer.builder.short(iri) for iri in parts]
    line = Markup('<text class="t name" lang="{0}"{1} x="{2}" y="{3}">{4}</text>')
    names = []
    for tag in LANGUAGES:
        text = ": ".join(static.tidy(frame.choose(label, (tag, *LANGUAGES)), 28) for label in labels)
        direction, x = (Markup(' direction="rtl"'), LABELS - 10) if tag == "fa" else ("", 0)
        names.append(line.format(tag, direction, x, top + 11, text))
    return Markup("").join(names)


def _bar(span: Interval, top: int, scale: Scale) -> Iterator[Markup]:
    """Yield the parts of a bar: uncertain beginning, certain time, presumed or uncertain end."""
    from markupsafe import Markup

    edge = f"{scale.last}-01-01"
    begun = span.surely_from or edge
    certain = span.surely_until or (span.last_attested if span.possibly_until is None else None) or begun
    bar = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="10" rx="3"/>')
    doubt = Markup('<line class="doubt" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>')
    least = scale.x(span.possibly_from) if span.possibly_from else scale.x(begun) - OPEN
    if least < scale.x(begun):
        yield doubt.format(least, scale.x(begun), top + 7)
    if span.denied_in:
        yield doubt.format(scale.x(begun), scale.x(span.possibly_until or certain), top + 7)
        return
    if span.possibly_until is None and span.surely_until is None:
        yield bar.format("bar open", scale.x(certain), top + 2, max(0, scale.x(edge) - scale.x(certain)))
    elif span.possibly_until is None or span.possibly_until > certain:
        yield doubt.format(scale.x(certain), scale.x(span.possibly_until or edge), top + 7)
    yield bar.format("bar", scale.x(begun), top + 2, max(3, scale.x(certain) - scale.x(begun)))


def _row(page: sections.Page, reader: Reader, record: str) -> list[Markup]:
    """Write a membership: member, role, stated beginnings and ends with their bounds, derived days, notes."""
    member, role = (
        sections.joined([page.record(value.value) for value in reader.values(record, predicate)])
        for predicate in (kg.member, kg.role)
    )
    days = []
    for exact, least, most in (
        (kg.startDate, kg.startNoEarlierThan, kg.startNoLaterThan),
        (kg.endDate, kg.endNoEarlierThan, kg.endNoLaterThan),
    ):
        stated = [static.day(value.value) for value in reader.values(record, exact)]
        for side, bound in (("least", least), ("most", most)):
            stated += [static.bounded(side, page.writer, value) for value in reader.values(record, bound)]
        days.append(sections.joined(stated, " / "))
    marks = page.cite(reader.attesting(record))
    worked_out = sections.joined(days_of(page.writer, record), "; ")
    return [member, role, *days, worked_out, marks]
