"""The corpora on which growth is measured: made up, sound, and of one shape at each size."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks import corpora
from kg.corpus.check import check
from kg.rdf.vocabulary import A, bound, kg


def classes(root: Path) -> Counter[str]:
    """Count the records by class, having checked the corpus."""
    with bound(corpora.BASE):
        corpus, report = check(root)
    assert corpus is not None
    assert not report.faults
    typed = {(quad.subject, quad.object) for quad in corpus.quads if quad.predicate == A}
    return Counter(cls for _, cls in typed)


def test_made_corpora_pass_the_check_and_grow_in_proportion(tmp_path: Path) -> None:
    corpora.make(tmp_path / "two", 2)
    corpora.make(tmp_path / "six", 6)
    two, six = classes(tmp_path / "two"), classes(tmp_path / "six")
    for name in ("Treaty", "Article", "Person", "Assessment", "Figure", "Vote", "Ballot", "Tenure"):
        assert six[kg(name)] == 3 * two[kg(name)] > 0, name


def test_one_seed_makes_one_corpus(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        corpora.make(tmp_path / name, 1, seed)
    a, b, c = ((tmp_path / name / "graphs/sources/press-report/n/news-0-5.trig").read_bytes() for name in "abc")
    assert a == b != c
