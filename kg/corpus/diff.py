"""What changed between two states of a corpus: sources, passages, records, statements; in words and as RDF Patch.

A state is a folder, or a revision of the git repository that holds the corpus. Statements are compared as quads:
a statement that moves to another passage is removed and added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.corpus.load import load
from kg.errors import Error
from kg.rdf import turtle
from kg.rdf.terms import Literal, Quad, Value
from kg.rdf.vocabulary import LABEL, ONTOLOGY, compact, dcterms, local_name, of_source, source_iri

_FOLDERS = ("ontology", "graphs")


class UnknownState(Error, LookupError):
    """Neither a corpus folder nor a revision of the repository."""


@dataclass(frozen=True)
class Sides:
    """Names of things added, removed, and there in both states but not alike."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def words(self, noun: str) -> str:
        """Count the things added, removed and changed, in words; empty where there are none.

        >>> Sides(("a", "b"), (), ("c",)).words("record")
        '2 records added, 1 changed'
        """
        counts = ((len(self.added), "added"), (len(self.removed), "removed"), (len(self.changed), "changed"))
        first, *rest = [(n, verb) for n, verb in counts if n] or [(0, "")]
        nouns = [f"{first[0]:,} {noun}{'' if first[0] == 1 else 's'} {first[1]}"] if first[0] else []
        return ", ".join([*nouns, *(f"{n:,} {verb}" for n, verb in rest)])


@dataclass(frozen=True)
class Change:
    """A property of a subject in one graph that took other values."""

    graph: str
    subject: str
    predicate: str
    before: tuple[Value, ...]
    after: tuple[Value, ...]


@dataclass(frozen=True)
class Statement:
    """A statement of a record that was added or removed."""

    quad: Quad
    added: bool


class Diff:
    """The difference between two states, from the earlier to the later."""

    def __init__(self, before: Iterable[Quad], after: Iterable[Quad]) -> None:
        self.before, self.after = frozenset(before), frozenset(after)
        self.added = sorted(self.after - self.before, key=str)
        self.removed = sorted(self.before - self.after, key=str)

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not self.added and not self.removed

    @cached_property
    def sources(self) -> Sides:
        """Sources; one is changed where its description or any of its passages is."""
        return self._sides(_source)

    @cached_property
    def passages(self) -> Sides:
        """Passages; one is changed where its description or any of its statements is."""
        return self._sides(_passage)

    @cached_property
    def records(self) -> Sides:
        """Records; one is changed where anything that is said of it is."""
        return self._sides(_record)

    @cached_property
    def terms(self) -> Sides:
        """Terms of the ontology."""
        return self._sides(_term)

    @cached_property
    def statements(self) -> Sides:
        """Statements of records, by the quads themselves; those that took another value are `changes`."""
        added, removed = (tuple(str(q) for q in quads if _record(q)) for quads in (self.added, self.removed))
        return Sides(added, removed, ())

    def _sides(self, name: Callable[[Quad], str]) -> Sides:
        """Sort the named things that quads concern into added, removed and changed."""
        before, after = ({name(q) for q in quads} - {""} for quads in (self.before, self.after))
        touched = {name(q) for q in (*self.added, *self.removed)}
        return Sides(_ordered(after - before), _ordered(before - after), _ordered(touched & before & after))

    @cached_property
    def changes(self) -> list[Change]:
        """The properties that took other values within one graph."""
        values: dict[tuple[str, str, str], tuple[list[Value], list[Value]]] = defaultdict(lambda: ([], []))
        for side, quads in enumerate((self.removed, self.added)):
            for q in quads:
                values[q.graph_name.value, q.subject.value, q.predicate.value][side].append(q.object)
        return [
            Change(*where, tuple(old), tuple(new)) for where, (old, new) in sorted(values.items()) if old and new
        ]

    @cached_property
    def by_record(self) -> dict[str, list[Statement]]:
        """The statements added and removed, by record; of each record those of one property beside each other."""
        statements: dict[str, list[Statement]] = defaultdict(list)
        for added, quads in ((False, self.removed), (True, self.added)):
            for quad in quads:
                if record := _record(quad):
                    statements[record].append(Statement(quad, added))
        for listed in statements.values():
            listed.sort(key=lambda s: (compact(s.quad.predicate.value), str(s.quad.object), s.added))
        return {record: statements[record] for record in _ordered(set(statements))}

    @cached_property
    def names(self) -> dict[str, str]:
        """The English names of records and terms and the titles of sources; the later ones where they differ."""
        names: dict[str, str] = {}
        for quads in (self.before, self.after):
            # English names sort last, so that they replace titles in other languages.
            naming = [q for q in quads if q.predicate == dcterms.title or (q.predicate == LABEL and _english(q))]
            for quad in sorted(naming, key=lambda quad: (_english(quad), str(quad))):
                names[quad.subject.value] = quad.object.value
        return names


def _ordered(names: set[str]) -> tuple[str, ...]:
    """Sort IRIs so that numbers within them count as numbers."""
    return tuple(sorted(names, key=turtle.natural))


def _english(quad: Quad) -> bool:
    """Return whether the object of a quad is an English literal."""
    return isinstance(quad.object, Literal) and quad.object.language == "en"


def _local(iri: str) -> str:
    """Return what follows the namespace of sources in an IRI; empty for any other IRI."""
    return local_name(iri) if of_source(iri) else ""


def _source(quad: Quad) -> str:
    """Return the IRI of the source that a quad belongs to, or an empty string."""
    key = _local(quad.graph_name.value).partition(".")[0]
    return source_iri(key) if key else ""


def _passage(quad: Quad) -> str:
    """Return the IRI of the passage that a quad describes or is stated in, or an empty string."""
    for graph in (quad.graph_name.value, quad.subject.value):
        if "." in _local(graph):
            return graph
    return ""


def _record(quad: Quad) -> str:
    """Return the IRI of the record that a quad describes; empty for terms, sources and passages."""
    return "" if _term(quad) or _local(quad.subject.value) else quad.subject.value


def _term(quad: Quad) -> str:
    """Return the IRI of the ontology term that a quad describes, or an empty string."""
    return quad.subject.value if quad.graph_name == ONTOLOGY else ""


# --- two states -------------------------------------------------------------------------------


def diff(before: Path | str, after: Path | str, repository: Path | None = None) -> Diff:
    """Compare two states: folders, or revisions of the repository (the working folder's, where none is named).

    Raises:
        UnknownState: a state is neither a corpus nor a revision.
        CorpusFaults: a state's files cannot be read.
    """
    with ExitStack() as states:
        roots = [states.enter_context(opened(state, repository or Path.cwd())) for state in (before, after)]
        return Diff(*(load(root).quads for root in roots))


@dataclass(frozen=True)
class State:
    """What a state is called, and the day from which it is, where that is known."""

    name: str
    day: str = ""


def state(place: str, repository: Path) -> State:
    """Name and date a state: a revision by its tag or commit, a folder by its own name and its last commit."""
    form, where = ("-1", "--format=%cs", "--end-of-options"), Path(place)
    if is_corpus(where):
        day = _git(where, "log", *form, "HEAD", "--", *_FOLDERS)
        return State(where.resolve().name, day.decode().strip())
    name = _git(repository, "describe", "--tags", "--always", f"{place}^{{commit}}")
    return State(name.decode().strip() or place, _git(repository, "log", *form, place).decode().strip())


@contextmanager
def opened(state: Path | str, repository: Path) -> Iterator[Path]:
    """Yield the folder of a state; a revision is unpacked into a temporary one.

    Raises:
        UnknownState: the repository has no such revision, or the revision holds no corpus.
    """
    import io
    import tarfile
    import tempfile

    if is_corpus(Path(state)):
        yield Path(state)
        return
    # `--end-of-options`: a name that begins with a hyphen is a revision, not an option of git.
    # `^{commit}` follows an annotated tag to its commit.
    commit = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{state}^{{commit}}")
    if not commit:
        raise UnknownState(
            f"{state} is neither a folder with ontology/ and graphs/ nor a revision of the repository in "
            f"{repository}. Name a folder, a tag, a branch or a commit."
        )
    revision = commit.decode().strip()
    packed = _git(repository, "archive", "--format=tar", revision, "--", *_FOLDERS)
    if not packed:
        raise UnknownState(f"Revision {revision[:12]} holds no corpus: it needs the folders ontology/ and graphs/.")
    with tempfile.TemporaryDirectory(prefix="kg-diff-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            # Early releases of Python 3.11 have no filters; what git packs lies within the folder anyway.
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(folder)
        yield Path(folder)


def is_corpus(path: Path) -> bool:
    """Return whether a path is a folder that can be compared as a corpus."""
    try:
        return all((path / folder).is_dir() for folder in _FOLDERS)
    except OSError:  # a name too long for a file
        return False


def _git(repository: Path, *arguments: str) -> bytes:
    """Run git and return its output; empty where it fails or is not installed."""
    import subprocess

    try:
        run = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return b""
    return run.stdout if run.returncode == 0 else b""


# --- words and patch --------------------------------------------------------------------------


def words(difference: Diff, limit: int | None = None) -> str:
    """Write a difference in Markdown, also for the changelog: counts, then lists of at most `limit` lines."""
    if difference.empty:
        return "Nothing changed.\n"
    groups = (
        ("source", difference.sources),
        ("passage", difference.passages),
        ("record", difference.records),
        ("statement", difference.statements),
        ("term", difference.terms),
    )
    lines = [f"- {line}" for noun, sides in groups if (line := sides.words(noun))]
    for title, listed in _lists(difference):
        if listed:
            lines += ["", f"{title}:", "", *_cut(listed, limit)]
    return "\n".join(lines) + "\n"


def by_record(difference: Diff, limit: int | None = None) -> str:
    """Write a difference in Markdown record by record: each statement with its passage and the title of its source.

    Args:
        difference: of two states.
        limit: the largest number of statements of one record.
    """
    if difference.empty:
        return "Nothing changed.\n"
    lines = []
    for record, statements in difference.by_record.items():
        label = f": {difference.names[record]}" if record in difference.names else ""
        listed = []
        for statement in statements:
            quad, place = statement.quad, "register"
            if source := _source(quad):
                title = f", {difference.names[source]}" if source in difference.names else ""
                place = f"{compact(quad.graph_name.value)}{title}"
            sign = "added" if statement.added else "removed"
            said = f"{compact(quad.predicate.value)} {turtle.write_term(quad.object)}"
            listed.append(f"- {sign} {said} – {place}")
        lines += [f"## {compact(record)}{label}", "", *_cut(listed, limit), ""]
    return "\n".join(lines)


def _cut(lines: list[str], limit: int | None) -> list[str]:
    """Limit a list to some lines, with a last one that counts the rest."""
    if limit is None or len(lines) <= limit:
        return lines
    return [*lines[:limit], f"- … and {len(lines) - limit:,} more"]


def _lists(difference: Diff) -> Iterator[tuple[str, list[str]]]:
    """Yield the lists of changes as pairs of a title and Markdown lines."""
    by_source = Counter(_source(q) for q in difference.added if _record(q))
    unsaid = Counter(_source(q) for q in difference.removed if _record(q))
    names = difference.names

    def named(iris: Iterable[str]) -> list[str]:
        """Return a Markdown line for each IRI, with its name if it has one."""
        return [f"- {compact(i)}{f': {names[i]}' if i in names else ''}" for i in iris]

    def weighed(iris: Iterable[str]) -> list[str]:
        """Return a Markdown line for each source, with its number of statements added and removed."""
        return [f"{line} ({_weight(by_source[i], unsaid[i])})" for i, line in zip(iris, named(iris), strict=True)]

    yield "Sources added", weighed(difference.sources.added)
    yield "Sources removed", weighed(difference.sources.removed)
    yield "Sources changed", weighed(difference.sources.changed)
    yield "Records added", named(difference.records.added)
    yield "Records removed", named(difference.records.removed)
    yield "Values changed", [_change(c) for c in difference.changes]
    yield "Terms added", named(difference.terms.added)
    yield "Terms removed", named(difference.terms.removed)


def _weight(added: int, removed: int) -> str:
    """Count the statements added and removed, in words.

    >>> _weight(3, 1), _weight(0, 0)
    ('3 statements more, 1 fewer', 'no statement')
    """
    if not added and not removed:
        return "no statement"
    nouns = "statement" if (added or removed) == 1 else "statements"
    if not removed:
        return f"{added:,} {nouns} more"
    return f"{added:,} {nouns} more, {removed:,} fewer" if added else f"{removed:,} {nouns} fewer"


def _change(change: Change) -> str:
    """Write a changed value as a Markdown line."""
    old, new = (", ".join(turtle.write_term(v) for v in side) for side in (change.before, change.after))
    where = compact(change.graph)
    return f"- {compact(change.subject)} {compact(change.predicate)} in {where}: {old} → {new}"


def patch(difference: Diff) -> bytes:
    """Write a difference as RDF Patch (https://afs.github.io/rdf-patch/): deletions, then additions.

    The header's identifier is made from the content, so the same difference is the same patch.
    """
    import uuid

    body = [*(f"D {q} .\n" for q in difference.removed), *(f"A {q} .\n" for q in difference.added)]
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, "".join(body))
    return f"H id <urn:uuid:{identifier}> .\nTX .\n{''.join(body)}TC .\n".encode()
