"""Attribution of the rows of an answer: the passages that state the triples matched by each row.

A query is parsed into its triple patterns and run again with all their variables selected; each pattern is
instantiated with the terms of the row, and the passages that state the resulting triple are the row's. This is
exact for plain patterns, `OPTIONAL`, `FILTER`, `BIND`, `VALUES` and `GRAPH`; in other forms no single set of
triples corresponds to a row, and an error names the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pyoxigraph import QuerySolutions

from kg.query.sparql import OPAQUE, QueryFault, Table, Term, ask
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Store
from kg.rdf.vocabulary import compact, is_passage, namespaces

#: A triple pattern, with the graph of its `GRAPH` clause, if any; names of variables begin with a question mark.
Pattern = tuple[str | NamedNode | Literal, ...]

_SELECT = re.compile(r"\bSELECT\b(?:\s+(?:DISTINCT|REDUCED)\b)?", re.IGNORECASE)
_REFUSED = {
    "Union": "UNION",
    "Minus": "MINUS",
    "AggregateJoin": "an aggregate such as COUNT",
    "Group": "GROUP BY",
    "ToMultiSet": "a sub-query",
    "ServiceGraphPattern": "SERVICE",
}


def with_sources(store: Store, text: str, rows: int | None = None) -> Table:
    """Answer a SELECT query with one more column, `passages`: the passages that state each row, as prefixed names.

    Rows that are equal in the selected columns are one row with the passages of all. A row that is matched in the
    register or the ontology alone has none: these identify records and are not testimony.
    At most `rows` rows are returned.

    Raises:
        QueryFault: the query has a form whose rows cannot be traced to statements.
    """
    # The query is first run as given, so that its faults are reported in the user's own terms.
    if not isinstance(ask(store, text), QuerySolutions):
        raise QueryFault("Only the rows of a SELECT can be traced to passages. Ask with SELECT.")
    patterns, columns, sliced = _read(text)
    answer: Any = ask(store, _widened(text, patterns, columns, sliced))
    names = [variable.value for variable in answer.variables]
    passages_of: dict[tuple[Term | None, ...], set[str]] = {}
    cut = False
    for solution in answer:
        named = {f"?{variable}": solution[variable] for variable in names}
        key = tuple(named[f"?{c}"] for c in columns)
        if key not in passages_of and len(passages_of) == rows:
            cut = True  # read on: later solutions may add passages to the rows that are kept
            continue
        passages = passages_of.setdefault(key, set())
        for pattern in patterns:
            passages |= _stating(store, pattern, named)
    # Parsing leaves cycles of exceptions that keep this frame until they are collected, perhaps in another thread,
    # and there the engine cannot release its answer.
    del answer
    answers: list[list[Term | None]] = [
        [*row, Literal(" ".join(sorted(where)))] for row, where in passages_of.items()
    ]
    return Table([*columns, "passages"], answers, cut)


def _stating(store: Store, pattern: Pattern, named: dict[str, Any]) -> set[str]:
    """Return the passages that state a pattern instantiated with the values of a row."""
    filled = [named.get(part) if isinstance(part, str) else part for part in pattern]
    if any(part is None for part in filled):
        return set()
    subject, predicate, value, *graph = filled
    if not isinstance(subject, NamedNode):
        return set()
    graphs = graph or [
        quad.graph_name
        for quad in store.quads_for_pattern(subject, predicate, value)  # type: ignore[arg-type]
        if quad.graph_name != DefaultGraph()
    ]
    return {compact(g.value) for g in graphs if isinstance(g, NamedNode) and is_passage(g)}


def _widened(text: str, patterns: list[Pattern], columns: list[str], sliced: bool) -> str:
    """Return the query with the variables of its patterns added to its SELECT clause.

    Raises:
        QueryFault: it has LIMIT or OFFSET, which would count the rows of another set.
    """
    inner = {part[1:] for pattern in patterns for part in pattern if isinstance(part, str)}
    added = sorted(inner - set(columns))
    # Blanks of the same length keep the positions of the text.
    bare = OPAQUE.sub(lambda m: " " * len(m[0]), text)
    match = _SELECT.search(bare)
    if not match or not added:
        return text
    if sliced:
        raise QueryFault("LIMIT and OFFSET cannot be kept while rows are traced. Leave them out.")
    return f"{text[: match.end()]} {' '.join('?' + variable for variable in added)} {text[match.end() :]}"


def _read(text: str) -> tuple[list[Pattern], list[str], bool]:
    """Return the patterns of a query, the columns it selects, and whether it has LIMIT or OFFSET."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        query = translateQuery(parseQuery(text), initNs=namespaces()).algebra
    except ParseBaseException as error:
        # What is newer than SPARQL 1.1, such as LATERAL and quoted triples, only the engine reads.
        raise QueryFault(f"Rows cannot be traced to passages in this form: {error.explain(depth=0)}") from None
    if query.name != "SelectQuery":
        raise QueryFault("Only the rows of a SELECT can be traced to passages. Ask with SELECT.")
    node, sliced = query.p, False
    # Of the modifiers that wrap a pattern, only LIMIT and OFFSET change which rows there are.
    while node.name in ("Slice", "Distinct", "Reduced", "OrderBy"):
        sliced = sliced or node.name == "Slice"
        node = node.p
    if node.name != "Project":
        raise QueryFault("This query cannot be traced to passages.")
    return list(_patterns(node.p, None)), [str(variable) for variable in node.PV], sliced


def _patterns(node: Any, graph: Any) -> Iterator[Pattern]:
    """Yield the triple patterns below a node of RDFLib's algebra.

    Raises:
        QueryFault: a node of a form that cannot be traced.
    """
    # VALUES is a table as well, but states nothing, so rows can be traced through it.
    if node.name in _REFUSED and not (node.name == "ToMultiSet" and "values" in node.p.name.lower()):
        raise QueryFault(f"Rows cannot be traced to passages through {_REFUSED[node.name]}. Ask without it.")
    if node.name == "BGP":
        for triple in node.triples:
            yield tuple(map(_part, triple)) + ((_part(graph),) if graph is not None else ())
    elif node.name == "Graph":
        yield from _patterns(node.p, node.term)
    else:
        for key in ("p", "p1", "p2"):
            if key in node and hasattr(node[key], "name"):
                yield from _patterns(node[key], graph)


def _part(term: Any) -> str | NamedNode | Literal:
    """Convert an RDFLib term of a pattern; a variable becomes its name with a question mark.

    Raises:
        QueryFault: the term is a blank node or a property path.
    """
    import rdflib

    if isinstance(term, rdflib.Variable):
        return f"?{term}"
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
    if isinstance(term, rdflib.BNode):
        raise QueryFault("Rows cannot be traced through []. Give it a variable's name.")
    raise QueryFault("Rows cannot be traced through a property path. Write each step as a pattern.")
