"""The timeline: dated happenings by decade, with their dates as stated and the days derived from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.model import plain
from kg.model.reader import Reader
from kg.model.timeline import Entry
from kg.rdf.vocabulary import LANGUAGES
from kg.site import days, sections, static
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup


#: A decade with more entries has a page of its own in a published folder, and one with many more a page a year.
FEW, MANY = 20, 200


def render(
    reader: Reader,
    entries: Iterable[Entry],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    beside: sections.Beside | None = None,
    **meta: Any,
) -> str:
    """Return the page of a chronicle as HTML, with a section for each decade.

    Args:
        reader: of the compiled graph.
        entries: of the chronicle, in order.
        digest: of the data.
        lang: in which the page opens.
        writer: of names and links; without one, records are not linked.
        beside: writes further pages, given their address and text; without it, this one has all entries.
        meta: of the page.
    """
    page = sections.begin("timeline", reader, digest, lang, writer, meta)
    # Entries without a day have no decade, and come last.
    for decade, members in _by(entries, len("199")):
        section = sections.Section(_years(f"{decade}0–{decade}9" if decade else ""), f"d{decade}0")
        page.sections.append(section)
        if not beside or len(members) <= FEW:
            _fill(page, section, members)
            continue
        by_year = _by(members, len("1999")) if len(members) > MANY and decade else [(f"{decade}0s", members)]
        links = []
        for name, part in by_year:
            years = name if len(by_year) > 1 else f"{decade}0–{decade}9"
            address = f"timeline-{name}.html" if decade else "timeline-undated.html"
            link = static.page_link(address, _years(years if decade else ""))
            links.append(sections.joined([link, sections.tally(len(part))], " "))
            title = catalogue()["timeline.title"]
            titles = {tag: f"{title[tag]}: {static.digits(years, tag)}" for tag in LANGUAGES} if decade else title
            own = sections.Page("timeline", page.writer, {**page.meta, "address": address}, title=titles)
            own.sections = [sections.Section(_years(years if decade else ""), f"y{name}")]
            _fill(own, own.sections[0], part)
            beside(address, own.html())
        section.blocks = [sections.listed(links, "jump")]
    return page.html()


def _by(entries: Iterable[Entry], digits: int) -> list[tuple[str, list[Entry]]]:
    """Return entries by the first digits of their first day, in order of time; those without a day come last."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.first[:digits], []).append(entry)
    return sorted(groups.items(), key=lambda pair: pair[0] or "9")


def _years(years: str) -> Markup:
    """Write some years as a heading; without any, that of entries without a day."""
    return static.year(years) if years else static.say("timeline.unknown")


def _fill(page: sections.Page, section: sections.Section, entries: Iterable[Entry]) -> None:
    """Write entries into the table of a section, with a column of derived days where some entry has any."""
    lines: list[list[Markup | str]] = []
    for entry in entries:
        derived: Markup | str = ""
        # Where accounts state one day, month or year, the derived days would only repeat it.
        if [key for key, _ in plain.span_phrases(entry.interval)] not in (["span.on"], ["span.in"]):
            derived = days.span_text(page.writer.builder.reader, entry.record)
        names = page.term(entry.kind), page.record(entry.record)
        lines.append([days.stated(page, entry.record), derived, *names, page.cite(entry.passages)])
    keys = ["col.date", "show.days", "col.kind", "col.happening", "sources"]
    if not any(derived for _, derived, *_ in lines):
        keys.remove("show.days")
        lines = [[date, *others] for date, _, *others in lines]
    section.columns, section.rows = sections.heads(*keys), lines
