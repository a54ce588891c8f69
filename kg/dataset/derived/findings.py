"""How the accounts of each single-valued property of each record agree, and the quads that state it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.dataset.derived.answers import answers, subjects
from kg.dataset.derived.origins import Origins
from kg.dataset.derived.sides import ComparedAccount, Comparison, compare, weight
from kg.dataset.derived.statements import Statements
from kg.dataset.intervals import Interval
from kg.rdf.closure import closure
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import DERIVED, IS_PART_OF, A, bound_base, code, kg, local_name, xsd

Known = dict[tuple[str, str], Comparison]


def findings(statements: Statements, origins: Origins) -> Known:
    """Compare the accounts of every single-valued property of every record, by record and property.

    Answers to contested questions are compared likewise, under the question and `kg:answer`.
    The project's own coding is not testimony and gives no accounts.
    """
    bounds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    properties = statements.marked(kg.singleValued)
    for prop in properties:
        bounds[prop] = [(prop, "")]
        for bounding in statements.sources_of(prop, kg.bounds.value):
            bounds[prop].append((bounding, statements.values(bounding, kg.boundSide.value)[0].value))
    reach = _Within(statements)
    known: Known = answers(statements, origins)
    for record, passages in statements.attested.items():
        predicates = {p for rows in passages.values() for p in rows}
        for prop in properties:
            if any(p in predicates for p, _ in bounds[prop]):
                accounts = [
                    ComparedAccount(value, bound, statements.passages[passage], origins.of(passage))
                    for passage, rows in passages.items()
                    if not statements.passages[passage].coding
                    for predicate, bound in bounds[prop]
                    for value in rows.get(predicate, [])
                ]
                if accounts:
                    known[record, prop] = compare(accounts, reach.of)
    return known


class _Within:
    """The larger places around a place, memoized."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self._around: dict[str, set[str]] = {}

    def of(self, place: str) -> set[str]:
        """Return every place or state that contains a place."""
        if place not in self._around:
            self._around[place] = set(closure(self._larger(place), self._larger))
        return self._around[place]

    def _larger(self, place: str) -> list[str]:
        """Return the places of which a place is directly a part."""
        return [
            larger for link in (kg.locatedIn, IS_PART_OF) for larger in self.statements.links(place, link.value)
        ]


def name_of(record: str, prop: str) -> str:
    """Return the IRI of the finding on a property of a record.

    >>> from kg.rdf.vocabulary import record_iri
    >>> name_of(record_iri("treaty-2001-signature"), kg.onDate.value).removeprefix(bound_base())
    'finding/treaty-2001-signature.onDate'
    """
    return f"{bound_base()}finding/{local_name(record)}.{prop.rpartition('#')[2]}"


@dataclass(frozen=True)
class _Writer:
    """Writes the quads of one node of the derived graph."""

    subject: NamedNode

    def __call__(self, predicate: NamedNode, value: Value | str) -> Quad:
        return Quad(self.subject, predicate, NamedNode(value) if isinstance(value, str) else value, DERIVED)


def finding_quads(
    statements: Statements, origins: Origins, known: Known, intervals: Mapping[str, Interval]
) -> Iterator[Quad]:
    """Yield the findings with their sides and accounts as quads of the derived graph."""
    for (record, prop), comparison in known.items():
        iri = name_of(record, prop)
        say = _Writer(NamedNode(iri))
        yield say(A, kg.Finding)
        yield say(kg.onRecord, record)
        yield say(kg.onProperty, prop)
        yield say(kg.state, code(comparison.state))
        if comparison.dispute:
            yield say(kg.disputeClass, code(comparison.dispute))
            about = subjects(statements, record)
            weighed = weight(comparison, sum(len(statements.attested.get(subject, ())) for subject in about))
            yield say(kg.weight, Literal(f"{weighed:.2f}", datatype=xsd.decimal))
        for slip in comparison.slips:
            yield say(kg.slip, Literal(" ".join(slip)))
        for origin in comparison.torn:
            for holder in sorted(origin):
                yield say(kg.statesBoth, holder)
        # By identity: hashing a side would hash all of its accounts.
        names = {id(side): f"{iri}.side-{i}" for i, side in enumerate(comparison.sides, 1)}
        for side in comparison.sides:
            say = _Writer(NamedNode(names[id(side)]))
            yield say(A, kg.Side)
            yield say(kg.sideOf, iri)
            yield say(kg.statedValue, side.value)
            yield say(kg.originCount, Literal(len(side.origins)))
            if side.bound:
                yield say(kg.boundAs, Literal(side.bound))
            for holder in sorted({h for a in side.accounts for h in a.place.holders}):
                yield say(kg.statedBy, holder)
            for account in side.accounts:
                yield say(kg.statedIn, account.place.iri)
        placed = [(a, kg.side, names[id(s)]) for s in comparison.sides for a in s.accounts]
        placed += [(a, kg.fits, names[id(s)]) for s in comparison.sides for a in s.fitting]
        placings: list[tuple[ComparedAccount, NamedNode | None, str]] = [
            *placed,
            *((a, None, "") for a in comparison.undecided),
        ]
        involved = {
            agent for subject in subjects(statements, record) for agent in participants(statements, subject)
        }
        day = intervals[record].possibly_from if record in intervals else None
        for i, (account, relation, side_iri) in enumerate(
            sorted(placings, key=lambda r: (r[0].place.iri, r[2])), 1
        ):
            say = _Writer(NamedNode(f"{iri}.account-{i}"))
            yield say(A, kg.Account)
            yield say(kg.accountOf, iri)
            yield say(kg.inPassage, account.place.iri)
            yield say(kg.statedValue, account.value)
            if account.bound:
                yield say(kg.boundAs, Literal(account.bound))
            if relation is not None:
                yield say(relation, side_iri)
            yield say(kg.nearness, code(origins.nearness(account.place.iri, involved, day)))


def participants(statements: Statements, record: str) -> set[str]:
    """Return the agents that take part in a record or in the instrument whose act or provision it is."""
    instruments = [i for link in (kg.treaty.value, IS_PART_OF.value) for i in statements.links(record, link)]
    return {
        participant.value
        for subject in (record, *instruments)
        for predicate, pairs in statements.by_subject.get(subject, {}).items()
        if predicate in _TAKING_PART
        for participant, _ in pairs
        if isinstance(participant, NamedNode)
    }


_TAKING_PART = {
    predicate.value
    for predicate in (
        kg.actor,
        kg.between,
        kg.exporter,
        kg.importer,
        kg.imposer,
        kg.member,
        kg.organization,
        kg.participant,
        kg.party,
        kg.person,
        kg.signatory,
        kg.target,
    )
}
