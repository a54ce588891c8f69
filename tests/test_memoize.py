"""Results that are kept beside a store: worked out once, read by later readers, for one version of the code."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kg import memoize
from kg.dataset.names import Names
from kg.dataset.store import Compiled
from kg.memoize import kept
from kg.model.reader import Reader
from kg.rdf.terms import Store


@pytest.fixture
def copy(compiled: Compiled, tmp_path: Path) -> Path:
    """A folder with the index of a store, beside which results are kept."""
    shutil.copy(compiled.names, tmp_path / "names.sqlite")
    return tmp_path


def reader_of(folder: Path) -> Reader:
    return Reader(Store(), Names(Store(), folder / "names.sqlite"))


calls: list[tuple[str, ...]] = []


@kept
def spelt(reader: Reader, *words: str) -> list[str]:
    """Return words in capitals, and note that they were asked for."""
    calls.append(words)
    return [word.upper() for word in words]


@pytest.fixture(autouse=True)
def none_called() -> None:
    calls.clear()


def test_a_later_reader_reads_what_an_earlier_one_worked_out(copy: Path) -> None:
    assert spelt(reader_of(copy), "a", "b") == spelt(reader_of(copy), "a", "b") == ["A", "B"]
    assert spelt(reader_of(copy), "b") == ["B"]
    assert calls == [("a", "b"), ("b",)]


def test_another_version_of_the_code_works_it_out_anew(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spelt(reader_of(copy), "a")
    monkeypatch.setattr(memoize, "code_of", lambda *_: 1)
    spelt(reader_of(copy), "a")
    assert calls == [("a",), ("a",)]


def test_installing_a_library_works_it_out_anew(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "site-packages"
    installed.mkdir()
    monkeypatch.syspath_prepend(installed)
    for number in range(3):
        if number == 2:
            os.utime(installed, ns=(0, 1))  # as of a folder to which a library was added
        memoize._libraries.cache_clear()
        spelt(reader_of(copy), "a")
    memoize._libraries.cache_clear()
    assert len(calls) == 2


def test_a_damaged_file_is_written_again(copy: Path) -> None:
    spelt(reader_of(copy), "a")
    (file,) = copy.glob("*.pickle")
    whole = file.read_bytes()
    for damaged in (b"", whole[:-3], b"\xff" * 40):
        file.write_bytes(damaged)
        assert spelt(reader_of(copy), "a") == ["A"]
        assert file.read_bytes() == whole
    assert len(calls) == 4


def test_results_least_recently_used_make_room(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, word in enumerate("abc"):
        spelt(reader_of(copy), word)
        newest = max(copy.glob("*.pickle"), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (day, day))
    spelt(reader_of(copy), "a")  # used again, later than b and c
    sizes = [path.stat().st_size for path in copy.glob("*.pickle")]
    monkeypatch.setattr(memoize, "BYTES", sum(sizes))
    spelt(reader_of(copy), "d")
    assert len(list(copy.glob("*.pickle"))) == 3
    calls.clear()
    for word in "acdb":
        spelt(reader_of(copy), word)
    assert calls == [("b",)]


def test_a_store_in_memory_keeps_nothing() -> None:
    assert spelt(Reader(Store()), "a") == spelt(Reader(Store()), "a") == ["A"]
    assert len(calls) == 2


def test_a_module_changes_the_mark_of_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memoize, "_PACKAGE", tmp_path)
    (tmp_path / "text" / "inner").mkdir(parents=True)
    (tmp_path / "rdf").mkdir()
    marks = []
    for text in ("", "1", "12"):
        (tmp_path / "text" / "inner" / "one.py").write_text(text, encoding="utf-8")
        memoize.code_of.cache_clear()
        marks.append((memoize.code_of("text", "rdf"), memoize.code_of("rdf")))
    memoize.code_of.cache_clear()
    assert len({both for both, _ in marks}) == 3
    assert len({without for _, without in marks}) == 1


def test_a_script_or_template_changes_the_mark_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memoize, "_PACKAGE", tmp_path)
    (tmp_path / "site" / "__pycache__").mkdir(parents=True)
    marks = []
    for name in ("one.py", "graph.js", "graph.html", "__pycache__/one.pyc"):
        (tmp_path / "site" / name).write_text("", encoding="utf-8")
        memoize.code_of.cache_clear()
        marks.append(memoize.code_of("."))
    memoize.code_of.cache_clear()
    assert len(set(marks)) == 3  # what Python compiles is no other code
