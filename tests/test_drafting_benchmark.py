"""The benchmark of drafts: what is counted as found, proposed and coded."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.drafting import Score, compare, report, scores
from kg.corpus.load import load
from kg.curation.register import Register

DAILY = Path(__file__).parent / "world" / "daily-2025.txt"


@pytest.fixture(scope="module")
def register(world_root: Path) -> Register:
    return Register(load(world_root))


def test_a_score_counts_what_is_common() -> None:
    score = compare(["a", "b", "b"], ["b", "c", "d"])
    assert score == Score(1, 2, 3)
    assert str(score) == "0.50 0.33 (1 of 2 proposed, 3 coded)"
    assert str(Score(0, 0, 0) + Score(1, 1, 1)) == "1.00 1.00 (1 of 1 proposed, 1 coded)"


def test_the_world_is_scored_as_its_paper_reads(register: Register) -> None:
    language, by_kind = scores(register, DAILY, "daily-2025")
    assert language == "en"
    # Ali Yusefi speaks in paragraph 2 and quotes Pyotr Volkov, for whom there is no verb of saying
    assert by_kind["speakers"] == Score(1, 1, 2)
    # the paper prints one day, that of a signature of which this source states another in its own coding
    assert by_kind["days"].proposed == 1
    # the names printed: two states, two persons, and the paper in its byline
    assert by_kind["mentions"].proposed == 5
    assert report([(language, by_kind)]).splitlines()[2] == f"en 1 speakers {by_kind['speakers']}"
