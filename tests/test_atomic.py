"""Files and folders that are complete or absent."""

from __future__ import annotations

import os
import subprocess
import sys
import time
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


KILLED = """
import os, pathlib, sys
from kg import atomic
with atomic.folder(pathlib.Path(sys.argv[1])), atomic.file(pathlib.Path(sys.argv[2])):
    os._exit(1)
"""


def test_what_a_killed_process_left_is_swept_by_the_next(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("site", "x.txt")]
    subprocess.run([sys.executable, "-c", KILLED, *paths], check=False)
    assert len(entries(tmp_path)) == 3, "a folder with its new content, and a file"
    with atomic.folder(tmp_path / "other"):
        (own,) = [name for name in entries(tmp_path) if "/" not in name]
        assert own.startswith(".other"), "what a living process writes stays"
    assert entries(tmp_path) == ["other"]


def test_what_another_machine_left_is_swept_after_a_day(tmp_path: Path) -> None:
    for days in (0, 2):
        left = tmp_path / f".site.being-written-{days}-another-machine"
        left.mkdir()
        os.utime(left, (time.time() - days * 86_400,) * 2)
    atomic.sweep(tmp_path)
    assert entries(tmp_path) == [".site.being-written-0-another-machine"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and links of this kind")
def test_pipes_devices_and_links_stay_what_they_are(tmp_path: Path) -> None:
    pipe, link, target = (tmp_path / name for name in ("pipe", "link.txt", "target.txt"))
    os.mkfifo(pipe)
    target.write_bytes(b"old")
    link.symlink_to(target)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    for path in (pipe, link, Path("/dev/null")):
        atomic.write(path, b"new")
    assert reader.communicate(timeout=20)[0] == b"new"
    assert (pipe.is_fifo(), link.is_symlink(), target.read_bytes()) == (True, True, b"new")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such streams")
def test_a_stream_of_this_process_is_written_to(tmp_path: Path) -> None:
    program = "from pathlib import Path; from kg import atomic; atomic.write(Path('/dev/stdout'), b'new')"
    (tmp_path / "log").write_bytes(b"old ")
    with (tmp_path / "log").open("ab") as log:
        subprocess.run([sys.executable, "-c", program], stdout=log, check=True)
    assert (tmp_path / "log").read_bytes() == b"old new"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"new"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no rights and links of this kind")
def test_rights_and_linked_folders_are_kept(tmp_path: Path) -> None:
    atomic.write(tmp_path / "x.txt", b"old")
    (tmp_path / "x.txt").chmod(0o600)
    atomic.write(tmp_path / "x.txt", b"new")
    (tmp_path / "disk").mkdir(mode=0o700)
    (tmp_path / "site").symlink_to(tmp_path / "disk")
    with atomic.folder(tmp_path / "site") as folder:
        (folder / "index.html").write_text("new")
    assert (tmp_path / "site").is_symlink() and (tmp_path / "disk/index.html").read_text() == "new"
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("x.txt", "disk")] == [0o600, 0o700]


def test_a_removed_folder_is_gone_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_text("x")
    atomic.remove(tmp_path / "a")
    atomic.remove(tmp_path / "a")
    assert entries(tmp_path) == []
