"""Compiling a checked corpus into stores, each moved into place when it is complete.

Each statement of a view is once in the default graph and again in the graph of each passage that
makes it. Two more graphs hold what no passage states: `graph:entailed`, what follows from the sub-class and
sub-property declarations of the ontology and its alignments, and `graph:derived`, what is computed from
the statements (`kg.dataset.derived`). Their triples are in the default graph too.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

from kg import atomic
from kg.corpus.check import Report, check
from kg.corpus.files import digest as digest_of
from kg.corpus.files import signature
from kg.corpus.load import Corpus, CorpusFaults, load, without_collector
from kg.dataset import cache, names, view
from kg.dataset.derived import derive
from kg.dataset.store import (
    Choice,
    Compiled,
    complete,
    current,
    last_good,
    place,
    room,
    state,
    write_notes,
    write_state,
)
from kg.errors import Error
from kg.rdf.closure import closure
from kg.rdf.terms import DefaultGraph, NamedNode, Quad, Store, Value
from kg.rdf.vocabulary import ENTAILED, ONTOLOGY, SUBCLASS, SUBPROPERTY, A

Triple = tuple[NamedNode, NamedNode, Value]


@without_collector()
def compile_view(corpus: Corpus, choice: Choice) -> Compiled:
    """Compile a view of a checked corpus and make it the current store.

    One process compiles at a time what others then open; a complete store is never written again.

    Raises:
        UnknownView: no view of that name is declared.
        OSError: the store cannot be written.
    """
    compiled = complete(corpus.digest, choice)
    if compiled is None:
        selection = view.select(corpus.quads, choice)
        with _locked(f"{corpus.digest[:24]}.{choice.key}"):
            compiled = complete(corpus.digest, choice)
            while compiled is None:
                with atomic.folder(place(corpus.digest, choice)) as folder:
                    _write(folder, selection)
                # None again where another process removed it within this moment.
                compiled = complete(corpus.digest, choice)
        cache.prune()
    if choice == Choice() or state(corpus.root).get("digest") == corpus.digest:
        write_state(corpus.root, corpus.signature, corpus.digest, corpus.begun)
    return compiled


@contextlib.contextmanager
def _locked(name: str) -> Iterator[None]:
    """Let one process at a time, and one thread of it, do a work of that name on this user's stores."""
    from filelock import FileLock

    with FileLock(room() / f".{name}.lock"):
        yield


def compiled_quads(quads: Iterable[Quad], derived: Iterable[Quad] | None = None) -> Iterator[Quad]:
    """Yield a view's quads as the store holds them: by passage, again in the default graph, derived and entailed.

    A statement of several passages comes several times for the default graph; the store keeps it once.

    Args:
        quads: of the view, as `kg.dataset.view.select` returns them.
        derived: the quads that `derive` returned for them; None to derive them here.
    """
    default = DefaultGraph()
    stated = list(quads)
    stated += derive(stated) if derived is None else derived
    for quad in stated:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object, default)
    for subject, predicate, value in entail(stated):
        yield Quad(subject, predicate, value, ENTAILED)
        yield Quad(subject, predicate, value, default)


def entail(quads: Iterable[Quad]) -> list[Triple]:
    """Return the super-class and super-property triples that statements entail and do not contain.

    The declarations are those of the ontology's graph among the quads.
    """
    listed = list(quads)
    classes, properties = (_above(listed, predicate) for predicate in (SUBCLASS, SUBPROPERTY))
    telling = {A, *properties, *(p for above in properties.values() for p in above)}
    triples = {(q.subject, q.predicate, q.object) for q in listed if q.predicate in telling}
    entailed: dict[Triple, None] = {}
    for subject, predicate, value in triples:
        if predicate == A and isinstance(value, NamedNode):
            for parent in classes.get(value, ()):
                entailed[subject, A, parent] = None
        for parent in properties.get(predicate, ()):
            entailed[subject, parent, value] = None
    return [triple for triple in entailed if triple not in triples]


def _above(quads: Iterable[Quad], predicate: NamedNode) -> dict[NamedNode, list[NamedNode]]:
    """Return every term with all terms above it along a predicate of the ontology."""
    above: dict[NamedNode, list[NamedNode]] = {}
    for quad in quads:
        if quad.predicate == predicate and quad.graph_name == ONTOLOGY and isinstance(quad.object, NamedNode):
            above.setdefault(quad.subject, []).append(quad.object)
    return {term: closure(parents, lambda t: above.get(t, [])) for term, parents in above.items()}


def _write(folder: Path, selection: view.Selection) -> None:
    """Write the store of a selection, its index of names, and the sources and records that its dates left out."""
    store = Store(str(folder / "store"))
    store.bulk_extend(compiled_quads(selection.quads, selection.derived))
    store.flush()
    # Closes the store, which has no method for it: its folder is renamed afterwards.
    del store
    names.write_index([*selection.quads, *selection.derived], folder / "names.sqlite")
    notes = {"undated": selection.undated, "doubtful": selection.doubtful, "timeless": selection.timeless}
    write_notes(folder, notes)


class NotReady(Error):
    """A corpus with faults and no earlier store to fall back on."""

    def __init__(self, report: Report) -> None:
        super().__init__("The corpus has faults, and no earlier store of it is left.")
        self.report = report


def ready(root: Path, choice: Choice) -> tuple[Compiled, Report | None]:
    """Return an up-to-date store of a choice, checking and compiling the corpus where it has changed.

    A corpus with faults leaves the last good store in use; its report then comes along.

    Raises:
        NotReady: the corpus has faults and there is no earlier store.
        UnknownView: no view of that name is declared.
    """
    if compiled := current(root, choice):
        return compiled, None
    asked = time.time()
    # Of many readers after one edit, one checks the corpus, and the others find its store.
    with _locked(f"check-{crc32(str(root).encode()):08x}"):
        if compiled := _checked_before(root, choice, asked):
            return compiled, None
        corpus, report = check(root)
        if corpus is not None and not report.errors:
            compile_view(corpus, Choice())
            return compile_view(corpus, choice), None
    if good := last_good(root, choice):
        return good, report
    raise NotReady(report)


def _checked_before(root: Path, choice: Choice, asked: float) -> Compiled | None:
    """Return the store of a choice without a check, if the very same files passed theirs, else None.

    Reading them takes a fiftieth of a check, and files that were only touched or copied need none. Files that
    another process read and checked since the store was asked for do as well, though they may have changed again:
    otherwise many readers of a corpus that is edited all the time would check it one after the other.
    """
    known = state(root)
    if float(known.get("begun", 0)) >= asked and (compiled := complete(known["digest"], choice)):
        return compiled
    begun, signed = time.time(), signature(root)
    with contextlib.suppress(OSError, CorpusFaults):
        digest = digest_of(root)
        if complete(digest, Choice()):
            write_state(root, signed, digest, begun)
            if compiled := complete(digest, choice):
                return compiled
            corpus = load(root)
            if corpus.digest == digest:
                return compile_view(corpus, choice)
    return None
