"""What the page of a record shows first, by its class: offices, ballots, members, contracts, places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.model import agreement, timeline
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import kg
from kg.site import days, organizations, relations, rivals, sections, static, treaty

if TYPE_CHECKING:
    from markupsafe import Markup

Portrait = Callable[[sections.Page, Reader, str], list[sections.Section]]


def of(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Return the sections that the nearest class of a record has of its own; none for most classes."""
    for kind in reader.kinds(iri)[:1]:
        for cls in reader.above(kind):
            if cls in _PORTRAITS:
                return _PORTRAITS[cls](page, reader, iri)
    return []


def _person(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Show the offices of a person in order of time, each with whoever is the next on record to hold it."""
    return [_tenures(page, reader, timeline.tenures(reader, person=iri), "portrait.offices")]


def _office(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Show who held an office, in order of time."""
    return [_tenures(page, reader, timeline.tenures(reader, office=iri), "portrait.holders")]


def _tenures(page: sections.Page, reader: Reader, tenures: list[str], key: str) -> sections.Section:
    """Draw tenures over time, with the successor of each."""
    if not tenures:
        return sections.Section(static.say(key))
    other = kg.office if key == "portrait.offices" else kg.person
    followed = {}
    for tenure in tenures:
        if key == "portrait.offices" and (following := timeline.successor(reader, tenure)):
            followed[tenure] = static.say(
                "portrait.successor", page.record(reader.values(following, kg.person)[0].value)
            )
    block = organizations.chart(page, reader, tenures, (other,), followed)
    return sections.Section(static.say(key), "offices", static.say("spans.text"), blocks=[block])


def _standing(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Show since when and until when a membership or tenure holds: each day with its origins, and who states it."""
    known = {finding.predicate: finding for finding in agreement.findings(reader, iri)}
    dated = [known[prop.value] for prop in (kg.startDate, kg.endDate) if prop.value in known]
    rows = []
    for finding in dated:
        for side in finding.sides:
            origins = (
                static.say("account.origin") if side.origins == 1 else static.say("account.origins", n=side.origins)
            )
            rows.append(_day(page, finding, side, side.passages, origins))
            rows += [_day(page, finding, a, [a.passage.iri], static.say("account.fits")) for a in side.fitting]
        for account in finding.undecided:
            rows.append(_day(page, finding, account, [account.passage.iri], static.say("account.undecided")))
    lines = [days.span_text(reader, iri)] if dated else []
    if any(finding.disputed for finding in dated):
        lines.append(sections.wrapped("span", static.say("disputed"), "flag"))
    elif dated and not reader.interval(iri).denied_in:
        lines.append(static.say("portrait.not-disputed"))
    heads = sections.heads("col.date", "col.holders")
    blocks = [sections.wrapped("p", line) for line in lines]
    return [sections.Section(static.say("portrait.standing"), "standing", "", heads, rows, blocks)]


def _day(
    page: sections.Page,
    finding: agreement.Finding,
    stated: agreement.Side | agreement.Account,
    passages: Sequence[str],
    weight: Markup,
) -> list[Markup]:
    """Write a day as it is stated, with its footnotes and what it weighs, and who states it."""
    numbers = page.writer.builder.cite(dict.fromkeys(passages))
    value = static.bounded(stated.bound, page.writer, stated.value)
    shown = sections.joined([page.term(finding.predicate), value], ": ")
    speakers = list(dict.fromkeys(page.writer.speakers(number) for number in numbers))
    return [
        sections.joined([shown, page.notes.mark(numbers), sections.wrapped("p", weight, "pale")], " "),
        sections.listed(speakers, "holders"),
    ]


def _vote(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Show the question of a vote, how each state voted, the counts, and where its record can be read."""
    ballots = relations.linking(reader, iri, [kg.vote])
    page.shown.update(ballots)
    question = [page.record(value.value) for link in (kg.body, kg.about) for value in reader.values(iri, link)]
    symbols = [sections.wrapped("code", static.tidy(value.value)) for value in reader.values(iri, kg.symbol)]
    lead = sections.joined(filter(None, [days.stated(page, iri), sections.joined([*question, *symbols])]), " — ")
    rows = []
    voter = {ballot: next((value.value for value in reader.values(ballot, kg.voter)), ballot) for ballot in ballots}
    for ballot in static.by_name(reader, ballots, page.meta.get("lang", "en"), voter.__getitem__):
        voters = [page.record(voter.value) for voter in reader.values(ballot, kg.voter)]
        choice = filter(None, [_stated(page, reader, ballot, kg.choice), page.details(ballot)])
        rows.append([sections.joined(voters), sections.joined(choice, " — ")])
    counts = [
        [page.term(count.value), _stated(page, reader, iri, count)]
        for count in (kg.votesFor, kg.votesAgainst, kg.abstentions)
        if reader.values(iri, count)
    ]
    links = dict.fromkeys(page.source_link(reader.passage(passage)) for passage in reader.attesting(iri))
    sources = sections.joined([static.say("portrait.vote-record"), sections.joined(links)], ": ")
    heads = sections.heads("portrait.voter", "portrait.choice")
    return [
        sections.Section(static.say("portrait.ballots"), "ballots", lead, heads, rows, by_name=True),
        sections.Section(static.say("portrait.result"), "result", sources if links else "", (), counts),
    ]


def _stated(page: sections.Page, reader: Reader, record: str, predicate: NamedNode) -> Markup:
    """Write the values of a property, each with the passages that state it; rivals are parted by slashes."""
    values = [
        sections.joined([page.writer.value(page.writer.builder.value(stated)), page.cite(passages)], " ")
        for stated, passages in reader.stated(record, predicate).items()
    ]
    return sections.joined(values, " / " if predicate.value in agreement.properties(reader) else None)


def _event(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Show when an event took place, rival days side by side, where, who took part, what refers to it."""
    disputes = [finding for finding in page.writer.builder.findings.get(iri, ()) if finding.predicate in _DAYS]
    blocks = [
        sections.wrapped("div", rivals.block(page.writer, page.notes, dispute), "rivals") for dispute in disputes
    ]
    rows = [[static.say("portrait.when"), days.stated(page, iri)]] if reader.interval(iri).days else []
    for predicate in (kg.place, kg.participant, kg.about):
        if reader.values(iri, predicate):
            rows.append([page.term(predicate.value), _stated(page, reader, iri, predicate)])
    return [
        sections.Section(static.say("portrait.event"), "event", columns=(), rows=rows, blocks=blocks),
        relations.linked_section(page, reader, iri, "portrait.after", [kg.about], [kg.Event, kg.Action]),
    ]


def _company(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Show who owns a company and what it owns, the contracts that it is party to, and the sanctions against it."""
    owners = [[page.record(owner.value)] for owner in reader.values(iri, kg.owner)]
    return [
        sections.Section(static.say("portrait.owners"), "owners", rows=owners),
        relations.linked_section(page, reader, iri, "portrait.owns", [kg.owner]),
        _contracts(page, reader, iri),
        relations.linked_section(page, reader, iri, "portrait.sanctions", [kg.target], [kg.Sanction]),
    ]


def _contracts(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    """Show what a company is party to: an instrument on the day of its signature, and acts other than that one."""
    records = relations.linking(reader, iri, _CONTRACTING, [kg.Instrument, kg.Action])
    page.shown.update(records)
    signed = {
        act
        for act in records
        if kg.Signature.value in reader.kinds(act) and {v.value for v in reader.values(act, kg.treaty)} & {*records}
    }
    listed = [record for record in records if record not in signed]
    blocks = [relations.listing(page, reader, listed)] if listed else []
    return sections.Section(static.say("portrait.contracts"), "contracts", blocks=blocks)


def _place(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Show what a place lies in, what lies in it, what took place there, and which articles name it."""
    within = [[page.record(place.value)] for place in reader.values(iri, kg.locatedIn)]
    return [
        sections.Section(static.say("portrait.within"), "within", rows=within),
        relations.linked_section(page, reader, iri, "portrait.inside", [kg.locatedIn, kg.seat]),
        relations.linked_section(page, reader, iri, "portrait.events", [kg.place], [kg.Happening]),
        relations.linked_section(page, reader, iri, "portrait.named", [kg.names], [kg.Provision, kg.Instrument]),
    ]


_DAYS = {predicate.value for predicate in (kg.onDate, kg.startDate, kg.endDate)}
_CONTRACTING = (kg.party, kg.signatory, kg.participant, kg.actor)
_PORTRAITS: dict[str, Portrait] = {
    kg.Person.value: _person,
    kg.Office.value: _office,
    kg.Membership.value: _standing,
    kg.Tenure.value: _standing,
    kg.Instrument.value: treaty.parts,
    kg.Provision.value: treaty.provision,
    kg.Vote.value: _vote,
    kg.Event.value: _event,
    kg.Company.value: _company,
    kg.Organization.value: organizations.parts,
    kg.Place.value: _place,
    kg.Infrastructure.value: _place,
}
