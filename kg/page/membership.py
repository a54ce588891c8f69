"""Membership over time: who stood in which organization, in which role, from when to when, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.intervals import interval
from kg.page import sheet, shell, standing, still
from kg.record import Reader
from kg.terms import LANGUAGES, kg

#: Measures of the chart, and how many memberships of one organization it shows.
WIDTH, LABELS, ROW, MOST_BARS = 1000, 300, 17, 60

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader, digest: str = "", lang: str = "en", writer: still.Writer | None = None, **meta: Any
) -> str:
    """Return the page of all memberships as HTML, a section an organization."""
    page = sheet.begin("membership", reader, digest, lang, writer, meta)
    members: dict[str, list[str]] = {}
    for record in reader.of_class(kg("Membership").value):
        for organization in reader.values(record, kg("organization")):
            members.setdefault(organization.value, []).append(record)
    now = standing.latest_year(reader)
    heads = sheet.heads("col.member", "col.role", "col.start", "col.end", "sources")
    for number, iri in enumerate(sorted(members, key=lambda iri: (-len(members[iri]), iri))):
        rows = sorted((_first(reader, record), record) for record in members[iri])
        cells = [_row(page, reader, record) for _, record in rows]
        title, heading = page.plain(iri, 60), page.record(iri)
        section = sheet.Section(title, f"o{number}", columns=heads, rows=cells, heading=heading)
        section.blocks = [_chart(page, reader, [record for _, record in rows], now)]
        page.sections.append(section)
    return page.html()


def _chart(page: sheet.Sheet, reader: Reader, records: list[str], now: int) -> Markup:
    """Draw memberships as bars over the years: open ends are pale, rival starts joined by a dashed line."""
    from markupsafe import Markup

    spans = [(record, span) for record in records[:MOST_BARS] if (span := _years(reader, record))]
    if not spans:
        return Markup("")
    first = min(least for _, (least, _, _) in spans) // 10 * 10
    last = now + 1

    def place(year: int) -> int:
        return LABELS + round((year - first) / (last - first) * (WIDTH - LABELS - 16))

    step = 10 if last - first < 90 else 20
    lines = [_grid(place(year), year, 20 + ROW * len(spans)) for year in range(first, last + 1, step)]
    for row, (record, (least, surely, end)) in enumerate(spans):
        lines.append(
            _bar(page, reader, record, 20 + row * ROW, (place(least), place(surely), place(end or last)), end)
        )
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, 24 + ROW * len(spans), "–".join(map(str, (first, last))), sheet.joined(lines, "")
    )


def _grid(x: int, year: int, height: int) -> Markup:
    from markupsafe import Markup

    line = Markup('<line class="grid" x1="{0}" x2="{0}" y1="16" y2="{1}"/>').format(x, height)
    said = Markup('<text class="t year" lang="{}" x="{}" y="11">{}</text>')
    return line + Markup("").join(said.format(tag, x, still.digits(str(year), tag)) for tag in LANGUAGES)


def _bar(
    page: sheet.Sheet, reader: Reader, record: str, top: int, at: tuple[int, int, int], end: int | None
) -> Markup:
    from markupsafe import Markup

    least, surely, until = at
    member = [v.value for v in reader.values(record, kg("member"))]
    role = [v.value for v in reader.values(record, kg("role"))]
    labels = [page.writer.gatherer.short(iri) for iri in (*member, *role)]
    named = Markup("")
    for tag in LANGUAGES:
        text = ": ".join(still.tidy(shell.choose(label, (tag, *LANGUAGES)), 28) for label in labels)
        anchor = Markup(' direction="rtl"') if tag == "fa" else ""
        line = Markup('<text class="t name" lang="{0}"{1} x="{2}" y="{3}">{4}</text>')
        named += line.format(tag, anchor, LABELS - 10 if tag == "fa" else 0, top + 11, text)
    bar = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="10" rx="3"/>').format(
        "bar" if end else "bar open", surely, top + 2, max(3, until - surely)
    )
    doubt = Markup('<line class="doubt" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(least, surely, top + 7, top + 7)
    return named + (doubt if least < surely else Markup("")) + bar


def _years(reader: Reader, record: str) -> tuple[int, int, int | None] | None:
    """Return the first and the last year in which it may have begun, and the last in which it may hold."""
    span = interval(reader, record)
    if span.surely_from is None:
        return None
    begun, until = int(span.surely_from[:4]), span.possibly_until
    return int((span.possibly_from or span.surely_from)[:4]), begun, int(until[:4]) if until else None


def _first(reader: Reader, record: str) -> str:
    span = interval(reader, record)
    return span.possibly_from or span.surely_from or "9"


def _row(page: sheet.Sheet, reader: Reader, record: str) -> list[Markup]:
    def named(name: str) -> Markup:
        return sheet.joined([page.record(v.value) for v in reader.values(record, kg(name))])

    def days(name: str) -> Markup:
        said = [still.day(v.value) for v in reader.values(record, kg(name))]
        for bound, sign in ((f"{name[:-4]}NoEarlierThan", "≥ "), (f"{name[:-4]}NoLaterThan", "≤ ")):
            said += [sheet.joined([sign, still.day(v.value)], "") for v in reader.values(record, kg(bound))]
        return sheet.joined(said, " / ")

    marks = page.cite(reader.attesting(record))
    return [named("member"), named("role"), days("startDate"), days("endDate"), marks]
