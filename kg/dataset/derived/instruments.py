"""When instruments and their provisions are in force, derived from the acts that concern them.

An act begins or ends its instrument as its class declares (`kg:effect`); declarations and memoranda bind when they
are signed (`kg:bindsOnSignature`), unless they need an approval. No instrument is in force before its signature.
An end that only others report, while a party later treats the instrument as in force, does not end it: whether a
treaty binds its parties is for them to say. Where the parties differ, it is in force by some accounts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kg.dataset.derived.findings import participants
from kg.dataset.derived.origins import Origins
from kg.dataset.derived.sides import length
from kg.dataset.derived.spans import Days, Spans
from kg.dataset.derived.statements import Statements
from kg.dataset.intervals import Interval
from kg.rdf.terms import Literal
from kg.rdf.vocabulary import IS_PART_OF, A, kg
from kg.text import dates


class Forces:
    """The days on which instruments, and provisions that an act has ended, are in force."""

    def __init__(self, statements: Statements, origins: Origins, spans: Spans) -> None:
        self.statements = statements
        self.origins = origins
        self.spans = spans
        #: The instruments whose days are being computed, one because of the other.
        self._open: list[str] = []

    def of(self, record: str) -> Days | None:
        """Return the days of an instrument, or of a provision that an act has ended; None for other records."""
        if self.statements.is_a(record, kg.Instrument):
            days = self._whole(record)
            return days if days.interval != Interval() else None
        days = Days(Interval())
        for instrument in self.statements.links(record, IS_PART_OF.value):
            if self.statements.is_a(instrument, kg.Instrument):
                life = self._life(instrument)
                if life.ending_acts(record):
                    days = life.days(record, self._start)
        return days if days.interval != Interval() else None

    def _life(self, instrument: str) -> _Life:
        """Return the acts of an instrument."""
        return _Life(self.statements, self.origins, self.spans, instrument)

    def _start(self, instrument: str) -> Days | None:
        """Return the days of an instrument without regard to those that it supplements; None for other records.

        One that replaces itself, directly or through others, has no start.
        """
        if not self.statements.is_a(instrument, kg.Instrument):
            return None
        if instrument in self._open:
            return Days(Interval())
        self._open.append(instrument)
        try:
            return self._life(instrument).days(None, self._start)
        finally:
            self._open.pop()

    def _whole(self, instrument: str, below: tuple[str, ...] = ()) -> Days:
        """Return the days of an instrument, which end with those of an instrument that it supplements."""
        days = self._start(instrument) or Days(Interval())
        for parent in self.statements.links(instrument, kg.supplements.value):
            if parent == instrument or parent in below or not self.statements.is_a(parent, kg.Instrument):
                continue
            over = self._whole(parent, (*below, instrument)).interval
            if over.possibly_until is not None:
                cut = days.cut(over.possibly_until, "ends-with-parent", parent)
                if cut != days:  # nothing but the end of the parent ends it
                    days = replace(cut, interval=replace(cut.interval, surely_until=over.surely_until))
        return days


@dataclass(frozen=True)
class _Act:
    """An act that concerns an instrument, with its class and its days."""

    record: str
    kind: str
    effect: str
    days: Days | None
    provisions: tuple[str, ...]

    @property
    def opens(self) -> str | None:
        """The first day on which, by any account, it may have taken place."""
        return self.days.interval.possibly_from if self.days else None

    @property
    def first(self) -> str | None:
        """The first day that no account excludes."""
        return self.opens or (self.days.interval.not_before if self.days else None)

    @property
    def last(self) -> str | None:
        """The day by which it had surely taken place."""
        return self.days.interval.surely_from if self.days else None


class _Life:
    """The acts of one instrument, and what follows from them."""

    def __init__(self, statements: Statements, origins: Origins, spans: Spans, instrument: str) -> None:
        self.statements = statements
        self.origins = origins
        self.instrument = instrument
        self.parties = participants(statements, instrument)
        self.acts: list[_Act] = []
        for record in statements.sources_of(instrument, kg.treaty.value):
            for kind in statements.kinds(record)[:1]:
                effects = statements.declared(kind, kg.effect)
                provisions = tuple(statements.links(record, kg.provision.value))
                effect = effects[0].value if effects else ""
                self.acts.append(_Act(record, kind, effect, spans.of(record), provisions))
        # The passages that deny an act of the instrument, attested or not, by act.
        about = ((act, statements.denials(act)) for act in statements.sources_of(instrument, kg.treaty.value))
        self.denials = {act: denials for act, denials in about if denials}

    def ending_acts(self, provision: str | None) -> list[_Act]:
        """Return the acts that end the instrument, or, with a provision, that provision alone."""
        return [
            act
            for act in self.acts
            if act.effect == "ends" and (provision in act.provisions if provision else not act.provisions)
        ]

    def days(self, provision: str | None, start_of: Callable[[str], Days | None]) -> Days:
        """Return the days on which the instrument, or one provision of it, is in force.

        Args:
            provision: a part that acts have ended on its own; None for the whole.
            start_of: returns the days of another instrument, which dates a replacement that no account dates.
        """
        start = self._beginning()
        attested = self._attested(provision)
        interval = start.interval
        first = min((day for day, _ in attested), default=None)
        if interval.possibly_from is None and first is not None:
            consent = self._consent()
            if consent is not None and consent <= first:
                interval = replace(interval, possibly_from=consent, surely_from=consent)
                start = replace(start, start_rule="starts-by-consent")
            elif interval.surely_from is None:
                interval = replace(interval, surely_from=first)
        days = [day for day in (*(day for day, _ in attested), interval.surely_from) if day is not None]
        interval = replace(interval, last_attested=max(days, default=None))
        return self._ended(replace(start, interval=interval), attested, provision, start_of)

    def _consent(self) -> str | None:
        """Return the day by which every party had ratified or approved the instrument; None where one lacks.

        Where sources attest an instrument without dating its entry into force, it began no earlier.
        """
        parties = set(self.statements.links(self.instrument, kg.party.value))
        days: dict[str, str] = {}
        for act in self.acts:
            if act.kind in _CONSENTING and act.last is not None and not act.provisions:
                for actor in self.statements.links(act.record, kg.actor.value):
                    for party in self.origins.line(actor) & parties:
                        days[party] = max(act.last, days.get(party, ""))
        return max(days.values()) if parties and set(days) == parties else None

    def _beginning(self) -> Days:
        """Return from when the instrument is in force: by its own condition, an entry into force, or signature.

        Several acts of entry are one event that sources keep apart, so one of them is enough.
        """
        starting = [a for a in self.acts if a.kind == kg.EntryIntoForce.value and not a.provisions]
        signatures = [a for a in self.acts if a.kind == kg.Signature.value and a.days]
        signed = min(filter(None, map(self._own_day, signatures)), default=None)
        # Some kinds of instruments bind on signature, unless their text requires an approval.
        binds = any(
            self.statements.declared(kind, kg.bindsOnSignature)
            for kind in self.statements.links(self.instrument, A.value)
        )
        approved = self.statements.stated(self.instrument, kg.requiresApprovalBy.value)
        if binds and not approved and not any(a.days for a in starting):
            starting = signatures
        conditions = self.statements.links(self.instrument, kg.entersWith.value)
        condition = next((a for a in self.acts if a.record in conditions and a.first), None)
        if condition is not None:  # the text's own condition overrides accounts of an earlier start
            starting = [condition, *(a for a in starting if (a.first or "") >= (condition.first or ""))]
            signed = max(filter(None, (signed, condition.first)))
        firsts = [max(a.opens, signed or a.opens) for a in starting if a.opens is not None]
        lasts = [max(a.last, signed or a.last) for a in starting if a.last is not None]
        surely_from = min(lasts, default=None)
        # Acts that are only denied have no class that a source states: their names tell what they are.
        denials = [
            passage
            for act, passages in self.denials.items()
            if self.statements.is_a(act, kg.EntryIntoForce) or act.endswith("-entry-into-force")
            for passage in passages
        ]
        later = tuple(p for p in denials if surely_from is not None and self._day_of(p) >= surely_from)
        not_before = signed
        if surely_from is None and denials:  # none affirms it: it was not in force up to the last denial
            denied_until = max(self._day_of(passage) for passage in denials)
            not_before = max(
                filter(None, (signed, dates.day_after(denied_until) if denied_until else None)), default=None
            )
        interval = Interval(min(firsts, default=None), surely_from, not_before=not_before, denied_in=later)
        return Days(interval, starts_with=tuple(a.record for a in starting if a.days))

    def _own_day(self, act: _Act) -> str | None:
        """Return the first day of an act: that which the text itself gives, where it gives one."""
        days = [
            dates.earliest(date.value)
            for place, stated in self.statements.accounts(act.record).items()
            if self.origins.nearness(place, self.parties, None) == "the-text-itself"
            for date in stated.get(kg.onDate.value, [])
        ]
        return min(days, default=act.first)

    def _day_of(self, passage: str) -> str:
        """Return the last day on which a passage can have been spoken or published; empty if unknown."""
        place = self.statements.place(passage)
        return dates.latest(place.day) if place and place.day else ""

    def _attested(self, provision: str | None) -> list[tuple[str, bool]]:
        """Return the days on which the instrument is attested as in force, each with whether by a party."""
        rows = [
            (dates.earliest(date.value), place)
            for record in filter(None, (self.instrument, provision))
            for place, stated in self.statements.accounts(record).items()
            for date in stated.get(kg.heldOn.value, [])
        ]
        for act in self.acts:
            if act.kind == kg.EntryIntoForce.value and not act.provisions:
                for place, stated in self.statements.accounts(act.record).items():
                    rows += [(dates.latest(v.value), place) for v in stated.get(kg.dateNoLaterThan.value, [])]
            if act.kind.rpartition("#")[2] in _SUPPOSING and not act.provisions:
                for place in self.statements.accounts(act.record):
                    day = act.last if act.days else dates.earliest(place.day) if place.day else None
                    rows += [(day, place)] if day is not None else []
        return [(day, self.origins.by_party(place, self.parties)) for day, place in rows]

    def _ended(
        self,
        days: Days,
        attested: list[tuple[str, bool]],
        provision: str | None,
        start_of: Callable[[str], Days | None],
    ) -> Days:
        """Return the days with the end set by acts, or else by the stated term."""
        endings = self.ending_acts(None) + (self.ending_acts(provision) if provision else [])
        endings = [self._dated(act, start_of) for act in endings]
        latest = max((day for day, _ in attested), default="")
        by_party = max((day for day, party in attested if party), default="")
        sure: list[tuple[str, _Act]] = []
        firsts: list[str] = []
        ended_by: list[str] = []
        set_aside: list[str] = []
        for act in endings:
            if act.last is None:
                continue
            accounts = self.statements.accounts(act.record)
            parties_tell = any(self.origins.by_party(place, self.parties) for place in accounts)
            if not parties_tell and by_party >= act.last:
                set_aside.append(act.record)
                continue
            ended_by.append(act.record)
            # An expiry names the last day of the term; every other act the first day without the instrument.
            last_day = (lambda day: day) if act.kind == kg.Expiry.value else dates.day_before
            if act.first is not None:
                firsts.append(last_day(act.first))
            if act.record not in self.denials and latest < act.last and not self._renewed(act):
                sure.append((last_day(act.last), act))
        days = replace(days, set_aside=tuple(set_aside))
        if not ended_by:
            return self._run_out(days, latest)
        interval = replace(
            days.interval,
            surely_until=min(firsts, default=None),
            possibly_until=min((day for day, _ in sure), default=None),
        )
        return replace(days, interval=_consistent(interval), rule="ends-by-act", ends_with=tuple(ended_by))

    def _dated(self, act: _Act, start_of: Callable[[str], Days | None]) -> _Act:
        """Return an act; an undated replacement takes the days of the instrument that replaces this one."""
        if act.days is None:
            for later in self.statements.links(act.record, kg.replacedBy.value):
                known = start_of(later)
                if known is not None and known.interval.surely_from is not None:
                    began = Interval(known.interval.possibly_from, known.interval.surely_from)
                    return replace(act, days=Days(began))
        return act

    def _renewed(self, end: _Act) -> bool:
        """Return whether a renewal prolongs the instrument beyond an expiry that others date."""
        lengths = self.statements.values(self.instrument, kg.renewalTerm.value)
        renewals = [act.last for act in self.acts if act.kind == kg.Renewal.value and act.last is not None]
        if end.kind != kg.Expiry.value or end.last is None:
            return False
        return any(not lengths or dates.add(day, lengths[-1].value) > end.last for day in renewals)

    def _run_out(self, days: Days, latest: str) -> Days:
        """Return the days with the end of the stated term, unless it is renewed or a later day is attested."""
        interval = days.interval
        terms = self.statements.values(self.instrument, kg.term.value)
        renewed = self.statements.stated(self.instrument, kg.renewalTerm.value) or any(
            act.kind == kg.Renewal.value for act in self.acts
        )
        if not terms or renewed or interval.surely_from is None:
            return days
        ordered = sorted((term.value for term in terms if isinstance(term, Literal)), key=length)
        possibly_until = dates.add(interval.surely_from, ordered[-1])
        if latest > possibly_until:
            return days
        surely_until = dates.add(interval.possibly_from or interval.surely_from, ordered[0])
        interval = replace(interval, surely_until=surely_until, possibly_until=possibly_until)
        return replace(days, interval=_consistent(interval), rule="ends-by-term")


#: Acts by which a party consents to be bound.
_CONSENTING = {kg.Approval.value, kg.Ratification.value}
#: Acts that suppose that the instrument binds.
_SUPPOSING = ("Accession", "Amendment", "Renewal")


def _consistent(interval: Interval) -> Interval:
    """Return an interval whose last attestation is not after its end."""
    last, until = interval.last_attested, interval.possibly_until
    return replace(interval, last_attested=until) if last and until and last > until else interval
