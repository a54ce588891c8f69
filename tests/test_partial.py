"""Checking some files finds what checking all finds; watching for changes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kg.corpus import check as whole
from kg.corpus import partial
from kg.corpus.load import load, read
from kg.corpus.rules import Facts
from kg.dataset import build
from kg.dataset.store import Choice, Compiled, write_state
from tests.conftest import REPO
from tests.faults import DAILY, MEMOIR, RULE_CASES, SHAPE_CASES
from tests.test_rules import expected


@pytest.mark.parametrize(("name", "edits"), (RULE_CASES | SHAPE_CASES).items(), ids=[*RULE_CASES, *SHAPE_CASES])
def test_the_edited_files_show_every_fault(
    name: str, edits: list[tuple[str, ...]], compiled: Compiled, spoilt: Callable[..., Path]
) -> None:
    """The report of a whole check is in a file, against which `test_rules` holds that."""
    root = spoilt(*edits)
    edited = [path for edit in edits for path in files_of(root / edit[0], edit[-1])]
    # The last good state is the world before the edit: its store finds sources that break no rule.
    write_state(root, "", compiled.digest, 0)
    assert "\n".join(build.checked(read(root), edited)[1].lines()) + "\n" == expected(name, root)


def test_an_edit_without_faults_needs_no_look_at_all_files(
    compiled: Compiled, spoilt: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = spoilt((DAILY, "kg:votesFor 191", "kg:votesFor 189"))
    write_state(root, "", compiled.digest, 0)
    monkeypatch.delattr(build, "parsed")
    updated, report = build.ready(root, Choice())
    assert (updated.path != compiled.path, report) == (True, None)
    for path in (DAILY, MEMOIR):
        assert build.checked(read(root), [root / path])[1].faults == []


def files_of(path: Path, text: str) -> list[Path]:
    """The file of an edit: itself, or the one of a folder that holds the new text."""
    if path.is_file():
        return [path]
    return [p for p in path.rglob("*.ttl") if text in p.read_text(encoding="utf-8")]


def test_a_type_lost_in_one_file_is_a_fault_in_another(spoilt: Callable[..., Path]) -> None:
    root = spoilt(("graphs/records/media-outlets.ttl", "    a kg:MediaOutlet ;\n", "    a kg:Place ;\n"))
    faults = partial.check(root, [root / "graphs/records/media-outlets.ttl"])[1].faults
    assert Path(DAILY) in {fault.path for fault in faults}
    assert set(faults) == set(whole.check(root)[1].faults)


def test_the_shapes_run_on_a_part_only(world_root: Path) -> None:
    facts = Facts(load(world_root))
    narrow = partial.narrowed(facts, [world_root / MEMOIR])
    assert 0 < sum(map(len, narrow.said.values())) < sum(map(len, facts.said.values()))
    assert len(narrow.types) < len(facts.types)


def test_files_and_folders_are_named(run: Callable[..., Result], spoilt: Callable[..., Path]) -> None:
    root = spoilt((DAILY, "kg:votesFor 191 ;", "kg:votesFor 191.0 ;"))
    for path in (DAILY, "graphs/sources"):
        result = run("check", str(root / path), root=root)
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "1 fault in 1 of 29 files")
    result = run("check", str(REPO / "LICENSE"), root=root)
    assert result.exit_code == 2
    assert "is no file of the corpus" in result.stderr


def test_a_change_is_checked_and_compiled(spoilt: Callable[..., Path], cache: Path) -> None:
    root = spoilt()
    command = [sys.executable, "-m", "kg.cli", "--corpus", str(root), "watch", "--once", "--interval", "0.05"]
    environment = {**os.environ, "KG_CACHE": str(cache), "PYTHONPATH": str(REPO), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as watching:
        assert watching.stderr is not None
        assert "Watching" in watching.stderr.readline()
        path = root / DAILY
        time.sleep(0.1)
        path.write_text(path.read_text(encoding="utf-8").replace("votesFor 191", "votesFor 192"), encoding="utf-8")
        said = watching.stderr.read()
    assert watching.returncode == 0
    assert f"{DAILY} changed" in said
    assert "0 faults" in said
    assert "Compiled in" in said
