"""The timeline: dated happenings by decade, with their dates as stated and the days derived from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.model.timeline import Entry
from kg.rdf.vocabulary import LANGUAGES
from kg.site import days, sections, static

if TYPE_CHECKING:
    from markupsafe import Markup


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
    for decade, members in sorted(decades.items(), key=lambda pair: pair[0] or "9"):
        years = {tag: static.digits(f"{decade}0–{decade}9", tag) for tag in LANGUAGES}
        title = static.in_languages(years) if decade else static.say("timeline.unknown")
        rows = [
            [
                days.stated(page, e.record),
                _worked_out(reader, e),
                page.term(e.kind),
                page.record(e.record),
                page.cite(e.passages),
            ]
            for e in members
        ]
        page.sections.append(sections.Section(title, f"d{decade}0", columns=heads, rows=rows))
    return page.html()


def _worked_out(reader: Reader, entry: Entry) -> Markup | str:
    """Write the derived days, unless they are the one day that accounts state."""
    span = entry.interval
    if span.possibly_from and {span.surely_from, span.surely_until, span.possibly_until} == {span.possibly_from}:
        return ""
    return days.span_text(reader, entry.record)
