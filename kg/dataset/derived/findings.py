"""How the accounts of each single-valued property of each record agree, and the quads that state it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.dataset.derived.answers import answers, subjects
from kg.dataset.derived.origins import Origins
from kg.dataset.derived.sides import ComparedAccount, Comparison, compare, weight
from kg.dataset.derived.statements import Statements
from kg.dataset.intervals import Interval
from kg.rdf.closure import closure
from kg.rdf.terms import Literal, NamedNode, Quad, Value
from kg.rdf.vocabulary import DERIVED, IS_PART_OF, A, bound_base, code, kg, local_name, xsd


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


class Findings:
    """How the accounts of the single-valued properties of records agree."""

    def __init__(self, statements: Statements, origins: Origins) -> None:
        self.statements = statements
        self.origins = origins
        #: Each single-valued property with itself and the properties that bound it, each with the side it bounds.
        self.bounds = {
            prop: [(prop, "")]
            + [
                (bounding, statements.values(bounding, kg.boundSide.value)[0].value)
                for bounding in statements.sources_of(prop, kg.bounds.value)
            ]
            for prop in statements.marked(kg.singleValued)
        }

    def of(self, record: str) -> dict[str, Comparison]:
        """Compare the accounts of every single-valued property of a record, by property.

        Answers to a contested question are compared likewise, under `kg:answer`.
        The project's own coding is not testimony and gives no accounts.
        """
        return self.statements.unit("findings", record, self._of)

    def _of(self, record: str) -> dict[str, Comparison]:
        """Compare the accounts of a record."""
        comparisons = {}
        if compared := answers(self.statements, self.origins, record):
            comparisons[kg.answer.value] = compared
        by_place = self.statements.accounts(record)
        predicates = {predicate for stated in by_place.values() for predicate in stated}
        for prop, bounds in self.bounds.items():
            if any(predicate in predicates for predicate, _ in bounds):
                accounts = [
                    ComparedAccount(value, bound, place, self.origins.of(place))
                    for place, stated in by_place.items()
                    if not place.coding
                    for predicate, bound in bounds
                    for value in stated.get(predicate, [])
                ]
                if accounts:
                    comparisons[prop] = compare(accounts, self._around)
        return comparisons

    def _around(self, place: str) -> set[str]:
        """Return every place or state that contains a place."""
        return self.statements.unit("around", place, lambda _: set(closure(self._larger(place), self._larger)))

    def _larger(self, place: str) -> list[str]:
        """Return the places of which a place is directly a part."""
        return [
            larger for link in (kg.locatedIn, IS_PART_OF) for larger in self.statements.links(place, link.value)
        ]

    def quads(self, record: str, days: Interval | None) -> Iterator[Quad]:
        """Yield the findings on a record, with their sides and accounts, as quads of the derived graph.

        Args:
            record: the one that the findings are on.
            days: between which it holds or, of a ballot, its vote is taken, where that is known.
        """
        for prop, comparison in self.of(record).items():
            yield from self._quads(record, prop, comparison, days)

    def _quads(self, record: str, prop: str, comparison: Comparison, days: Interval | None) -> Iterator[Quad]:
        """Yield one finding as quads."""
        iri, about = name_of(record, prop), subjects(self.statements, record)
        say = _Writer(NamedNode(iri))
        yield say(A, kg.Finding)
        yield say(kg.onRecord, record)
        yield say(kg.onProperty, prop)
        yield say(kg.state, code(comparison.state))
        if comparison.dispute:
            yield say(kg.disputeClass, code(comparison.dispute))
            weighed = weight(comparison, sum(len(self.statements.accounts(subject)) for subject in about))
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
        agents = involved(self.statements, record)
        day = days.possibly_from if days else None
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
            yield say(kg.nearness, code(self.origins.nearness(account.place, agents, day)))


def occasion(statements: Statements, record: str) -> str:
    """Return the record whose days are those of what a record tells: of a ballot the vote, else itself."""
    return next(iter(statements.links(record, kg.vote.value)), record)


def involved(statements: Statements, record: str) -> set[str]:
    """Return the agents that take part in a record, or in what a contested question is about."""
    return {agent for subject in subjects(statements, record) for agent in participants(statements, subject)}


def participants(statements: Statements, record: str) -> set[str]:
    """Return the agents that take part in a record, or in the instrument or vote to which it belongs."""
    wholes = [i for link in (kg.treaty, IS_PART_OF, kg.vote) for i in statements.links(record, link.value)]
    return {
        participant.value
        for subject in (record, *wholes)
        for predicate, pairs in statements.about(subject).items()
        if predicate in _TAKING_PART
        for participant, _ in pairs
        if isinstance(participant, NamedNode)
    }


_TAKING_PART = {
    predicate.value
    for predicate in (
        kg.actor,
        kg.between,
        kg.body,
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
        kg.voter,
    )
}
