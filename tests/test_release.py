"""Differences between two states of a corpus, from folders and from git."""

import subprocess

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from kg.corpus.diff import Diff, UnknownState, by_record, diff, patch, words
from kg.corpus.load import load
from tests.faults import GAZETTE, MEMOIR, WORLD


@pytest.fixture
def later(spoilt):
    """The world with a day corrected, a record renamed, a record added, and a source removed."""
    root = spoilt(
        (MEMOIR, '"2001-03-22"^^xsd:date', '"2001-03-21"^^xsd:date'),
        (WORLD, '"The coders"@en', '"The coding team"@en'),
        (
            WORLD,
            "id:harbour\n    a kg:Place ;\n",
            'id:added\n    a kg:Place ;\n    skos:prefLabel "Added"@en ;\n.\n\nid:harbour\n    a kg:Place ;\n',
        ),
    )
    (root / GAZETTE).unlink()
    return root


def git(folder, *arguments):
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_two_folders_in_words(world_root, later):
    text = words(diff(world_root, later))
    assert text.splitlines()[:4] == [
        "- 1 source removed, 1 changed",
        "- 2 passages removed, 1 changed",
        "- 1 record added, 9 changed",
        "- 4 statements added, 23 removed",
    ]
    assert "- src:gazette-2025: Gazette of Southland" in text
    assert "- src:memoir: Мемуары (1 statement more, 1 fewer)" in text
    assert "Records added:\n\n- id:added: Added\n" in text
    assert (
        '- id:treaty-old-signature kg:onDate in src:memoir.1: "2001-03-22"^^xsd:date → "2001-03-21"^^xsd:date'
        in text
    )


def test_two_folders_record_by_record(world_root, later):
    text = by_record(diff(world_root, later))
    _, _, signature = text.partition("## id:treaty-old-signature\n\n")
    listed = signature.split("\n\n")[0].splitlines()
    assert '- added kg:onDate "2001-03-21"^^xsd:date – src:memoir.1, Мемуары' in listed
    assert '- removed kg:onDate "2001-03-22"^^xsd:date – src:memoir.1, Мемуары' in listed
    assert '## id:added: Added\n\n- added rdf:type kg:Place – register\n- added skos:prefLabel "Added"@en' in text
    assert by_record(diff(world_root, later), limit=1).count("- … and 1 more") >= 2
    assert by_record(diff(world_root, world_root)) == "Nothing changed.\n"


def test_lists_are_cut_where_asked(world_root, later):
    text = words(diff(later, world_root), limit=1)
    assert "- … and 1 more" in text


def test_a_state_does_not_differ_from_itself(world_root):
    found = diff(world_root, world_root)
    assert found.empty
    assert words(found) == "Nothing changed.\n"


def test_the_patch_turns_one_state_into_the_other(world_root, later):
    before, after = (set(load(root).quads) for root in (world_root, later))
    written = patch(Diff(before, after)).decode()
    assert written.startswith("H id <urn:uuid:") and written.endswith("TC .\n")
    lines = written.splitlines()[2:-1]
    for line in lines:
        (quad,) = pyoxigraph.parse(line[2:].encode(), format=RdfFormat.N_QUADS)
        (before.remove if line.startswith("D ") else before.add)(quad)
    assert before == after
    assert patch(Diff(after, after)) == patch(Diff(before, before))


def test_the_same_difference_is_the_same_patch(world_root, later):
    assert patch(diff(world_root, later)) == patch(diff(world_root, later))
    assert patch(diff(world_root, later)) != patch(diff(later, world_root))


def test_two_revisions_of_a_repository(spoilt):
    root = spoilt()
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    git(root, "tag", "v1")
    (root / MEMOIR).unlink()
    git(root, "commit", "-qam", "two")
    found = diff("v1", "HEAD", root)
    assert [s.rpartition("/")[2] for s in found.sources.removed] == ["memoir"]
    assert diff("HEAD", root, root).empty
    assert len(diff("v1", root, root).removed) == len(found.removed)


def test_an_unknown_state_says_what_is_wanted(world_root, tmp_path):
    with pytest.raises(UnknownState, match=r"v9 is neither a folder with ontology/ and graphs/ nor a revision"):
        diff("v9", world_root, tmp_path)


def test_a_revision_is_no_option(spoilt):
    root = spoilt()
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    with pytest.raises(UnknownState):
        diff("--output=written", root, root)
    assert not (root / "written").exists()


def test_a_revision_without_a_corpus(tmp_path, world_root):
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-qm", "empty", "--allow-empty")
    with pytest.raises(UnknownState, match="holds no corpus"):
        diff("HEAD", world_root, tmp_path)
