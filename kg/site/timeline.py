"""The timeline: dated happenings by decade, with their dates as stated and the days derived from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model import plain
from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.model.timeline import Entry
from kg.rdf.vocabulary import LANGUAGES, kg
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup

_TIMES = (kg.timeAt, kg.timeFrom, kg.timeTo)


def render(
    reader: Reader,
    entries: Iterable[Entry],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of a chronicle as HTML, with a section for each decade."""
    page = sections.begin("timeline", reader, digest, lang, writer, meta)
    decades: dict[str, list[Entry]] = {}
    for entry in entries:
        decades.setdefault(entry.first[:3], []).append(entry)
    heads = sections.heads("col.date", "show.days", "col.kind", "col.happening", "sources")
    # Entries without a day have no decade, and come last.
    for decade, members in sorted(decades.items(), key=lambda pair: pair[0] or "9"):
        years = {tag: static.digits(f"{decade}0–{decade}9", tag) for tag in LANGUAGES}
        title = static.in_languages(years) if decade else static.say("timeline.unknown")
        lines = []
        for entry in members:
            span = entry.interval
            days = {span.surely_from, span.surely_until, span.possibly_until}
            derived: Markup | str = ""
            # Where accounts state one day, the derived days would only repeat it.
            if not span.possibly_from or days != {span.possibly_from}:
                derived = static.dated({tag: plain.span_text(span, tag) for tag in LANGUAGES}, static.worked_out)
            names = page.term(entry.kind), page.record(entry.record)
            lines.append([_stated(page, entry), derived, *names, page.cite(entry.passages)])
        page.sections.append(sections.Section(title, f"d{decade}0", columns=heads, rows=lines))
    return page.html()


def _stated(page: sections.Page, entry: Entry) -> Markup:
    """Write the dates as stated: the rival values of a property, then those of the next."""
    reader = page.writer.builder.reader
    properties = []
    for time in _TIMES:
        for prop in reader.declared(entry.kind, time):
            finding = next((f for f in findings(reader, entry.record) if f.predicate == prop.value), None)
            if finding:
                accounts = finding.sides or finding.undecided
                values = [static.bounded(account.bound, page.writer, account.value) for account in accounts]
                properties.append(sections.joined(values, " / "))
    days = sections.joined(properties, " – ")
    return days + " " + sections.wrapped("span", static.say("disputed"), "flag") if entry.disputed else days
