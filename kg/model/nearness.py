"""How near the holder of a passage stands to what the passage tells of records, whatever it tells of them.

The derived layer has the nearness of each account of a single-valued property. A gist or a link has no account; its
nearness follows here from the same rule, so that both agree.
"""

from __future__ import annotations

from collections.abc import Collection

from kg.dataset.derived.findings import involved, occasion
from kg.dataset.derived.origins import Nearness, Origins
from kg.dataset.update import StoredStatements
from kg.memoize import memoized
from kg.model.agreement import NEARNESS
from kg.model.reader import Reader
from kg.model.sayings import is_opinion
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import DERIVED, kg


def nearest(reader: Reader, passage: str, records: Collection[str]) -> Nearness | None:
    """Return how near a passage stands to those of some records of which it tells, the nearest where they differ.

    Where it tells of none of them, all of which it tells count. None for the project's own coding, which is no
    testimony, and for assessments and denials, which are no events.
    """
    accounts = reader.subjects(kg.inPassage, NamedNode(passage), DERIVED)
    findings = [finding.value for account in accounts for finding in reader.values(account, kg.accountOf)]
    # A contested question has accounts in passages that state the opinions, and not the question.
    told = {record.value for finding in findings for record in reader.values(finding, kg.onRecord)}
    told |= {statement.subject.value for statement in reader.stated_in(passage)}
    grades = (
        nearness(reader, passage, record)
        for record in sorted(told.intersection(records) or told)
        if not is_opinion(reader, record)
    )
    return min((grade for grade in grades if grade), key=NEARNESS.index, default=None)


@memoized
def nearness(reader: Reader, passage: str, record: str) -> Nearness | None:
    """Return how near a passage stands to what it tells of a record; None for the project's own coding."""
    origins = _origins(reader)
    place = origins.statements.place(passage)
    if place is None or place.coding:
        return None
    day = reader.interval(occasion(origins.statements, record)).possibly_from
    return origins.nearness(place, involved(origins.statements, record), day)


@memoized
def _origins(reader: Reader) -> Origins:
    """Return the origins of the passages of a compiled graph; no term of the ontology has a part in nearness."""
    return Origins(StoredStatements(reader.store, (), {}))
