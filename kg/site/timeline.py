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
    # Entries without a day have no decade, and come last.
    for decade, members in sorted(decades.items(), key=lambda pair: pair[0] or "9"):
        years = {tag: static.digits(f"{decade}0–{decade}9", tag) for tag in LANGUAGES}
        title = static.in_languages(years) if decade else static.say("timeline.unknown")
        lines = []
        for entry in members:
            span = entry.interval
            known = {span.surely_from, span.surely_until, span.possibly_until}
            derived: Markup | str = ""
            # Where accounts state one day, the derived days would only repeat it.
            if not span.possibly_from or known != {span.possibly_from}:
                derived = days.span_text(reader, entry.record)
            names = page.term(entry.kind), page.record(entry.record)
            lines.append([days.stated(page, entry.record), derived, *names, page.cite(entry.passages)])
        page.sections.append(sections.Section(title, f"d{decade}0", columns=heads, rows=lines))
    return page.html()
