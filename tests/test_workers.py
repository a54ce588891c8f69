"""Publishing with several processes: the same bytes, faults told, and no process left behind."""

from __future__ import annotations

import filecmp
import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kg.dataset.store import Compiled
from kg.site import publish, query, workers
from tests.conftest import BASE_URL, REPO

#: A worker that returns the number of its process, and fails or ends when told to.
WORKER = (
    sys.executable,
    "-c",
    "import gc, os, time\n"
    "from kg.site import workers\n"
    "def perform(name, values):\n"
    "    if name == 'fail': raise ValueError('in the worker')\n"
    "    if name == 'end': os._exit(3)\n"
    "    if name == 'threshold': return gc.get_threshold()\n"
    "    time.sleep(values[0] if values else 0)\n"
    "    return os.getpid()\n"
    "workers.serve(lambda setting: perform)",
)


def here(name: str, values: tuple[Any, ...]) -> int:
    """Take long over the first order, so that the others are left to the worker."""
    time.sleep(3 if name == "first" else 0)
    return os.getpid()


def test_two_processes_publish_the_same_bytes(
    published: Path,
    published_root: Path,
    earlier_root: Path,
    compiled: Compiled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(query, "engine", lambda: None)
    place, since = tmp_path / "site", [str(earlier_root)]
    publish.publish(
        published_root, compiled, place, "en", lambda line: None, base_url=BASE_URL, since=since, cores=2
    )
    names = sorted(path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file())
    assert sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()) == names
    assert filecmp.cmpfiles(published, place, names, shallow=False)[1:] == ([], [])


def test_answers_come_in_the_order_of_the_orders_whoever_performs_them() -> None:
    orders = [("first", ()), *(("wait", (0.1,)) for _ in range(4))]
    own, *others = workers.divide(orders, here, WORKER, None, 2)
    assert own == os.getpid()
    assert len(others) == 4 and set(others) - {own}


def test_a_worker_looks_for_circles_as_often_as_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_threshold", lambda: (12_345, 11, 12))
    _, threshold = workers.divide([("first", ()), ("threshold", ())], here, WORKER, None, 2)
    assert threshold == (12_345, 11, 12)


@pytest.mark.parametrize(("name", "fault"), [("fail", ValueError), ("end", workers.WorkerEnded)])
def test_what_fails_in_a_worker_fails_here(name: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        workers.divide([("first", ()), (name, ()), ("wait", (60,))], here, WORKER, None, 2)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_worker_in_the_middle_of_its_work_ends_with_its_parent() -> None:
    script = (
        "import os, sys, time\n"
        "from kg.site import workers\n"
        "from tests.test_workers import WORKER\n"
        "worker = workers._started(WORKER, None)\n"
        "workers._asking(worker)('wait', ())\n"
        "print(worker.pid, flush=True)\n"
        "workers._asking(worker)('wait', (600,))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=REPO)
    assert parent.stdout
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    state = Path(f"/proc/{worker}/stat")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        # Whoever inherited it may not have noticed its end yet.
        if state.exists() and state.read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the worker outlived its parent")
