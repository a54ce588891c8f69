"""Reports on a text, and whether the text confirms them: this project's checks, each with its reason.

A check is coding, not testimony: it compares two passages of others and says nothing of the world.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.memoize import memoized
from kg.model.reader import Passage, Reader
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.turtle import natural
from kg.rdf.vocabulary import GIST, REGISTER, code, kg

#: The verdicts, those that the text does not confirm first.
VERDICTS = tuple(
    verdict.value
    for verdict in (code.against_the_text, code.not_in_the_text, code.partly_in_the_text, code.in_the_text)
)


@dataclass(frozen=True)
class Check:
    """One report compared with the text: its claims, whether the text confirms them, where, and why.

    `claims` are the check's own words for the part of the report that it compares, else the gists of its passage.
    """

    record: str
    report: Passage
    claims: tuple[Literal, ...]
    verdict: str
    provisions: tuple[str, ...]
    reasons: tuple[Literal, ...]

    @property
    def claim(self) -> dict[str, str]:
        """The claims as one text for each language that has all of them."""
        by_language: dict[str, dict[str, None]] = {}
        for claim in self.claims:
            by_language.setdefault(claim.language or "en", {})[claim.value] = None
        # Where a language has fewer sentences than another, its text would hide what it lacks.
        most = max(map(len, by_language.values()), default=0)
        return {tag: " ".join(texts) for tag, texts in by_language.items() if len(texts) == most}


@memoized
def checks(reader: Reader, instrument: str) -> list[Check]:
    """Return the checks of reports on an instrument: by verdict, then by report.

    Without the coding there are none; a report that the view leaves out is not compared.
    """
    compared: list[Check] = []
    for record in reader.subjects(kg.checkedAgainst, NamedNode(instrument), REGISTER):
        reports, verdicts = reader.values(record, kg.checkedReport), reader.values(record, kg.verdict)
        if not reports or not verdicts:
            continue
        try:
            report = reader.passage(reports[0].value)
        except KeyError:  # the view leaves it out
            continue
        where = [provision.value for provision in reader.values(record, kg.comparedProvision)]
        where.sort(key=lambda iri: (kg.Preamble.value not in reader.kinds(iri), natural(iri)))
        claims = _texts(reader, record, kg.checkedClaim) or _gists(reader, report.iri)
        reasons = _texts(reader, record, GIST)
        compared.append(Check(record, report, claims, verdicts[0].value, tuple(where), reasons))
    return sorted(compared, key=lambda c: (VERDICTS.index(c.verdict), natural(c.report.iri), natural(c.record)))


def unchecked(reader: Reader, instrument: str) -> list[str]:
    """Return the passages that report an instrument and that no check compares with its text."""
    compared = {check.report.iri for check in checks(reader, instrument)}
    return sorted(set(reader.subjects(kg.reports, NamedNode(instrument))) - compared, key=natural)


def _gists(reader: Reader, passage: str) -> tuple[Literal, ...]:
    """Return the gists of a passage in the order of the records that they are of."""
    gists = [statement for statement in reader.stated_in(passage) if statement.predicate == GIST]
    gists.sort(key=lambda statement: natural(statement.subject.value))
    return tuple(gist.object for gist in gists if isinstance(gist.object, Literal))


def _texts(reader: Reader, record: str, predicate: NamedNode) -> tuple[Literal, ...]:
    """Return the texts of a property."""
    return tuple(text for text in reader.values(record, predicate) if isinstance(text, Literal))
