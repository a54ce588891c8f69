"""The compiled graph of a view: an Oxigraph store on disk, named by its content, swapped in whole.

Each statement of a view stands once in the default graph and again in the graph of each passage that
makes it. One more graph, `graph:entailed`, holds what follows from the sub-class and sub-property
declarations of the ontology and its alignments; its triples stand in the default graph too.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import corpus as corpora
from kg import names, view
from kg.check import Report, check
from kg.rdf import DefaultGraph, NamedNode, Quad, Store, Value
from kg.terms import ENTAILED, ONTOLOGY, SUBCLASS, SUBPROPERTY, A

Triple = tuple[NamedNode, NamedNode, Value]

#: Part of every store's name: raise it when the same files compile to another store.
FORM = 1

_KEPT = 6


@dataclass(frozen=True)
class Compiled:
    """A compiled view on disk."""

    path: Path
    digest: str
    stale: bool = False

    def open(self) -> Store:
        """Open the store for reading; this takes milliseconds whatever its size."""
        return Store.read_only(str(self.path / "store"))

    @property
    def notes(self) -> dict[str, list[str]]:
        """What the clocks left out (`undated` sources) or could not decide (`doubtful` records)."""
        return dict(json.loads((self.path / "notes.json").read_text(encoding="utf-8")))


def cache_root() -> Path:
    """Return the folder of compiled stores: `KG_CACHE`, else the user's cache folder, else a temporary one."""
    if named := os.environ.get("KG_CACHE"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or (Path.home() / ".cache")
    root = Path(base) / "iran-russia-kg"
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / f"iran-russia-kg-{os.getuid()}"
    return root


def current(root: Path, choice: view.Choice) -> Compiled | None:
    """Return the compiled store of a choice if the corpus has not changed since it was checked."""
    state = _state(root)
    if state.get("signature") != corpora.signature(root):
        return None
    return _compiled(state["digest"], choice)


def last_good(root: Path, choice: view.Choice) -> Compiled | None:
    """Return the store of the last corpus that passed its checks, marked stale, or None."""
    state = _state(root)
    good = _compiled(state.get("digest", ""), choice)
    return Compiled(good.path, good.digest, stale=True) if good else None


def compile_view(corpus: corpora.Corpus, choice: view.Choice) -> Compiled:
    """Compile a view of a checked corpus and make it the current store.

    Raises:
        UnknownView: no view of that name is declared.
    """
    mark, digest = corpora.signature(corpus.root), corpora.digest(corpus.root)
    final = _place(digest, choice)
    if not (final / "notes.json").is_file():
        selection = view.select(corpus.quads, choice)
        _swap_in(final, lambda folder: _write(folder, selection))
    if choice == view.Choice() or _state(corpus.root).get("digest") == digest:
        _write_state(corpus.root, {"signature": mark, "digest": digest})
    _forget(final.parent, digest)
    return Compiled(final, digest)


def compiled_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield a view's quads as the store holds them: by passage, once in the default graph, and entailed.

    The order is by default graph last, so that equal statements of several passages are met once.
    """
    statements: dict[Triple, None] = {}
    ontology: list[Quad] = []
    for quad in quads:
        yield quad
        statements[quad.subject, quad.predicate, quad.object] = None
        if quad.graph_name == ONTOLOGY:
            ontology.append(quad)
    for triple in entail(statements, ontology):
        yield Quad(*triple, ENTAILED)
        statements[triple] = None
    default = DefaultGraph()
    for triple in statements:
        yield Quad(*triple, default)


def entail(statements: Iterable[Triple], ontology: Iterable[Quad]) -> list[Triple]:
    """Return the super-class and super-property triples that statements entail and do not contain."""
    above: dict[str, dict[NamedNode, list[NamedNode]]] = {SUBCLASS.value: {}, SUBPROPERTY.value: {}}
    for quad in ontology:
        if quad.predicate.value in above and isinstance(quad.object, NamedNode):
            above[quad.predicate.value].setdefault(quad.subject, []).append(quad.object)
    classes, properties = (_closure(above[p.value]) for p in (SUBCLASS, SUBPROPERTY))
    said = statements if isinstance(statements, dict) else dict.fromkeys(statements)
    found: dict[Triple, None] = {}
    for subject, predicate, obj in said:
        if predicate == A:
            for parent in classes.get(obj, ()) if isinstance(obj, NamedNode) else ():
                found[subject, A, parent] = None
        for parent in properties.get(predicate, ()):
            found[subject, parent, obj] = None
    return [triple for triple in found if triple not in said]


def _closure(above: dict[NamedNode, list[NamedNode]]) -> dict[NamedNode, list[NamedNode]]:
    closed = {}
    for start in above:
        seen: dict[NamedNode, None] = {}
        queue = list(above[start])
        while queue:
            parent = queue.pop()
            if parent not in seen:
                seen[parent] = None
                queue += above.get(parent, [])
        closed[start] = list(seen)
    return closed


def _write(folder: Path, selection: view.Selection) -> None:
    store = Store(str(folder / "store"))
    store.bulk_extend(compiled_quads(selection.quads))
    store.flush()
    del store
    names.write_index(selection.quads, folder / "names.sqlite")
    notes = {"undated": selection.undated, "doubtful": selection.doubtful}
    (folder / "notes.json").write_text(json.dumps(notes), encoding="utf-8")


def _swap_in(final: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder beside its final place and rename it there: it is complete or absent."""
    final.parent.mkdir(parents=True, exist_ok=True)
    _sweep(final.parent)
    building = Path(tempfile.mkdtemp(prefix=f".building-{os.getpid()}-", dir=final.parent))
    try:
        fill(building)
        if final.exists():
            shutil.rmtree(final)
        with contextlib.suppress(FileExistsError):
            building.rename(final)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what killed builds left behind."""
    for left in folder.glob(".building-*"):
        owner = int(left.name.split("-")[1])
        if not Path(f"/proc/{owner}").exists() and Path("/proc").is_dir():
            shutil.rmtree(left, ignore_errors=True)


def _forget(folder: Path, digest: str) -> None:
    """Keep the stores of the latest few digests; the one just built is always among them."""
    by_digest: dict[str, float] = {}
    for path in folder.iterdir():
        if not path.name.startswith("."):
            key = path.name.split(".")[0]
            by_digest[key] = max(by_digest.get(key, 0), path.stat().st_mtime)
    kept = sorted(by_digest, key=lambda k: (k == digest[:24], by_digest[k]))[-_KEPT:]
    for path in folder.iterdir():
        if not path.name.startswith(".") and path.name.split(".")[0] not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _place(digest: str, choice: view.Choice) -> Path:
    return cache_root() / f"stores-{FORM}" / f"{digest[:24]}.{choice.key}"


def _compiled(digest: str, choice: view.Choice) -> Compiled | None:
    path = _place(digest, choice)
    return Compiled(path, digest) if digest and (path / "notes.json").is_file() else None


def _state_file(root: Path) -> Path:
    return cache_root() / f"state-{FORM}" / (hashlib.sha256(str(root).encode()).hexdigest()[:24] + ".json")


def _state(root: Path) -> dict[str, str]:
    try:
        return dict(json.loads(_state_file(root).read_text(encoding="utf-8")))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def _write_state(root: Path, state: dict[str, str]) -> None:
    path = _state_file(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(state), encoding="utf-8")
    beside.replace(path)


class NotReady(Exception):
    """A corpus with faults and no earlier store to fall back on."""

    def __init__(self, report: Report) -> None:
        super().__init__("The corpus has faults, and no earlier store of it is left.")
        self.report = report


def ready(root: Path, choice: view.Choice) -> tuple[Compiled, Report | None]:
    """Return an up-to-date store of a choice, checking and compiling the corpus where it has changed.

    A corpus with faults leaves the last good store in use; its report then comes along.

    Raises:
        NotReady: the corpus has faults and there is no earlier store.
        UnknownView: no view of that name is declared.
    """
    if found := current(root, choice):
        return found, None
    if _state(root).get("signature") == corpora.signature(root):
        return compile_view(corpora.load(root), choice), None
    corpus, report = check(root)
    if corpus is not None and not report.errors:
        compile_view(corpus, view.Choice())
        return compile_view(corpus, choice), None
    if good := last_good(root, choice):
        return good, report
    raise NotReady(report)
