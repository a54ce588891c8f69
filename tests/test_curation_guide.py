"""The worked example of docs/drafting.md, done as it is printed, with the records of the miniature world."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import REPO

#: The records of the guide, and those of the miniature world in their place.
STAND_INS = {
    "treaty-2025-approval-islamic-consultative-assembly": "treaty-new-approval-assembly",
    "islamic-consultative-assembly": "assembly",
    "treaty-2025": "treaty-new",
    "kazem-jalali": "ali-yusefi",
    "The Iranian parliament": "The Assembly of Southland",
    "2025 treaty": "New Treaty",
    "Kazem Jalali": "Ali Yusefi",
    "kg:participant iran": "kg:participant northland",
    "kg:participant russia": "kg:participant southland",
    "kg:place moscow": "kg:place harbour",
}


def guide() -> str:
    text = (REPO / "docs" / "drafting.md").read_text(encoding="utf-8")
    for real, small in STAND_INS.items():
        assert real in text
        text = text.replace(real, small)
    return text


GUIDE = guide()
#: The example; what follows it is led through by tests/test_relationship.py.
EXAMPLE = GUIDE.partition("## What a draft finds")[0]
TRIG = "graphs/sources/press-report/e/example-2025.trig"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", EXAMPLE, re.MULTILINE | re.DOTALL)


def test_the_example_leads_from_nothing_to_a_checked_file(
    run: Callable[..., Result], spoilt: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = spoilt()
    monkeypatch.chdir(root)
    article, act, speaker = blocks("text")
    Path("example.txt").write_text(article, encoding="utf-8")
    lines = [line for line in "\n".join(blocks("sh")).replace("\\\n", " ").splitlines() if line]
    commands = [shlex.split(line)[1:] for line in lines]
    assert [args[0] for args in commands] == ["new", "new", "new", "draft", "review", "new", "new", "check", "show"]
    for args in commands[:4]:
        result = run(*args, root=root)
        assert result.exit_code == 0, result.stderr
    typed = [line.removeprefix(">").strip() for line in speaker.splitlines() if line.startswith(">")]
    result = run(*commands[4], root=root, stdin="\n".join(["a", "a", "e", *typed, "a", ""]))
    assert result.exit_code == 0, result.stdout + result.stderr
    shown = [line.rstrip() for line in result.stdout.splitlines()]
    assert [line for line in act.splitlines() if line and line.rstrip() not in shown and "→" not in line] == []
    written = Path(TRIG).read_text(encoding="utf-8")
    for statement in (
        'a kg:Approval ;\n        kg:onDate "2025-05-21"^^xsd:date ;\n        kg:votesFor 191 ;',
        "src:example-2025.p2.ali-yusefi {\n",
        'kg:gist "The treaty marks a turning point in relations."@en ;\n        kg:kind code:values ;',
        'kg:reviewedBy "Your Name" ;\n        kg:reviewedOn "20',
    ):
        assert statement in written
    for args in commands[5:]:
        result = run(*args, root=root)
        assert result.exit_code == 0, result.stderr
    assert "(src:example-2025.p1)" in result.stdout
