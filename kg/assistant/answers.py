"""Answers for an assistant: rows, the passages behind them, and a citation; what the graph lacks is *not known*.

Each function asks what the command of its name asks (`kg search`, `kg show` …) and returns an `Answer`. Nothing is
guessed: a name that no record has, or a question without rows, gives an answer with `known` false.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Concatenate, ParamSpec

from kg.dataset.names import NameFault
from kg.errors import Error
from kg.model import agreement, citation, description, plain, treaty
from kg.model import sayings as speech
from kg.model.nearness import nearest
from kg.model.reader import Reader
from kg.query import questions
from kg.query.attribution import with_sources
from kg.query.labels import labelled
from kg.query.questions import Question
from kg.query.sparql import QueryFault, Term, text_of
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import GIST, compact, expand, is_passage, kg
from kg.text import dates
from kg.text.phrases import listed, say
from kg.text.tables import TextTable

P = ParamSpec("P")
Row = dict[str, str]

#: An answer describes at most so many passages, so that it fits into the context of a language model.
PASSAGES = 60
#: The column in which questions of the library name who speaks.
_SPEAKER = "who"


class NotKnown(Error, LookupError):
    """The graph holds nothing of what was asked."""


@dataclass(frozen=True)
class CitedPassage:
    """A passage behind an answer: who speaks, in which source, where in it, and when.

    `direct` is false for hearsay: `reported_by` then names those who report the speaker, the nearest first.
    `nearness` is to what the passage tells of the records in the rows, the nearest where it tells of several; empty
    for assessments and denials, which are no events, and for the project's own coding, which is no testimony.
    """

    passage: str
    holders: list[str]
    reported_by: list[str]
    direct: bool
    source: str
    kind: str
    locator: str
    day: str
    nearness: str
    address: str


@dataclass(frozen=True)
class Answer:
    """What the graph answers.

    Attributes:
        known: false where the graph holds no answer; the summary then says what was looked for and what is near.
        summary: the answer in a sentence or two.
        rows: the answer row by row; `passages` in a row are identifiers of `passages` below.
        left_out: how many rows there are beside those returned.
        traced: false where rows are counted or worked out; the passages are then those that speak of their records.
        passages: the passages behind the rows, in the order in which rows first cite them.
        passages_left_out: how many passages there are beside those returned.
        citation: of the answer, with the version of the data and the day of use.
    """

    known: bool
    summary: str
    rows: list[Row]
    left_out: int
    traced: bool
    passages: list[CitedPassage]
    passages_left_out: int
    citation: str


@dataclass(frozen=True)
class Library:
    """A compiled graph with its questions.

    `digest` is that of the data, and `today` returns the day of use (`YYYY-MM-DD`): both are named by citations.
    """

    reader: Reader
    questions: Mapping[str, Question]
    digest: str
    today: Callable[[], str]

    def cite(self, iri: str | None = None, style: str = "chicago", title: str = "") -> str:
        """Cite a record or a passage, or a question by its title; without any, the graph as a whole."""
        whole = description.of(self.reader).base
        edition = {"digest": self.digest, "accessed": self.today()}
        return citation.cite(self.reader, iri or whole, style, title=title, **edition).strip()


def _known_or_not(
    tool: Callable[Concatenate[Library, P], Answer],
) -> Callable[Concatenate[Library, P], Answer]:
    """Turn the faults that mean "the graph has no such thing" into an answer that says so, with what is near.

    Faults of the request itself, such as a day that is none, stay faults.
    """

    @wraps(tool)
    def answering(library: Library, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Answer, or return the fault as the summary of an answer that is not known."""
        try:
            return tool(library, *args, **kwargs)
        except (NotKnown, NameFault, citation.NotCitable) as fault:
            return Answer(False, f"Not known. {fault}", [], 0, True, [], 0, library.cite())

    return answering


@_known_or_not
def search(library: Library, words: str, *, gists: bool = False, limit: int = 20, language: str = "en") -> Answer:
    """Find records by any of their names, in three scripts and any spelling, or by words of their gists."""
    reader = library.reader
    whole = True
    try:
        if gists:
            mentions = reader.names.mentions(words, limit)
            whole = all(mention.whole for mention in mentions)
            rows = [
                {
                    "record": compact(mention.record),
                    "name": reader.short(mention.record, language),
                    "gist": mention.gist,
                    "passages": compact(mention.passage) if mention.passage else "",
                }
                for mention in mentions
            ]
        else:
            rows = [
                {
                    "record": compact(hit.record),
                    "name": reader.short(hit.record, language),
                    "matched": hit.label,
                    "kind": reader.label(hit.kind, language) if hit.kind else "",
                }
                for hit in reader.names.search(words, limit)
            ]
    except ValueError as fault:
        raise NotKnown(str(fault)) from None
    if not rows:
        if gists:
            raise NotKnown(f"No gist holds these words: {words}.")
        raise NotKnown(f"No record is named like {words}.{reader.names.hint(words)}")
    summary = say("mcp.found", language, n=len(rows))
    if not whole:
        summary += " " + say("search.lacking", language)
    return _answer(library, rows, summary, language, limit=limit, about=[expand(row["record"]) for row in rows])


@_known_or_not
def show(library: Library, record: str, *, limit: int = 60, language: str = "en") -> Answer:
    """Return all that is stated of a record, value by value, with agreement and who says it."""
    reader = library.reader
    iri = reader.names.find(record)
    findings = {finding.predicate: finding for finding in agreement.findings(reader, iri)}
    rows = []
    for statement in reader.statements(iri):
        finding = findings.get(statement.predicate)
        side = next((s for s in finding.sides if s.value == statement.value), None) if finding else None
        rows.append(
            {
                "property": reader.label(statement.predicate, language),
                "value": plain.value_text(reader, statement.value, language),
                "record": compact(statement.value.value) if isinstance(statement.value, NamedNode) else "",
                "agreement": say(f"state.{finding.state}", language) if finding else "",
                "nearness": say(f"nearness.{side.nearness}", language) if side else "",
                "passages": " ".join(map(compact, statement.passages)),
            }
        )
    kinds = listed((reader.label(kind, language) for kind in reader.kinds(iri)), language)
    span = plain.span_text(reader.interval(iri), language)
    summary = f"{reader.label(iri, language)} ({kinds})" + (f": {span}." if span else ".")
    return _answer(library, rows, summary, language, iri, limit, about=[iri])


@_known_or_not
def says(
    library: Library,
    speaker: str,
    *,
    about: str = "",
    first: str = "",
    last: str = "",
    limit: int = 40,
    language: str = "en",
) -> Answer:
    """Return what a person or body says, in order of time: of one record, or between two days, if given."""
    reader = library.reader
    agent = reader.names.find(speaker)
    subject = reader.names.find(about) if about else ""
    readings = [dates.read(day, language) if day else None for day in (first, last)]
    begin = dates.earliest(readings[0].day) if readings[0] else ""
    end = dates.latest(readings[1].day) if readings[1] else "9"
    if begin > end:
        raise NotKnown(f"{first} is later than {last}: exchange the two days.")
    told = [
        saying
        for saying in speech.sayings(reader, agent)
        if (not subject or subject in (*saying.subjects, saying.record))
        # What has no day is left out where days are asked for: nobody knows that it was said then.
        and (
            begin <= dates.earliest(saying.day) <= dates.latest(saying.day) <= end
            if saying.day
            else not (first or last)
        )
    ]
    statements = [
        {
            "day": saying.day,
            "about": listed((reader.short(s, language) for s in saying.subjects), language),
            "statement": plain.saying_text(reader, saying, language),
            "record": compact(saying.record),
            "passages": compact(saying.passage.iri),
        }
        for saying in sorted(told, key=lambda s: (s.day or "9", s.record, s.passage.iri))
    ]
    label = reader.label(agent, language)
    if not statements:
        raise NotKnown(f"The graph holds no such statement by {label}.")
    counted = say("mcp.statements", language, label, n=len(statements))
    summary = " ".join([counted, *(reading.note for reading in readings if reading and reading.note)])
    return _answer(library, statements, summary, language, agent, limit, about=[saying.record for saying in told])


@_known_or_not
def status(library: Library, instrument: str, *, day: str = "", language: str = "en") -> Answer:
    """Return whether an instrument or a provision is in force on a day, with every account of its acts."""
    reader = library.reader
    treaty_iri = reader.names.find(instrument)
    reading = dates.read(day, language) if day else dates.Reading(library.today())
    standing = treaty.status(reader, treaty_iri, reading.day)
    reasons = "; ".join(plain.reason_text(reader, reason, standing, language) for reason in standing.reasons)
    answer = say(f"answer.{standing.in_force}", language) + (f" ({reasons})" if reasons else "")
    in_force = say("status.in-force", language, day=standing.day, answer=answer)
    summary = f"{reader.label(treaty_iri, language)}: {in_force}. {reading.note}".strip()
    known = standing.in_force != "cannot tell"
    rows = _rows(plain.status_table(reader, standing, language))
    about = [act.record for act in standing.acts]
    return _answer(library, rows, summary, language, treaty_iri, about=about, known=known)


@_known_or_not
def conflicts(library: Library, record: str = "", *, limit: int = 40, language: str = "en") -> Answer:
    """Return where accounts exclude each other, on one record or on all, the weightiest disputes first.

    A dispute is returned with all of its sides or not at all: the last one may exceed the limit.
    """
    reader = library.reader
    subject = reader.names.find(record) if record else None
    disputes = [finding for finding in agreement.findings(reader, subject) if finding.disputed]
    disputes.sort(key=lambda finding: (-finding.weight, finding.record, finding.predicate))
    where = reader.label(subject, language) if subject else say("mcp.graph", language)
    if not disputes:
        raise NotKnown(f"The accounts of {where} hold no dispute.")
    rows = _rows(plain.conflicts_table(reader, disputes, language))
    disputed = [(row["record"], row["property"]) for row in rows]
    while 0 < limit < len(rows) and disputed[limit] == disputed[limit - 1]:
        limit += 1
    summary = say("mcp.disputes", language, where, n=len(disputes))
    about = [finding.record for finding in disputes]
    return _answer(library, rows, summary, language, subject, limit, about=about)


@_known_or_not
def article(library: Library, instrument: str, number: int, *, language: str = "en") -> Answer:
    """Return what an article of an instrument says, in each wording, and how it is coded; 0 is the preamble."""
    reader = library.reader
    whole = reader.names.find(instrument)
    parts = [part for part in treaty.provisions(reader, whole) if treaty.number(reader, part) == number]
    if not parts:
        raise NotKnown(f"{reader.label(whole, language)} has no article {number} in the graph.")
    lines = []
    for part in parts:
        lines += [
            {
                "provision": compact(part),
                "property": reader.label(GIST.value, language),
                "value": gist.texts.get(language) or gist.texts.get("en") or next(iter(gist.texts.values())),
                "passages": " ".join(map(compact, gist.passages)),
            }
            for gist in treaty.gists(reader, part)
        ]
        lines += [
            {
                "provision": compact(part),
                "property": reader.label(predicate.value, language),
                "value": plain.value_text(reader, value, language),
                "passages": " ".join(map(compact, passages)),
            }
            for predicate in (kg.mainField, kg.touchedField, kg.commitment, kg.modality, kg.names, kg.cites)
            for value, passages in reader.stated(part, predicate).items()
        ]
    names = listed((reader.label(part, language) for part in parts), language)
    if not lines:
        raise NotKnown(f"{names}: {say('not-coded', language)}.")
    return _answer(library, lines, names, language, parts[0], about=parts)


@_known_or_not
def ask(
    library: Library, question: str, values: Mapping[str, object], *, limit: int = 60, language: str = "en"
) -> Answer:
    """Answer a question of the library; parameters without a value take their defaults.

    Rows are traced to the passages that state them where the form of the query allows (`kg.query.attribution`).

    Raises:
        UnknownQuestion: with the near names.
        QuestionFault: a parameter or a value that does not fit.
    """
    reader = library.reader
    asked = questions.find(library.questions, question)

    def resolved(name: str, prefix: str) -> str:
        """Resolve a name; one that no record has is not known, rather than a fault of the question."""
        try:
            return reader.names.find(name, prefix)
        except NameFault as fault:
            raise NotKnown(str(fault)) from None

    bound = asked.resolve(values, resolved)
    answer = questions.ask(reader.store, asked, bound)
    passages_of: dict[tuple[Term | None, ...], list[str]] = {}
    try:
        by_row = with_sources(reader.store, asked.sparql(bound))
        # The last column of a traced answer is a literal of prefixed names.
        passages_of = {tuple(row[:-1]): text_of(row[-1]).split() for row in by_row.rows if row[-1]}
    except QueryFault:
        # Counted and derived rows belong to no single passage.
        by_row = None
    table = labelled(answer, reader, language)
    rows = []
    for terms, row in zip(answer.rows, _rows(TextTable(table.columns, questions.cells(table))), strict=True):
        if by_row is None:
            # A passage in a row is its own evidence; for a record it is whatever speaks of it. What is said of a
            # speaker is no evidence of what the speaker says.
            named = [
                term
                for column, term in zip(answer.columns, terms, strict=True)
                if isinstance(term, NamedNode) and column != _SPEAKER
            ]
            passages = [
                compact(passage)
                for term in named
                for passage in ([term.value] if is_passage(term) else _speaking_of(reader, term.value))
            ]
        else:
            passages = passages_of.get(tuple(terms), [])
        rows.append(row | {"passages": " ".join(passages)})
    notes = asked.notes(values, language)
    if not rows:
        raise NotKnown(" ".join([f"No row answers: {asked.title(language)}", *notes]))
    summary = " ".join([asked.title(language), asked.about(language), *notes])
    cited = library.cite(questions.QUESTION + asked.name, title=asked.title())
    about = [term.value for row in answer.rows[:limit] for term in row if isinstance(term, NamedNode)]
    return replace(
        _answer(library, rows, summary, language, limit=limit, about=about),
        traced=by_row is not None,
        citation=cited,
    )


@_known_or_not
def cite(library: Library, record: str, *, style: str = "chicago") -> Answer:
    """Cite a record, a source or a passage: chicago, apa, mla, oscola, gost, bibtex, biblatex, ris or csl-json."""
    iri = library.reader.names.find(record)
    cited = compact(iri) if is_passage(NamedNode(iri)) else ""
    row = {"style": style, "citation": library.cite(iri, style), "passages": cited}
    return _answer(library, [row], library.cite(iri), "en", iri, about=[])


def _speaking_of(reader: Reader, record: str) -> list[str]:
    """Return the passages that speak of a record, or of the acts of an instrument of which none speaks itself."""
    if passages := reader.attesting(record):
        return passages
    acts = treaty.acts(reader, record)
    return sorted({passage for act in acts for passage in reader.attesting(act.record)})


def _rows(table: TextTable) -> list[Row]:
    """Return the rows of a table by the names of its columns."""
    return [dict(zip(table.columns, cells, strict=True)) for cells in table.rows]


def _answer(
    library: Library,
    rows: Sequence[Row],
    summary: str,
    language: str,
    iri: str | None = None,
    limit: int | None = None,
    *,
    about: Collection[str],
    known: bool = True,
) -> Answer:
    """Return an answer: at most `limit` rows, the passages that they cite, and a citation of `iri`.

    Passages are described in the language, as far as they have labels in it; titles of sources stay as they are.
    `about` are the records of the rows, to which the nearness of the passages is.
    """
    returned = list(rows[:limit])
    cited = dict.fromkeys(passage for row in returned for passage in row.get("passages", "").split())
    reader = library.reader
    described = []
    for prefixed in list(cited)[:PASSAGES]:
        passage = reader.passage(expand(prefixed))
        reporters: list[str] = []
        reporter = passage.quoted_in
        while reporter:
            reporters += [reader.label(holder, language) for holder in reporter.holders]
            reporter = reporter.quoted_in
        described.append(
            CitedPassage(
                prefixed,
                [reader.label(holder, language) for holder in passage.holders],
                reporters,
                passage.direct,
                reader.passage_label(passage.source, language),
                listed((reader.label(k.value, language) for k in reader.values(passage.source, kg.kind)), language),
                reader.locator_text(passage.locator, language),
                reader.day(passage),
                say(f"nearness.{grade}", language) if (grade := nearest(reader, passage.iri, about)) else "",
                next((address.value for address in reader.values(passage.source, kg.address)), ""),
            )
        )
    return Answer(
        known,
        summary if known else f"Not known. {summary}",
        returned,
        len(rows) - len(returned),
        True,
        described,
        len(cited) - len(described),
        library.cite(iri),
    )
