"""To which states an actor belongs, and on which of the described sides a record stands."""

from __future__ import annotations

from collections import defaultdict

from kg.memoize import memoized
from kg.model import description
from kg.model.reader import Reader
from kg.rdf.closure import closure
from kg.rdf.vocabulary import IS_PART_OF, kg

#: Ways by which an actor belongs to a state or a body.
_BELONGS = (kg.organOf, kg.officeOf, kg.affiliation, kg.owner)
#: Ways by which a record that is no actor has to do with those who made it.
_MADE_BY = (kg.party, kg.actor, kg.treaty, IS_PART_OF)

#: Where a record stands: on the first or the second described side, on both, on another, or on none.
NONE, FIRST, SECOND, BOTH, OTHER = range(5)


@memoized
def states_of(reader: Reader, actor: str) -> list[str]:
    """Return the states to which an actor belongs, through organs, offices, tenures and owners, nearest first."""
    states, offices = _states(reader), _offices(reader)

    def above(record: str) -> set[str]:
        """Return the bodies, offices and owners to which a record belongs itself."""
        return {body.value for term in _BELONGS for body in reader.values(record, term)} | offices.get(
            record, set()
        )

    return [state for state in closure([actor], above) if state in states]


@memoized
def succession(reader: Reader, state: str) -> frozenset[str]:
    """Return a state with those whose place it took: their seats, votes and memberships are its own."""
    return frozenset(closure([state], lambda iri: [earlier.value for earlier in reader.values(iri, kg.succeeds)]))


@memoized
def side(reader: Reader, record: str) -> int:
    """Return where a record stands: NONE, FIRST, SECOND, BOTH or OTHER.

    An actor stands where the state stands to which it belongs; an instrument or an act where its parties and
    actors do; a provision where its instrument does. Membership decides nothing: a state may leave, or never
    have joined.
    """
    parties = description.of(reader).parties[:2]
    makers = closure([record], lambda iri: [maker.value for term in _MADE_BY for maker in reader.values(iri, term)])
    # A described party need not be a state: it stands for itself.
    places = {place for maker in makers for place in (maker, *states_of(reader, maker))}
    described = [party in places for party in parties]
    if any(described):
        return BOTH if all(described) and len(parties) == 2 else FIRST + described.index(True)
    return OTHER if places & _states(reader) else NONE


@memoized
def _states(reader: Reader) -> set[str]:
    """Return all states."""
    return set(reader.of_class(kg.State.value))


@memoized
def _offices(reader: Reader) -> dict[str, set[str]]:
    """Return the offices that each person has held."""
    offices: dict[str, set[str]] = defaultdict(set)
    for tenure in reader.of_class(kg.Tenure.value):
        for person in reader.values(tenure, kg.person):
            offices[person.value] |= {office.value for office in reader.values(tenure, kg.office)}
    return offices
