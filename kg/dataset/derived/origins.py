"""The ultimate origin of a passage, and how near its holder is to the event that it describes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal as OneOf

from kg.dataset.derived.statements import Place, Statements
from kg.rdf.closure import closure
from kg.rdf.terms import NamedNode, Quad
from kg.rdf.vocabulary import DERIVED, code, dcterms, kg, prov
from kg.text import dates

Origin = frozenset[str]
#: How near an account is to the event that it describes, the nearest first: the concepts of `code:nearness-grades`.
Nearness = OneOf["the-text-itself", "a-party", "at-the-time", "later", "undated-account"]

_DERIVED_FROM = prov.wasDerivedFrom.value
_TREATY_TEXT = code.treaty_text.value
#: Along these an agent leads to the state or body for which it speaks.
_SPEAKS_FOR = (kg.affiliation.value, kg.officeOf.value, kg.organOf.value)
#: An account is contemporary if it was given within so many days of the event.
_AT_THE_TIME = timedelta(days=31)


class Origins:
    """The origins of a view's passages."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements

    def of(self, place: Place) -> Origin:
        """Return the origin of a passage: the quoted speaker, else whoever its source copies, else its holder.

        A source copies another by `prov:wasDerivedFrom`, and whatever lies outside the graph by `kg:copies`; both
        are followed to the root. Words that a source reports from a speaker are that speaker's, copy or not.
        """
        return self.statements.unit("origin", place.iri, lambda _: self._of(place))

    def _of(self, place: Place) -> Origin:
        """Compute the origin of a passage."""
        origin = frozenset(place.holders)
        if place.quoted_in is not None or not origin <= self._makers(place.source):
            return origin
        # Of several sources that one copies, the first by name: the root of a chain is one source.
        source = closure([place.source], lambda copy: self.statements.links(copy, _DERIVED_FROM)[:1])[-1]
        if outside := self.statements.links(source, kg.copies.value):
            return frozenset(outside)
        if source != place.source:
            return frozenset(self._makers(source)) or frozenset({source})
        return origin

    def quads(self, passage: str) -> Iterator[Quad]:
        """Yield the origins of a passage as quads of the derived graph."""
        if place := self.statements.place(passage):
            for who in sorted(self.of(place)):
                yield Quad(NamedNode(passage), kg.origin, NamedNode(who), DERIVED)

    def _makers(self, source: str) -> set[str]:
        """Return the creators of a source, or its publishers where it names no creator."""
        creators = self.statements.links(source, dcterms.creator.value)
        return set(creators or self.statements.links(source, dcterms.publisher.value))

    def line(self, agent: str) -> set[str]:
        """Return an agent with the states and bodies for which it speaks: by organ, office, tenure, affiliation."""
        return self.statements.unit("line", agent, lambda _: set(closure([agent], self._speaks_for)))

    def _speaks_for(self, agent: str) -> list[str]:
        """Return the bodies and offices of which an agent directly is an organ, a member or the holder."""
        tenures = self.statements.sources_of(agent, kg.person.value)
        above = [up for link in _SPEAKS_FOR for up in self.statements.links(agent, link)]
        return above + [o for t in tenures for o in self.statements.links(t, kg.office.value)]

    def by_party(self, place: Place, parties: set[str]) -> bool:
        """Return whether a holder of a passage is one of some agents or speaks for one."""
        return any(self.line(holder) & parties for holder in place.holders)

    def nearness(self, place: Place, parties: set[str], day: str | None) -> Nearness:
        """Return how near an account is to the event that it describes.

        Args:
            place: the passage that states the account.
            parties: the agents that take part in the record.
            day: the first possible day of the event, if known.
        """
        party = self.by_party(place, parties)
        if party and _TREATY_TEXT in self.statements.links(place.source, kg.kind.value) and not place.quoted_in:
            return "the-text-itself"
        if party:
            return "a-party"
        if place.day is None or day is None:
            return "undated-account"
        given = date.fromisoformat(dates.earliest(place.day))
        return "at-the-time" if given - date.fromisoformat(day) <= _AT_THE_TIME else "later"
