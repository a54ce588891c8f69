"""The timeline: dated happenings decade by decade, rivals shown as ranges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.chronicle import Entry
from kg.page import sheet, still
from kg.record import Reader
from kg.terms import LANGUAGES

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader,
    entries: Iterable[Entry],
    digest: str = "",
    lang: str = "en",
    writer: still.Writer | None = None,
    **meta: Any,
) -> str:
    """Return the page of a chronicle as HTML, a section a decade, days before what happened on them."""
    page = sheet.begin("timeline", reader, digest, lang, writer, meta)
    decades: dict[str, list[Entry]] = {}
    for entry in entries:
        decades.setdefault(entry.first[:3], []).append(entry)
    heads = sheet.heads("col.date", "col.kind", "col.happening", "sources")
    for decade, found in decades.items():
        title = still.in_languages({tag: still.digits(f"{decade}0–{decade}9", tag) for tag in LANGUAGES})
        rows = [[_when(e), page.term(e.kind), page.record(e.record), page.cite(e.passages)] for e in found]
        page.sections.append(sheet.Section(title, f"d{decade}0", columns=heads, rows=rows))
    return page.html()


def _when(entry: Entry) -> Markup:
    days = sheet.joined([still.day(day) for day in entry.dates[:4]], " – " if not entry.disputed else " / ")
    return days + " " + sheet.wrapped("span", still.say("disputed"), "flag") if entry.disputed else days
