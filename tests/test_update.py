"""A store that is updated after an edit is the store that compiling everything would have made."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from kg.corpus.check import check, of_corpus
from kg.corpus.load import Corpus, load
from kg.dataset import build, names, update, view
from kg.dataset.derived import derive_all
from kg.dataset.store import Choice, Compiled, current
from kg.dataset.written import Noted
from kg.rdf import turtle
from kg.rdf.terms import Literal, NamedNode, Quad, Store
from kg.rdf.vocabulary import DATE_TYPES, ID, SRC, A, dcterms, is_passage, kg, prov
from tests.conftest import change, lay_world
from tests.faults import DAILY, GAZETTE, MEMOIR

#: The sources that are edited at random, among them the coding.
SOURCES = (DAILY, GAZETTE, MEMOIR, "graphs/coding/world.trig", "graphs/sources/press-report/d/daily-copy.trig")


def quads_of(folder: Path) -> set[Quad]:
    """The quads of a store."""
    return set(Store.read_only(str(folder / "store")).quads_for_pattern(None, None, None))


def tables_of(folder: Path) -> dict[str, set[tuple[object, ...]]]:
    """What a store holds beside its quads, in no order: the index of names, and what an update needs to know."""
    with (
        closing(sqlite3.connect(folder / "names.sqlite")) as index,
        closing(sqlite3.connect(folder / "state.sqlite")) as state,
    ):
        rows = {
            **{
                table: set(index.execute(f"SELECT * FROM {table}"))
                for table in ("label", "gist", "claim", "passage")
            },
            **{table: set(state.execute(f"SELECT * FROM {table}")) for table in ("file", "quad")},
            "word": set(index.execute("SELECT folded, record FROM word JOIN label ON label.rowid = word.rowid")),
        }
        matching = "SELECT record, passage FROM phrase JOIN gist ON gist.rowid = phrase.rowid WHERE phrase MATCH ?"
        rows["written"] = {(line,) for line in (folder / "written.nq").read_text(encoding="utf-8").splitlines()}
        rows["phrase"] = {row for word in ("treaty", "the", "states") for row in index.execute(matching, (word,))}
    return rows


def compiled_whole(corpus: Corpus, folder: Path) -> set[Quad]:
    """Compile everything: the quads as a store holds them, and the tables beside them in a folder."""
    folder.mkdir()
    selection = view.select(corpus.quads, Choice())
    derived = derive_all(selection.statements)
    update.write_state(folder, corpus, selection.quads, selection.statements.reads)
    names.write_index([*selection.quads, *derived], folder / "names.sqlite")
    store, noted = Store(), Noted()
    store.bulk_extend(noted.passing(build.compiled_quads(selection.quads, derived)))
    noted.write(folder)
    return set(store)


class Editor:
    """Edits sources of a corpus at random, by one of the kinds of edits that curators make."""

    def __init__(self, root: Path, seed: int, sources: Sequence[str] = SOURCES) -> None:
        self.root = root
        self.sources = sources
        self.draw = random.Random(seed)
        self.kinds = [
            *(self.value, self.rival, self.day, self.link, self.deletion, self.forgetting, self.silence),
            *(self.addition, self.removal, self.holder, self.origin, self.row),
        ]

    def edit(self) -> str:
        """Make one edit that changes something, and return its kind."""
        while True:
            kind = self.draw.choice(self.kinds)
            path = self.draw.choice([path for path in map(self.root.joinpath, self.sources) if path.exists()])
            before = {
                file: file.read_bytes() for file in self.root.rglob("*.*") if file.suffix in (".trig", ".csv")
            }
            kind(path)
            after = {file: file.read_bytes() for file in self.root.rglob("*.*") if file.suffix in (".trig", ".csv")}
            if before != after:
                return kind.__name__

    def rewrite(self, path: Path, change: Callable[[list[Quad]], list[Quad]]) -> None:
        """Write the quads of a file as changed by a function."""
        path.write_text(turtle.write(change(turtle.read(path))), encoding="utf-8")

    def one(self, quads: list[Quad], fits: Callable[[Quad], bool]) -> Quad | None:
        """Draw a quad that fits."""
        fitting = [quad for quad in quads if fits(quad)]
        return self.draw.choice(fitting) if fitting else None

    def other(self, quad: Quad) -> Quad:
        """Return a quad with another value of the same kind."""
        value = quad.object
        if isinstance(value, NamedNode):
            value = self.draw.choice(
                [NamedNode(ID + name) for name in ("northland", "southland", "harbour", "league")]
            )
        elif value.datatype.value in DATE_TYPES:
            new = str(int(value.value[:4]) + self.draw.choice((-3, -1, 1, 2))) + value.value[4:]
            value = Literal(self.draw.choice([new, value.value[:4] + "-03"])[:7], datatype=None)
            value = Literal(value.value, datatype=NamedNode(DATE_TYPES_BY_LENGTH[len(value.value)]))
        elif value.language:
            value = Literal(value.value + " again", language=value.language)
        elif value.value.replace(".", "").isdecimal():
            value = Literal(f"{self.draw.randint(1, 9)}.{self.draw.choice(('5', '50'))}", datatype=DECIMAL)
        return Quad(quad.subject, quad.predicate, value, quad.graph_name)

    def replace(self, path: Path, fits: Callable[[Quad], bool], keep: bool = False) -> None:
        """Give a statement that fits another value, or a second one beside it."""

        def change(quads: list[Quad]) -> list[Quad]:
            chosen = self.one(quads, fits)
            if chosen is None:
                return quads
            return [*(quad for quad in quads if keep or quad != chosen), self.other(chosen)]

        self.rewrite(path, change)

    def value(self, path: Path) -> None:
        self.replace(path, lambda quad: is_passage(quad.graph_name) and isinstance(quad.object, Literal))

    def rival(self, path: Path) -> None:
        self.replace(path, lambda quad: is_passage(quad.graph_name) and isinstance(quad.object, Literal), keep=True)

    def day(self, path: Path) -> None:
        self.replace(path, lambda quad: quad.predicate in (dcterms.issued, kg.statedOn))

    def link(self, path: Path) -> None:
        self.replace(
            path, lambda q: is_passage(q.graph_name) and isinstance(q.object, NamedNode) and q.predicate != A
        )

    def holder(self, path: Path) -> None:
        self.replace(path, lambda quad: quad.predicate in (kg.holder, dcterms.publisher, dcterms.creator))

    def deletion(self, path: Path) -> None:
        """Delete one statement of a passage."""
        self.rewrite(path, lambda quads: without(quads, self.one(quads, lambda q: is_passage(q.graph_name))))

    def forgetting(self, path: Path) -> None:
        """Delete all that a source says of one record."""

        def change(quads: list[Quad]) -> list[Quad]:
            chosen = self.one(quads, lambda quad: is_passage(quad.graph_name))
            return [quad for quad in quads if chosen is None or quad.subject != chosen.subject]

        self.rewrite(path, change)

    def silence(self, path: Path) -> None:
        """Delete a passage."""

        def change(quads: list[Quad]) -> list[Quad]:
            chosen = self.one(quads, lambda quad: is_passage(quad.graph_name))
            gone = chosen.graph_name if chosen else None
            return [quad for quad in quads if gone not in (quad.graph_name, quad.subject, quad.object)]

        self.rewrite(path, change)

    def addition(self, path: Path) -> None:
        """Add a source, a copy of another one with other values."""
        copy = self.root / SOURCES[-1]
        if not copy.exists():
            text = (self.root / DAILY).read_text(encoding="utf-8").replace("src:daily-2025", "src:daily-copy")
            copy.write_text(text.replace("191", "187"), encoding="utf-8")

    def removal(self, path: Path) -> None:
        """Remove a source."""
        if path == self.root / SOURCES[-1] or self.draw.random() < 0.1:
            path.unlink()

    def origin(self, path: Path) -> None:
        """Let a source be a copy of another, or no longer."""
        source, other = (
            NamedNode(SRC + name) for name in (path.stem, self.draw.choice(("memoir", "gazette-2025")))
        )
        derived = Quad(source, prov.wasDerivedFrom, other, source)
        self.rewrite(path, lambda quads: without(quads, derived) if derived in quads else [*quads, derived])

    def row(self, path: Path) -> None:
        """Change a table of the coding, or add a row to it."""
        table = self.root / "graphs/coding/perspectives.csv"
        description = table.with_suffix(".trig")
        if not table.exists():
            source = "src:coding-perspectives"
            description.write_text(
                "@prefix src: <https://w3id.org/iran-russia/source/> .\n"
                "@prefix kg: <https://w3id.org/iran-russia/ontology#> .\n"
                "@prefix code: <https://w3id.org/iran-russia/code/> .\n"
                "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
                "@prefix id: <https://w3id.org/iran-russia/id/> .\n"
                f"{source} {{ {source} a kg:Source ; kg:kind code:project-coding ; "
                "dcterms:creator id:world-coding . }\n",
                encoding="utf-8",
            )
            table.write_text("record,a,kg:agent,kg:perspective,kg:gist@en\n", encoding="utf-8")
        who, reason = self.draw.choice(("pyotr-volkov", "assembly")), self.draw.randint(1, 9)
        rows = [line for line in table.read_text(encoding="utf-8").splitlines() if f"placed-{who}" not in line]
        row = f"id:placed-{who},kg:Positioning,id:{who},code:northern-state,Speaks so in {reason} places."
        table.write_text("\n".join([*rows, row]) + "\n", encoding="utf-8")


DATE_TYPES_BY_LENGTH = {len("2001"): DATE_TYPES[0], len("2001-03"): DATE_TYPES[1], len("2001-03-12"): DATE_TYPES[2]}
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def without(quads: list[Quad], gone: Quad | None) -> list[Quad]:
    """Some quads without one of them."""
    return [quad for quad in quads if quad != gone]


@pytest.mark.parametrize("seed", range(4))
def test_updates_are_what_compiling_everything_makes(seed: int, tmp_path: Path) -> None:
    root = lay_world(tmp_path / "corpus")
    editor = Editor(root, seed)
    compiled = build.compile_view(load(root), Choice())
    kinds: list[str] = []
    compared = 0
    for number in range(12):
        kinds += [editor.edit() for _ in range(editor.draw.choice((1, 1, 2)))]
        corpus = load(root)
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            update.update(compiled, corpus, folder)
        except update.Unbounded:
            compiled = build.compile_view(corpus, Choice())
            kinds.clear()
            continue
        compiled = Compiled(folder, "")
        # What an update gets wrong stays wrong in those that follow.
        if number % 3 == 2:
            assert quads_of(folder) == compiled_whole(corpus, whole := tmp_path / f"{number}-whole"), kinds
            assert tables_of(folder) == tables_of(whole), kinds
            compared += 1
    assert compared >= 2


def test_no_edit_that_breaks_a_rule_is_taken_for_sound(compiled: Compiled, tmp_path: Path) -> None:
    root = lay_world(tmp_path / "corpus")
    editor = Editor(root, 11)
    taken, broken, refused = [], [], []
    for number in range(16):
        files = {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()}
        kind = editor.edit()
        corpus = load(root)
        faults = of_corpus(corpus).faults
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            update.update(compiled, corpus, folder, unchecked=True)
        except update.Unbounded as error:
            (broken if faults else refused).append(f"{kind}: {error}")
        else:
            assert not faults, kind
            taken.append(kind)
        for path in [path for path in root.rglob("*.*") if path.is_file()]:
            path.unlink()
        for path, data in files.items():
            path.write_bytes(data)
    assert taken
    assert broken
    assert len(refused) <= 1, refused


def test_edits_of_a_part_of_the_real_corpus(part_root: Path, cache: Path, tmp_path: Path) -> None:
    """What the miniature world lacks: a tenth of the real sources, thrice the edits of each kind."""
    before = build.compile_view(load(part_root), Choice())
    root = tmp_path / "corpus"
    shutil.copytree(part_root, root)
    sources = sorted(path.relative_to(root).as_posix() for path in (root / "graphs/sources").rglob("*.trig"))
    editor = Editor(root, 7, sources)
    removal = [editor.removal]
    for kind in (
        3 * [editor.value, editor.rival, editor.day, editor.deletion, editor.silence, editor.holder] + removal
    ):
        kind(root / editor.draw.choice(sources))
    corpus = load(root)
    expected = compiled_whole(corpus, tmp_path / "whole")
    (tmp_path / "updated").mkdir()
    update.update(before, corpus, tmp_path / "updated")
    assert quads_of(tmp_path / "updated") == expected
    assert tables_of(tmp_path / "updated") == tables_of(tmp_path / "whole")


#: Edits whose effects have no bounds, so that everything is compiled: what is asked then, and the answer.
UNBOUNDED = {
    "a record is renamed": (
        ("graphs/records/states.ttl", '"Northland"@en', '"Northern Land"@en'),
        "SELECT ?label WHERE { id:northland skos:prefLabel ?label FILTER(LANG(?label) = 'en') }",
        "Northern Land",
    ),
    "a chain of command changes": (
        ("graphs/records/parliaments.ttl", "kg:organOf id:southland", "kg:organOf id:northland"),
        "SELECT ?state WHERE { id:assembly kg:organOf ?state }",
        "northland",
    ),
    "a view changes": (
        (
            "ontology/views.ttl",
            "    kg:keepsSourceKind code:press-report ;\n",
            "    kg:keepsSourceKind code:scholarly-work ;\n",
        ),
        "SELECT ?kind WHERE { view:press kg:keepsSourceKind ?kind }",
        "code:scholarly-work",
    ),
}


@pytest.mark.parametrize(("edit", "query", "answer"), UNBOUNDED.values(), ids=UNBOUNDED)
def test_what_has_no_bounds_is_compiled_as_a_whole(
    edit: tuple[str, str, str], query: str, answer: str, spoilt: Callable[..., Path], run: Callable[..., Result]
) -> None:
    root = spoilt()
    before = build.ready(root, Choice())[0]
    change(root, edit)
    with pytest.raises(update.Unbounded):
        update.edited(before, load(root))
    assert answer in run("query", query, root=root).stdout


def test_checking_the_edited_file_makes_it_the_current_state(
    spoilt: Callable[..., Path], run: Callable[..., Result]
) -> None:
    root = spoilt()
    build.ready(root, Choice())
    change(root, (DAILY, "kg:votesFor 191", "kg:votesFor 192"))
    assert current(root, Choice()) is None
    assert run("check", str(root / DAILY), root=root).exit_code == 0
    compiled = current(root, Choice())
    assert compiled is not None
    votes = {quad.object.value for quad in quads_of(compiled.path) if quad.predicate == kg.votesFor}
    assert "192" in votes
    assert "191" not in votes


def test_an_edit_with_a_fault_is_not_taken_over(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    root = spoilt()
    before = build.ready(root, Choice())[0]
    change(root, (MEMOIR, "        kg:holder id:pyotr-volkov ;\n", ""))
    assert run("check", str(root / MEMOIR), root=root).exit_code == 1
    compiled, report = build.ready(root, Choice())
    assert compiled.path == before.path
    assert report is not None
    assert report.faults == check(root)[1].faults


def test_a_damaged_state_is_no_hindrance(spoilt: Callable[..., Path]) -> None:
    # A store of its own: other tests read that of the world.
    root = spoilt((DAILY, "kg:votesFor 191", "kg:votesFor 186"))
    before = build.ready(root, Choice())[0]
    state = before.path / "state.sqlite"
    state.write_bytes(bytes(state.stat().st_size))
    change(root, (DAILY, "kg:votesFor 186", "kg:votesFor 192"))
    compiled, report = build.ready(root, Choice())
    assert report is None
    assert compiled.path != before.path
