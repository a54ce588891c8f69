"""Files and folders that are complete or absent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import atomic


def entries(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_file_takes_its_place_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    with atomic.file(path) as out:
        out.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert entries(tmp_path) == ["x.txt"]


def test_a_writer_that_raises_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    atomic.write(path, b"old")
    with pytest.raises(KeyboardInterrupt), atomic.file(path) as out:
        out.write(b"half")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"
    assert entries(tmp_path) == ["x.txt"]


def test_a_writer_that_raises_leaves_no_new_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half"), atomic.file(tmp_path / "x.txt") as out:
        out.write(b"half")
        raise ValueError("half")
    assert entries(tmp_path) == []


def test_a_folder_replaces_the_earlier_one(tmp_path: Path) -> None:
    for name in ("old", "new"):
        with atomic.folder(tmp_path / "a" / "site") as folder:
            (folder / name).write_text(name)
    assert entries(tmp_path) == ["a", "a/site", "a/site/new"]


def test_a_folder_whose_filling_raises_leaves_the_old_one(tmp_path: Path) -> None:
    with atomic.folder(tmp_path / "site") as folder:
        (folder / "old").write_text("old")
    with pytest.raises(ValueError, match="half"), atomic.folder(tmp_path / "site") as folder:
        (folder / "half").write_text("half")
        raise ValueError("half")
    assert entries(tmp_path) == ["site", "site/old"]


def test_a_folder_that_cannot_take_its_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with atomic.folder(tmp_path / "site") as folder:
        (folder / "old").write_text("old")
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError("disk full")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="disk full"), atomic.folder(tmp_path / "site") as folder:
        (folder / "new").write_text("new")
    assert entries(tmp_path) == ["site", "site/old"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no rights of this kind")
def test_what_is_written_has_the_rights_of_new_files(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        atomic.write(tmp_path / "x.txt", b"")
        with atomic.folder(tmp_path / "data"):
            pass
    finally:
        os.umask(mask)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("x.txt", "data")] == [0o640, 0o750]


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    driver = (
        "import os, sys, pathlib; from kg import atomic\nwith atomic.folder(pathlib.Path(sys.argv[1])): os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", driver, str(tmp_path / "site")], check=False)
    with atomic.folder(tmp_path / "other"):
        left = [name for name in entries(tmp_path) if "/" not in name]
        atomic.sweep(tmp_path)
        assert len(left) == 2 and all(name.startswith(".") for name in left)
        assert [name for name in entries(tmp_path) if "/" not in name] == [left[0]]
    assert entries(tmp_path) == ["other"]
