"""The guide to the analyses names what there is, and its code runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.dataset.store import Compiled
from kg.model.reader import Reader
from kg.network.analyses import ANALYSES
from kg.network.analyses.centrality import MEASURES
from kg.rdf.vocabulary import kg
from kg.text.phrases import say

REPO = Path(__file__).parent.parent
GUIDE = (REPO / "docs" / "analysis.md").read_text(encoding="utf-8")


def table(heading: str) -> list[str]:
    part = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)


def test_the_guide_lists_every_analysis_in_the_order_of_reports() -> None:
    assert table("Analyses") == [f"`{name}`" for name in ANALYSES]
    assert all(say(f"measure.{name}").lower() in GUIDE.lower() for name in MEASURES)


def test_the_guide_explains_every_term_of_the_declaration(world: Reader) -> None:
    terms = re.findall(r"`kg:(\w+)`", " ".join(table("From records to a network")))
    assert set(terms) == {"nodeClass", "edgeBy", "onlyWith", "positiveWith", "negativeWith", "foldedOver"}
    assert all(world.definition(kg(term).value) for term in terms)


def test_the_code_of_the_guide_runs(
    world_root: Path, compiled: Compiled, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    monkeypatch.setenv("KG_CORPUS", str(world_root))
    for real, small in (("treaty-2001", "treaty-old"), ("treaty-2025", "treaty-new")):
        code = code.replace(real, small)
    exec(compile(code, "analysis.md", "exec"), {})
    assert "حوزه‌های دو معاهده" in capsys.readouterr().out
