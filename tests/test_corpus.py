"""A corpus on disk: which files, whose graphs, tables, addresses, versions."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.corpus import files
from kg.corpus.files import NoCorpus
from kg.corpus.load import CorpusFaults, load
from kg.rdf.terms import Literal, NamedNode, Quad
from kg.rdf.vocabulary import ID, ONTOLOGY, REGISTER, SRC, XSD, compact, kg
from tests.faults import DAILY, MEMOIR

TABLE = "graphs/sources/press-report/d/daily-2025.csv"
HEAD = "record,a,kg:measure,kg:between,kg:value\n"
ROW = "id:figure-x,kg:Figure,code:trade-turnover,id:northland|id:southland,2.5\n"


def lines(refusal: pytest.ExceptionInfo[CorpusFaults]) -> list[str]:
    return [f"{f.path.as_posix()}:{f.line}: {f.message}" for f in refusal.value.faults]


def test_ontology_and_register_stand_in_their_graphs(world_quads: list[Quad]) -> None:
    own = [q for q in world_quads if q.graph_name in (ONTOLOGY, REGISTER)]
    assert {q.graph_name for q in own} == {ONTOLOGY, REGISTER}
    assert all(q.graph_name.value.startswith(SRC) for q in world_quads if q not in own)


def test_every_quad_has_an_address(world_root: Path) -> None:
    loaded = load(world_root)
    for graph, subject in {(q.graph_name.value, q.subject.value) for q in loaded.quads if q.graph_name != ONTOLOGY}:
        path, line = loaded.address(graph, subject)
        assert path.read_text(encoding="utf-8").split("\n")[line - 1].strip() == compact(subject)


def test_a_term_is_addressed_where_it_is_declared(world_root: Path) -> None:
    loaded = load(world_root)
    assert loaded.address(ONTOLOGY.value, kg("place").value)[0].name == "kg.ttl"


def test_a_row_is_a_record_with_a_passage_of_its_own(spoilt: Callable[..., Path]) -> None:
    root = spoilt((TABLE, HEAD + ROW))
    passage, figure = NamedNode(SRC + "daily-2025.figure-x"), NamedNode(ID + "figure-x")
    quads = {(q.predicate, q.object, q.graph_name) for q in load(root).quads_of[root / TABLE]}
    source = NamedNode(SRC + "daily-2025")
    assert (kg("value"), Literal("2.5", datatype=NamedNode(XSD + "decimal")), passage) in quads
    assert {(kg("between"), NamedNode(ID + land), REGISTER) for land in ("northland", "southland")} <= quads
    assert (kg("holder"), NamedNode(ID + "daily"), source) in quads
    assert (kg("locator"), Literal("row figure-x"), source) in quads
    assert {figure, passage} == {q.subject for q in load(root).quads_of[root / TABLE]}


def test_rows_move_without_a_change(spoilt: Callable[..., Path]) -> None:
    other = ROW.replace("figure-x", "figure-y")
    orders = [spoilt((TABLE, HEAD + first + second)) for first, second in ((ROW, other), (other, ROW))]
    assert len({frozenset(load(root).quads_of[root / TABLE]) for root in orders}) == 1


def test_a_byte_order_mark_is_no_part_of_a_file(spoilt: Callable[..., Path], world_root: Path) -> None:
    """The editor of Windows writes one; without this the parser complains of an invisible character."""
    root = spoilt()
    for path in (root / MEMOIR, root / "graphs/records/people.ttl"):
        path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert set(load(root).quads) == set(load(world_root).quads)


def test_a_row_may_name_its_own_holder_and_leave_cells_empty(spoilt: Callable[..., Path]) -> None:
    text = "record,a,kg:holder,kg:value,kg:valueOver,kg:periodStart\nid:f,kg:Figure,id:northland,,4.0,2023-04\n"
    root = spoilt((TABLE, text))
    quads = load(root).quads_of[root / TABLE]
    assert [q.object for q in quads if q.predicate == kg("holder")] == [NamedNode(ID + "northland")]
    assert [q for q in quads if q.predicate == kg("value")] == []
    assert [q.object.datatype for q in quads if q.predicate == kg("periodStart")] == [NamedNode(XSD + "gYearMonth")]


def test_a_column_of_texts_names_their_language(spoilt: Callable[..., Path]) -> None:
    text = 'record,a,kg:gist@en,kg:gist@fa\nid:x,kg:Assessment,"Trade, or: a|b.",متن\nid:y,kg:Assessment,,\n'
    root = spoilt((TABLE, text))
    gists = [q for q in load(root).quads_of[root / TABLE] if q.predicate == kg("gist")]
    assert {q.subject.value for q in gists} == {ID + "x"}
    assert [q.object for q in gists] == [
        Literal("Trade, or: a|b.", language="en"),
        Literal("متن", language="fa"),
    ]


def test_a_table_saved_by_a_spreadsheet_is_read(spoilt: Callable[..., Path]) -> None:
    root = spoilt((TABLE, "\ufeff" + (HEAD + ROW).replace("\n", "\r\n")))
    assert len(load(root).quads_of[root / TABLE]) == 9


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1: the first column is not `record`"),
        ("name,a\n", "1: the first column is not `record`"),
        ("record,value\n", "1: `value` is no prefixed name"),
        ("record,nope:value\n", "1: `nope:value` is no prefixed name"),
        ("record,kg:gist\n", "1: `kg:gist` is without the language of its texts"),
        ("record,kg:gist@\n", "1: `kg:gist` is without the language of its texts"),
        ("record,kg:value@en\n", "1: `kg:value` has no texts in a language"),
        (HEAD + "id:f,kg:Figure\n", "2: 2 cells where the header has 5"),
        (HEAD + ROW + "figure,kg:Figure,,,\n", "3: `figure` is no prefixed name"),
        (HEAD + "kg:Figure,kg:Figure,,,\n", "2: `kg:Figure` is no record"),
        (HEAD + ROW + ROW, "3: id:figure-x has a row already, on line 2"),
        (HEAD + "id:a b,kg:Figure,,,\n", "2: `id:a b` is no prefixed name"),
        (HEAD + "id:f,kg:Figure,trade,,\n", "2: `trade` fits no value of kg:measure"),
        (HEAD + 'id:f,"kg:Fi"gure,,,\n', "2: cannot be read: ',' expected after '\"'"),
        (HEAD + 'id:f,"kg:Figure,,,\n', "2: cannot be read: unexpected end of data"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(text: str, fault: str, spoilt: Callable[..., Path]) -> None:
    with pytest.raises(CorpusFaults) as refusal:
        load(spoilt((TABLE, text)))
    assert lines(refusal) == [f"{TABLE}:{fault}"]


def test_a_table_in_another_encoding_is_named(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    (root / TABLE).write_bytes((HEAD + ROW).encode() + b"\xff")
    with pytest.raises(CorpusFaults) as refusal:
        load(root)
    assert lines(refusal) == [f"{TABLE}:3: not UTF-8"]


def test_a_row_is_addressed_by_its_line(spoilt: Callable[..., Path]) -> None:
    root = spoilt((TABLE, HEAD + ROW + ROW.replace("figure-x", "figure-y")))
    loaded = load(root)
    path = root / TABLE
    assert loaded.address(SRC + "daily-2025.figure-y", ID + "figure-y") == (path, 3)
    assert loaded.address(SRC + "daily-2025", SRC + "daily-2025.figure-y") == (path, 3)
    assert loaded.address(REGISTER.value, ID + "figure-y") == (path, 3)


def test_all_files_that_cannot_be_parsed_are_named_at_once(spoilt: Callable[..., Path]) -> None:
    root = spoilt(
        ("graphs/records/bad.ttl", "id:x a\n"),
        ("graphs/sources/bad.trig", "{\n"),
        ("graphs/sources/bad.csv", "x\n"),
    )
    with pytest.raises(CorpusFaults) as refusal:
        load(root)
    assert [fault.path.name for fault in refusal.value.faults] == ["bad.ttl", "bad.csv", "bad.trig"]


def test_other_files_are_left_alone(spoilt: Callable[..., Path]) -> None:
    root = spoilt(("graphs/sources/notes.md", "not data"), ("ontology/deep/x.trig", "not data"))
    assert len(load(root).quads_of) == 29


def test_files_lie_in_folders_within_folders(spoilt: Callable[..., Path], world_quads: list[Quad]) -> None:
    root = spoilt()
    deep = root / "graphs/sources/dataset/d"
    deep.mkdir(parents=True)
    mark = files.signature(root)
    (root / DAILY).rename(deep / "daily-2025.trig")
    (deep / "daily-2025.csv").write_text(HEAD + ROW, encoding="utf-8")
    loaded = load(root)
    row = loaded.quads_of[deep / "daily-2025.csv"]
    assert {*world_quads} == {*loaded.quads} - {*row}
    assert kg("holder") in {q.predicate for q in row}
    assert loaded.address(SRC + "daily-2025.figure-x", ID + "figure-x") == (deep / "daily-2025.csv", 2)
    assert files.signature(root) != mark


def test_a_folder_without_data_is_no_corpus(tmp_path: Path) -> None:
    for name in ("ontology", "graphs"):
        (tmp_path / name).mkdir()
    with pytest.raises(NoCorpus, match="holds no data: no Turtle, TriG or CSV file in ontology, graphs/records"):
        load(tmp_path)


def test_the_corpus_is_the_one_named_else_the_variable_else_the_working_folder(
    world_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world_root)
    assert files.find_root() == world_root.resolve()
    monkeypatch.setenv("KG_CORPUS", str(tmp_path))
    with pytest.raises(NoCorpus, match="needs the folders ontology/ and graphs/"):
        files.find_root()
    assert files.find_root(world_root) == world_root.resolve()


def test_else_the_one_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (files.find_root() / "ontology" / "kg.ttl").is_file()


def test_the_signature_sees_every_change(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    path = root / MEMOIR
    marks = [files.signature(root)]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2001-03-22", "2001-03-23"), encoding="utf-8")
    marks.append(files.signature(root))
    os.utime(path, ns=(1, 1))
    marks.append(files.signature(root))
    path.rename(path.with_name("memoirs.trig"))
    marks.append(files.signature(root))
    path.with_name("memoirs.trig").unlink()
    marks.append(files.signature(root))
    assert len(set(marks)) == 5


def test_the_version_is_of_the_content_alone(spoilt: Callable[..., Path], world_root: Path) -> None:
    root = spoilt()
    assert files.digest(root) == files.digest(world_root)
    os.utime(root / "ontology" / "kg.ttl", (1, 1))
    assert files.digest(root) == files.digest(world_root)
    (root / "ontology" / "kg.ttl").write_bytes((root / "ontology" / "kg.ttl").read_bytes() + b"\n")
    assert files.digest(root) != files.digest(world_root)


def test_the_quads_are_those_of_the_files(world_root: Path) -> None:
    loaded = load(world_root)
    assert [p.name for p in loaded.quads_of] == [p.name for p in files.files(world_root)]
