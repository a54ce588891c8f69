"""What the page of an instrument shows: its acts in order of time, whether it is in force, and its articles.

An article has the link to its text, its gist, what it commits to and how strongly, the lineage of its wording, what
others write of it, and the reports that were compared with the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg.model import reports, treaty
from kg.model.agreement import Side
from kg.model.reader import Passage, Reader
from kg.rdf.vocabulary import LANGUAGES, compact, expand, kg
from kg.site import in_force, sections, static
from kg.site import reports as reports_page
from kg.text import dates
from kg.text.phrases import say

if TYPE_CHECKING:
    from markupsafe import Markup

#: The classes of provisions that are called by their class and number within their instrument.
_NUMBERED = (kg.Article.value, kg.Paragraph.value, kg.Preamble.value)
#: How many wordings of an article the page of its instrument has, and up to how many stand open without a text.
MOST_WORDINGS, FEW = 8, 3
#: The page of an instrument with more provisions folds their coding and lineage.
MOST_OPEN = 12


def parts(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Return the sections of an instrument: its acts, its standing, the lineage of the whole, its articles."""
    provisions = treaty.provisions(reader, iri)
    page.shown.update([*(act.record for act in treaty.acts(reader, iri)), *provisions])
    standing = in_force.section(reader, iri)
    acts = [sections.wrapped("li", _act(page, act)) for act in treaty.acts(reader, iri)]
    strip = sections.Section(static.say("treaty.acts"), "acts")
    if acts:
        strip.text = static.say("treaty.acts.text")
        strip.blocks = [sections.wrapped("ol", sections.joined(acts, ""), "strip")]
    uncoded = [part for part in provisions if not treaty.coded(reader, part)]
    articles = sections.Section(static.say("treaty.provisions"), "provisions")
    checks = _checks(reader, iri)
    if provisions:
        key = "treaty.provisions.text" if uncoded else "treaty.provisions.coded"
        counts = static.say(key, n=len(provisions), m=len(uncoded))
        articles.text = sections.joined([counts, static.say("treaty.coding")], ". ")
        links = [
            sections.wrapped(
                "li",
                static.page_link(f"#{_anchor(part)}", static.in_languages(_short(reader, part))),
                "pale" if part in uncoded else "",
            )
            for part in provisions
        ]
        articles.blocks = [sections.wrapped("ul", sections.joined(links, ""), "jump")]
        # The first check stands at the head of those of its text.
        for check in reports.checks(reader, iri)[:1]:
            beside = static.say("treaty.reports", n=len(reports.checks(reader, iri)))
            articles.blocks.append(sections.wrapped("p", reports_page.link(page, check, beside)))
        articles.blocks += [_provision(page, reader, part, checks) for part in provisions]
    articles.blocks = [*articles.blocks, *_others_compared(page, checks)]
    lineage = sections.Section(static.say("lineage"), "lineage", blocks=_lineage(page, reader, iri))
    return [strip, *([standing] if standing else []), lineage, articles]


def provision(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Return the section of a provision, for its own page."""
    whole = treaty.instrument_of(reader, iri) or iri
    page.shown.update(treaty.provisions(reader, iri))
    block = _provision(page, reader, iri, _checks(reader, whole))
    heading = page.record(whole) if whole != iri else ""
    return [
        sections.Section(
            page.plain(whole), "provision", static.say("treaty.coding"), blocks=[block], heading=heading
        )
    ]


def address(iri: str) -> str:
    """Return the former path of an instrument's page, relative to the folder of the index.

    >>> address("https://w3id.org/iran-russia/id/treaty-2025")
    'treaty/treaty-2025.html'
    """
    return f"treaty/{iri.rpartition('/')[2]}.html"


def moved(reader: Reader, iri: str, writer: static.Writer, **meta: Any) -> str:
    """Return the page at the former address of an instrument: a link to its record, which has all that it had."""
    page = sections.begin("treaty", reader, meta.get("digest", ""), meta.get("lang", "en"), writer, meta)
    page.title = writer.builder.short(iri)
    page.sections.append(
        sections.Section(static.say("treaty.moved"), blocks=[sections.wrapped("p", page.record(iri))])
    )
    return page.html()


def rival_days(page: sections.Page, sides: Iterable[Side]) -> Markup:
    """Write the values of sides in order of time, parted by slashes; rivals each with the number of its origins."""
    in_order = sorted(sides, key=lambda side: dates.earliest(side.value.value))
    lines = []
    for side in in_order:
        parts = [static.bounded(side.bound, page.writer, side.value)]
        if len(in_order) > 1:
            key = "account.origin" if side.origins == 1 else "account.origins"
            parts.append(sections.wrapped("span", static.say(key, n=side.origins), "pale"))
        lines.append(sections.joined(parts))
    return sections.joined(lines, " / ")


def _act(page: sections.Page, act: treaty.Act) -> Markup:
    """Write an act: its days, its kind as a link to the page that says who dates it, and its actors."""
    sides = [side for finding in act.dates for side in finding.sides]
    days = rival_days(page, sides) if sides else static.say("undated")
    builder = page.writer.builder
    kind = builder.label(builder.reader.kinds(act.record)[0])
    link = page.writer.link(builder.name(act.record), text=kind)
    actors = sections.joined([page.record(actor) for actor in act.actors])
    flags = [static.say("disputed")] if any(finding.disputed for finding in act.dates) else []
    return sections.joined(
        [
            sections.wrapped("span", days, "when"),
            sections.wrapped("strong", link),
            sections.wrapped("span", actors, "pale"),
            *(sections.wrapped("span", flag, "flag") for flag in flags),
        ],
        " ",
    )


def _anchor(part: str) -> str:
    """Return the place of a provision on the page of its instrument."""
    return part.rpartition("/")[2]


def _short(reader: Reader, part: str) -> dict[str, str | None]:
    """Return the name of a provision within its instrument: article 12, rather than such a treaty, article 12."""
    kind, number = reader.kinds(part)[0], treaty.number(reader, part)
    if kind not in _NUMBERED or number == treaty.UNNUMBERED:
        return {tag: reader.short(part, tag) for tag in LANGUAGES}
    names = {tag: reader.label(kind, tag) for tag in LANGUAGES}
    return {tag: f"{label} {static.digits(str(number), tag)}" if number else label for tag, label in names.items()}


def _provision(
    page: sections.Page, reader: Reader, part: str, checks: Mapping[str, list[reports.Check]], heading: str = "h3"
) -> Markup:
    """Write a provision: what its text says, its coding and lineage, what others write of it, its paragraphs."""
    from markupsafe import Markup

    link = page.writer.link(page.writer.builder.name(part), text=_short(reader, part))
    blocks = [sections.wrapped(heading, link)]
    coded = treaty.coded(reader, part)
    if not coded:
        blocks.append(sections.wrapped("p", static.say("uncoded"), "pale"))
    gists = treaty.gists(reader, part)
    own = [gist for gist in gists if gist.remove < treaty.REPORT][:1]
    for gist in own:
        blocks.append(
            sections.wrapped("p", sections.joined([page.gist(gist.texts), page.cite(gist.passages)], " "))
        )
    paragraphs = treaty.provisions(reader, part)
    for passage in treaty.texts(reader, part)[:1] if heading == "h3" else ():
        text = sections.joined([static.say("treaty.text"), page.source_link(passage)], ": ")
        blocks.append(sections.wrapped("p", text, "pale"))
    coding: list[Markup] = []
    # An article repeats the codes of its paragraphs, which stand below.
    if (
        facts := _facts(page, reader, part)
        if not any(reader.values(inner_part, kg.commitment) for inner_part in paragraphs)
        else []
    ):
        coding.append(sections.listed(facts, "facts"))
    coding += _lineage(page, reader, part)
    # Of a long text, a reader sees first what it says.
    if coding and len(treaty.provisions(reader, expand(page.meta["record"]))) > MOST_OPEN:
        coding = [sections.folded(static.say("detail"), sections.joined(coding, ""))]
    blocks += coding
    others = [gist for gist in gists if gist not in own]
    if others:
        voices = {reader.passage(iri).holders for gist in others for iri in gist.passages}
        summary = static.say("treaty.wordings", n=len(others), m=len(voices))
        # On the page of the instrument the longest piles would be most of it; the article has a page of its own.
        shown = others if page.meta["record"] == compact(part) else others[:MOST_WORDINGS]
        lines = []
        for gist in shown:
            speakers = [_voice(page, reader.passage(iri), checks.get(iri, ())) for iri in gist.passages]
            voice = sections.wrapped("p", sections.joined(speakers, static.say("semicolon")), "pale voice")
            lines.append(page.gist(gist.texts) + voice)
        if len(shown) < len(others):
            more = {tag: say("more", tag, n=static.number(len(others) - len(shown), tag)) for tag in LANGUAGES}
            lines.append(page.writer.link(page.writer.builder.name(part), text=more))
        blocks.append(
            sections.folded(summary, sections.listed(lines, "says"), opened=not own and len(others) <= FEW)
        )
    blocks += [_provision(page, reader, inner, checks, "h4") for inner in paragraphs]
    block = Markup('<div class="{}" id="{}">{}</div>')
    return block.format("article" if coded else "article uncoded", _anchor(part), sections.joined(blocks, ""))


def _facts(page: sections.Page, reader: Reader, part: str) -> list[Markup]:
    """Write the coding of a provision in lines: its fields, what it commits to and how strongly, what it names."""
    lines = []
    for predicate in (kg.mainField, kg.touchedField):
        if fields := [page.record(field.value) for field in reader.values(part, predicate)]:
            lines.append(sections.joined([page.term(predicate.value), sections.joined(fields)], ": "))
    bound = []
    for commitment, modalities in treaty.commitments(reader, part).items():
        strength = sections.joined([page.term(modality) for modality in modalities])
        bound.append(sections.joined([page.term(commitment), *([strength] if modalities else [])], " — "))
    if bound:
        lines.append(
            sections.joined([page.term(kg.commitment.value), sections.joined(bound, static.say("semicolon"))], ": ")
        )
    for predicate in (kg.cites,):
        if named := [page.record(other.value) for other in reader.values(part, predicate)]:
            lines.append(sections.joined([page.term(predicate.value), sections.joined(named)], ": "))
    return lines


def _lineage(page: sections.Page, reader: Reader, text: str) -> list[Markup]:
    """Write the lineage of a text: which earlier one it takes up and how, and which later one takes it up."""
    lines = []
    for link in treaty.descents(reader):
        if text in (link.later, link.earlier):
            page.shown.add(link.record)
            other, key = (link.earlier, "lineage.earlier") if text == link.later else (link.later, "lineage.later")
            kind = page.writer.link(
                page.writer.builder.name(link.record), text=page.writer.builder.label(link.kind)
            )
            lines.append(sections.joined([static.say(key), page.record(other), kind], " — "))
    return [sections.listed(lines, "lineage")] if lines else []


def _voice(page: sections.Page, passage: Passage, checks: Iterable[reports.Check]) -> Markup:
    """Write who speaks in a passage, its day as a link to the source, and the verdicts of its checks."""
    verdicts = []
    for check in checks:
        page.shown.add(check.record)
        label = page.writer.builder.label(check.verdict)
        verdicts.append(page.writer.link(page.writer.builder.name(check.record), text=label))
    day = page.source_day(passage, page.writer.builder.reader.day(passage))
    return sections.joined([page.voice(passage), day, *verdicts])


def _checks(reader: Reader, iri: str) -> dict[str, list[reports.Check]]:
    """Return the checks of reports on an instrument, by the passage of the report."""
    by_report: dict[str, list[reports.Check]] = {}
    for check in reports.checks(reader, iri):
        by_report.setdefault(check.report.iri, []).append(check)
    return by_report


def _others_compared(page: sections.Page, checks: Mapping[str, list[reports.Check]]) -> list[Markup]:
    """Write the reports that were compared with the text and are no wording of an article above."""
    lines = []
    for check in (check for same in checks.values() for check in same if check.record not in page.shown):
        voice = _voice(page, check.report, [check])
        lines.append(page.gist(check.claim) + sections.wrapped("p", voice, "pale voice"))
    summary = static.say("treaty.checks", n=len(lines))
    return [sections.folded(summary, sections.listed(lines, "says"))] if lines else []
