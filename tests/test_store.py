"""The compiled store: what it holds, how it is swapped in, and what stays when a build fails or is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.dataset import build, names
from kg.dataset.build import NotReady
from kg.dataset.entailment import Declarations
from kg.dataset.store import Choice, Compiled, cache_root, current, last_good, place
from kg.model.reader import Reader
from kg.rdf.terms import DefaultGraph, NamedNode, Quad, Store
from kg.rdf.vocabulary import (
    DERIVED,
    ENTAILED,
    ID,
    ONTOLOGY,
    REGISTER,
    SRC,
    SUBCLASS,
    SUBPROPERTY,
    A,
    kg,
    namespaces,
)
from tests.faults import DAILY

REPO = Path(__file__).parent.parent
BAD = (DAILY, "        kg:holder id:pyotr-volkov ;\n", "")


def all_quads(compiled: Compiled) -> list[Quad]:
    return list(compiled.open().quads_for_pattern(None, None, None))


def triples(quads: list[Quad]) -> Counter:
    return Counter((q.subject, q.predicate, q.object) for q in quads)


def test_each_statement_stands_once_in_the_default_graph_and_again_per_passage(
    compiled: Compiled, world_quads: list[Quad]
) -> None:
    held = all_quads(compiled)
    default = triples([q for q in held if q.graph_name == DefaultGraph()])
    named = [q for q in held if q.graph_name != DefaultGraph()]
    assert set(default.values()) == {1}
    assert set(default) == set(triples(named))
    plain = Store()  # which rewrites decimals as the store on disk does
    plain.bulk_extend(world_quads)
    assert {q for q in named if q.graph_name not in (DERIVED, ENTAILED)} == set(
        plain.quads_for_pattern(None, None, None)
    )


def test_a_statement_of_two_passages_counts_once(compiled: Compiled) -> None:
    store = compiled.open()
    count = "SELECT (COUNT(?v) AS ?n) WHERE { %s }"
    pattern = "?v a kg:Signature . FILTER(?v = id:treaty-new-signature)"
    inside = "GRAPH ?g { ?v a kg:Signature } FILTER(?v = id:treaty-new-signature)"
    answers = [next(store.query(count % p, prefixes=namespaces()))["n"].value for p in (pattern, inside)]
    assert answers == ["1", "2"]


def test_only_super_classes_and_super_properties_are_entailed(compiled: Compiled) -> None:
    held = all_quads(compiled)
    entailed = [q for q in held if q.graph_name == ENTAILED]
    stated = {(q.subject, q.predicate, q.object) for q in held if q.graph_name not in (ENTAILED, DefaultGraph())}
    up = {q.subject: q.object for q in held if q.predicate in (SUBCLASS, SUBPROPERTY)}
    parents = {q.object for q in held if q.predicate in (SUBCLASS, SUBPROPERTY)}
    assert entailed
    assert not {(q.subject, q.predicate, q.object) for q in entailed} & stated
    for quad in entailed:
        assert (quad.object in parents) if quad.predicate == A else (quad.predicate in parents)
        if quad.predicate != A:
            assert any(p in up and (quad.subject, p, quad.object) in stated for p in up)


def test_records_are_found_in_the_terms_of_others(compiled: Compiled) -> None:
    query = "SELECT ?t WHERE { ?t a eli:LegalResource } ORDER BY ?t"
    found = [row["t"].value for row in compiled.open().query(query, prefixes=namespaces())]
    assert found == [ID + "treaty-new", ID + "treaty-old"]


def test_closure_follows_chains_and_survives_circles() -> None:
    a, b, c, x = (NamedNode(f"http://x/{n}") for n in "abcx")
    chain = [Quad(a, SUBCLASS, b, ONTOLOGY), Quad(b, SUBCLASS, c, ONTOLOGY), Quad(c, SUBCLASS, a, ONTOLOGY)]
    assert set(Declarations(chain).entail([Quad(x, A, a, REGISTER), *chain])) == {(x, A, b), (x, A, c)}


def test_the_store_opens_for_reading_only(compiled: Compiled) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        compiled.open().add(Quad(kg("x"), A, kg("y"), DefaultGraph()))


def test_two_readers_share_a_store(compiled: Compiled) -> None:
    assert len(compiled.open()) == len(compiled.open())


def test_an_unchanged_corpus_is_not_compiled_again(world_root: Path, compiled: Compiled) -> None:
    again, report = build.ready(world_root, Choice())
    assert (again, report) == (compiled, None)
    assert current(world_root, Choice()) == compiled


def test_a_changed_corpus_is_compiled_anew(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    before, _ = build.ready(root, Choice())
    (root / DAILY).write_text((root / DAILY).read_text(encoding="utf-8").replace("191", "192"), encoding="utf-8")
    after, _ = build.ready(root, Choice())
    assert before.digest != after.digest
    assert votes(after) == {"190", "192"}
    assert votes(before) == {"190", "191"}, "the store of the old data is kept for its readers"


def votes(compiled: Compiled) -> set[str]:
    found = compiled.open().quads_for_pattern(NamedNode(ID + "treaty-new-approval-assembly"), kg("votesFor"), None)
    return {q.object.value for q in found}


def test_a_touched_corpus_keeps_its_store(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    before, _ = build.ready(root, Choice())
    os.utime(root / DAILY, (1, 1))
    assert current(root, Choice()) is None
    assert build.ready(root, Choice()) == (before, None)


def test_a_spoilt_corpus_falls_back_on_its_last_good_store(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    good, _ = build.ready(root, Choice())
    change_in(root, *BAD)
    used, report = build.ready(root, Choice())
    assert (used.path, used.stale) == (good.path, True)
    assert report is not None
    assert [fault.message for fault in report.errors] == ["has no kg:holder"]
    assert last_good(root, Choice(view="press", known_by="1900-01-01")) is None, "that choice was never compiled"


def change_in(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_a_spoilt_corpus_without_a_store_is_refused(spoilt: Callable[..., Path]) -> None:
    with pytest.raises(NotReady) as refusal:
        build.ready(spoilt(BAD), Choice())
    assert len(refusal.value.report.errors) == 1


def test_a_mended_corpus_is_used_again(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    good, _ = build.ready(root, Choice())
    change_in(root, *BAD)
    build.ready(root, Choice())
    change_in(
        root,
        DAILY,
        '        kg:locator "paragraph 2" ;\n        kg:quotedIn src:daily-2025.p2.ali',
        BAD[1] + '        kg:locator "paragraph 2" ;\n        kg:quotedIn src:daily-2025.p2.ali',
    )
    assert build.ready(root, Choice()) == (good, None)


KILLED = """
import os, pathlib, signal, sys
from kg.dataset import build, names, store
names.write_index = names.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
build.ready(pathlib.Path(sys.argv[1]), store.Choice())
"""


def test_a_killed_build_leaves_the_old_store_and_nothing_half_written(spoilt: Callable[..., Path]) -> None:
    root = spoilt()
    good, _ = build.ready(root, Choice())
    change_in(root, DAILY, "191", "197")
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(root)], cwd=REPO)
    assert child.wait(60) == -signal.SIGKILL
    digest = corpus_digest(root)
    assert not place(digest, Choice()).exists()
    assert list(good.path.parent.glob(f".*-{child.pid}-*"))
    assert last_good(root, Choice()) == Compiled(good.path, good.digest, stale=True)
    assert votes(good) == {"190", "191"}
    after, _ = build.ready(root, Choice())
    assert votes(after) == {"190", "197"}
    assert not list(good.path.parent.glob(f".*-{child.pid}-*")), "the next build sweeps"


def corpus_digest(root: Path) -> str:
    from kg.corpus.files import digest

    return digest(root)


def test_a_build_that_fails_leaves_nothing(spoilt: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    root = spoilt((DAILY, "191", "193"))

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(names, "write_index", full)
    with pytest.raises(OSError, match="No space"):
        build.ready(root, Choice())
    assert not place(corpus_digest(root), Choice()).exists()
    assert not list((cache_root()).glob(f"*/.*-{os.getpid()}-*"))
    assert last_good(root, Choice()) is None


def test_the_same_data_in_another_folder_is_the_same_version(
    spoilt: Callable[..., Path], compiled: Compiled
) -> None:
    assert build.ready(spoilt(), Choice())[0].path == compiled.path


def test_the_register_and_the_ontology_are_graphs_of_their_own(compiled: Compiled) -> None:
    graphs = Counter(q.graph_name for q in all_quads(compiled))
    assert {ONTOLOGY, REGISTER, ENTAILED, DefaultGraph(), NamedNode(SRC + "daily-2025.p1")} <= set(graphs)


def test_captions_have_no_brackets_within_brackets(told: Callable[[str], Reader]) -> None:
    names = (
        ("chamber", "National Assembly (Second Chamber)"),
        ("senate", "Senate"),
        ("article", "treaty, article 3(3)"),
        ("treaty", "Treaty"),
    )
    labels = "".join(f'id:{key} a kg:Agent ; skos:prefLabel "{name}"@en . ' for key, name in names)
    acts = "".join(
        f"id:of-{key} a kg:Approval ; kg:treaty id:treaty ; kg:actor id:{key} . " for key, _ in names[:3]
    )
    reader = told(labels + acts)
    for key, caption in (
        ("chamber", "Approval: Treaty — National Assembly (Second Chamber)"),
        ("senate", "Approval: Treaty (Senate)"),
        ("article", "Approval: Treaty (treaty, article 3(3))"),
    ):
        assert reader.label(f"{ID}of-{key}") == caption


def test_captions_need_no_label(world: Reader) -> None:
    assert world.label(ID + "treaty-new-signature") == "Signature: New Treaty (Northland and Southland)"
