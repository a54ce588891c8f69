"""RDF: N-Quads, N-Triples, TriG, Turtle, RDF/XML, and RDF 1.2 with the passages of each statement.

The compiled quads are exported, with the default graph and entailed statements, so that a query has the same
answer in any engine that loads the file. Literals are as the files write them, though a store rewrites some: the
quads are parsed, or those of a store whose rewritten literals are known (`kg.dataset.written`). Formats without
named graphs have the default graph. N-Quads and N-Triples take no more memory for more quads of such a store.
"""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import eq
from typing import Any, BinaryIO

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from kg.export.characters import Replaced, xml_text
from kg.export.snapshot import Snapshot, counted
from kg.memoize import memoized
from kg.rdf import turtle as layout
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad
from kg.rdf.vocabulary import DERIVED, ENTAILED, ONTOLOGY, RDF, A, is_passage, namespaces, xsd

_BATCH = 100_000
#: Graphs that have statements of nearly every record.
_OF_ALL = frozenset({DefaultGraph(), ENTAILED, DERIVED})
_QNAME_TAIL = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)


def nquads(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write distinct N-Quads sorted by code point: without blank nodes this is the canonical form of RDFC-1.0."""
    out.writelines(map(b"".join, sorted_batches(snapshot.compiled(), RdfFormat.N_QUADS)))
    return []


def ntriples(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write the default graph as distinct N-Triples, sorted by code point."""
    default = DefaultGraph()
    triples = (Triple(q.subject, q.predicate, q.object) for q in snapshot.compiled() if q.graph_name == default)
    out.writelines(map(b"".join, sorted_batches(triples, RdfFormat.N_TRIPLES)))
    return _voiceless(snapshot.quads, "N-Triples")


def sorted_batches(statements: Iterable[Any], form: RdfFormat, batch: int = _BATCH) -> Iterator[list[bytes]]:
    r"""Yield the distinct lines of statements in sorted batches, by an external merge sort.

    Memory is bounded by the size of a batch.

    >>> quad = Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o"))
    >>> list(sorted_batches([quad, quad], RdfFormat.N_QUADS, batch=1))
    [[b'<x:s> <x:p> "o" .\n']]
    """
    rest = iter(statements)
    first, second = _run(rest, form, batch), _run(rest, form, batch)
    # What fits one batch needs no temporary file.
    if not second:
        yield first
        return
    with ExitStack() as spills:
        runs = []
        for run in chain([first, second], iter(lambda: _run(rest, form, batch), [])):
            spilled = spills.enter_context(tempfile.TemporaryFile())
            spilled.writelines(run)
            run.clear()
            spilled.seek(0)
            runs.append(spilled)
        yield from _merged(runs, max(1, batch // len(runs)))


def _run(statements: Iterator[Any], form: RdfFormat, batch: int) -> list[bytes]:
    """Return the sorted distinct lines of the next statements; empty where no statement is left."""
    text = pyoxigraph.serialize(islice(statements, batch), format=form)
    return _once(sorted(text.splitlines(keepends=True))) if text else []


def _once(lines: list[bytes]) -> list[bytes]:
    """Remove duplicates from sorted lines."""
    # Most runs have no duplicates: comparing neighbours is faster than filling a dictionary.
    if any(map(eq, lines, islice(lines, 1, None))):
        return list(dict.fromkeys(lines))
    return lines


def _merged(runs: Iterable[Iterable[bytes]], size: int) -> Iterator[list[bytes]]:
    """Merge sorted runs of distinct lines, buffering at most `size` lines of each.

    Lines up to the smallest last line of any buffer are complete. They are merged by sorting, which is fast on
    sequences that are sorted already.
    """
    rests = [iter(run) for run in runs]
    buffers = [list(islice(rest, size)) for rest in rests]
    while any(buffers):
        bound = min(lines[-1] for lines in buffers if lines)
        ends = [bisect_right(lines, bound) for lines in buffers]
        parts = (lines[:end] for lines, end in zip(buffers, ends, strict=True))
        yield _once(sorted(chain.from_iterable(parts)))
        for i, end in enumerate(ends):
            buffers[i] = buffers[i][end:] or list(islice(rests[i], size))


def trig(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write TriG: subjects and graphs by IRI in the order of `ordered`, type first, then predicates by name."""
    serialize(ordered(snapshot), out, RdfFormat.TRIG, prefixes(snapshot))
    return []


def turtle(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write the distinct statements of the default graph as Turtle, without passages."""
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in _default_in_order(snapshot)]
    serialize(triples, out, RdfFormat.TURTLE, used_prefixes(triples))
    return _voiceless(snapshot.listed, "Turtle")


def serialize(statements: Iterable[Any], out: BinaryIO, form: RdfFormat, spaces: dict[str, str]) -> None:
    """Serialize quads or triples in the given order with pyoxigraph; `spaces` are the namespaces by prefix."""
    pyoxigraph.serialize(statements, output=out, format=form, prefixes=spaces)


def merged(quads: Iterable[Quad]) -> list[Quad]:
    """Return the distinct statements, without their graphs."""
    return list(dict.fromkeys(Quad(quad.subject, quad.predicate, quad.object) for quad in quads))


def ordered(snapshot: Snapshot) -> list[Quad]:
    """Return the exported quads, each graph beside its first subject; the snapshot keeps them for all formats."""
    if snapshot.in_order is None:
        snapshot.in_order = _beside_subjects(in_order(snapshot.compiled()))
    return snapshot.in_order


def _beside_subjects(quads: Iterable[Quad]) -> list[Quad]:
    """Put graphs after what the default graph says of their first subject, the computed ones subject by subject.

    The default graph repeats every statement, and gzip sees repeats within 32 kB only: so TriG shrinks by a third.

    Args:
        quads: as `in_order` sorts them, the default graph first.
    """
    subjects: dict[str, list[Quad]] = {}
    first: dict[Any, str] = {}
    for quad in quads:
        subject, graph = quad.subject.value, quad.graph_name
        if graph not in _OF_ALL:
            subject = first.setdefault(graph, subject)
        subjects.setdefault(subject, []).append(quad)
    return list(chain.from_iterable(subjects.values()))


def _default_in_order(snapshot: Snapshot) -> list[Quad]:
    """Return the default graph as `in_order` sorts it, out of all quads where another format has sorted them."""
    if snapshot.in_order is None:
        return in_order(snapshot.default_graph())
    default = DefaultGraph()
    return [quad for quad in snapshot.in_order if quad.graph_name == default]


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """Sort quads by graph, subject, type first, predicate and value; numbers inside IRIs count as numbers."""
    of_subject: dict[tuple[str, str], list[Quad]] = {}
    for quad in set(quads):
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        of_subject.setdefault((graph, quad.subject.value), []).append(quad)
    # Splitting an IRI into texts and numbers is slow: each is split once, and sorted by its rank after that.
    rank = {n: i for i, n in enumerate(sorted({n for pair in of_subject for n in pair}, key=layout.natural))}
    # Subject by subject: to sort a million quads at once would take twice as long, and a key for each in memory.
    pairs = sorted(of_subject, key=lambda pair: (rank[pair[0]], rank[pair[1]]))
    return [quad for pair in pairs for quad in sorted(of_subject[pair], key=_by_property)]


def _by_property(quad: Quad) -> tuple[bool, str, str]:
    """Return what sorts the quads of a subject: its type first, then by predicate and value."""
    return quad.predicate != A, quad.predicate.value, str(quad.object)


@memoized
def prefixes(snapshot: Snapshot) -> dict[str, str]:
    """Return the prefixes of all exported quads, once for all formats."""
    return used_prefixes(ordered(snapshot))


def used_prefixes(statements: Iterable[Any]) -> dict[str, str]:
    """Return the prefixes whose namespaces the statements use, without any that is also the scheme of an IRI."""
    iris = {
        term.value if isinstance(term, NamedNode) else term.datatype.value
        for statement in statements
        for term in statement
        if isinstance(term, NamedNode | Literal)
    }
    spaces = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in iris}
    schemes = {iri.partition(":")[0] for iri in iris}
    return {prefix: space for prefix, space in namespaces().items() if space in spaces and prefix not in schemes}


def _voiceless(quads: Iterable[Quad], form: str) -> list[str]:
    """Return a remark on the statements that lose their passages in a format without named graphs."""
    passages = Counter(statement.graph_name for statement in quads if is_passage(statement.graph_name))
    if not passages:
        return []
    statements = counted(passages.total(), "statement")
    return [
        f"{form} names no passages: {statements} of {counted(len(passages), 'passage')} "
        "are written without their speakers. TriG, N-Quads and JSON-LD keep them."
    ]


def rdfxml(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write the distinct statements of the default graph as RDF/XML, without passages."""
    default_graph = _default_in_order(snapshot)
    # A predicate is the name of an element, so its IRI must end in a name of XML.
    nameless = {
        predicate
        for predicate in {statement.predicate.value for statement in default_graph}
        if not _QNAME_TAIL.search(predicate)
    }
    statements = [statement for statement in default_graph if statement.predicate.value not in nameless]
    replaced = Replaced("RDF/XML")
    prefix_of = {space: prefix for prefix, space in namespaces().items()}
    used = sorted({_cut(statement.predicate.value)[0] for statement in statements} | {RDF})
    spaces = {n: prefix_of.get(n, f"ns{i}") for i, n in enumerate(used)}
    head = "".join(f'\n    xmlns:{prefix}="{xml_text(space, replaced)}"' for space, prefix in spaces.items())
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{head}>\n'.encode())
    for subject, group in groupby(statements, key=lambda q: q.subject.value):
        lines = [f'  <rdf:Description rdf:about="{xml_text(subject, replaced)}">\n']
        for statement in group:
            space, local = _cut(statement.predicate.value)
            tag, value = f"{spaces[space]}:{local}", statement.object
            if isinstance(value, NamedNode):
                lines.append(f'    <{tag} rdf:resource="{xml_text(value.value, replaced)}"/>\n')
                continue
            kind = ""
            if value.language:
                kind = f' xml:lang="{value.language}"'
            elif value.datatype.value != xsd.string.value:
                kind = f' rdf:datatype="{xml_text(value.datatype.value, replaced)}"'
            lines.append(f"    <{tag}{kind}>{xml_text(value.value, replaced)}</{tag}>\n")
        out.write("".join([*lines, "  </rdf:Description>\n"]).encode())
    out.write(b"</rdf:RDF>\n")
    lost = len(default_graph) - len(statements)
    unnamed = [f"RDF/XML cannot name the predicates of {counted(lost, 'statement')}: left out."] if lost else []
    return _voiceless(snapshot.listed, "RDF/XML") + unnamed + replaced.remarks()


@lru_cache(maxsize=10_000)
def _cut(predicate: str) -> tuple[str, str]:
    """Split a predicate into a namespace and a local name that is valid in XML."""
    match = _QNAME_TAIL.search(predicate)
    assert match
    return predicate[: match.start()], match[0]


def rdf12(snapshot: Snapshot, out: BinaryIO) -> list[str]:
    """Write RDF 1.2 Turtle in which each statement is followed by the passages that state it, as reifiers.

    `s p o ~ passage` declares the passage a reifier of the statement; holder and locator are properties of the
    passage, as in the other formats. Statements of the ontology have no reifier.
    """
    graphs: dict[Quad, list[str]] = {}
    for statement in snapshot.compiled():
        places = graphs.setdefault(Quad(statement.subject, statement.predicate, statement.object), [])
        if isinstance(statement.graph_name, NamedNode) and statement.graph_name != ONTOLOGY:
            places.append(statement.graph_name.value)
    statements = in_order(graphs)
    used = used_prefixes([*statements, *((NamedNode(g),) for places in graphs.values() for g in places)])
    out.write("".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in used.items()).encode())
    for subject, group in groupby(statements, key=lambda q: q.subject):
        lines = []
        for statement in group:
            predicate = "a" if statement.predicate == A else layout.write_term(statement.predicate)
            places = sorted(set(graphs[statement]), key=layout.natural)
            marks = "".join(f" ~ {layout.write_term(NamedNode(graph))}" for graph in places)
            lines.append(f"    {predicate} {layout.write_term(statement.object)}{marks} ;\n")
        out.write(f"\n{layout.write_term(subject)}\n{''.join(lines)}.\n".encode())
    return []
