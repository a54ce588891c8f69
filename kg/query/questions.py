"""The question library: research questions in SPARQL, each with titles, typed parameters and expected rows.

A question is one file that any SPARQL engine runs unchanged: its parameters are `VALUES` clauses that hold
the defaults. Binding a parameter replaces the term of its clause by another, serialized from a parsed value: user
input is never inserted as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.corpus.load import Fault
from kg.dataset.names import NameFault, Names
from kg.errors import Error
from kg.query.sparql import QueryFault, Table, Term, parse_term, refuse_service, table, text_of
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Store
from kg.rdf.vocabulary import BASE, LANGUAGES, PREFIXES, A, dcterms, namespaces, rdfs, schema, sh, xsd
from kg.text import dates
from kg.text.folding import near
from kg.text.phrases import say

QUESTION = BASE + "question/"
FOLDER = "ontology/questions"

#: The themes of questions, in the order in which they are listed; the phrase `theme.NAME` is the label of each.
THEMES = (
    *("treaties", "articles", "fields", "organizations", "actors", "events", "figures", "claims", "provenance"),
    "time",
)

#: The forms in which an answer can be displayed.
WAYS = ("table", "bar", "timeline", "network", "matrix")
#: The types of parameters; the phrase `type.NAME` describes the values of each.
TYPES = ("iri", "xsd:date", "xsd:gYear", "xsd:integer", "xsd:string")

#: The types that are dates, with the number of characters and the name of each.
_PRECISIONS = {"xsd:date": (10, "day"), "xsd:gYear": (4, "Gregorian year")}

_HEADER = re.compile(r"#\+ (title|about|theme|param|see|expect|least)(?:@(\w+))?: (.+)")
_PARAMETER = re.compile(r"(\w+) (\S+) (.+)")
_VALUES = re.compile(r"VALUES\s+\?(\w+)\s*\{([^{}]*)\}")
_NUMERIC = (xsd.decimal.value, xsd.integer.value, xsd.double.value, xsd.float.value)


class QuestionFault(QueryFault):
    """A question that cannot be read or run, with the fault and its remedy."""


class UnknownQuestion(Error, LookupError):
    """A name of no question in the library, with similar names."""


@dataclass(frozen=True)
class Parameter:
    """A typed variable of a question, with its default as written in the file."""

    name: str
    kind: str
    default: str

    def term(self, value: object = None) -> Term:
        """Parse a value, or the default where it is None, as a term. A bare name takes the default's prefix.

        Raises:
            QuestionFault: the value does not fit the type.

        >>> Parameter("treaty", "iri", "id:treaty-2025").term("treaty-2001")
        <NamedNode value=https://w3id.org/iran-russia/id/treaty-2001>
        """
        text = self.default if value is None else str(value).strip()
        try:
            if self.kind in _PRECISIONS:
                text = self.reading(text).day
            if self.kind == "iri" and ":" not in text:
                text = f"{self.default.partition(':')[0]}:{text}"
            if self.kind == "xsd:integer":
                # Normalized: `07` and `7` are different terms, and VALUES joins terms.
                text = str(int(text))
            return Literal(text) if self.kind == "xsd:string" else parse_term(text, self.kind)
        except (QueryFault, ValueError) as fault:
            why = f" {fault}." if isinstance(fault, dates.NotADate) else ""
            raise QuestionFault(
                f"{self.name} takes {say('type.' + self.kind)}, not {text or 'nothing'}.{why}"
            ) from None

    def reading(self, text: str, language: str = "en") -> dates.Reading:
        """Read a day or a year in any calendar, with a note on the calendar assumed, if any.

        Raises:
            NotADate: it is no date, or a date of another precision than the type asks for.
        """
        date = dates.read(text, language)
        length, precision = _PRECISIONS[self.kind]
        if len(date.day) != length:
            raise dates.NotADate(f"{text} is no {precision}")
        return date

    @property
    def written(self) -> str:
        """The default as written in the `VALUES` clause of the file.

        >>> Parameter("day", "xsd:date", "2025-10-03").written
        '"2025-10-03"^^xsd:date'
        """
        if self.kind in ("iri", "xsd:integer"):
            return self.default
        return str(Literal(self.default)) + ("" if self.kind == "xsd:string" else f"^^{self.kind}")


@dataclass(frozen=True)
class Question:
    """One question of the library.

    `expected` is the path of a table of rows that the answer on the whole corpus must contain, whatever sources are
    added; `least` is the smallest number of rows it may have.
    """

    name: str
    titles: dict[str, str]
    abouts: dict[str, str]
    theme: str
    parameters: tuple[Parameter, ...]
    see: str
    expected: Path
    least: int
    text: str

    def title(self, language: str = "en") -> str:
        """Return the question in a language."""
        return self.titles[language]

    def about(self, language: str = "en") -> str:
        """Return a description of the answer, in a language."""
        return self.abouts[language]

    def bind(self, values: Mapping[str, object]) -> dict[str, Term]:
        """Parse the values of parameters as terms; a parameter without a value takes its default.

        Raises:
            QuestionFault: a parameter that the question does not have, or a value that does not fit.
        """
        return {key: parameter.term(values.get(key)) for key, parameter in self._known(values).items()}

    def resolve(self, values: Mapping[str, object], find: Callable[[str, str], str]) -> dict[str, object]:
        """Return the values with each name of a record or term resolved to its IRI.

        Args:
            values: values for parameters; a bare name takes the prefix of the default.
            find: `kg.dataset.names.Names.find`, or another that takes a name and a prefix and returns an IRI.

        Raises:
            QuestionFault: a parameter that the question does not have, or a name that nothing or more than one has.
        """
        self._known(values)
        resolved = dict(values)
        for parameter in self.parameters:
            value = values.get(parameter.name)
            if parameter.kind == "iri" and value is not None:
                try:
                    resolved[parameter.name] = find(str(value), parameter.default.partition(":")[0])
                except NameFault as error:
                    raise QuestionFault(f"{parameter.name}: {error}") from None
        return resolved

    def _known(self, values: Mapping[str, object]) -> dict[str, Parameter]:
        """Return all parameters by name, after checking that the question has those for which values are given."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for key in values:
            if key not in known:
                meant = f" Did you mean {nearest[0]}?" if (nearest := near(key, known, 1)) else ""
                takes = f"It takes: {', '.join(known)}." if known else "It takes none."
                raise QuestionFault(f"{self.name} has no parameter {key}.{meant} {takes}")
        return known

    def notes(self, values: Mapping[str, object], language: str = "en") -> list[str]:
        """Return how dates among the values were read, where the user may have meant another calendar.

        Raises:
            NotADate: a value is no date.
        """
        given = [
            (parameter, str(values[parameter.name]))
            for parameter in self.parameters
            if values.get(parameter.name) is not None
        ]
        readings = (parameter.reading(text, language) for parameter, text in given if parameter.kind in _PRECISIONS)
        return [reading.note for reading in readings if reading.note]

    def sparql(self, values: Mapping[str, object] | None = None) -> str:
        """Return the query with its parameters bound: complete SPARQL 1.1 for any engine.

        Raises:
            QuestionFault: a parameter or a value that does not fit.
        """
        bound = self.bind(values or {})
        given = {key: str(term) for key, term in bound.items() if values and values.get(key) is not None}
        return _VALUES.sub(
            lambda m: f"VALUES ?{m[1]} {{ {given[m[1]]} }}" if m[1] in given else m[0],
            self.text,
        )


def read(path: Path) -> Question:
    """Read a question from its file.

    Raises:
        QuestionFault: every fault of the file, each with its line and what to do.
    """
    heads: dict[tuple[str, str], list[tuple[int, str]]] = {}
    faults: list[str] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise QuestionFault(f"{path}:1: not UTF-8. Save the file in UTF-8.") from None
    # Headers are comments of SPARQL, so a question runs as it is in any other tool.
    body = next((i for i, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    for number, line in enumerate(lines[:body], 1):
        if match := _HEADER.fullmatch(line):
            heads.setdefault((match[1], match[2] or "en"), []).append((number, match[3].strip()))
        else:
            faults.append(f"{path}:{number}: `{line}` is no header. Write `#+ NAME: VALUE`, {_NAMES}.")
    text = "\n".join(lines[body:]) + "\n"
    parameters = tuple(_parameters(path, heads.get(("param", "en"), []), text, faults))
    faults += _missing(path, heads)
    try:
        refuse_service(text)
        # An empty store answers at once what it can parse.
        Store().query(text)
    except QueryFault as fault:
        faults.append(f"{path}:{body + 1}: {fault}")
    except SyntaxError as error:
        faults.append(f"{path}:{body + (error.lineno or 1)}: {error.msg}. Correct the query on that line.")
    if faults:
        raise QuestionFault("\n".join(faults))
    one = {key: values[0][1] for key, values in heads.items()}
    return Question(
        path.stem,
        {tag: one["title", tag] for tag in LANGUAGES},
        {tag: one["about", tag] for tag in LANGUAGES},
        one["theme", "en"],
        parameters,
        one["see", "en"],
        path.with_name(one["expect", "en"]),
        int(one.get(("least", "en"), "1")),
        text,
    )


_NAMES = "with title, title@fa, title@ru, about, about@fa, about@ru, theme, param, see, expect or least as the name"


def _missing(path: Path, heads: dict[tuple[str, str], list[tuple[int, str]]]) -> Iterator[str]:
    """Yield the faults of headers: required ones that do not occur exactly once, and unknown values."""
    required = [(header, tag) for header in ("title", "about") for tag in LANGUAGES]
    for header, tag in [*required, ("theme", "en"), ("see", "en"), ("expect", "en")]:
        lines = heads.get((header, tag), [])
        written = header if tag == "en" else f"{header}@{tag}"
        if len(lines) != 1:
            yield f"{path}:1: {len(lines)} lines `#+ {written}:`. Write one."
    for number, entry in heads.get(("least", "en"), []):
        if not re.fullmatch("[1-9][0-9]*", entry):
            yield f"{path}:{number}: least {entry} is no number of rows. Write the fewest that the answer can have."
    for header, allowed in (("theme", THEMES), ("see", WAYS)):
        for number, entry in heads.get((header, "en"), []):
            if entry not in allowed:
                yield f"{path}:{number}: {header} {entry} is unknown. Write one of: {', '.join(allowed)}."


def _parameters(path: Path, lines: list[tuple[int, str]], text: str, faults: list[str]) -> Iterator[Parameter]:
    """Yield the parameters that the headers declare, and append the faults to a list."""
    clauses: dict[str, list[str]] = {}
    for variable, clause_value in _VALUES.findall(text):
        clauses.setdefault(variable, []).append(clause_value.strip())
    for number, written in lines:
        match = _PARAMETER.fullmatch(written)
        if not match or match[2] not in TYPES:
            faults.append(
                f"{path}:{number}: `{written}` is no parameter. "
                f"Write `NAME TYPE DEFAULT`, with one of these types: {', '.join(TYPES)}."
            )
            continue
        parameter = Parameter(match[1], match[2], match[3])
        if set(clauses.get(parameter.name, [])) != {parameter.written}:
            clause = f"VALUES ?{parameter.name} {{ {parameter.written} }}"
            faults.append(
                f"{path}:{number}: the query does not hold `{clause}`. Write it where the value is needed."
            )
        yield parameter


def library(root: Path) -> dict[str, Question]:
    """Read the question library of a corpus, by theme and name.

    Raises:
        QuestionFault: every fault in every file.
    """
    questions, faults = [], []
    for path in sorted((root / FOLDER).glob("*.rq")):
        try:
            questions.append(read(path))
        except QuestionFault as fault:
            faults.append(str(fault))
    if faults:
        raise QuestionFault("\n".join(faults))
    return {
        question.name: question for question in sorted(questions, key=lambda q: (THEMES.index(q.theme), q.name))
    }


def check(root: Path) -> Iterator[Fault]:
    """Yield the faults of the questions of a corpus: of their headers, and queries that no engine could answer."""
    for path in sorted((root / FOLDER).glob("*.rq")):
        try:
            read(path)
        except QuestionFault as fault:
            for line in str(fault).splitlines():
                number, _, text = line.removeprefix(f"{path}:").partition(": ")
                message, _, remedy = text.partition(". ")
                yield Fault(path.relative_to(root), int(number), "", message, remedy)


def find(questions: Mapping[str, Question], name: str) -> Question:
    """Return the question with a name.

    Raises:
        UnknownQuestion: with similar names, or the command that lists all.
    """
    if name in questions:
        return questions[name]
    meant = f" Did you mean {' or '.join(names)}?" if (names := near(name, questions)) else ""
    raise UnknownQuestion(f"No question is named {name}.{meant} `kg ask` lists all {len(questions)}.")


def ask(
    store: Store,
    question: Question,
    values: Mapping[str, object] | None = None,
    rows: int | None = None,
    names: Names | None = None,
) -> Table:
    """Run a question on a store, for at most so many rows; a record may be given by any of its names.

    Raises:
        QuestionFault: a parameter or value does not fit, or the store does not know a record that was given.
    """
    resolved = question.resolve(values or {}, (names or Names(store)).find)
    return table(store.query(question.sparql(resolved)), rows)


def cells(answer: Table) -> list[list[str]]:
    """Return the rows of an answer as texts that are the same on every engine: numbers are normalized.

    >>> cells(Table(["a", "b"], [[Literal("4.0", datatype=xsd.decimal), None]]))
    [['4', '']]
    """

    def text(term: Term | None) -> str:
        """Write a term, a number without trailing zeros."""
        if isinstance(term, Literal) and term.datatype.value in _NUMERIC:
            return f"{Decimal(term.value).normalize():f}"
        return text_of(term)

    return [[text(term) for term in row] for row in answer.rows]


def as_shacl(questions: Iterable[Question], endpoint: str | None = None) -> list[Quad]:
    """Describe questions as SHACL SPARQL executables, which SPARQL editors read as example queries.

    Each has its titles as `rdfs:comment`, its explanations, its theme, the whole query and, where given, the
    address of the endpoint that answers it. `sh:prefixes` refers to the prefixes of the graph.
    """
    prefixes = NamedNode(QUESTION + "prefixes")
    quads = []
    for prefix, namespace in namespaces().items():
        declaration = NamedNode(f"{QUESTION}prefixes/{prefix}")
        quads += [
            _quad(prefixes, sh.declare, declaration),
            _quad(declaration, sh.prefix, Literal(prefix)),
            _quad(declaration, sh.namespace, Literal(namespace, datatype=xsd.anyURI)),
        ]
    for question in questions:
        subject = NamedNode(QUESTION + question.name)
        quads += [_quad(subject, A, kind) for kind in (sh.SPARQLExecutable, sh.SPARQLSelectExecutable)]
        for tag in LANGUAGES:
            quads += [
                _quad(subject, rdfs.comment, Literal(question.title(tag), language=tag)),
                _quad(subject, dcterms.description, Literal(question.about(tag), language=tag)),
                _quad(subject, schema.keywords, Literal(say(f"theme.{question.theme}", tag), language=tag)),
            ]
        quads += [_quad(subject, sh.prefixes, prefixes), _quad(subject, sh.select, Literal(question.text))]
        if endpoint:
            quads.append(_quad(subject, schema.target, NamedNode(endpoint)))
    return quads


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    """Return a quad in the default graph."""
    return Quad(subject, predicate, value, DefaultGraph())


def shacl_turtle(questions: Iterable[Question], endpoint: str | None = None) -> bytes:
    """Write questions as SHACL SPARQL executables in Turtle."""
    used = ("dcterms", "rdf", "rdfs", "schema", "sh", "xsd")
    prefixes = {prefix: PREFIXES[prefix] for prefix in used} | {"question": QUESTION}
    triples = (quad.triple for quad in as_shacl(questions, endpoint))  # type: ignore[attr-defined]
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
