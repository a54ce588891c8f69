"""The page of reports beside texts: what they said a text says, and what it says, by text and verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.model import reports
from kg.model.perspectives import groups_of
from kg.model.reader import Reader
from kg.model.reports import Check
from kg.rdf.vocabulary import compact, kg
from kg.site import browse, doors, sections, static

if TYPE_CHECKING:
    from markupsafe import Markup


def render(
    reader: Reader,
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    beside: sections.Beside | None = None,
    **meta: Any,
) -> str:
    """Return the page of all checks of reports as HTML: the text with most checks first, in each by verdict."""
    page = sections.begin("reports", reader, digest, lang, writer, meta)
    by_text = {text: reports.checks(reader, text) for text in compared(reader)}
    in_order = sorted(by_text, key=lambda text: (-len(by_text[text]), text))
    checks = [check for text in in_order for check in by_text[text]]
    speakers = dict.fromkeys(holder for check in checks for holder in check.report.holders)
    facets = [
        browse.Facet("text", static.say("col.instrument"), {compact(text): page.plain(text) for text in in_order}),
        browse.Facet(
            "verdict",
            static.say("reports.verdict"),
            {compact(verdict): page.term(verdict) for verdict in reports.VERDICTS},
            ordered=True,
        ),
        browse.sides(page, reader),
        browse.Facet("speaker", static.say("col.holders"), {compact(iri): page.plain(iri, 60) for iri in speakers}),
        browse.years(reader.day(check.report) for check in checks),
    ]
    listed = [
        browse.Group(
            f"{_local(text)}.{_local(verdict)}",
            sections.joined([page.record(text), page.term(verdict)], " — "),
            [
                browse.Item(
                    _local(check.record),
                    _check(page, check),
                    {
                        "text": [compact(text)],
                        "verdict": [compact(verdict)],
                        "side": [compact(group) for group in groups_of(reader, check.report.holders)],
                        "speaker": [compact(holder) for holder in check.report.holders],
                        "year": [browse.year(reader.day(check.report))],
                    },
                )
                for check in same
            ],
        )
        for text in in_order
        for verdict in reports.VERDICTS
        if (same := [check for check in by_text[text] if check.verdict == verdict])
    ]
    return browse.render(page, sections.Section(""), listed, facets, beside=beside)


def compared(reader: Reader) -> list[str]:
    """Return the texts with which the view compares some report."""
    records = reader.of_class(kg.TextCheck.value)
    texts = dict.fromkeys(text.value for record in records for text in reader.values(record, kg.checkedAgainst))
    return [text for text in texts if reports.checks(reader, text)]


def link(page: sections.Page, check: Check, shown: Markup) -> Markup:
    """Link to a check on this page; a page that belongs to no site, or to one without it, has only the words."""
    place = static.place_of(page.meta)
    if place is None or not doors.behind(place.doors, "reports"):
        return shown
    return static.page_link(f"{place.root}reports.html#{_local(check.record)}", shown)


def _local(iri: str) -> str:
    """Return the name of a record or term within its namespace, which is its anchor here."""
    return compact(iri).partition(":")[2]


def _check(page: sections.Page, check: Check) -> Markup:
    """Write a check: who reports, and on which day; then side by side the report and the text, with the reason."""
    from markupsafe import Markup

    day = page.source_day(check.report, page.writer.builder.reader.day(check.report))
    speakers = sections.joined([page.plain(holder) for holder in check.report.holders])
    head = Markup('<h3><a href="#{}">{}</a></h3>').format(_local(check.record), speakers)
    spots = sections.joined([page.pinpoint(provision) for provision in check.provisions], static.say("comma"))
    reasons = page.gist({reason.language or "en": reason.value for reason in check.reasons})
    sides = [
        (
            "reports.said",
            sections.joined([page.voice(check.report), day]),
            sections.joined([page.gist(check.claim), page.cite([check.report.iri])], " "),
        ),
        (
            "reports.says",
            sections.joined(filter(None, [page.term(check.verdict), spots]), ": "),
            reasons,
        ),
    ]
    columns = [
        Markup('<div class="answer a{}"><p class=value>{}</p><p class=pale>{}</p><p>{}</p></div>').format(
            number, static.say(key), line, text
        )
        for number, (key, line, text) in enumerate(sides)
    ]
    return head + Markup("<div class=answers>{}</div>").format(Markup("").join(columns))
