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
    """Write entries into the table of a section: a narrow screen has room for three columns.

    Below the dates stand the days derived from them, below what happened stands of which kind it is.
    """
    section.columns = sections.heads("col.date", "col.happening", "sources")
    section.rows = [[_dates(page, entry), _happening(page, entry), page.cite(entry.passages)] for entry in entries]


def _dates(page: sections.Page, entry: Entry) -> Markup:
    """Write the dates of an entry as stated, and below them the days derived from them."""
    stated = days.stated(page, entry.record)
    # Where accounts state one day, month or year, the derived days would only repeat it.
    if [key for key, _ in plain.span_phrases(entry.interval)] in (["span.on"], ["span.in"]):
        return stated
    derived = sections.joined(
        [static.say("show.days"), days.span_text(page.writer.builder.reader, entry.record)], ": "
    )
    return sections.joined([stated, sections.wrapped("div", derived, "below")], "")


def _happening(page: sections.Page, entry: Entry) -> Markup:
    """Write what happened, and below it of which kind it is."""
    return sections.joined([page.record(entry.record), sections.wrapped("div", page.term(entry.kind), "below")], "")
