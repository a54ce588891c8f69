"""Reading Turtle and TriG with file and line of each fault; writing the canonical layout.

The layout: graphs by IRI, subjects by IRI (numbers inside IRIs sort as numbers, so paragraph 2 comes
before paragraph 10), type first, then labels, definition, then predicates by name, one object a line,
the closing dot on a line of its own. Right-to-left literals are on a line of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from kg.errors import Error
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from kg.rdf.vocabulary import ALT_LABEL, DEFINITION, LABEL, LANGUAGES, A, compact, namespaces, xsd

FORMATS = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG}

_FIRST = (A.value, LABEL.value, ALT_LABEL.value, DEFINITION.value)
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})
_SHORTHAND = {
    xsd.boolean.value: re.compile(r"true|false"),
    xsd.decimal.value: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    xsd.integer.value: re.compile(r"[+-]?[0-9]+"),
}
_TOKENS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|(?P<comment>\#[^\n]*)',
    re.DOTALL,
)
_NESTING = 2_000
_DIGITS = re.compile(r"(\d+)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class ParseFault(Error):
    """A file that cannot be parsed, with the line on which parsing stopped."""

    def __init__(self, path: Path, line: int, message: str, remedy: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message, self.remedy = path, line, message, remedy


def read(path: Path, data: bytes | None = None) -> list[Quad]:
    """Parse a Turtle or TriG file into quads, in the order of the file.

    Args:
        path: names the file in faults, and its format by the extension.
        data: the content of the file, where the caller has read it already.

    Raises:
        ParseFault: the file is not UTF-8 or not well-formed.
    """
    text = decoded(path, data)
    # The parser follows each opening bracket on the stack, which ends the whole process at about 20,000.
    if text.count("<<") > _NESTING:
        raise ParseFault(path, 1, f"more than {_NESTING} quoted triples", "Split the file.")
    try:
        return list(parse(text, format=FORMATS[path.suffix]))
    except SyntaxError as error:
        raise ParseFault(
            path, error.lineno or 1, f"cannot be parsed: {error.msg}", "Correct the syntax on that line."
        ) from None


def decoded(path: Path, data: bytes | None = None) -> str:
    """Return the text of a UTF-8 file, or of its content where the caller has read it.

    A byte-order mark, as spreadsheets and the editor of Windows write it, is dropped.

    Raises:
        ParseFault: the file is not UTF-8, with the line of the first invalid byte.
    """
    data = path.read_bytes() if data is None else data
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ParseFault(path, line, "not UTF-8", "Save the file in UTF-8.") from None


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Find comments in Turtle or TriG, as (line, comment); canonical files hold none.

    >>> list(comments('<http://a#b> <p:p> "# no" . # yes'))
    [(1, '# yes')]
    """
    for match in _TOKENS.finditer(text):
        if match["comment"]:
            yield text.count("\n", 0, match.start()) + 1, match["comment"]


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sorting key in which runs of digits count as numbers.

    >>> sorted(["p10", "p2"], key=natural)
    ['p2', 'p10']
    """
    # The first element keeps numbers and texts apart, which Python cannot compare.
    # Python refuses to convert numbers of thousands of digits, which sort after all others here.
    return [
        (0, int(part) if len(part) < 1000 else 10**1000, part) if part.isdecimal() else (1, 0, part)
        for part in _DIGITS.split(text)
    ]


def write_term(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Write one RDF term in its shortest canonical Turtle form.

    >>> write_term(Literal("2025-01-17", datatype=xsd.date))
    '"2025-01-17"^^xsd:date'
    """
    if isinstance(term, NamedNode):
        return compact(term.value)
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(write_term, term))} )>>"
    if not isinstance(term, Literal):
        return str(term)
    datatype = term.datatype.value
    if (shorthand := _SHORTHAND.get(datatype)) and shorthand.fullmatch(term.value):
        return term.value
    quoted = '"' + "".join(_ESCAPES.get(c, c) for c in term.value) + '"'
    if term.language:
        return f"{quoted}@{term.language}{f'--{term.direction}' if term.direction else ''}"
    return quoted if datatype == xsd.string.value else f"{quoted}^^{compact(datatype)}"


def write(quads: Iterable[Quad]) -> str:
    """Write quads in the canonical layout: Turtle where all are in the default graph, else TriG.

    >>> print(write(parse("<https://w3id.org/iran-russia/id/iran> a <http://a.org/S> .", format=RdfFormat.TURTLE)))
    @prefix id: <https://w3id.org/iran-russia/id/> .
    <BLANKLINE>
    id:iran
        a <http://a.org/S> ;
    .
    <BLANKLINE>
    """
    graphs: dict[str, dict[str, list[Quad]]] = {}
    for quad in dict.fromkeys(quads):
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else write_term(quad.graph_name)
        graphs.setdefault(graph, {}).setdefault(write_term(quad.subject), []).append(quad)
    body: list[str] = []
    for graph in sorted(graphs, key=natural):
        indent = "    " if graph else ""
        blocks = []
        for subject in sorted(graphs[graph], key=natural):
            lines = [f"{indent}{subject}\n"]
            for statement in sorted(graphs[graph][subject], key=_place):
                predicate = "a" if statement.predicate.value == _FIRST[0] else write_term(statement.predicate)
                # On a line with Latin text, editors and browsers would display the parts in another order.
                rtl = isinstance(statement.object, Literal) and statement.object.language in _RIGHT_TO_LEFT
                gap = f"\n{indent}        " if rtl else " "
                lines.append(f"{indent}    {predicate}{gap}{write_term(statement.object)} ;\n")
            blocks.append("".join([*lines, f"{indent}.\n"]))
        body.append(f"{graph} {{\n" + "\n".join(blocks) + "}\n" if graph else "\n".join(blocks))
    text = "\n".join(body)
    # Without strings and IRIs, in which a colon follows no prefix.
    used = {m[1] for m in re.finditer(r"(?<![\w:/\"#-])([a-z]+):", _TOKENS.sub("", text))}
    heads = [f"@prefix {prefix}: <{n}> .\n" for prefix, n in namespaces().items() if prefix in used]
    return "".join(heads) + ("\n" if heads and text else "") + text


def _place(quad: Quad) -> tuple[int, str, int, list[tuple[int, int, str]]]:
    """Return the sorting key of a statement within its block."""
    predicate = quad.predicate.value
    rank = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    language = (quad.object.language or "") if isinstance(quad.object, Literal) else ""
    spot = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return rank, write_term(quad.predicate), spot, natural(write_term(quad.object))


def format_data(path: Path, data: bytes) -> bytes:
    """Return the statements of a file's content in the canonical layout, with the line ends that it has.

    Raises:
        ParseFault: the file cannot be parsed, or holds what rewriting would lose, such as a comment.
    """
    quads = read(path, data)
    for line, comment in comments(decoded(path, data)):
        raise ParseFault(path, line, f"comment: {comment}", "Make it a skos:editorialNote, or remove it.")
    text = write(quads)
    # No file is replaced by one that says less: labels of blank nodes change at each parsing, terms do not.
    if _comparable(read(path, text.encode())) != _comparable(quads):
        raise ParseFault(path, 1, "cannot be written without loss; it stays as it is", "Report this fault of kg.")
    return text.encode().replace(b"\n", b"\r\n") if b"\r\n" in data else text.encode()


def _comparable(quads: Iterable[Quad]) -> set[str]:
    """Return quads as N-Quads in which every blank node has the same label."""
    return {re.sub(r"_:\w+", "_:b", str(quad)) for quad in quads}


def line_of(text: str, record: str, graph: str = "") -> int | None:
    r"""Find the line on which a record's block begins in canonical text, within a graph where one is named.

    The layout starts every subject on a line of its own, so a plain scan is enough; a subject that
    shares its line with a predicate is found too, so that faults in unformatted files have line numbers.

    >>> line_of("id:a\n    a kg:Treaty ;\n.\n", "id:a")
    1
    """
    inside, shared = not graph, None
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split(None, 1)
        if graph and line.rstrip().endswith("{"):
            inside = line.rstrip()[:-1].removeprefix("GRAPH ").strip() == graph
        elif inside and words and words[0] == record:
            if len(words) == 1:
                return number
            shared = shared or number
    return shared
