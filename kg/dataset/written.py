"""The quads of a compiled store as the files write them: a store rewrites numbers, such as 1.50 to 1.5.

Those that it rewrites lie beside it in `written.nq`, so that an export reads the store graph by graph and needs no
more memory for a larger corpus. Only stores of the whole corpus have that file: for other views an export reads the
files of the corpus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.dataset.store import Compiled
from kg.rdf.terms import DefaultGraph, Literal, NamedNode, Quad, Store
from kg.rdf.vocabulary import DERIVED, ENTAILED, RDF, REGISTER, rdf, xsd

_FILE = "written.nq"
_PLAIN = (xsd.string, rdf.langString)


class Noted:
    """Notes, while quads pass to a store, those of the named graphs whose literals a store may rewrite."""

    def __init__(self) -> None:
        self.typed: list[Quad] = []

    @classmethod
    def of(cls, folder: Path) -> Noted | None:
        """Return what was noted of the store in a folder, or None where nothing was."""
        if not (folder / _FILE).exists():
            return None
        noted = cls()
        noted.typed += parse(path=str(folder / _FILE), format=RdfFormat.N_QUADS)
        return noted

    def replace(self, stated: Iterable[Quad], removed: Collection[Quad], added: Iterable[Quad]) -> None:
        """Replace the stated quads, and some of those that are derived or entailed.

        Args:
            stated: all stated quads that a store rewrites, as they are written.
            removed: derived and entailed quads as the store held them.
            added: derived and entailed quads as they are written.
        """
        stored = rewritten(quad.object for quad in self.typed)
        computed = [quad for quad in self.typed if quad.graph_name in (DERIVED, ENTAILED)]
        self.typed = [quad for quad in computed if _with(quad, stored) not in removed]
        for _ in self.passing([*stated, *added]):
            pass

    def passing(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield quads, and note some of them."""
        default = DefaultGraph()
        for quad in quads:
            value = quad.object
            if isinstance(value, Literal) and value.datatype not in _PLAIN and quad.graph_name != default:
                self.typed.append(quad)
            yield quad

    def write(self, folder: Path) -> None:
        """Write what the store in a folder rewrites, and what it then holds as one quad with that."""
        stored = rewritten(quad.object for quad in self.typed)
        merged = {_with(quad, stored) for quad in self.typed if quad.object in stored}
        lines = (f"{quad} .\n" for quad in self.typed if _with(quad, stored) in merged)
        (folder / _FILE).write_text("".join(lines), encoding="utf-8")


def rewritten(values: Iterable[object]) -> dict[Literal, Literal]:
    """Return those of some values that are literals that a store rewrites, each with what it makes of it."""
    typed = {value for value in values if isinstance(value, Literal) and value.datatype not in _PLAIN}
    literals = dict(enumerate(sorted(typed, key=str)))
    store, term = Store(), NamedNode(RDF)
    store.extend(Quad(NamedNode(f"{RDF}_{number}"), term, literal) for number, literal in literals.items())
    stored = ((literals[int(quad.subject.value.removeprefix(f"{RDF}_"))], quad.object) for quad in store)
    return {literal: value for literal, value in stored if literal != value and isinstance(value, Literal)}


def _with(quad: Quad, stored: dict[Literal, Literal]) -> Quad:
    """Return a quad as the store holds it."""
    value = quad.object
    if isinstance(value, Literal) and value in stored:
        return Quad(quad.subject, quad.predicate, stored[value], quad.graph_name)
    return quad


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """Sort quads by graph, subject, predicate and value, by code point."""
    return sorted(quads, key=lambda q: (q.graph_name.value, q.subject.value, q.predicate.value, str(q.object)))


class Written:
    """The quads of a compiled store as they were written, read anew at each iteration: those that are stated."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        noted = Noted.of(compiled.path) or Noted()
        stored = rewritten(quad.object for quad in noted.typed)
        self._written: dict[Quad, list[Quad]] = defaultdict(list)
        for quad in noted.typed:
            self._written[_with(quad, stored)].append(quad)

    @classmethod
    def of(cls, compiled: Compiled) -> Written | None:
        """Return those of a store, or None where it is not known how they were written."""
        return cls(compiled) if (compiled.path / _FILE).exists() else None

    def __iter__(self) -> Iterator[Quad]:
        return (quad for quad in self._named() if quad.graph_name not in (DERIVED, ENTAILED))

    def in_order(self) -> Iterator[Quad]:
        """Yield the stated quads by graph, subject, predicate and value, of which few are in memory at once."""
        store = self.compiled.open()
        for name in sorted(graph.value for graph in store.named_graphs() if graph not in (DERIVED, ENTAILED)):
            graph = NamedNode(name)
            if graph != REGISTER:
                yield from in_order(self._of(store, graph))
                continue
            # The register alone grows with the corpus: it is read subject by subject.
            for subject in sorted({quad.subject.value for quad in self._of(store, graph)}):
                yield from in_order(self._of(store, graph, NamedNode(subject)))

    def every(self) -> Iterator[Quad]:
        """Yield the quads of the store: each of a named graph, and again for the default graph."""
        default = DefaultGraph()
        for quad in self._named():
            yield quad
            yield Quad(quad.subject, quad.predicate, quad.object, default)

    def derived(self) -> list[Quad]:
        """Return the derived quads."""
        return list(self._of(self.compiled.open(), DERIVED))

    def _named(self) -> Iterator[Quad]:
        """Yield the quads of the named graphs, graph by graph."""
        store = self.compiled.open()
        for graph in store.named_graphs():
            yield from self._of(store, graph)

    def _of(self, store: Store, graph: NamedNode, subject: NamedNode | None = None) -> Iterator[Quad]:
        """Yield the quads of a graph, or those of a subject there."""
        for quad in store.quads_for_pattern(subject, None, None, graph):
            if isinstance(quad.object, Literal) and quad in self._written:
                yield from self._written[quad]
            else:
                yield quad
