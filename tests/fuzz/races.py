"""Readers, builders and an editor at once on one corpus: no error, no answer of a state that was never saved.

    python -m tests.fuzz.races --seconds 60 --readers 50 --builders 10

Run by hand. The editor saves a source of the miniature world twice a second, each time with the next number. A
reader asks again and again, each time for the store as a command would; what it reads must be a number that had
been saved when it was answered, and none older than the one saved when it asked. Stores of one digest hold one
number. A slow answer is not a wrong one: how long they took is printed beside.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg import atomic
from tests.conftest import REPO, lay_world
from tests.faults import DAILY

_NUMBER = re.compile(r"kg:votesFor (\d+)")
FIRST = 191


def saved(root: Path) -> int:
    """Return the number that the source holds now."""
    return max(map(int, _NUMBER.findall((root / DAILY).read_text(encoding="utf-8"))))


def read(root: Path, until: float) -> None:
    """Ask for the number again and again until a time, and print what came as a line of JSON each."""
    from kg.dataset import build
    from kg.dataset.store import Choice, release
    from kg.rdf.vocabulary import kg

    while (asked := time.time()) < until:
        before = saved(root)
        compiled, report = build.ready(root, Choice())
        votes = compiled.open().quads_for_pattern(None, kg.votesFor, None, None)
        number = max(int(quad.object.value) for quad in votes)
        faults = report.faults if report else []
        waited = time.time() - asked
        print(json.dumps([before, number, saved(root), compiled.digest, len(faults), waited]), flush=True)
        release(compiled.path)


def main() -> None:
    """Start the processes, edit meanwhile, and judge what the readers read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--builders", type=int, default=10)
    parser.add_argument("--read", nargs=2, metavar=("CORPUS", "UNTIL"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(Path(options.read[0]), float(options.read[1]))
        return
    with tempfile.TemporaryDirectory() as scratch:
        root = lay_world(Path(scratch) / "corpus")
        environment = {**os.environ, "KG_CACHE": str(Path(scratch) / "cache"), "PYTHONPATH": str(REPO)}
        subprocess.run(
            [sys.executable, "-m", "kg.cli", "--corpus", str(root), "build"], check=True, env=environment, cwd=REPO
        )
        until = time.time() + options.seconds
        reading = [sys.executable, "-m", "tests.fuzz.races", "--read", str(root), str(until)]
        readers = [
            subprocess.Popen(
                reading, cwd=REPO, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for _ in range(options.readers)
        ]
        building = [sys.executable, "-m", "kg.cli", "--corpus", str(root), "build"]
        builders: list[subprocess.Popen[str]] = []
        failed: list[str] = []
        number = FIRST
        while time.time() < until:
            text = (root / DAILY).read_text(encoding="utf-8")
            atomic.write(root / DAILY, text.replace(f"kg:votesFor {number}", f"kg:votesFor {number + 1}").encode())
            number += 1
            for builder in [builder for builder in builders if builder.poll() is not None]:
                failed += [builder.stderr.read()] if builder.returncode and builder.stderr else []
                builders.remove(builder)
            while len(builders) < options.builders:
                builders.append(
                    subprocess.Popen(building, env=environment, cwd=REPO, text=True, stderr=subprocess.PIPE)
                )
            time.sleep(0.5)
        answers = []
        for reader in readers:
            lines, errors = reader.communicate()
            answers += [json.loads(line) for line in lines.splitlines()]
            failed += [errors] if reader.returncode else []
        for builder in builders:
            failed += [errors] if (errors := builder.communicate()[1]) and builder.returncode else []
    wrong = [answer for answer in answers if not answer[0] <= answer[1] <= answer[2] or answer[4]]
    by_digest: dict[str, set[int]] = {}
    for _, read_number, _, digest, *_ in answers:
        by_digest.setdefault(digest, set()).add(read_number)
    wrong += [sorted(numbers) for numbers in by_digest.values() if len(numbers) > 1]
    failed += [] if answers else ["No reader came to an answer: give them more seconds."]
    waits = sorted(answer[-1] for answer in answers) or [0.0]
    print(f"{len(answers)} answers of {len(by_digest)} states, {number - FIRST} edits")
    print(f"an answer took {waits[len(waits) // 2]:.1f} s, the slowest {waits[-1]:.1f} s")
    print(f"{len(failed)} errors, {len(wrong)} wrong answers")
    print("\n".join([*map(str, wrong[:10]), *failed[:3]]))
    sys.exit(bool(failed or wrong))


if __name__ == "__main__":
    main()
