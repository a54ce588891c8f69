"""The status of an instrument on a day, and comparisons of instruments: answers with their accounts.

Whether it is in force follows from the days that compiling derives (`kg.dataset.derived.instruments`); this
module gathers the acts, the rules and the denials behind the answer. Nothing here is written to the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.dataset.intervals import Answer, Interval, strongest
from kg.errors import Error
from kg.memoize import memoized
from kg.model.agreement import Finding, findings
from kg.model.reader import Passage, Reader
from kg.rdf.closure import closure
from kg.rdf.terms import Literal, NamedNode
from kg.rdf.vocabulary import GIST, IS_PART_OF, REGISTER, code, dcterms, kg, of_source, skos
from kg.text import dates

_DATED = (kg.onDate.value, kg.startDate.value)
#: How far a passage is from the text of an instrument: the text read in full, a part of it, a report of it.
WHOLE_TEXT, PART_OF_TEXT, REPORT = range(3)
#: The number by which a provision without one is sorted.
UNNUMBERED = 10_000


class NotAnInstrument(Error, ValueError):
    """A record that is neither an instrument nor a provision of one, so that it cannot be in force."""


@dataclass(frozen=True)
class Act:
    """An act that concerns an instrument: its days, the findings on them, and the passages that do not date it.

    `part_only` marks an act that concerns single provisions.
    """

    record: str
    kind: str
    actors: tuple[str, ...]
    interval: Interval
    dates: tuple[Finding, ...]
    undated: tuple[str, ...]
    part_only: bool

    def done_by(self, day: str) -> Answer:
        """Answer whether the act had taken place by a day."""
        return self.interval.begun(day)


@dataclass(frozen=True)
class Reason:
    """Why the answer is what it is, as the key of a phrase with the records that fill it."""

    key: str
    records: tuple[str, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True)
class Status:
    """The status of an instrument or provision on a day: the answer, its reasons, the acts, each party's acts."""

    treaty: str
    day: str
    in_force: Answer
    interval: Interval
    reasons: tuple[Reason, ...]
    acts: tuple[Act, ...]
    by_party: dict[str, tuple[Act, ...]] = field(default_factory=dict)
    denials: tuple[str, ...] = ()


def acts(reader: Reader, treaty: str) -> list[Act]:
    """Return the attested acts of an instrument, in order of time, the undated ones last."""
    attested: list[Act] = []
    for record in _registered(reader, treaty):
        if not reader.kinds(record):  # only denied
            continue
        dated = tuple(finding for finding in findings(reader, record) if finding.predicate in _DATED)
        dating = {a.passage.iri for f in dated for s in f.sides for a in (*s.accounts, *s.fitting, *f.undecided)}
        attested.append(
            Act(
                record,
                reader.kinds(record)[0].rpartition("#")[2],
                tuple(actor.value for actor in reader.values(record, kg.actor)),
                reader.interval(record),
                dated,
                tuple(passage for passage in reader.attesting(record) if passage not in dating),
                bool(reader.values(record, kg.provision)),
            )
        )
    return sorted(attested, key=lambda act: (_order(act.interval), act.record))


def _order(span: Interval) -> str:
    """Return the day by which an act is sorted; "9" sorts undated acts after all dates."""
    return span.possibly_from or span.surely_from or span.not_before or "9"


def status(reader: Reader, treaty: str, day: str) -> Status:
    """Return the status of an instrument, or of a provision of one, on a day, with every account.

    A provision without an end of its own has the status of its instrument. An instrument that had ended is in
    force again where an act of restoration had taken place by the day.

    Raises:
        NotADate: the day is none.
        NotAnInstrument: the record is neither an instrument nor a provision.
    """
    dates.check(day)
    whole = whole_of(reader, treaty)
    known = acts(reader, whole)
    # A provision has days of its own only where it begins or ends apart from its instrument.
    own = reader.interval(treaty)
    span = own if own != Interval() else reader.interval(whole)
    restored = [a for a in known if a.kind == "Restoration"]
    answer = strongest([span.holds(day), *(a.done_by(day) for a in restored if span.holds(day) == "no")])
    if treaty != whole:
        parts = reader.subjects(kg.provision, NamedNode(treaty))
        known = [a for a in known if not a.part_only or a.record in parts]
    parties = [party.value for party in reader.values(whole, kg.party)]

    def superiors(agent: str) -> list[str]:
        """Return the states and bodies of which an agent is an organ or office."""
        return [body.value for link in (kg.organOf, kg.officeOf) for body in reader.values(agent, link)]

    about = {*_registered(reader, whole), treaty, whole}
    return Status(
        treaty,
        day,
        answer,
        span,
        tuple(_reasons(reader, treaty if own != Interval() else whole, span, known, day)),
        tuple(known),
        {party: tuple(a for a in known if party in closure(a.actors, superiors)) for party in parties},
        tuple(
            denial
            for denial in reader.of_class(kg.Denial.value)
            if not about.isdisjoint(record.value for record in reader.values(denial, kg.about))
        ),
    )


def _reasons(reader: Reader, record: str, span: Interval, known: list[Act], day: str) -> Iterator[Reason]:
    """Yield the reasons for a status: what began it, what ended it by which rule, what is missing."""
    if span.not_before is not None and day < span.not_before:
        signed = [a for a in known if a.kind == "Signature" and a.done_by(day) == "no"]
        yield from (Reason("status.not-yet", (a.record,)) for a in signed)
    links: dict[NamedNode, list[str]] = {link.predicate: [] for link in reader.derived(record)}
    for link in reader.derived(record):
        links[link.predicate].append(link.object.value)
    begun_by = sorted(links.get(kg.startsWith, []))
    by_record = {a.record: a for a in known}
    for act in begun_by:
        yield Reason("status.begun", (act,), by_record[act].done_by(day) if act in by_record else None)
    if span.surely_from is None:
        yield Reason("status.no-entry")
    rules = links.get(kg.endRule, [])
    for act in sorted(links.get(kg.endsWith, [])):
        answer = by_record[act].done_by(day) if act in by_record else reader.interval(act).begun(day)
        if answer != "no":
            yield Reason("status.ended", (rules[0], act), answer)
    yield from (Reason("status.set-aside", (act,)) for act in sorted(links.get(kg.setsAside, [])))
    if "ends-by-term" in "".join(rules) and span.surely_until is not None and day > span.surely_until:
        yield Reason("status.term-over", (rules[0],))
    if span.last_attested is not None and span.holds(day) == "presumably":
        yield Reason("status.last-attested")


def _registered(reader: Reader, treaty: str) -> list[str]:
    """Return the acts of an instrument that the register knows, attested or only denied."""
    return reader.subjects(kg.treaty, NamedNode(treaty), REGISTER)


def instruments(reader: Reader) -> list[str]:
    """Return the instruments that acts are recorded of, by the date of their earliest act, then by name."""
    attested = [act for act in reader.subjects(kg.treaty, graph=REGISTER) if reader.kinds(act)]
    treaties = {treaty.value for act in attested for treaty in reader.values(act, kg.treaty)}
    return sorted(treaties, key=lambda t: (first_act(reader, t), t))


def first_act(reader: Reader, treaty: str) -> str:
    """Return the first possible day of the earliest dated act of an instrument; "9" where none is dated."""
    return min((_order(act.interval) for act in acts(reader, treaty)), default="9")


def instrument_of(reader: Reader, record: str) -> str | None:
    """Return the instrument that a record is or is a provision of, to any depth; None for any other record.

    An article of a chapter is part of the chapter, which is part of the instrument.
    """
    wholes = closure([record], lambda part: [whole.value for whole in reader.values(part, IS_PART_OF)][:1])
    for whole in wholes:
        if any(kg.Instrument.value in reader.above(kind) for kind in reader.kinds(whole)):
            return whole
    return None


def whole_of(reader: Reader, record: str) -> str:
    """Return the instrument that a record is or is a provision of.

    Raises:
        NotAnInstrument: it is neither.
    """
    whole = instrument_of(reader, record)
    if whole is None:
        raise NotAnInstrument(f"{reader.label(record)} is neither an instrument nor a provision of one.")
    return whole


def provisions(reader: Reader, treaty: str) -> list[str]:
    """Return the provisions of an instrument: preamble, articles by number, then annexes.

    Where an instrument has chapters, each is followed by its articles, whose numbers begin anew in it.
    """
    parts = [part for part in reader.subjects(IS_PART_OF, NamedNode(treaty)) if not of_source(part)]
    ordered = []
    for part in sorted(parts, key=lambda p: (number(reader, p), p)):
        ordered.append(part)
        if kg.Annex.value in reader.kinds(part):
            ordered += provisions(reader, part)
    return ordered


def number(reader: Reader, provision: str) -> int:
    """Return the number of a provision; a preamble counts 0, an unnumbered part comes last."""
    numbers = reader.values(provision, kg.number)
    if numbers:
        return int(numbers[0].value)
    # Above any number of articles, so that an annex without a number comes after them.
    return 0 if kg.Preamble.value in reader.kinds(provision) else UNNUMBERED


def coded(reader: Reader, provision: str) -> bool:
    """Return whether the content of a provision has been coded or summarized; computed, never stored.

    A chapter is coded where all its articles are.
    """
    if any(reader.values(provision, term) for term in (kg.mainField, kg.touchedField, kg.commitment, GIST)):
        return True
    parts = provisions(reader, provision)
    return bool(parts) and all(coded(reader, part) for part in parts)


@dataclass(frozen=True)
class Gist:
    """One gist of a provision, by language, with the passages that give it, and how far they are from its text.

    `remove` is `WHOLE_TEXT`, `PART_OF_TEXT` or `REPORT`.
    """

    texts: dict[str, str]
    passages: tuple[str, ...]
    remove: int


def gists(reader: Reader, provision: str) -> list[Gist]:
    """Return the gists of a provision: of its text read in full, then of excerpts of the text, then of reports.

    What the same passages give in several languages is one gist.
    """
    texts = {
        text: passages for text, passages in reader.stated(provision, GIST).items() if isinstance(text, Literal)
    }
    distinct: list[Gist] = []
    for value, passages in sorted(texts.items(), key=lambda pair: (pair[0].value, pair[0].language or "")):
        given, tag = tuple(passages), value.language or "en"
        same = next((gist for gist in distinct if gist.passages == given and tag not in gist.texts), None)
        if same:
            same.texts[tag] = value.value
        else:
            distinct.append(
                Gist({tag: value.value}, given, min(_remove(reader, provision, passage) for passage in given))
            )
    return sorted(distinct, key=lambda gist: gist.remove)


def _remove(reader: Reader, provision: str, iri: str) -> int:
    """Rank a passage by its distance from the text of a provision."""
    passage = reader.passage(iri)
    if not passage.direct:
        return REPORT
    if code.treaty_text not in reader.values(passage.source, kg.kind):
        # A law, a file of papers or a history may print a text: what its parties say together there is the wording.
        whole = instrument_of(reader, provision)
        parties = {party.value for party in reader.values(whole, kg.party)} if whole else set()
        printed = len(parties.intersection(passage.holders)) > 1 and not reader.values(iri, kg.reports)
        return PART_OF_TEXT if printed else REPORT
    return WHOLE_TEXT if code.extent_full in reader.values(passage.source, kg.extentSeen) else PART_OF_TEXT


def texts(reader: Reader, provision: str) -> list[Passage]:
    """Return the passages that hold the text of a provision: whole texts first, and official ones of these."""
    seen = [passage for passage in reader.attesting(provision) if _remove(reader, provision, passage) < REPORT]
    passages = [reader.passage(passage) for passage in seen]

    def rank(passage: Passage) -> tuple[int, bool, str]:
        """Rank a whole text before a part, and what a public body publishes before what others do."""
        publishers = reader.values(passage.source, dcterms.publisher)
        kinds = {kind for publisher in publishers for kind in reader.values(publisher.value, kg.publisherKind)}
        return _remove(reader, provision, passage.iri), code.public_body not in kinds, passage.iri

    return sorted(passages, key=rank)


def commitments(reader: Reader, provision: str) -> dict[str, tuple[str, ...]]:
    """Return the types of commitment of a provision, each with how strongly it binds, the strongest first."""
    return {v.value: _modalities(reader, provision, v) for v in reader.values(provision, kg.commitment)
            if isinstance(v, NamedNode)}  # fmt: skip


@dataclass(frozen=True)
class Descent:
    """A link of lineage: its record, its kind, the later text and the earlier one."""

    record: str
    kind: str
    later: str
    earlier: str


@memoized
def descents(reader: Reader) -> list[Descent]:
    """Return every link of lineage between texts."""
    links = []
    for record in reader.of_class(kg.Lineage.value):
        kind, later, earlier = (
            next((v.value for v in reader.values(record, predicate)), "")
            for predicate in (kg.kind, kg.later, kg.earlier)
        )
        if kind and later and earlier:
            links.append(Descent(record, kind, later, earlier))
    return links


@dataclass(frozen=True)
class Cell:
    """What one instrument has on one subject: its provisions, main ones first, and the passages behind them.

    `modalities` holds, for each provision with a type of commitment, how strongly it binds to that, where coded.
    """

    main: tuple[str, ...]
    touched: tuple[str, ...]
    passages: tuple[str, ...]
    modalities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.main or self.touched or self.passages)

    @property
    def strongest(self) -> str | None:
        """The strongest modality of any provision; None where none is coded."""
        coded_ones = {modality for modalities in self.modalities.values() for modality in modalities}
        return next((modality for modality in MODALITIES if modality in coded_ones), None)


#: The modalities of a commitment, from the strongest to the one that binds to nothing.
MODALITIES = tuple(term.value for term in (code.obligation, code.endeavour, code.permission, code.statement))


@dataclass(frozen=True)
class Comparison:
    """Instruments side by side: by policy field, by commitment type, by lineage; with what is not yet coded.

    `whole` is true for each instrument of which all is coded, so that what is not found is absent.
    """

    treaties: tuple[str, ...]
    fields: dict[str, tuple[Cell, ...]]
    commitments: dict[str, tuple[Cell, ...]]
    lineage: tuple[tuple[str, str, str, str], ...]  # (record, kind, later, earlier)
    provisions: tuple[tuple[str, ...], ...]
    uncoded: tuple[tuple[str, ...], ...]
    whole: tuple[bool, ...]

    def linked(self) -> list[tuple[int, int]]:
        """Return the pairs of instruments, as (earlier, later), between which changes can be listed.

        Two instruments are always a pair; of more, those that lineage links.
        """
        if len(self.treaties) == 2:
            return [(0, 1)]
        place = {
            provision: i
            for i, (t, parts) in enumerate(zip(self.treaties, self.provisions, strict=True))
            for provision in (t, *parts)
        }
        pairs = {(place[earlier], place[later]) for _, _, later, earlier in self.lineage}
        return sorted(pair for pair in pairs if pair[0] != pair[1])

    def between(self, earlier: Cell, later: Cell) -> tuple[tuple[str, str, str, str], ...]:
        """Return the links of lineage from the provisions of one cell to those of another."""
        ends = [{*cell.main, *cell.touched} for cell in (later, earlier)]
        return tuple(link for link in self.lineage if link[2] in ends[0] and link[3] in ends[1])


def compare(reader: Reader, treaties: list[str]) -> Comparison:
    """Compare instruments: the fields and commitments that each covers, and the links between their texts.

    An article without coding is counted as not yet coded, never as silence. Fields follow their broader ones.

    Raises:
        NotAnInstrument: one of the records is neither an instrument nor a provision.
    """
    for record in treaties:
        whole_of(reader, record)
    parts = [provisions(reader, t) for t in treaties]
    fields = _cells(reader, treaties, parts, (kg.mainField,), (kg.touchedField, kg.coversField))
    commitments = _cells(reader, treaties, parts, (kg.commitment,), ())
    tops = {f: top_field(reader, f) for f in fields}
    every = {p for part in parts for p in part} | set(treaties)
    uncoded = [tuple(provision for provision in part if not coded(reader, provision)) for part in parts]
    # All provisions of an instrument are known where its articles are counted, or its text was read whole.
    known = [
        bool(reader.values(t, kg.articleCount))
        or any(gist.remove == WHOLE_TEXT for p in part for gist in gists(reader, p))
        for t, part in zip(treaties, parts, strict=True)
    ]
    return Comparison(
        tuple(treaties),
        {f: fields[f] for f in sorted(fields, key=lambda f: (tops[f], f != tops[f], f))},
        commitments,
        tuple(
            (link.record, link.kind, link.later, link.earlier)
            for link in descents(reader)
            if link.later in every and link.earlier in every
        ),
        tuple(map(tuple, parts)),
        tuple(uncoded),
        tuple(counted and not open_ones for counted, open_ones in zip(known, uncoded, strict=True)),
    )


def change(earlier: Cell, later: Cell, whole: tuple[bool, bool]) -> str:
    """Return how a subject changed between two instruments, as the key of a phrase.

    *Kept*, but *weakened* or *strengthened* where the strongest modality is another; *gained* or *dropped* where
    all of the other instrument is coded, else in one of them *only so far*.
    """
    if earlier and later:
        # The smaller the index, the stronger the modality.
        strengths = [MODALITIES.index(s) for cell in (earlier, later) if (s := cell.strongest)]
        if len(strengths) < 2 or strengths[0] == strengths[1]:
            return "kept"
        return "weakened" if strengths[1] > strengths[0] else "strengthened"
    if later:
        # What is not found is absent only where all of the other instrument is coded.
        return "gained" if whole[0] else "in the later only so far"
    return "dropped" if whole[1] else "in the earlier only so far"


def top_field(reader: Reader, policy_field: str) -> str:
    """Return the broadest field above a policy field, or the field itself."""
    return closure([policy_field], lambda f: [broader.value for broader in reader.values(f, skos.broader)][:1])[-1]


def _cells(
    reader: Reader,
    treaties: list[str],
    parts: list[list[str]],
    main: tuple[NamedNode, ...],
    touched: tuple[NamedNode, ...],
) -> dict[str, tuple[Cell, ...]]:
    """Return, for each subject, the cell of each instrument."""
    by_subject: dict[str, list[Cell]] = {}
    subjects = sorted(
        {v.value for part, t in zip(parts, treaties, strict=True) for p in [*part, t] for n in main + touched
         for v in reader.values(p, n)}
    )  # fmt: skip
    for subject in subjects:
        by_subject[subject] = [
            _cell(reader, subject, [*part, treaty], main, touched)
            for part, treaty in zip(parts, treaties, strict=True)
        ]
    return {subject: tuple(cells) for subject, cells in by_subject.items()}


def _cell(
    reader: Reader, subject: str, where: list[str], main: tuple[NamedNode, ...], touched: tuple[NamedNode, ...]
) -> Cell:
    """Return what one instrument has on a subject."""
    holders: tuple[list[str], list[str]] = ([], [])
    passages: set[str] = set()
    for provision in where:
        for predicates, column in ((main, holders[0]), (touched, holders[1])):
            for predicate in predicates:
                if NamedNode(subject) not in reader.values(provision, predicate):
                    continue
                # A provision on a field as its main one is not listed as touching it, too.
                if provision not in holders[0] and provision not in column:
                    column.append(provision)
                passages.update(reader.stated(provision, predicate).get(NamedNode(subject), ()))
    modalities = {p: bound for p in holders[0] if (bound := _modalities(reader, p, NamedNode(subject)))}
    return Cell(tuple(holders[0]), tuple(holders[1]), tuple(sorted(passages)), modalities)


def _modalities(reader: Reader, provision: str, commitment: NamedNode) -> tuple[str, ...]:
    """Return how strongly a provision binds to a type of commitment, the strongest first.

    An article repeats the codes of its numbered paragraphs: where these are coded, they show which modality
    belongs to which commitment.
    """
    paragraphs = [
        part
        for part in reader.subjects(IS_PART_OF, NamedNode(provision))
        if kg.Paragraph.value in reader.kinds(part) and reader.values(part, kg.commitment)
    ]
    bound: set[str] = set()
    for part in paragraphs or [provision]:
        passages = set(reader.stated(part, kg.commitment).get(commitment, ()))
        bound |= {m.value for m, where in reader.stated(part, kg.modality).items() if passages.intersection(where)}
    return tuple(modality for modality in MODALITIES if modality in bound)
