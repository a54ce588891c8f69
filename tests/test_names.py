"""Names in three scripts: folding, the key for transliterations, and search."""

from __future__ import annotations

import contextlib
import csv
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dataset import names
from kg.dataset.names import NameFault, Names
from kg.dataset.store import Compiled
from kg.model.reader import Reader
from kg.rdf import turtle
from kg.rdf.terms import Literal, Quad, Store
from kg.rdf.vocabulary import LABEL, REGISTER, SHORT_NAME, A, compact, kg, record_iri
from kg.text.folding import fold, near, skeleton, solid

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


ENGLISH = [
    (row["american"], row["british"])
    for row in csv.DictReader((REPO / "tests" / "american_british.csv").read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize(("american", "british"), ENGLISH)
def test_american_and_british_spellings_fold_alike(american: str, british: str) -> None:
    assert american != british and fold(american) == fold(british) == fold(fold(american))
    assert fold(f"The {american.title()}!") == fold(f"the {british}") != fold(f"the{british}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("programmer", "programer"),
        ("contour", "contor"),
        ("Darfour", "Darfor"),
        ("tabriz", "tabris"),
        ("Nabizade", "Nabisade"),
        ("later", "latre"),
        ("peter", "petre"),
        ("rise", "rize"),
        ("centrал", "centerал"),
        ("programmة", "programة"),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


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


@pytest.mark.parametrize(
    ("one", "other"),
    [("ترکمان‌چای", "ترکمانچای"), ("ترکمان چای", "ترکمانچای"), ("می رود", "می‌رود"), ("پزشک‌یان", "پزشکیان")],
)
def test_a_half_space_joins_and_separates(one: str, other: str) -> None:
    assert solid(fold(one)) == solid(fold(other))


def test_spaces_between_other_letters_stay() -> None:
    assert solid(fold("New Treaty 2025 نو")) == "new treaty 2025 نو"


#: Records of which several share a name, a concept that shares one with a record, and a word in two parts.
NAMESAKES = """
id:lot a kg:IntergovernmentalOrganization ; skos:prefLabel "League of Towns"@en ; kg:shortName "LoT"@en .
field:lots skos:altLabel "LoT"@en , "Towns"@en .
id:lot-treaty a kg:Treaty ; skos:prefLabel "LoT treaty"@en ; skos:altLabel "The Pact"@en .
id:pact a kg:Treaty ; skos:prefLabel "The Pact"@en .
id:riverside a kg:Place ; skos:prefLabel "Riverside"@en .
id:riverside-party a kg:Group ; skos:prefLabel "Riverside"@en ; skos:altLabel "بهار نارنج"@fa .
id:upper a kg:Place ; skos:prefLabel "OAK"@en .
id:lower a kg:Place ; skos:prefLabel "Oak"@en .
"""


@pytest.fixture(scope="module")
def namesakes(told: Callable[[str], Reader]) -> Names:
    """Names that more than one record or term bears."""
    return told(NAMESAKES).names


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("https://w3id.org/iran-russia/id/lot", "id:lot"),
        ("<https://w3id.org/iran-russia/id/lot>", "id:lot"),
        ("id:lot", "id:lot"),
        ("field:lots", "field:lots"),
        ("lot", "id:lot"),
        ("LoT", "id:lot"),
        ("LOT", "id:lot"),
        ("league of  TOWNS", "id:lot"),
        ("Towns", "field:lots"),
        ("The Pact", "id:pact"),
        ("OAK", "id:upper"),
        ("Oak", "id:lower"),
        ("بهارنارنج", "id:riverside-party"),
        ("بهار‌نارنج", "id:riverside-party"),
    ],
)
def test_a_name_means_one_record(namesakes: Names, name: str, record: str) -> None:
    assert compact(namesakes.find(name)) == record


def test_a_bare_name_takes_the_prefix_that_is_asked_for(namesakes: Names) -> None:
    assert compact(namesakes.find("lots", "field")) == "field:lots"
    assert compact(namesakes.find("LoT", "field")) == "field:lots"


def test_several_equal_names_are_listed_and_none_is_guessed(namesakes: Names) -> None:
    with pytest.raises(NameFault) as fault:
        namesakes.find("RIVERSIDE!")
    listed = "id:riverside (Riverside), id:riverside-party (Riverside)"
    said = f"RIVERSIDE! is the name of several records: {listed}. Give one by its identifier."
    assert str(fault.value) == said


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Riversides", "id:riverside"),
        ("id:riversid", "id:riverside"),
        ("pactt", "id:pact"),
        ("League", r"id:lot \(League of Towns\)"),
        ("kg:Traety", "kg:Treaty"),
    ],
)
def test_an_unknown_name_lists_near_ones(namesakes: Names, name: str, listed: str) -> None:
    with pytest.raises(NameFault, match=f"No record is named {name}.* Near: .*{listed}"):
        namesakes.find(name)


@pytest.mark.parametrize("name", ["", "  ", "!?", "qqqqqqqqqqqq", "no such: thing", "xx:yy", "word " * 101])
def test_a_hopeless_name_is_no_record(namesakes: Names, name: str) -> None:
    with pytest.raises(NameFault, match="No record is named"):
        namesakes.find(name)


@given(st.text(max_size=12))
def test_any_name_may_be_asked_for(namesakes: Names, name: str) -> None:
    try:
        assert namesakes.held(namesakes.find(name))
    except NameFault as fault:
        assert name.strip() in str(fault)


def test_an_index_on_disk_answers_as_one_in_memory(world: Reader, compiled: Compiled) -> None:
    on_disk = Names(world.store, compiled.names)
    for name in ("LL", "volkov", "پیوتر ولکوف", "New Treaty"):
        assert on_disk.search(name) == Names(world.store).search(name)
    assert on_disk.mentions("treaty") == Names(world.store).mentions("treaty")


@pytest.mark.parametrize(
    ("words", "record", "passage"),
    [
        ("worth little", "id:daily-treaty-paper", "src:daily-2025.p2"),
        ("LANDS ser", "id:volkov-treaty-good", "src:daily-2025.p2.ali-yusefi.pyotr-volkov"),
    ],
)
def test_gists_are_found_with_their_passage(world: Reader, words: str, record: str, passage: str) -> None:
    assert [(compact(m.record), compact(m.passage)) for m in world.names.mentions(words)] == [(record, passage)]


def test_gists_are_found_in_three_scripts(told: Callable[[str], Reader]) -> None:
    names_of = told(
        "src:s.p1 { id:a a kg:Assessment ; kg:gist 'Coercive measures harm both.'@en ;"
        " kg:gist 'اقدامات قهری به هر دو زیان می‌رساند.'@fa ; kg:gist 'Принудительные меры вредят обоим. Ещё.'@ru }"
    ).names
    for words, language in (
        ("coercive measure", "en"),
        ("زیان می‌رساند", "fa"),
        ("زیان میرساند", "fa"),
        ("زیان مي رساند", "fa"),
        ("еще принудительные", "ru"),
    ):
        assert [(compact(m.record), m.language) for m in names_of.mentions(words)] == [("id:a", language)]
    assert names_of.mentions("coercive harmony") == []


@pytest.mark.parametrize(
    ("words", "record", "whole"),
    [
        ("arrests for spying", "id:a", True),
        ("арест шпионов", "id:a", True),
        ("league 1983", "id:a", True),  # the label has the year
        ("league arrested in 1985", "id:a", False),
        ("league 1985", "", False),
        ("198", "", False),  # a number is no beginning of another
        ("Russian trade", "id:b", True),
        ("trade of russians grows slowly indeed", "", False),
    ],
)
def test_gists_are_found_by_forms_of_words_and_by_names(
    told: Callable[[str], Reader], words: str, record: str, whole: bool
) -> None:
    names_of = told(
        "graph:register { id:a skos:prefLabel 'Arrests in the League, 1983'@en }"
        " src:s.p1 { id:a a kg:Event ; kg:gist 'All of them are arrested for spying on others.'@en ;"
        " kg:gist 'Все арестованы как шпионы.'@ru . id:b a kg:Assessment ; kg:gist 'Trade with Russia grows.'@en }"
    ).names
    found = [(compact(mention.record), mention.whole) for mention in names_of.mentions(words)]
    assert found == ([(record, whole)] if record else [])


def test_an_index_forgets_the_names_that_a_record_had(told: Callable[[str], Reader], tmp_path: Path) -> None:
    saying = (
        "src:s.p1 { id:a a kg:Event ; kg:gist 'It takes place.'@en } graph:register { id:a skos:prefLabel '%s'@en }"
    )
    before, after = (
        list(told(saying % name).store.quads_for_pattern(None, None, None)) for name in ("Storm", "Calm")
    )
    names.write_index(before, tmp_path / "names.sqlite")
    with contextlib.closing(sqlite3.connect(tmp_path / "names.sqlite")) as base, base:
        names.replace(base, record_iri("a"), [quad for quad in after if quad.subject.value == record_iri("a")])
    changed = Names(Store(), tmp_path / "names.sqlite")
    assert [len(changed.mentions(words)) for words in ("storm takes", "calm takes")] == [0, 1]


@pytest.mark.parametrize(
    "words", ["defense programmes", "defence program", "organisation of defence", "Organiz prog"]
)
def test_names_and_gists_are_found_in_either_english(told: Callable[[str], Reader], words: str) -> None:
    names_of = told(
        "graph:register { id:d a kg:Organization ; skos:prefLabel 'Organization of Defence Programmes'@en }"
        " src:s.p1 { id:a a kg:Assessment ; kg:gist 'The organisation of defense programs is costly.'@en }"
    ).names
    assert [compact(hit.record) for hit in names_of.search(words)] == ["id:d"]
    assert [compact(mention.record) for mention in names_of.mentions(words)] == ["id:a"]


def found(index: Path, words: str) -> list[str]:
    return [compact(hit.record) for hit in Names(Store(), index).search(words)]


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
    assert found(compiled.names, words)[0] == first


def test_whole_names_come_before_beginnings_and_words(compiled: Compiled) -> None:
    hits = found(compiled.names, "new treaty")
    assert hits[0] == "id:treaty-new"
    parts = {"id:treaty-new-article-1", "id:treaty-new-article-2", "id:treaty-new-preamble"}
    assert set(hits[1:4]) == parts, (
        "names that begin so; what only takes the treaty's name into a caption comes after"
    )


@pytest.mark.parametrize("words", ["", "  ", "!?", "«»", "‌"])
def test_nothing_to_search_for_is_an_error(compiled: Compiled, words: str) -> None:
    with pytest.raises(ValueError, match="hold no letter or digit"):
        Names(Store(), compiled.names).search(words)


@given(st.text(max_size=12))
def test_any_words_may_be_searched(compiled: Compiled, words: str) -> None:
    if fold(words):
        Names(Store(), compiled.names).search(words)


def test_a_limit_is_kept(compiled: Compiled) -> None:
    assert len(Names(Store(), compiled.names).search("treaty", 2)) == 2


@pytest.fixture(scope="module")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The search index of the real register."""
    quads: list[Quad] = []
    for path in sorted((REPO / "graphs" / "records").rglob("*.ttl")):
        quads += [Quad(q.subject, q.predicate, q.object, REGISTER) for q in turtle.read(path)]
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
        "import sys, pathlib; from kg.corpus.load import load; from kg.dataset import names\n"
        "names.write_index(load(pathlib.Path(sys.argv[1])).quads, pathlib.Path(sys.argv[2]))"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", driver, str(world_root), str(tmp_path / seed)]
        subprocess.run(command, check=True, cwd=REPO, env={**os.environ, "PYTHONHASHSEED": seed})
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_the_labels_and_short_names_of_a_language_are_read_without_other_names(compiled: Compiled) -> None:
    reader = Reader(compiled.open())
    expected = {
        (quad.subject.value, quad.object.value)
        for predicate in (LABEL, SHORT_NAME)
        for quad in reader.everything(predicate)
        if isinstance(quad.object, Literal) and quad.object.language == "fa"
    }
    assert expected
    for index in (None, compiled.names):
        assert sorted(Names(reader.store, index).written("fa")) == sorted(expected)


def test_the_index_has_the_passages_and_claims_of_the_store(compiled: Compiled) -> None:
    reader = Reader(compiled.open())
    names = Names(reader.store, compiled.names)
    assert names.claims() == reader.claims()
    rows = names.passages()
    assert rows
    assert {row[0] for row in rows} == set(reader.subjects(A, kg.Passage))
    for iri, *row in rows:
        passage = reader.passage(iri)
        quoted_in = passage.quoted_in.iri if passage.quoted_in else ""
        assert row == [
            *(passage.source, passage.locator, passage.stated_on or "", quoted_in),
            " ".join(passage.holders),
        ]
