"""The records that link to a record, under phrases that say what the link means when read backwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from kg.model import treaty
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import IS_PART_OF, LANGUAGES, compact, kg
from kg.site import sections, static
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from markupsafe import Markup

#: How many records of one group a page lists. The graph page has them all, but needs a script, and many a record
#: is linked nowhere else.
MOST = 500
#: A longer group is folded.
MOST_OPEN = 12
#: Opinions have a section of their own.
_ELSEWHERE = (kg.Assessment, kg.Denial)


def phrase(predicate: str) -> Markup:
    """Write what a property means when read backwards: "actor" from an act becomes "acts" of the actor."""
    key = f"inverse.{compact(predicate)}"
    # A corpus may have properties of its own, for which the catalogue has no phrase.
    return static.say(key) if key in catalogue() else static.say("inverse", name=compact(predicate))


def section(page: sections.Page, reader: Reader, iri: str) -> sections.Section:
    """Write the records that link to a record, in groups of one relation and one class, each in order of time."""
    links: dict[str, list[str]] = {}
    for record, predicate, _ in reader.mentions(iri):
        if (
            record not in page.shown
            and predicate != IS_PART_OF.value
            and not _is_one_of(reader, record, _ELSEWHERE)
        ):
            links.setdefault(record, []).append(predicate)
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for record, linking_by in links.items():
        kind = next(iter(reader.kinds(record)), "")
        groups.setdefault((tuple(linking_by), kind), []).append(record)
    blocks = []
    for (predicates, kind), records in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        names = [sections.joined([phrase(p) for p in predicates]), *([page.term(kind)] if kind else [])]
        heading = sections.joined([sections.joined(names, ": "), sections.tally(len(records))], " ")
        blocks.append(sections.folded(heading, listing(page, reader, records), opened=len(records) <= MOST_OPEN))
    return sections.Section(static.say("pointers"), "relations", blocks=blocks)


def linking(
    reader: Reader, iri: str, predicates: Iterable[NamedNode], classes: Iterable[NamedNode] = ()
) -> list[str]:
    """Return the records that link to a record by one of some properties, of some classes if any are given."""
    linked = {record for predicate in predicates for record in reader.subjects(predicate, NamedNode(iri))}
    return sorted(record for record in linked if not classes or _is_one_of(reader, record, classes))


def linked_section(
    page: sections.Page,
    reader: Reader,
    iri: str,
    key: str,
    predicates: Iterable[NamedNode],
    classes: Iterable[NamedNode] = (),
) -> sections.Section:
    """Write the records that link to a record in one way as a section, under the phrase of a key."""
    records = linking(reader, iri, predicates, classes)
    page.shown.update(records)
    blocks = [listing(page, reader, records)] if records else []
    return sections.Section(static.say(key), key.partition(".")[2], blocks=blocks)


def listing(page: sections.Page, reader: Reader, records: Collection[str]) -> Markup:
    """List records in order of time, each with its first day and its name, which leads to the sources."""
    in_order = sorted(records, key=lambda record: (_first_day(reader, record) or "9", record))
    lines = [_line(page, reader, record) for record in in_order[:MOST]]
    if len(in_order) > MOST:
        more = static.say("more", n=len(in_order) - MOST)
        graph_page = page.meta.get("graph_page")
        lines.append(static.page_link(f"{graph_page}#sel={page.meta['record']}", more) if graph_page else more)
    return sections.listed(lines, "relations")


def by_decade(page: sections.Page, reader: Reader, records: Collection[str]) -> Markup:
    """List records folded by decade, those of unknown day last; all stand open where they are few."""
    in_order = sorted(records, key=lambda record: (_first_day(reader, record) or "9", record))
    decades = [(key, list(same)) for key, same in groupby(in_order, key=lambda r: _first_day(reader, r)[:3])]
    folds = []
    for decade, same in decades:
        years = static.in_languages({tag: static.digits(f"{decade}0–{decade}9", tag) for tag in LANGUAGES})
        heading = sections.joined([years if decade else static.say("undated"), sections.tally(len(same))], " ")
        lines = sections.listed([_line(page, reader, record) for record in same], "relations")
        folds.append(sections.folded(heading, lines, opened=len(in_order) <= MOST_OPEN))
    return sections.joined(folds, "")


def _line(page: sections.Page, reader: Reader, record: str) -> Markup:
    """Write a record in a line: its first day and its name, which leads to its page and to the sources there."""
    first = _first_day(reader, record)
    return sections.joined([*([static.worked_out(first)] if first else []), page.record(record)], " ")


def _first_day(reader: Reader, record: str) -> str:
    """Return the first day of a record as precisely as it is known; empty where its beginning is not stated.

    An instrument begins with its signature, where that is dated.
    """
    span = reader.interval(record)
    if _is_one_of(reader, record, [kg.Instrument]):
        signed = [
            act.interval for act in treaty.acts(reader, record) if act.kind == "Signature" and not act.part_only
        ]
        span = next((interval for interval in signed if interval.possibly_from), span)
    return span.as_dated().possibly_from or ""


def _is_one_of(reader: Reader, record: str, classes: Iterable[NamedNode]) -> bool:
    """Return whether a record belongs to one of some classes."""
    above = {cls for kind in reader.kinds(record) for cls in reader.above(kind)}
    return any(cls.value in above for cls in classes)
