"""QuickStatements: memberships and tenures that Wikidata may lack, as a list that a person reviews first.

One line is one statement of version 1 of the tool's language, tab-separated: item, property, value, then the start
and end as qualifiers and the source as a reference. https://www.wikidata.org/wiki/Help:QuickStatements
"""

from __future__ import annotations

from typing import BinaryIO

from kg.export.snapshot import Snapshot, counted
from kg.model.agreement import findings
from kg.model.reader import Reader
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import PREFIXES, code, compact, kg, skos

#: Of each class the properties that lead to both ends, and Wikidata's own from the one to the other.
_RELATIONS = {
    kg.Membership: (kg.member, kg.organization, "P463"),  # member of
    kg.Tenure: (kg.person, kg.office, "P39"),  # position held
}
_START, _END, _REFERENCE = "P580", "P582", "S854"  # start time, end time, reference URL
#: Encyclopaedias and tables often go back to Wikidata itself, and the coding is this project's own.
_NO_REFERENCE = {code.reference_work, code.dataset, code.project_coding}
#: Wikidata's numbers of the precisions of a day, by the length of a date, and what completes it to a whole one.
_PRECISION = {4: ("-01-01", 9), 7: ("-01", 10), 10: ("", 11)}


def quickstatements(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write the statements whose ends both have a verified Wikidata identifier; a rival date is left out.

    Whether Wikidata has them already is not known here: nothing is fetched.
    """
    reader = snapshot.reader
    lines, unnamed, unsourced = [], 0, 0
    for cls, (subject, value, claim) in _RELATIONS.items():
        for record in reader.of_class(cls.value):
            # An observer or an applicant is no member.
            if cls == kg.Membership and code.full_member not in reader.values(record, kg.role):
                continue
            ends = [_item(reader, record, link) for link in (subject, value)]
            if not all(ends):
                unnamed += 1
            elif source := _sourced(reader, record):
                address, days = source
                qualifiers = [cell for name, day in days.items() for cell in (name, _time(day))]
                lines.append("\t".join([ends[0], claim, ends[1], *qualifiers, _REFERENCE, f'"{address}"']) + "\n")
            else:
                unsourced += 1
    # By item: whoever reviews the list opens each item of Wikidata once.
    out.write("".join(sorted(lines)).encode())
    return [
        f"{counted(len(lines), 'statement')} to be reviewed: compare each with its item, run only what is lacking.",
        f"{counted(unnamed, 'relation')} left out: an end has no Wikidata identifier.",
        f"{counted(unsourced, 'relation')} left out: no source with an address that Wikidata could take.",
    ]


def _item(reader: Reader, record: str, link: NamedNode) -> str:
    """Return the Wikidata identifier of what a property of a record leads to, or an empty text."""
    ends = (end.value for end in reader.values(record, link))
    matches = (match.value for end in ends for match in reader.values(end, skos.exactMatch))
    return next((compact(iri)[len("wd:") :] for iri in matches if iri.startswith(PREFIXES["wd"])), "")


def _sourced(reader: Reader, record: str) -> tuple[str, dict[str, str]] | None:
    """Return the address of a source on a relation, and what it states of the start and end that are agreed on.

    Of several sources it is the one that states the most, and of these one whose holders speak themselves.
    """
    names = {kg.startDate.value: _START, kg.endDate.value: _END}
    agreed = {
        names[finding.predicate]: finding.sides[0]
        for finding in findings(reader, record)
        if finding.predicate in names and len(finding.sides) == 1 and not finding.sides[0].bound
    }
    choices: list[tuple[bool, str, str, dict[str, str]]] = []
    for passage in map(reader.passage, reader.attesting(record)):
        addresses = [term.value for term in reader.values(passage.source, kg.address) if '"' not in term.value]
        if addresses and not _NO_REFERENCE.intersection(reader.values(passage.source, kg.kind)):
            days = {
                name: agreed[name].value.value
                for name in (_START, _END)
                if name in agreed and passage.iri in agreed[name].passages
            }
            choices.append((not passage.direct, passage.iri, addresses[0], days))
    if not choices:
        return None
    *_, address, days = min(choices, key=lambda choice: (-len(choice[3]), choice[:2]))
    return address, days


def _time(date: str) -> str:
    """Return a date as QuickStatements writes it, with its precision.

    >>> _time("2001"), _time("2001-06-15")
    ('+2001-01-01T00:00:00Z/9', '+2001-06-15T00:00:00Z/11')
    """
    rest, precision = _PRECISION[len(date)]
    return f"+{date}{rest}T00:00:00Z/{precision}"
