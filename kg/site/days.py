"""The days of a record: as accounts state them, and as they are worked out, with the rule by which they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.dataset.intervals import Interval
from kg.model import plain
from kg.model.agreement import findings
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import LANGUAGES, kg
from kg.site import sections, static

if TYPE_CHECKING:
    from markupsafe import Markup


def stated(page: sections.Page, record: str) -> Markup:
    """Write the dates of a record as stated: the rival values of a property, then those of the next."""
    reader = page.writer.builder.reader
    known = {finding.predicate: finding for finding in findings(reader, record)}
    kinds = reader.kinds(record)[:1]
    times = [
        v.value for kind in kinds for t in (kg.timeAt, kg.timeFrom, kg.timeTo) for v in reader.declared(kind, t)
    ]
    properties = []
    for finding in (known[predicate] for predicate in times if predicate in known):
        accounts = finding.sides or finding.undecided
        values = [static.bounded(account.bound, page.writer, account.value) for account in accounts]
        properties.append(sections.joined(values, " / "))
    days = sections.joined(properties, " – ")
    if any(known[predicate].disputed for predicate in times if predicate in known):
        return sections.joined([days, sections.wrapped("span", static.say("disputed"), "flag")], " ")
    return days


def worked_out(writer: static.Writer, iri: str) -> list[Markup]:
    """Write lines on when a record holds and by which rule; none where no day is known.

    Where nobody states an end, that is said, for a standing that passes, such as a candidacy, would seem to last.
    """
    reader = writer.builder.reader
    span = reader.interval(iri)
    if span == Interval():
        return []
    lines = [static.dated({tag: plain.span_text(span, tag) for tag in LANGUAGES}, static.worked_out)]
    if any(reader.declared(kind, kg.timeTo) for kind in reader.kinds(iri)[:1]):
        if span.surely_from is None and span.possibly_from is None:
            lines.append(static.say("start.not-stated"))
        if span.surely_until is None and span.possibly_until is None:
            lines.append(static.say("end.not-stated"))
    links: dict[str, list[Markup]] = {}
    for quad in reader.derived(iri):
        if isinstance(quad.object, NamedNode):
            link = writer.link(writer.builder.name(quad.object.value))
            links.setdefault(quad.predicate.value, []).append(link)
    for rule in links.get(kg.endRule.value, []):
        lines += [sections.joined([rule, other], ": ") for other in links.get(kg.endsWith.value, [])]
    lines += [static.say("status.set-aside", other) for other in links.get(kg.setsAside.value, [])]
    return lines
