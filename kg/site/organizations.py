"""Membership over time: who belonged to which organization, in which role, when, and by which sources."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.model.reader import Reader
from kg.rdf.closure import closure
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import compact, kg
from kg.site import days, in_force, relations, sections, static
from kg.site.spans import Axis

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
    """Return the page of all memberships as HTML, with a section for each organization."""
    page = sections.begin("organizations", reader, digest, lang, writer, meta)
    members: dict[str, list[str]] = {}
    for record in reader.of_class(kg.Membership.value):
        for organization in reader.values(record, kg.organization):
            members.setdefault(organization.value, []).append(record)
    for number, iri in enumerate(sorted(members, key=lambda iri: (-len(members[iri]), iri))):
        title, heading = page.plain(iri, 60), page.record(iri)
        section = sections.Section(title, f"o{number}", static.say("spans.text"), heading=heading)
        section.blocks = [chart(page, reader, members[iri], (kg.member, kg.role))]
        page.sections.append(section)
    return page.divided(beside)


def parts(page: sections.Page, reader: Reader, iri: str) -> list[sections.Section]:
    """Return the sections of an organization: its members over time, then its votes, sessions and decisions."""
    memberships = relations.linking(reader, iri, [kg.organization], [kg.Membership])
    members = sections.Section(static.say("organizations.members"), "members")
    if memberships:
        members.text = static.say("spans.text")
        members.blocks = [chart(page, reader, memberships, (kg.member, kg.role))]
    bodies = closure([iri], lambda body: reader.subjects(kg.organOf, NamedNode(body)))
    links = (kg.body, kg.actor, kg.participant, kg.party)
    classes = (kg.Event, kg.Action, kg.Instrument)
    decisions = {record for body in bodies for record in relations.linking(reader, body, links, classes)}
    page.shown.update(decisions)
    blocks = [relations.by_decade(page, reader, decisions)] if decisions else []
    return [members, sections.Section(static.say("organizations.decisions"), "decisions", blocks=blocks)]


def chart(
    page: sections.Page,
    reader: Reader,
    records: list[str],
    names: tuple[NamedNode, ...],
    remarks: Mapping[str, Markup] = MappingProxyType({}),
) -> Markup:
    """Draw standings over time, each with its names beside the bar, its days as stated and worked out, its sources.

    Args:
        page: on which it stands.
        reader: of the graph.
        records: the memberships or tenures.
        names: the properties by which each is called, such as member and role.
        remarks: what is added to the days of some records.
    """
    from markupsafe import Markup

    page.shown.update(records)
    spans = {record: reader.interval(record) for record in records}
    axis = Axis.over(spans.values(), in_force.latest_year(reader))
    lines = [] if axis is None else [Markup('<div class="standing-row"><p></p>{}</div>').format(axis.labels())]
    in_order = sorted(records, key=lambda r: (spans[r].possibly_from or spans[r].surely_from or "9", r))
    for record in in_order:
        label = sections.joined(
            [page.record(value.value) for predicate in names for value in reader.values(record, predicate)], ": "
        )
        bar = axis.bar(compact(record), spans[record]) if axis and spans[record].days else ""
        worked = sections.joined(days.worked_out(page.writer, record), static.say("semicolon"))
        told = [days.stated(page, record), worked, remarks.get(record), page.details(record)]
        words = sections.joined(filter(None, told), " — ")
        line = Markup('<div class="standing-row"><p>{} {}</p>{}<p class="pale">{}</p></div>')
        lines.append(line.format(label, page.cite(reader.attesting(record)), bar, words))
    return sections.wrapped("div", sections.joined(lines, ""), "standings")
