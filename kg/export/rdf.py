"""RDF: N-Quads, N-Triples, TriG, Turtle, RDF/XML, and RDF 1.2 with the passages of each statement.

What is exported is what is asked: the compiled quads, default graph and entailed statements among them, so that
a question has the same answer wherever a file is loaded. They are made of the parsed quads and never read from the
store, which rewrites literals. Formats without graphs hold the default graph.
"""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import eq
from typing import Any, BinaryIO

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from kg.export.characters import Replaced, xml_text
from kg.export.material import Material, counted
from kg.memoize import memoized
from kg.rdf import turtle as layout
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import ONTOLOGY, PREFIXES, RDF, A, is_passage, xsd

_BATCH = 100_000
_QNAME_TAIL = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)


def nquads(material: Material, out: BinaryIO) -> list[str]:
    """Write N-Quads sorted by code point, each once: without blank nodes this is the form of RDFC-1.0."""
    out.writelines(map(b"".join, sorted_batches(material.compiled(), RdfFormat.N_QUADS)))
    return []


def ntriples(material: Material, out: BinaryIO) -> list[str]:
    """Write the default graph as N-Triples, sorted by code point, each triple once."""
    triples = map(_triple, material.default_graph())
    out.writelines(map(b"".join, sorted_batches(triples, RdfFormat.N_TRIPLES)))
    return _voiceless(material.listed, "N-Triples")


def sorted_batches(statements: Iterable[Any], form: RdfFormat, batch: int = _BATCH) -> Iterator[list[bytes]]:
    r"""Yield the lines of statements in order, each once, some at a time, in memory bounded by a batch.

    >>> quad = Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o"))
    >>> list(sorted_batches([quad, quad], RdfFormat.N_QUADS, batch=1))
    [[b'<x:s> <x:p> "o" .\n']]
    """
    rest = iter(statements)
    first, second = _run(rest, form, batch), _run(rest, form, batch)
    if not second:
        yield first
        return
    with ExitStack() as spills:
        runs = [_spill(run, spills) for run in _runs(first, second, rest, form, batch)]
        yield from _merged(runs, max(1, batch // len(runs)))


def _run(statements: Iterator[Any], form: RdfFormat, batch: int) -> list[bytes]:
    text = pyoxigraph.serialize(islice(statements, batch), format=form)
    return _once(sorted(text.splitlines(keepends=True))) if text else []


def _once(lines: list[bytes]) -> list[bytes]:
    """Return sorted lines, each once."""
    if any(map(eq, lines, islice(lines, 1, None))):
        return list(dict.fromkeys(lines))
    return lines


def _runs(
    first: list[bytes], second: list[bytes], rest: Iterator[Any], form: RdfFormat, batch: int
) -> Iterator[list[bytes]]:
    yield first
    while second:
        yield second
        second = _run(rest, form, batch)


def _spill(lines: list[bytes], spills: ExitStack) -> Iterable[bytes]:
    spilled = spills.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    spilled.writelines(lines)
    lines.clear()
    spilled.seek(0)
    return spilled


def _merged(runs: Iterable[Iterable[bytes]], size: int) -> Iterator[list[bytes]]:
    """Merge sorted runs in which each line stands once, holding at most so many lines of each.

    What is no greater than the last line held of any run is complete; sorting it joins the sorted parts.
    """
    rests = [iter(run) for run in runs]
    held = [list(islice(rest, size)) for rest in rests]
    while any(held):
        bound = min(lines[-1] for lines in held if lines)
        ends = [bisect_right(lines, bound) for lines in held]
        parts = (lines[:end] for lines, end in zip(held, ends, strict=True))
        yield _once(sorted(chain.from_iterable(parts)))
        for i, end in enumerate(ends):
            held[i] = held[i][end:] or list(islice(rests[i], size))


def trig(material: Material, out: BinaryIO) -> list[str]:
    """Write TriG: the default graph, then graphs and subjects by IRI, type first, then predicates by name."""
    quads = ordered(material)
    serialize(quads, out, RdfFormat.TRIG, used_prefixes(quads))
    return []


def turtle(material: Material, out: BinaryIO) -> list[str]:
    """Write the default graph as Turtle: each statement once, without the passages that make it."""
    triples = [_triple(q) for q in in_order(material.default_graph())]
    serialize(triples, out, RdfFormat.TURTLE, used_prefixes(triples))
    return _voiceless(material.listed, "Turtle")


def serialize(statements: Iterable[Any], out: BinaryIO, form: RdfFormat, prefixes: dict[str, str]) -> None:
    """Write quads or triples in their order with pyoxigraph's writer."""
    pyoxigraph.serialize(statements, output=out, format=form, prefixes=prefixes)


def _triple(quad: Quad) -> Triple:
    return Triple(quad.subject, quad.predicate, quad.object)


def merged(quads: Iterable[Quad]) -> list[Quad]:
    """Return each statement once, in no graph."""
    return list(dict.fromkeys(Quad(q.subject, q.predicate, q.object) for q in quads))


@memoized
def ordered(material: Material) -> list[Quad]:
    """Return the quads of what is exported as `in_order` sorts them, sorted once for all formats."""
    return in_order(material.compiled())


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """Sort quads by graph, subject, type first, predicate and value; numbers inside IRIs count as numbers."""
    found = list(set(quads))
    names = [(_graph(q), q.subject.value) for q in found]
    rank = {n: i for i, n in enumerate(sorted({n for pair in names for n in pair}, key=layout.natural))}
    rows = [
        (rank[graph], rank[subject], q.predicate != A, q.predicate.value, str(q.object), i)
        for i, (q, (graph, subject)) in enumerate(zip(found, names, strict=True))
    ]
    rows.sort()
    return [found[row[-1]] for row in rows]


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def used_prefixes(statements: Iterable[Any]) -> dict[str, str]:
    """Return the prefixes whose namespaces the statements use, none of which is itself the scheme of an IRI."""
    iris = {iri for s in statements for iri in _iris(s)}
    spaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris}
    schemes = {iri.partition(":")[0] for iri in iris}
    return {p: n for p, n in sorted(PREFIXES.items()) if n in spaces and p not in schemes}


def _iris(statement: Any) -> Iterator[str]:
    for term in statement:
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def _voiceless(quads: list[Quad], form: str) -> list[str]:
    passages = {q.graph_name for q in quads if is_passage(q.graph_name)}
    if not passages:
        return []
    times = sum(q.graph_name in passages for q in quads)
    return [
        f"{form} names no passages: {counted(times, 'statement')} of {counted(len(passages), 'passage')} "
        "stand without their speakers. TriG, N-Quads and JSON-LD keep them."
    ]


def rdfxml(material: Material, out: BinaryIO) -> list[str]:
    """Write the default graph as RDF/XML; each statement once, without the passages that make it."""
    everything = in_order(material.default_graph())
    nameless = {p for p in {q.predicate.value for q in everything} if not _QNAME_TAIL.search(p)}
    quads = [q for q in everything if q.predicate.value not in nameless]
    replaced = Replaced("RDF/XML")
    spaces = _spaces(quads)
    head = "".join(f'\n    xmlns:{p}="{xml_text(n, replaced)}"' for n, p in spaces.items())
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{head}>\n'.encode())
    for subject, group in groupby(quads, key=lambda q: q.subject.value):
        lines = [f'  <rdf:Description rdf:about="{xml_text(subject, replaced)}">\n']
        lines += [_xml_property(q, spaces, replaced) for q in group]
        out.write("".join([*lines, "  </rdf:Description>\n"]).encode())
    out.write(b"</rdf:RDF>\n")
    lost = len(everything) - len(quads)
    unnamed = [f"RDF/XML cannot name the predicates of {counted(lost, 'statement')}: left out."] if lost else []
    return _voiceless(material.listed, "RDF/XML") + unnamed + replaced.remarks()


def _spaces(quads: Iterable[Quad]) -> dict[str, str]:
    known = {n: p for p, n in PREFIXES.items()}
    found = sorted({_cut(q.predicate.value)[0] for q in quads} | {RDF})
    return {n: known.get(n, f"ns{i}") for i, n in enumerate(found)}


@lru_cache(maxsize=10_000)
def _cut(predicate: str) -> tuple[str, str]:
    match = _QNAME_TAIL.search(predicate)
    assert match
    return predicate[: match.start()], match[0]


def _xml_property(quad: Quad, spaces: dict[str, str], replaced: Replaced) -> str:
    space, local = _cut(quad.predicate.value)
    tag, value = f"{spaces[space]}:{local}", quad.object
    if isinstance(value, NamedNode):
        return f'    <{tag} rdf:resource="{xml_text(value.value, replaced)}"/>\n'
    kind = ""
    if value.language:
        kind = f' xml:lang="{value.language}"'
    elif value.datatype.value != xsd.string.value:
        kind = f' rdf:datatype="{xml_text(value.datatype.value, replaced)}"'
    return f"    <{tag}{kind}>{xml_text(value.value, replaced)}</{tag}>\n"


def rdf12(material: Material, out: BinaryIO) -> list[str]:
    """Write RDF 1.2 Turtle in which each statement is followed by the graphs that make it.

    `s p o ~ passage` says that the passage reifies the statement; speaker and place are then said of the
    passage, as everywhere. Statements of the ontology bear no such mark.
    """
    graphs: dict[Quad, list[str]] = {}
    for quad in material.compiled():
        places = graphs.setdefault(Quad(quad.subject, quad.predicate, quad.object), [])
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name != ONTOLOGY:
            places.append(quad.graph_name.value)
    quads = in_order(graphs)
    prefixes = used_prefixes([*quads, *((NamedNode(g),) for places in graphs.values() for g in places)])
    out.write("".join(f"@prefix {p}: <{n}> .\n" for p, n in prefixes.items()).encode())
    for subject, group in groupby(quads, key=lambda q: q.subject):
        lines = [f"    {_annotated(q, graphs[q])} ;\n" for q in group]
        out.write(f"\n{layout.write_term(subject)}\n{''.join(lines)}.\n".encode())
    return []


def _annotated(quad: Quad, graphs: list[str]) -> str:
    predicate = "a" if quad.predicate == A else layout.write_term(quad.predicate)
    marks = "".join(f" ~ {layout.write_term(NamedNode(g))}" for g in sorted(set(graphs), key=layout.natural))
    return f"{predicate} {layout.write_term(quad.object)}{marks}"


WRITERS: dict[str, Callable[[Material, BinaryIO], list[str]]] = {
    "turtle": turtle,
    "trig": trig,
    "ntriples": ntriples,
    "nquads": nquads,
    "rdfxml": rdfxml,
    "rdf12": rdf12,
}
