"""Names in three scripts: folding, the key for transliterations, and search."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import corpus, names
from kg.names import fold, near, skeleton
from kg.rdf import Quad
from kg.store import Compiled
from kg.terms import REGISTER, compact

REPO = Path(__file__).parent.parent
SPELLINGS = list(csv.DictReader((REPO / "tests" / "spellings.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي", "علی"),
        ("كتاب", "کتاب"),
        ("خامنه‌ای", "خامنه ای"),
        ("۱۳۶۸", "1368"),
        ("٢٠٢٥", "2025"),
        ("Лихачёв", "лихачев"),
        ("Türkiye", "turkiye"),
        ("Ġaddar ʿAlī", "gaddar ali"),
        ("État-Major", "etat major"),
        ("rial's", "rials"),
        ("عهدنامهٔ", "عهدنامه"),
        ("مُحَمَّد", "محمد"),
        ("\u202eабв\u202c", "абв"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=30))
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="ÀßŒæøłĳﬁŉİıſẞǅΆΐ٫ﷺ①Ⅷ½ªºʼˈ_·๑ÅéْیيٱۀҐйЙёЁ ", max_size=8))
def test_folding_odd_letters_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_folding_ignores_case(text: str) -> None:
    assert fold(text.casefold()) == fold(fold(text.casefold()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Araghchi", "Araqchi"),
        ("Ghalibaf", "Qalibaf"),
        ("Khamenei", "Hamenei"),
        ("Zhukov", "Jukov"),
        ("Lavrov", "Lawrow"),
        ("Mohammad", "Muhammad"),
        ("Sergey", "Sergei"),
    ],
)
def test_transliterations_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Putin", "Lavrov"), ("Iran", "Iraq"), ("Raisi", "Rouhani")])
def test_other_names_have_other_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_near_names_keep_their_kind_first() -> None:
    assert near("Traety", ["treaty", "Treaty", "target"])[:2] == ["Treaty", "treaty"]
    assert near("traety", ["treaty", "Treaty", "target"])[:2] == ["treaty", "Treaty"]
    assert near("qqqq", ["treaty"]) == []


def found(index: Path, words: str) -> list[str]:
    return [compact(hit.record) for hit in names.search(index, words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("volkov", "id:pyotr-volkov"),
        ("Пётр", "id:pyotr-volkov"),
        ("петр волков", "id:pyotr-volkov"),
        ("پيوتر", "id:pyotr-volkov"),
        ("LL", "id:league"),
        ("nordland", "id:northland"),
        ("Northland", "id:northland"),
        ("New Treaty", "id:treaty-new"),
        ("treaty new", "id:treaty-new"),
        ("معاهده نو", "id:treaty-new"),
        ("yusefi", "id:ali-yusefi"),
        ("Ali Yusofi", "id:ali-yusefi"),
        ("onerror", "id:hostile"),
    ],
)
def test_search_finds_by_any_name(compiled: Compiled, words: str, first: str) -> None:
    assert found(compiled.path / "names.sqlite", words)[0] == first


def test_whole_names_come_before_beginnings_and_words(compiled: Compiled) -> None:
    hits = found(compiled.path / "names.sqlite", "new treaty")
    assert hits[0] == "id:treaty-new"
    assert set(hits[1:]) == {"id:treaty-new-article-1", "id:treaty-new-article-2", "id:treaty-new-preamble"}


@pytest.mark.parametrize("words", ["", "  ", "!?", "«»", "‌"])
def test_nothing_to_search_for_is_an_error(compiled: Compiled, words: str) -> None:
    with pytest.raises(ValueError, match="hold no letter or digit"):
        names.search(compiled.path / "names.sqlite", words)


@given(st.text(max_size=12))
def test_any_words_may_be_searched(compiled: Compiled, words: str) -> None:
    if fold(words):
        names.search(compiled.path / "names.sqlite", words)


def test_a_limit_is_kept(compiled: Compiled) -> None:
    assert len(names.search(compiled.path / "names.sqlite", "treaty", 2)) == 2


@pytest.fixture(scope="module")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The search index of the real register."""
    quads: list[Quad] = []
    for path in sorted((REPO / "graphs" / "records").glob("*.ttl")):
        quads += [Quad(q.subject, q.predicate, q.object, REGISTER) for q in corpus.layout.read(path)]
    index = tmp_path_factory.mktemp("names") / "names.sqlite"
    names.write_index(quads, index)
    yield index


@pytest.mark.parametrize("row", SPELLINGS, ids=lambda row: row["spelling"])
def test_real_names_are_found_first_however_spelt(real_index: Path, row: dict[str, str]) -> None:
    assert found(real_index, row["spelling"])[:1] == [row["record"]]


def test_there_are_enough_spellings() -> None:
    assert len(SPELLINGS) >= 250
    assert len({row["record"] for row in SPELLINGS}) >= 100
    assert {row["language"] for row in SPELLINGS} == {"en", "fa", "ru"}


def test_the_index_is_the_same_whatever_the_hash_seed(world_root: Path, tmp_path: Path) -> None:
    driver = (
        "import sys, pathlib; from kg import corpus, names\n"
        "names.write_index(corpus.load(pathlib.Path(sys.argv[1])).quads, pathlib.Path(sys.argv[2]))"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", driver, str(world_root), str(tmp_path / seed)]
        subprocess.run(command, check=True, cwd=REPO, env={**os.environ, "PYTHONHASHSEED": seed})
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
