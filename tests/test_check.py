"""Strictness: each fault of the brief by itself, all of them at once, and what stays in use meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.faults import DAILY, GAZETTE, MEMOIR, MORE, WORLD, turtle

#: The faults that issue 2 names, each with the whole report that `kg check` gives.
STRICTNESS: dict[str, tuple[list[tuple[str, ...]], str]] = {
    "an undeclared term": (
        [(DAILY, "kg:votesFor 191", "kg:votesPro 191")],
        f"{DAILY}:70: id:treaty-new-approval-assembly: kg:votesPro is not declared\n"
        "    Did you mean kg:voter or kg:votesFor or kg:vote?\n",
    ),
    "a passage without a holder": (
        [(MEMOIR, "        kg:holder id:pyotr-volkov ;\n", "")],
        f"{MEMOIR}:18: src:memoir.1: has no kg:holder\n"
        "    Every passage names who speaks: "
        "add kg:holder id:…, or describe the speaker in graphs/records/people.ttl.\n",
    ),
    "a malformed date": (
        [(GAZETTE, '"2005-07-05"', '"5 July 2005"')],
        f'{GAZETTE}:48: id:southland-in-league-observer: kg:startDate has the malformed xsd:date "5 July 2005"\n'
        "    Write it in the canonical form of its datatype.\n",
    ),
    "an impossible date": (
        [(GAZETTE, '"2005-07-05"', '"2005-13-45"')],
        f'{GAZETTE}:48: id:southland-in-league-observer: kg:startDate has the impossible date "2005-13-45"\n'
        "    2005-13-45 is no date: write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists\n",
    ),
    "a thing without an English label": (
        [(WORLD, '    skos:prefLabel "Northland"@en ;\n', "")],
        'graphs/records/states.ttl:6: id:northland: has no English label\n    Add skos:prefLabel "…"@en.\n',
    ),
    "a label in a regional form of a language": (
        [(WORLD, '"Северия"@ru', '"Северия"@ru-RU')],
        "graphs/records/states.ttl:6: id:northland: has a label @ru-ru, which no reader would see\n"
        "    Labels are looked up by the language alone: write @ru.\n",
    ),
    "a label that reorders what follows": (
        [(WORLD, '"The coders"@en', '"The \u202ecoders"@en')],
        "graphs/records/research-bodies.ttl:5: id:world-coding: skos:prefLabel has the invisible character U+202E, "
        "which reorders the text around it\n"
        "    Delete it: Persian, Russian and English stand in one text without it.\n",
    ),
    "an unknown language tag": (
        [(WORLD, '"Северия"@ru', '"Северия"@rus')],
        "graphs/records/states.ttl:6: id:northland: skos:prefLabel has the unknown language tag @rus\n"
        "    Use an ISO 639-1 code such as @en, @fa or @ru.\n",
    ),
    "a blank node": (
        [(WORLD, "    kg:locatedIn id:northland ;\n", '    kg:locatedIn [ skos:prefLabel "Bay"@en ] ;\n')],
        "graphs/records/places.ttl:5: id:harbour: a blank node\n"
        "    Give it an IRI: id:… for a record, src:… for a passage.\n",
    ),
    "a duplicate IRI in two registers": (
        [(MORE, turtle('id:northland\n    skos:altLabel "The North"@en ;\n.\n'))],
        f"graphs/records/states.ttl:6: id:northland: is in {MORE} too\n"
        "    Merge the two entries into graphs/records/states.ttl.\n",
    ),
}


@pytest.mark.parametrize(("edits", "report"), STRICTNESS.values(), ids=STRICTNESS)
def test_each_fault_of_the_brief(
    edits: list[tuple[str, ...]], report: str, spoilt: Callable[..., Path], run: Callable[..., Result]
) -> None:
    result = run("check", root=spoilt(*edits))
    total = 30 if MORE in edits[0] else 29
    assert (result.stdout, result.stderr) == ("", report + f"1 fault in 1 of {total} files\n")
    assert result.exit_code == 1


def test_bad_turtle(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    result = run("check", root=spoilt((WORLD, "    a kg:Person ;\n", "    a kg:Person\n")))
    assert result.exit_code == 1
    assert result.stderr.startswith("graphs/records/people.ttl:7: cannot be parsed: ")
    assert result.stderr.endswith("    Correct the syntax on that line.\n1 fault in 1 of 29 files\n")


def test_a_file_whose_name_is_not_its_sources(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    root = spoilt()
    (root / MEMOIR).rename(root / "graphs/sources/diary.trig")
    result = run("check", root=root)
    assert result.exit_code == 1
    assert result.stderr == (
        "graphs/sources/diary.trig:1: src:diary: the file holds no block of that source\n"
        "    Name the file like its source, or describe src:diary in a block of that name.\n"
        "graphs/sources/diary.trig:9: src:memoir: is in the block src:memoir, which is not of src:diary\n"
        "    Move it to memoir.trig, or rename the block.\n"
        "graphs/sources/diary.trig:27: id:treaty-old: is in the block src:memoir.1, which is not of src:diary\n"
        "    Move it to memoir.trig, or rename the block.\n"
        "3 faults in 1 of 29 files\n"
    )


def test_all_findings_at_once(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    # These three change a text that another edit needs.
    apart = ("a blank node", "a malformed date", "a label in a regional form of a language")
    together = {name: value for name, value in STRICTNESS.items() if name not in apart}
    result = run("check", root=spoilt(*(edit for edits, _ in together.values() for edit in edits)))
    assert result.exit_code == 1
    messages = [report.split(": ", 1)[1].split("\n")[0] for _, report in together.values()]
    assert [message for message in messages if message not in result.stderr] == []
    assert result.stderr.endswith(f"{len(together)} faults in 5 of 30 files\n")


def test_findings_are_sorted_by_their_address(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    together = [edit for name, (edits, _) in STRICTNESS.items() if name != "an impossible date" for edit in edits]
    lines = [line for line in run("check", root=spoilt(*together)).stderr.splitlines() if line.startswith("graphs")]
    places = [(line.split(":")[0], int(line.split(":")[1])) for line in lines]
    assert places == sorted(places)


def test_a_happening_that_is_misspelt_gets_its_near_ones(
    spoilt: Callable[..., Path], run: Callable[..., Result]
) -> None:
    root = spoilt()
    path = root / MEMOIR
    text = path.read_text(encoding="utf-8")
    assert "id:treaty-old-signature" in text
    path.write_text(text.replace("id:treaty-old-signature", "id:treaty-old-singature"), encoding="utf-8")
    report = run("check", root=root).stderr
    assert "id:treaty-old-singature: is a happening without defining links in the register" in report
    assert "    Did you mean id:treaty-old-signature" in report


def test_the_last_good_store_stays_in_use(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    root = spoilt()
    asked = ("query", "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t")
    good = run(*asked, root=root)
    path = root / MEMOIR
    path.write_text(path.read_text(encoding="utf-8").replace("kg:holder", "kg:hodler"), encoding="utf-8")
    stale = run(*asked, root=root)
    assert (stale.exit_code, stale.stdout) == (0, good.stdout)
    assert "src:memoir.1: kg:hodler is not declared\n    Did you mean kg:holder" in stale.stderr
    assert stale.stderr.endswith("The corpus has faults: answers come from its last good state.\n")
    built = run("build", root=root)
    assert (built.exit_code, built.stdout) == (1, "")
    assert "kg:hodler is not declared" in built.stderr


def test_without_a_good_store_there_is_no_answer(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    result = run("show", "treaty-new", root=spoilt((MEMOIR, "        kg:holder id:pyotr-volkov ;\n", "")))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("Error: The corpus has faults, and no earlier store of it is left.\n")


def test_several_blank_nodes_are_all_named(spoilt: Callable[..., Path], run: Callable[..., Result]) -> None:
    root = spoilt((DAILY, "kg:about id:hostile ;", "kg:about [] ;"), (MORE, "[] <http://a/b> <http://a/c> .\n"))
    result = run("check", root=root)
    assert result.stderr.count("a blank node") == 2
    assert f"{MORE}:1: a blank node" in result.stderr
