"""SPARQL queries on a compiled store: checking, running, limiting rows, and every result format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pyoxigraph import (
    BlankNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    Variable,
    parse_query_results,
    serialize,
)

from kg.errors import Error
from kg.rdf import turtle
from kg.rdf.terms import Literal, NamedNode, Quad, Store
from kg.rdf.vocabulary import compact, expand, namespaces, xsd
from kg.text import tables

Term = NamedNode | BlankNode | Literal | Triple
#: The result of a query: rows, a Boolean, or a graph (a list of triples where it was cut).
Result = QuerySolutions | QueryBoolean | QueryTriples | list[Triple]

RESULT_FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
RDF_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
#: Formats for Excel, with prefixed names as in the terminal's output.
SPREADSHEETS = ("csv-excel", "xlsx")
#: File name extension of each format that a query can be written in.
EXTENSIONS = {
    "csv": "csv",
    "tsv": "tsv",
    "json": "json",
    "srj": "json",
    "xml": "xml",
    "srx": "xml",
    "md": "markdown",
    "xlsx": "xlsx",
    "ttl": "turtle",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "jsonld": "jsonld",
}
# Terms of this project only: of other vocabularies the graph uses a part, and a query may ask for more.
_PREFIXED = re.compile(r"(?<![\w<:/#.-])(kg|code|field|id|src|view|projection):([A-Za-z0-9_](?:[\w.-]*[\w-])?)")
#: Strings, IRIs and comments of a query, in which no keyword or prefixed name is recognized.
OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r"|<(?:[^<>\"{}|^`\\\s]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>|\\.|\#[^\n\r]*",
    re.DOTALL,
)
#: Tokens that can hold the word "service" without calling one: variables and the local parts of prefixed names.
_NAME = re.compile(r"[?$][A-Za-z_]\w*|:[A-Za-z_][\w-]*", re.ASCII)
#: An IRI with a scheme and an authority, which in no other reading begins with the operator `<`.
_FULL_IRI = re.compile(r"<[A-Za-z][\w+.-]*://")
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_DECLARED = re.compile(r"\bPREFIX\s+(\w*):", re.IGNORECASE)


class QueryFault(Error):
    """A query that cannot be run, with the fault and its remedy."""


@dataclass(frozen=True)
class Table:
    """A result of rows: the names of its columns, and in each cell a term or None where it is unbound."""

    columns: list[str]
    rows: list[list[Term | None]]
    cut: bool = False


def prepare(text: str, store: Store) -> str:
    """Check a query before it runs: it calls no external service and uses no unknown term of this project.

    Raises:
        QueryFault: the query is empty, calls a service, or uses an unknown term (with similar names).
    """
    text = text.removeprefix("\ufeff")  # a byte-order mark, as some editors write it
    bare = OPAQUE.sub(" ", text)
    if not bare.strip():
        raise QueryFault("The query is empty. Write SELECT, ASK, CONSTRUCT or DESCRIBE.")
    refuse_service(text)
    redefined = set(_DECLARED.findall(text))
    for prefix, local in dict.fromkeys(_PREFIXED.findall(bare)):
        # An unknown term matches nothing: an error with suggestions is more useful than an empty result.
        if prefix not in redefined and not _occurs(store, unknown := expand(f"{prefix}:{local}")):
            from kg.dataset.names import meant

            terms = meant(store, unknown)
            hint = f" Did you mean {' or '.join(terms)}?" if terms else ""
            raise QueryFault(f"{prefix}:{local} is unknown.{hint}")
    return text


def refuse_service(text: str) -> None:
    """Refuse a query that could call another service, which would send what it says over the network.

    The engine needs no space around the keyword (`1SERVICE`, `SERVICEex:a`), and only its parser knows whether a
    `<` begins an IRI or compares. So every reading of the text is followed, and the word is refused wherever one
    of them has it outside of strings, IRIs, comments, variables and local names.

    Raises:
        QueryFault: the query contains the word in one of these readings.
    """
    # Keywords have no escapes: a text without these letters, as most are, calls nothing.
    positions, seen = [0] if "service" in text.casefold() else [], set()
    while positions:
        place = positions.pop()
        if place in seen or place >= len(text):
            continue
        seen.add(place)
        if text[place : place + 7].casefold() == "service":
            raise QueryFault(
                "SERVICE is not allowed: answers come from this graph alone. Leave the SERVICE part out."
            )
        token = OPAQUE.match(text, place) or _NAME.match(text, place)
        positions.append(token.end() if token else place + 1)
        if token and text[place] == "<" and not _FULL_IRI.match(token[0]):
            positions.append(place + 1)


def _occurs(store: Store, iri: str) -> bool:
    """Return whether an IRI occurs in any position of any quad."""
    node = NamedNode(iri)
    statements = (
        store.quads_for_pattern(node, None, None),
        store.quads_for_pattern(None, None, node),
        store.quads_for_pattern(None, node, None),
        store.quads_for_pattern(None, None, None, node),
    )
    return any(next(iter(matching), None) is not None for matching in statements)


def ask(
    store: Store, text: str, bindings: dict[str, Term] | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Run a query with the graph's prefixes declared and variables bound to terms.

    Raises:
        QueryFault: the query has a fault of syntax or uses an unknown term or a service.
    """
    prepared = prepare(text, store)
    substitutions: dict[object, object] = {Variable(variable): term for variable, term in (bindings or {}).items()}
    try:
        return store.query(prepared, prefixes=namespaces(), substitutions=substitutions or None)
    except SyntaxError as error:
        raise QueryFault(f"The query cannot be read: {error.msg}") from None
    except RuntimeError as error:  # a variable to be bound that the query does not select
        raise QueryFault(f"The query cannot be asked so: {error}") from None


def is_graph(result: Result) -> bool:
    """Return whether a result is a graph rather than rows."""
    return isinstance(result, QueryTriples | list)


def first(result: Result, rows: int | None) -> tuple[Result, bool]:
    """Return at most so many rows (or triples of a graph) of a result, and whether there were more.

    The result is read lazily: no more than these rows are in memory at once.
    """
    if rows is None or isinstance(result, QueryBoolean):
        return result, False
    if not isinstance(result, QuerySolutions):
        triples: set[Triple] = set()
        for triple in result:
            # The engine may repeat a triple, which is no more of the graph.
            if len(triples) == rows and triple not in triples:
                return list(triples), True
            triples.add(triple)
        return list(triples), False
    columns = [variable.value for variable in result.variables]
    beginning = Table(columns, [[solution[c] for c in columns] for solution in islice(result, rows)])
    return solutions(beginning), next(result, None) is not None


def solutions(answer: Table) -> Result:
    """Return a table as query solutions, so that `write` can serialize it in every SPARQL result format."""
    bindings = [
        {column: _as_json(term) for column, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    data = json.dumps({"head": {"vars": answer.columns}, "results": {"bindings": bindings}}).encode()
    return parse_query_results(data, format=QueryResultsFormat.JSON)


def _as_json(term: Term) -> dict[str, Any]:
    """Return a term in the SPARQL 1.1 Query Results JSON Format."""
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {position: _as_json(part) for position, part in parts.items()}}
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def table(result: Result, rows: int | None = None) -> Table:
    """Read a result into a table of at most so many rows; a Boolean is a table of one cell.

    Raises:
        QueryFault: the answer is a graph.
    """
    if isinstance(result, QueryTriples | list):
        raise QueryFault(f"A graph cannot be written as a table. Use one of: {', '.join(RDF_FORMATS)}.")
    if isinstance(result, QueryBoolean):
        truth = Literal("true" if result else "false", datatype=xsd.boolean)
        return Table(["answer"], [[truth]])
    columns = [variable.value for variable in result.variables]
    lines: list[list[Term | None]] = []
    for solution in result:
        if rows is not None and len(lines) == rows:
            return Table(columns, lines, cut=True)
        lines.append([solution[c] for c in columns])
    return Table(columns, lines)


def guarded(answer: Table) -> Table:
    """Return a table in which an apostrophe precedes the texts that a spreadsheet would run as formulas."""

    def safe(term: Term | None) -> Term | None:
        """Return a term whose text no spreadsheet runs."""
        if not isinstance(term, Literal) or (text := tables.guarded(term.value)) == term.value:
            return term
        return Literal(text, language=term.language) if term.language else Literal(text, datatype=term.datatype)

    return Table(answer.columns, [[safe(term) for term in row] for row in answer.rows], answer.cut)


def text_of(term: Term | None) -> str:
    """Write a term for a reader: an IRI as a prefixed name, a literal without quotes and language tag.

    >>> text_of(NamedNode("https://w3id.org/iran-russia/id/iran"))
    'id:iran'
    """
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return compact(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def markdown(answer: Table) -> str:
    r"""Write a table in Markdown.

    >>> print(markdown(Table(["a"], [[Literal("x|y")]])))
    | a |
    | --- |
    | x\|y |
    """
    lines = [f"| {' | '.join(answer.columns)} |", f"| {' | '.join('---' for _ in answer.columns)} |"]
    for row in answer.rows:
        cells = (re.sub(r"\s+", " ", text_of(t)).replace("\\", "\\\\").replace("|", "\\|") for t in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def write(result: Result, form: str) -> bytes:
    """Serialize a result in a format of `RESULT_FORMATS`, `RDF_FORMATS` or as `markdown`.

    Raises:
        QueryFault: the format does not support this kind of result.
    """
    if isinstance(result, QueryTriples | list):
        if form not in RDF_FORMATS:
            raise QueryFault(f"A graph cannot be written as {form}. Use one of: {', '.join(RDF_FORMATS)}.")
        # The engine returns triples in no fixed order, and may repeat them.
        triples = sorted(set(result), key=str)
        if form == "turtle":
            return turtle.write(Quad(t.subject, t.predicate, t.object) for t in triples).encode()
        iris = {term.value for triple in triples for term in triple if isinstance(term, NamedNode)}
        used = {
            prefix: space for prefix, space in namespaces().items() if any(iri.startswith(space) for iri in iris)
        }
        return serialize(triples, format=RDF_FORMATS[form], prefixes=used) or b""
    if form in RDF_FORMATS:
        others = ", ".join([*RESULT_FORMATS, "markdown"])
        raise QueryFault(f"Rows cannot be written as {form}. Use one of: {others}.")
    if form == "markdown":
        return (markdown(table(result)) + "\n").encode()
    # SPARQL defines CSV and TSV for rows only.
    if isinstance(result, QueryBoolean) and form in ("csv", "tsv"):
        return f"answer\n{'true' if result else 'false'}\n".encode()
    data = result.serialize(format=RESULT_FORMATS[form]) or b""
    # XML has no control characters, not even escaped.
    return _NOT_IN_XML.sub("\ufffd".encode(), data) if form == "xml" else data


def parse_term(text: str, datatype: str | None = None) -> Term:
    """Parse a parameter: a prefixed name or IRI, or a literal of a datatype.

    >>> parse_term("id:iran")
    <NamedNode value=https://w3id.org/iran-russia/id/iran>
    """
    if datatype is None or datatype == "iri":
        try:
            return NamedNode(expand(text))
        except (KeyError, ValueError):
            if datatype == "iri":
                raise QueryFault(f"{text} is no record or term. Write a prefixed name such as id:iran.") from None
    return Literal(text, datatype=NamedNode(expand(datatype))) if datatype else Literal(text)


def iter_rows(answer: Table) -> Iterator[dict[str, str]]:
    """Yield each row as a dictionary of column names and texts."""
    for row in answer.rows:
        yield dict(zip(answer.columns, map(text_of, row), strict=True))
