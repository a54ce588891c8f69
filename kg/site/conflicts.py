"""The page of disputes: each as a question in words, its answers side by side with those who give them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.model import plain
from kg.model.agreement import Account, Finding
from kg.model.perspectives import group_of, groups, groups_of
from kg.model.reader import Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import GIST, LANGUAGES, code, compact, kg, skos
from kg.site import browse, sections, static
from kg.text import dates
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup

#: The classes of disputes, in the order of the page: what is contested most comes first, slips last.
CLASSES = ("differs-in-substance", "differs-in-days", "differs-in-figures", "likely-slip")
#: A dispute is a screen and more, so that a page has few of them.
MOST_DISPUTES = 20
#: Of more origins in one group of perspectives than these, the others are folded.
MOST_ORIGINS = 4
#: Width of the strip of answers, height of the row of an answer and of the line of years, in units of the drawing.
WIDTH, ROW, AXIS, MARGIN = 640, 16, 24, 16


def render(
    reader: Reader,
    findings: Iterable[Finding],
    digest: str = "",
    lang: str = "en",
    writer: static.Writer | None = None,
    beside: sections.Beside | None = None,
    **meta: Any,
) -> str:
    """Return the page of findings as HTML: classes as groups, in each the disputes by weight."""
    page = sections.begin("conflicts", reader, digest, lang, writer, meta)
    ranked = sorted(findings, key=lambda finding: (-finding.weight, finding.record, finding.predicate))
    disputes = {cls: [finding for finding in ranked if finding.dispute == cls] for cls in CLASSES}
    labels = {cls: page.term(code(cls).value) for cls in CLASSES}
    kinds = {compact(cls): page.term(cls) for finding in ranked for cls in reader.kinds(finding.record)[:1]}
    decades = {
        decade: static.say("undated") if decade == "unknown" else static.year(f"{decade}–{decade[:3]}9")
        for decade in sorted({_period(reader, finding) for finding in ranked})
    }
    facets = [
        browse.Facet("class", static.say("dispute.class"), labels, ordered=True),
        browse.sides(page, reader),
        browse.Facet("kind", static.say("col.kind"), kinds),
        browse.Facet("period", static.say("dispute.period"), decades, ordered=True),
    ]
    listed = [
        browse.Group(
            cls,
            labels[cls],
            [
                browse.Item(
                    anchor(finding),
                    dispute(page, reader, finding) + _alike(page, reader, others),
                    {
                        "class": [finding.dispute],
                        "side": [compact(group) for group in groups_of(reader, _origins(reader, finding))],
                        "kind": [compact(kind) for kind in reader.kinds(finding.record)[:1]],
                        "period": [_period(reader, finding)],
                    },
                )
                for finding, *others in _same_sources(reader, members)
            ],
            static.say("conflicts.slips.text") if cls == "likely-slip" else "",
            folded=cls == "likely-slip",
        )
        for cls, members in disputes.items()
        if members
    ]
    return browse.render(page, sections.Section(""), listed, facets, beside=beside, most=MOST_DISPUTES)


def anchor(finding: Finding) -> str:
    """Return the anchor of a dispute on the page, which stays the same while its record and property do.

    >>> from kg.rdf.vocabulary import record_iri
    >>> anchor(Finding("", record_iri("treaty-2025-signature"), kg.onDate.value, "disputed", ()))
    'treaty-2025-signature.onDate'
    """
    return f"{compact(finding.record).partition(':')[2]}.{finding.predicate.rpartition('#')[2]}"


def question(page: sections.Page, reader: Reader, finding: Finding) -> Markup:
    """Return the question that the sides of a dispute answer, in words.

    A contested question is one already. For a property, the phrase is that of the class and property, else that of
    the property, else its name.
    """
    if finding.predicate == kg.answer.value:
        return static.in_languages(page.writer.builder.label(finding.record))
    prop = finding.predicate.rpartition("#")[2]
    for cls in (above for kind in reader.kinds(finding.record)[:1] for above in reader.above(kind)):
        if (key := f"dispute.ask.{compact(cls)[3:]}.{prop}") in catalogue():
            return static.say(key)
    if (key := f"dispute.ask.{prop}") in catalogue():
        return static.say(key)
    return page.term(finding.predicate)


def dispute(page: sections.Page, reader: Reader, finding: Finding) -> Markup:
    """Write a dispute: its question, its subject, the answers side by side, when each appeared, and notes."""
    from markupsafe import Markup

    about = [subject.value for subject in reader.values(finding.record, kg.asksAbout)] or [finding.record]
    head = Markup('<h3><a href="#{}">{}</a></h3><p class=about>{}</p>').format(
        anchor(finding),
        question(page, reader, finding),
        sections.joined([page.record(iri) for iri in about], static.say("comma")),
    )
    answers = [_answer(page, reader, finding, number) for number in range(len(finding.sides))]
    parts = [head, Markup("<div class=answers>{}</div>").format(Markup("").join(answers)), strip(reader, finding)]
    parts += _apart(page, reader, "account.undecided", finding.undecided)
    languages = [plain.notes_on(reader, finding, tag) for tag in LANGUAGES]
    notes = [static.dated(dict(zip(LANGUAGES, note, strict=True))) for note in zip(*languages, strict=True)]
    if remarks := reader.values(finding.record, skos.editorialNote):
        notes.append(static.noted(map(page.writer.builder.value, remarks)))
    for note in notes:
        parts.append(sections.wrapped("p", sections.joined([static.say("show.note"), note], ": "), "note"))
    return sections.joined(parts, "")


def _same_sources(reader: Reader, findings: Iterable[Finding]) -> list[list[Finding]]:
    """Put together the disputes in which the same sources give the same answers, each at the place of its first.

    Two data sets that date the founding of a body otherwise do so for each of its members.
    """
    together: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        answers = frozenset(
            (side.value, side.bound, frozenset(account.passage.source for account in side.accounts))
            for side in finding.sides
        )
        # What is folded must be found by the facets of what it is folded under.
        facets = (*reader.kinds(finding.record)[:1], _period(reader, finding))
        together.setdefault((finding.predicate, answers, *facets), []).append(finding)
    return list(together.values())


def _alike(page: sections.Page, reader: Reader, findings: Sequence[Finding]) -> Markup:
    """Write the further disputes of the same sources, folded."""
    from markupsafe import Markup

    if not findings:
        return Markup()
    disputes = [
        Markup('<article class=alike id="{}">{}</article>').format(anchor(finding), dispute(page, reader, finding))
        for finding in findings
    ]
    return sections.folded(static.say("dispute.alike", n=len(findings)), sections.joined(disputes, ""))


def _answer(page: sections.Page, reader: Reader, finding: Finding, number: int) -> Markup:
    """Write one answer: its value, its origins by group of perspectives, and the accounts that only fit it."""
    from markupsafe import Markup

    side = finding.sides[number]
    origins = static.say("account.origin") if side.origins == 1 else static.say("account.origins", n=side.origins)
    near = sections.joined([origins, static.say(f"nearness.{side.nearness}")], " — ")
    by_origin: dict[frozenset[str], list[Account]] = {}
    # The earliest account of an origin is shown, those that copy or repeat it are folded below; undated ones last.
    for account in sorted(side.accounts, key=lambda a: (not a.passage.direct, reader.day(a.passage) or "9")):
        by_origin.setdefault(reader.origin(account.passage.iri), []).append(account)
    # An origin is one line, in the camp of the first of those it consists of: a joint statement is no two voices.
    by_group: dict[str, list[Markup]] = {}
    for origin, accounts in sorted(by_origin.items(), key=lambda pair: sorted(pair[0])):
        first, *copies = [_where(page, reader, account) for account in accounts]
        first = sections.joined([first, *_gists(reader, finding, accounts[0])], "")
        if copies:
            fold = Markup("<details class=copies><summary>{}</summary>{}</details>")
            first += fold.format(static.say("dispute.copies", n=len(copies)), sections.listed(copies))
        group = group_of(reader, min(origin or accounts[0].passage.holders))
        by_group.setdefault(group, []).append(first)
    camps = [
        Markup("<dt>{} {}</dt><dd>{}</dd>").format(
            page.term(group), sections.tally(len(by_group[group])), _origins_listed(by_group[group])
        )
        for group in groups(reader)
        if group in by_group
    ]
    return Markup('<div class="answer a{}"><p class=value>{}</p><p class=pale>{}</p><dl>{}</dl>{}</div>').format(
        number % 5,
        static.bounded(side.bound, page.writer, side.value),
        near,
        Markup("").join(camps),
        Markup("").join(_apart(page, reader, "account.fits", side.fitting)),
    )


def _origins_listed(lines: Sequence[Markup]) -> Markup:
    """List the origins of a group of perspectives: a long list would be longer than the screen of a phone."""
    # To fold a single one would save nothing.
    if len(lines) <= MOST_ORIGINS + 1:
        return sections.listed(lines)
    rest = sections.listed(lines[MOST_ORIGINS:])
    more = sections.folded(static.say("more", n=len(lines) - MOST_ORIGINS), rest)
    return sections.listed(lines[:MOST_ORIGINS]) + more


def _gists(reader: Reader, finding: Finding, account: Account) -> list[Markup]:
    """Write what an account says in answer to a contested question; an answer to another needs no words."""
    if finding.predicate != kg.answer.value:
        return []
    coded = reader.subjects(kg.answersQuestion, NamedNode(finding.record))
    read = {provision.value for record in coded for provision in reader.values(record, kg.answeredIn)}
    texts: dict[str, str | None] = {
        quad.object.language or "en": quad.object.value
        for quad in reader.stated_in(account.passage.iri)
        if quad.predicate == GIST and quad.subject.value in read and isinstance(quad.object, Literal)
    }
    return [sections.wrapped("div", static.in_languages(texts), "gist")] if texts else []


def _where(page: sections.Page, reader: Reader, account: Account) -> Markup:
    """Write who gives an account, and in which source, on which day and at which place in it."""
    (number,) = page.writer.builder.cite([account.passage.iri])
    note = page.writer.note(number)
    source = note["source"]
    day = reader.day(account.passage)
    where = [
        static.out_link(source["address"], static.source_title(source, 160)),
        static.day(day) if day else static.say("undated"),
        note["locator"],
    ]
    place = sections.wrapped("span", sections.joined(where, static.say("comma")), "pale")
    return sections.joined([page.writer.speakers(number), place], " — ")


def _apart(page: sections.Page, reader: Reader, key: str, accounts: Sequence[Account]) -> list[Markup]:
    """Write the accounts that support no answer, folded: the value of each and who gives it."""
    from markupsafe import Markup

    lines = [
        sections.joined(
            [static.bounded(account.bound, page.writer, account.value), _where(page, reader, account)], " — "
        )
        for account in accounts
    ]
    fold = Markup("<details class=apart><summary>{} {}</summary>{}</details>")
    return [fold.format(static.say(key), sections.tally(len(lines)), sections.listed(lines))] if lines else []


def strip(reader: Reader, finding: Finding) -> Markup:
    """Draw when each answer appeared: a row for each, a dot for each account on the day of its passage.

    Screen readers have the days in the lists. Accounts without a day are not drawn; without two days nothing is.
    """
    from markupsafe import Markup

    days = [
        sorted(filter(None, (reader.day(account.passage) for account in side.accounts))) for side in finding.sides
    ]
    dated = [date.fromisoformat(dates.earliest(day)).toordinal() for row in days for day in row]
    # One day has no length: the axis would divide by nothing.
    if len(set(dated)) < 2:
        return Markup("")
    first, last = min(dated), max(dated)
    height = ROW * len(days) + AXIS

    def across(day: str) -> float:
        """Return the x coordinate of a day."""
        ordinal = date.fromisoformat(dates.earliest(day)).toordinal()
        return MARGIN + (WIDTH - 2 * MARGIN) * (ordinal - first) / (last - first)

    line = Markup("<line class=row x1={} x2={} y1={y} y2={y} />")
    dot = Markup('<circle class="dot a{}" cx="{:.1f}" cy={} r=4.5 />')
    label = Markup('<text class="t {}" lang={} x={} y={}>{}</text>')
    parts = []
    for number, row in enumerate(days):
        middle = ROW * number + ROW // 2
        parts.append(line.format(MARGIN, WIDTH - MARGIN, y=middle))
        parts += [dot.format(number % 5, across(day), middle) for day in dict.fromkeys(row)]
    years = [(MARGIN, "first", date.fromordinal(first).year), (WIDTH - MARGIN, "last", date.fromordinal(last).year)]
    # One year needs one label.
    for x, end, year in years[: 1 if years[0][2] == years[1][2] else 2]:
        parts += [label.format(end, tag, x, height - 4, static.digits(str(year), tag)) for tag in LANGUAGES]
    return Markup(
        '<figure class=strip><figcaption>{}</figcaption><svg viewBox="0 0 {} {}" aria-hidden=true>{}</svg></figure>'
    ).format(static.say("dispute.strip"), WIDTH, height, Markup("").join(parts))


def _origins(reader: Reader, finding: Finding) -> list[str]:
    """Return the agents from whom the answers come in the end; a passage without an origin is its holders'."""
    return [
        agent
        for side in finding.sides
        for account in side.accounts
        for agent in reader.origin(account.passage.iri) or account.passage.holders
    ]


def _period(reader: Reader, finding: Finding) -> str:
    """Return the decade of what is disputed: of its record, else of the first account with a day; or `unknown`."""
    values = [side.value.value for side in finding.sides if finding.dispute in ("differs-in-days", "likely-slip")]
    accounts = [reader.day(account.passage) for side in finding.sides for account in side.accounts]
    day = (
        min(values, default="")
        or reader.interval(finding.record).possibly_from
        or min(filter(None, accounts), default="")
    )
    return f"{day[:3]}0" if day else "unknown"
