"""The cache of compiled stores: many processes at once, bounds, damage, and whose it is."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.corpus.load import CorpusChanged, Files, load
from kg.dataset import build, cache, store
from kg.dataset.store import Choice, Compiled
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import ID, kg
from kg.site import layout
from tests.faults import DAILY

REPO = Path(__file__).parent.parent
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no users, rights and locks of this kind")
#: Opens a store and counts the votes for the treaty that its sources state.
READER = """
import pathlib, sys
from kg.dataset import build, store
from kg.rdf.terms import NamedNode
from kg.rdf.vocabulary import ID, kg
compiled, report = build.ready(pathlib.Path(sys.argv[1]), store.Choice())
record = NamedNode(ID + "treaty-new-approval-assembly")
quads = compiled.open().quads_for_pattern(record, kg("votesFor"), None)
print(*sorted({quad.object.value for quad in quads}))
if len(sys.argv) > 2:
    print("reading", flush=True)
    sys.stdin.read()
    compiled.names.read_bytes()
"""


def votes(compiled: Compiled) -> set[str]:
    quads = compiled.open().quads_for_pattern(NamedNode(ID + "treaty-new-approval-assembly"), kg("votesFor"), None)
    return {quad.object.value for quad in quads}


def edit(root: Path, before: str, after: str) -> None:
    path = root / DAILY
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache of this test's own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "small"))
    return tmp_path / "small"


def test_a_file_saved_during_a_build_is_not_taken_for_what_was_read(
    spoilt: Callable[..., Path], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = spoilt()
    checked = build.checked

    def edited_meanwhile(files: Files):
        report = checked(files)
        edit(root, "votesFor 191", "votesFor 197")
        return report

    monkeypatch.setattr(build, "checked", edited_meanwhile)
    before, _ = build.ready(root, Choice())
    monkeypatch.undo()
    monkeypatch.setenv("KG_CACHE", str(small))
    assert votes(before) == {"190", "191"}
    after, _ = build.ready(root, Choice())
    assert votes(after) == {"190", "197"}
    edit(root, "votesFor 197", "votesFor 191")
    assert build.ready(root, Choice()) == (before, None), "the first store is that of the first state"


def test_an_export_is_of_the_store_or_refused(
    spoilt: Callable[..., Path], small: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = spoilt()
    compiled, _ = build.ready(root, Choice())
    assert load(root, compiled.digest).digest == compiled.digest
    edit(root, "votesFor 191", "votesFor 197")
    with pytest.raises(CorpusChanged):
        load(root, compiled.digest)
    monkeypatch.setattr("kg.cli.options.open_sound_store", lambda *_: compiled)
    assert run("export", "trig", "-o", "x.trig", root=root).exit_code == 0
    assert "votesFor 191" in Path("x.trig").read_text(encoding="utf-8"), "an export from the store"
    monkeypatch.setattr("kg.dataset.written.Written.of", lambda _: None)
    result = run("export", "trig", "-o", "y.trig", root=root)
    assert (result.exit_code, list(Path().iterdir())) == (1, [Path("x.trig")])
    assert "The corpus was changed while it was read" in result.stderr


def test_touched_and_copied_files_are_not_checked_again(
    spoilt: Callable[..., Path], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, copy = spoilt(), spoilt()
    compiled, _ = build.ready(root, Choice())
    monkeypatch.delattr(build, "checked")
    os.utime(root / DAILY, (1, 1))
    assert build.ready(root, Choice()) == (compiled, None)
    assert build.ready(copy, Choice()) == (compiled, None)


def test_processes_that_compile_at_once_all_answer(spoilt: Callable[..., Path], small: Path) -> None:
    root = str(spoilt())
    readers = [
        subprocess.Popen([sys.executable, "-c", READER, root], cwd=REPO, stdout=subprocess.PIPE) for _ in range(6)
    ]
    assert [reader.communicate(timeout=120)[0] for reader in readers] == [b"190 191\n"] * 6
    assert len(cache.entries()) == 1


def test_readers_who_waited_take_what_was_read_meanwhile(
    spoilt: Callable[..., Path], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = spoilt()
    before, _ = build.ready(root, Choice())
    edit(root, "votesFor 191", "votesFor 197")
    # As if the check had begun after this reader asked and while it waited for the lock.
    store.write_state(root, "the signature of a file that has changed again", before.digest, time.time() + 60)
    assert build.ready(root, Choice()) == (before, None)
    store.write_state(root, "the signature of a file that has changed again", before.digest, time.time() - 60)
    assert votes(build.ready(root, Choice())[0]) == {"190", "197"}


@POSIX
def test_a_store_is_never_removed_under_a_reader(spoilt: Callable[..., Path], small: Path) -> None:
    root = str(spoilt())
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, root, "wait"], cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert reader.stdout is not None
    assert [reader.stdout.readline() for _ in range(2)] == [b"190 191\n", b"reading\n"]
    assert cache.clear() == (0, 1)
    reader.communicate(timeout=60)
    assert reader.returncode == 0
    assert cache.clear() == (1, 0)
    assert cache.entries() == []


@pytest.fixture
def three(spoilt: Callable[..., Path], small: Path) -> list[Path]:
    """Three stores that nobody uses, last used three days, two days and a day ago."""
    root = spoilt()
    paths = []
    for days, number in ((3, 191), (2, 192), (1, 193)):
        if number > 191:
            edit(root, f"votesFor {number - 1}", f"votesFor {number}")
        paths.append(build.compile_view(load(root), Choice()).path)
        store.release(paths[-1])
        os.utime(paths[-1] / "notes.json", (time.time() - days * 86_400,) * 2)
    return paths


def test_the_least_recently_used_store_goes_first(three: list[Path]) -> None:
    size = cache.entries()[0].size
    cache.prune(most=int(2.5 * size))
    assert [path.exists() for path in three] == [False, True, True]
    cache.prune(most=1)
    assert [path.exists() for path in three] == [False, False, True], "the last one stays whatever the size"


def test_a_store_that_is_long_unused_goes(three: list[Path]) -> None:
    cache.prune(days=2.5)
    assert [path.exists() for path in three] == [False, True, True]


@pytest.mark.parametrize("pattern", ["names.sqlite", "store/*.sst", "store/CURRENT"])
def test_a_truncated_store_is_made_again(spoilt: Callable[..., Path], small: Path, pattern: str) -> None:
    root = spoilt()
    compiled, _ = build.ready(root, Choice())
    store.release(compiled.path)
    file = next(compiled.path.glob(pattern))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert [entry.whole for entry in cache.entries()] == [False]
    assert votes(build.ready(root, Choice())[0]) == {"190", "191"}
    assert [entry.whole for entry in cache.entries()] == [True]


@pytest.mark.parametrize("pattern", ["names.sqlite", "store/*.sst"])
def test_a_build_finds_damage_that_the_sizes_do_not_show(
    spoilt: Callable[..., Path], small: Path, pattern: str, run: Callable[..., Result]
) -> None:
    root = spoilt()
    compiled, _ = build.ready(root, Choice())
    file = max(compiled.path.glob(pattern), key=lambda path: path.stat().st_size)
    data = file.read_bytes()
    file.write_bytes(data[:1000] + bytes(len(data) - 2000) + data[-1000:])
    assert run("build", root=root).exit_code == 0
    assert cache.heal(build.ready(root, Choice())[0])
    assert votes(build.ready(root, Choice())[0]) == {"190", "191"}


@POSIX
def test_stores_are_private_and_cannot_be_forged(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = store.room()
    assert room.parent == small
    assert room.stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store._temporary_root.cache_clear()
    room.chmod(0o777)
    assert store.room().parent.parent == tmp_path, "others could have written to the first"
    room.rename(tmp_path / "forged")
    room.symlink_to(tmp_path / "forged")
    assert store.room().parent.parent == tmp_path
    store._temporary_root.cache_clear()


@POSIX
@pytest.mark.parametrize("home", ["read-only", "missing", "a file"])
def test_a_home_that_takes_no_cache_is_no_fault(
    home: str, world_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("KG_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    place = tmp_path / "home"
    if home == "read-only":
        place.mkdir(mode=0o500)
        monkeypatch.setattr(os, "access", lambda path, _: Path(path).parent.parent != place)  # root may write
    elif home == "a file":
        place.write_text("")
    else:
        monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setattr("tempfile.tempdir", None)
    store._temporary_root.cache_clear()
    assert store.room().is_relative_to(tmp_path / f"iran-russia-kg-{os.getuid()}")
    store._temporary_root.cache_clear()


def test_the_stores_are_listed_and_cleared(three: list[Path], run: Callable[..., Result]) -> None:
    lines = run("cache").stdout.splitlines()
    assert lines[0].split("\t") == ["store", "megabytes", "used", "state"]
    assert [line.split("\t")[0] for line in lines[1:]] == [path.name for path in reversed(three)]
    assert {line.split("\t")[-1] for line in lines[1:]} == {"whole"}
    assert run("cache", "clear").stderr == f"3 removed from {three[0].parent.parent}, 0 in use\n"
    assert run("cache").stdout == "store\tmegabytes\tused\tstate\n"


def test_a_layout_outlasts_the_stores(
    small: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def place() -> list[tuple[int, int]]:
        """Lay a triangle out as a new process would."""
        monkeypatch.setattr(layout, "LASTING", store.Lasting())
        return layout.place([8, 8, 8], [(0, 1), (1, 2), (2, 0), (0, 2)])

    places = place()
    (file,) = small.glob("lasting-*/*.pickle")
    whole = file.read_bytes()
    file.write_bytes(whole[:-3])
    assert place() == places, "worked out anew where the file is damaged"
    assert file.read_bytes() == whole
    monkeypatch.delattr(layout, "_component")
    assert place() == places, "not worked out again"
    assert run("cache", "clear").exit_code == 0
    assert not file.exists()


@POSIX
def test_nothing_is_read_from_a_folder_that_others_can_write_to(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store._temporary_root.cache_clear()
    kept = store.Lasting().folder
    assert kept and kept.parent == small and kept.stat().st_mode & 0o777 == 0o700
    kept.chmod(0o777)
    elsewhere = store.Lasting().folder
    assert elsewhere and elsewhere.parent.parent == tmp_path
    store._temporary_root.cache_clear()


def test_other_code_makes_other_stores(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.room()
    monkeypatch.setattr(store, "FORM", store.FORM + 1)
    store._code.cache_clear()
    assert store.room() != before
    store._code.cache_clear()


def test_the_lock_of_an_editor_disturbs_nobody(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    root = spoilt()
    (root / DAILY).with_name(".#daily-2025.trig").symlink_to("user@host.1234")
    for command in ("check", "build"):
        assert run(command, root=root).exit_code == 0


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_what_cannot_be_read_is_a_finding(
    kind: str, spoilt: Callable[..., Path], run: Callable[..., Result]
) -> None:
    root = spoilt()
    path = (root / DAILY).with_name("lost.trig")
    if kind == "link":
        path.symlink_to("nowhere")
    else:
        (root / "ontology" / "lost.ttl").mkdir()
    result = run("check", root=root)
    if kind == "link":
        assert result.stderr.startswith("graphs/sources/press-report/d/lost.trig:1: cannot be read: No such file")
    assert result.exit_code == (1 if kind == "link" else 0)
