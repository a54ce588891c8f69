"""Compiling a checked corpus into stores, each moved into place when it is complete.

Each statement of a view is once in the default graph and again in the graph of each passage that
makes it. Two more graphs hold what no passage states: `graph:entailed`, what follows from the sub-class and
sub-property declarations of the ontology and its alignments, and `graph:derived`, what is computed from
the statements (`kg.dataset.derived`). Their triples are in the default graph too.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from zlib import crc32

from kg import atomic
from kg.corpus import check, partial
from kg.corpus.check import Report
from kg.corpus.load import Corpus, CorpusFaults, Files, parsed, read, without_collector
from kg.dataset import cache, names, update, view, written
from kg.dataset.derived import derive, derive_all
from kg.dataset.derived.statements import Statements
from kg.dataset.entailment import Declarations
from kg.dataset.store import (
    Choice,
    Compiled,
    DamagedStore,
    borrowed,
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
from kg.rdf.terms import DefaultGraph, Quad, Store
from kg.rdf.vocabulary import ENTAILED


@without_collector()
def compile_view(corpus: Corpus | Files, choice: Choice, *, whole: bool = False) -> Compiled:
    """Compile a view of a checked corpus and make it the current store.

    One process compiles at a time what others then open; a complete store is never written again.

    Args:
        corpus: the one that was checked.
        choice: of a view.
        whole: whether to compile everything even where the last good store could be updated.

    Raises:
        UnknownView: no view of that name is declared.
        OSError: the store cannot be written.
    """
    compiled = complete(corpus.digest, choice)
    if compiled is None:
        # The key may name a view that does not exist, and be too long for a file.
        with _locked(f"{corpus.digest[:24]}.{crc32(choice.key.encode()):08x}"):
            compiled = complete(corpus.digest, choice)
            while compiled is None:
                if whole or choice != Choice() or not _updated(corpus):
                    corpus = parsed(corpus) if isinstance(corpus, Files) else corpus
                    selection = view.select(corpus.quads, choice)
                    with atomic.folder(place(corpus.digest, choice)) as folder:
                        write_store(folder, selection, corpus if choice == Choice() else None)
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
    for subject, predicate, value in Declarations(stated).entail(stated):
        yield Quad(subject, predicate, value, ENTAILED)
        yield Quad(subject, predicate, value, default)


def _updated(corpus: Corpus | Files) -> bool:
    """Make the store of a corpus from that of its last good state, if there is one, and if that is certain."""
    with (
        borrowed(corpus.root) as base,
        contextlib.suppress(update.Unbounded, DamagedStore, RuntimeError, OSError, sqlite3.DatabaseError),
    ):
        if base is not None:
            with atomic.folder(place(corpus.digest, Choice())) as folder:
                update.update(base, corpus, folder)
            return True
    return False


def checked(files: Files, paths: Iterable[Path] = ()) -> tuple[Corpus | Files | None, Report]:
    """Check what the edits of a corpus since its last good state can break.

    Where that has no bounds, some files are checked, or all if none is named.

    Args:
        files: those of the corpus.
        paths: of the files to check besides those that were edited.

    Returns:
        the corpus, or its files where its store was made of the last good one; None where it cannot be parsed; and
        the report.
    """
    root, chosen = files.root, list(paths)
    if not files.faults and _is_sound(files, chosen):
        return files, Report([], len(files.contents))
    try:
        corpus = parsed(files)
    except CorpusFaults as faults:
        return None, Report(faults.faults, faults.files)
    with (
        borrowed(root) as base,
        contextlib.suppress(update.Unbounded, DamagedStore, RuntimeError, OSError),
    ):
        if base is not None:
            edited = update.edited(base, corpus)
            before = update.spoken_of(base, edited)
            return corpus, partial.of_files(corpus, [*chosen, *map(root.joinpath, edited)], before=before)
    return corpus, partial.of_files(corpus, chosen) if chosen else check.of_corpus(corpus)


def _is_sound(files: Files, paths: list[Path]) -> bool:
    """Check files with the edits since the last good state by its store, and make that of the edited corpus.

    Returns:
        whether they surely have no faults; the store is then complete.
    """
    also = [path.resolve().relative_to(files.root).as_posix() for path in paths]
    with (
        borrowed(files.root) as base,
        contextlib.suppress(update.Unbounded, DamagedStore, RuntimeError, OSError, sqlite3.DatabaseError),
    ):
        if base is None or not update.are_of_sources(also):
            return False
        with _locked(f"{files.digest[:24]}.{Choice().key}"):
            # A store of the very same files is never written again.
            if same := complete(files.digest, Choice()):
                return update.is_sound(same, files, also)
            with atomic.folder(place(files.digest, Choice())) as folder:
                update.update(base, files, folder, unchecked=True, also=also)
        return True
    return False


def take_over(corpus: Corpus | Files) -> None:
    """Make a corpus that `checked` found sound the current one, where updating the last good store makes its own.

    Where that has no bounds nothing is done: compiling everything is left to whoever reads next.
    """
    with _locked(f"{corpus.digest[:24]}.{Choice().key}"):
        if complete(corpus.digest, Choice()) or _updated(corpus):
            write_state(corpus.root, corpus.signature, corpus.digest, corpus.begun)


def write_store(folder: Path, selection: view.Selection, corpus: Corpus | None) -> None:
    """Write the store of a selection, its index of names, and the sources and records that its dates left out.

    Args:
        folder: the one to write into.
        selection: of a view.
        corpus: the one that is selected as a whole, whose store later edits update; None for other views.
    """
    if corpus:
        statements = Statements(selection.quads)
        selection.worked_out = derive_all(statements)
        with contextlib.suppress(update.Unbounded):
            update.write_state(folder, corpus, selection.quads, statements.reads)
        # What units have read takes a third of the memory of a compile, and nobody asks again.
        del statements
    store = Store(str(folder / "store"))
    quads, noted = compiled_quads(selection.quads, selection.derived), written.Noted()
    _load(store, noted.passing(quads) if corpus else quads, max(_BATCH, len(selection.quads)))
    store.flush()
    if corpus:
        noted.write(folder)
    # Closes the store, which has no method for it: its folder is renamed afterwards.
    del store
    names.write_index([*selection.quads, *selection.derived], folder / "names.sqlite")
    notes = {"undated": selection.undated, "doubtful": selection.doubtful, "timeless": selection.timeless}
    write_notes(folder, notes)


#: The least number of quads that are loaded at once.
_BATCH = 100_000


def _load(store: Store, quads: Iterator[Quad], size: int) -> None:
    """Load quads in batches: while it is sorted, a quad takes more than a kilobyte.

    The statements of a view are about a sixth of its quads; with so many in a batch, the work of merging does not
    grow faster than the quads.

    Batches overlap, so that a query of several would look into each; merging them makes it as fast as after one.
    """
    batches = 0
    for quad in quads:
        store.bulk_extend(chain((quad,), islice(quads, size - 1)))
        batches += 1
    if batches > 1:
        store.optimize()


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
        known = state(root)
        # What another process read and checked since the store was asked for does as well, though the files may
        # have changed again: else many readers of a corpus that is edited all the time would check it in turn.
        if float(known.get("begun", 0)) >= asked and (compiled := complete(known["digest"], choice)):
            return compiled, None
        files = read(root)
        # The very same files passed their check, as those that were only touched or copied.
        passed = complete(files.digest, Choice()) is not None
        corpus, report = (files, Report([], 0)) if passed else checked(files)
        if corpus is not None and not report.errors:
            compile_view(corpus, Choice())
            return compile_view(corpus, choice), None
    if good := last_good(root, choice):
        return good, report
    raise NotReady(report)
