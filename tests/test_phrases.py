"""One catalogue of phrases: complete in every language, and the only words that commands print."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import Result

from kg.cli import main
from kg.corpus.load import load
from kg.dataset import view
from kg.dataset.intervals import Answer
from kg.model.reader import Reader
from kg.network import projections, report
from kg.network.analyses import ANALYSES
from kg.network.study import Study
from kg.query import questions
from kg.rdf.terms import Literal, Quad
from kg.rdf.vocabulary import LANGUAGES
from kg.text.phrases import catalogue, say
from kg.text.tables import printable

Run = Callable[..., Result]

_SLOT = re.compile(r"\{\w*\}")


def test_every_phrase_is_in_every_language_with_the_same_slots() -> None:
    for key, phrase in catalogue().items():
        assert set(phrase) == set(LANGUAGES), key
        assert all(text.strip() for text in phrase.values()), key
        slots = {tag: set(_SLOT.findall(text)) for tag, text in phrase.items()}
        assert slots["fa"] == slots["ru"] == slots["en"], key


def test_persian_and_russian_phrases_are_in_their_script() -> None:
    scripts = {"fa": re.compile("[\u0600-\u06ff]"), "ru": re.compile("[\u0400-\u04ff]")}
    for language, script in scripts.items():
        lacking = [
            key
            for key, phrase in catalogue().items()
            if re.search("[a-z]{3}", _SLOT.sub("", phrase["en"])) and not script.search(phrase[language])
        ]
        assert lacking == []


def test_russian_has_the_word_of_the_ontology_for_agents(ontology_quads: list[Quad]) -> None:
    """The class is "Субъект": its groups and figures are not called otherwise."""
    assert any(quad.object == Literal("Субъект", language="ru") for quad in ontology_quads)
    texts = {key: phrase["ru"] for key, phrase in catalogue().items()}
    texts |= {str(quad): quad.object.value for quad in ontology_quads if isinstance(quad.object, Literal)}
    assert [key for key, text in texts.items() if re.search(r"\b[Аа]ктор", text)] == []
    assert texts["family.actor"] == texts["theme.actors"] == "Субъекты"


#: Spellings that a language does not have, in phrases without their slots and identifiers.
_MISSPELT = {
    "en": re.compile("(?<=[a-z])'(?=[a-z])"),
    # Arabic letters; a blank for the half-space of a verb; signs and digits of another script.
    "fa": re.compile(r'[يكىة]|\bن?می [\u0600-\u06ff]|[,;?"%]|\d[.]\d'),
    # Straight quotation marks, "е" where these phrases write "ё", a per cent sign without its space.
    "ru": re.compile(r'["“]|\b[Ее]ще\b|\b[Чч]ье\b|\b[Тт]емн|[Сс]чет|[Оо]бъем|\d%'),
}


def test_phrases_are_spelt_as_their_language_is() -> None:
    # Slots, the name of a standard, formulas.
    others = re.compile(r"\{\w*\}|SPARQL 1\.1|\w\([^)]*\)")
    misspelt = {
        (key, language): match[0]
        for key, phrase in catalogue().items()
        for language, spelling in _MISSPELT.items()
        if (match := spelling.search(others.sub("", phrase[language])))
    }
    assert misspelt == {}


def test_a_phrase_that_is_missing_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        say("no.such.phrase", "fa")


#: What the commands that speak a language are asked here: every one, on the miniature world.
ASKED = {
    "analyse": [["analyse"]],
    "ask": [
        ["ask"],
        ["ask", "in-force-on", "--help"],
        ["ask", "in-force-on", "--day", "2025-12-01"],
        ["ask", "who-says", "--record", "treaty-new-approval-assembly", "--format", "markdown", "--rows", "2"],
    ],
    "compare": [["compare", "treaty-old", "treaty-new"], ["compare", "--reports", "treaty-new"]],
    "conflicts": [["conflicts"], ["conflicts", "--resolve", "latest", "--format", "markdown"]],
    "coverage": [
        ["coverage"],
        ["coverage", "--weak"],
        ["coverage", "treaty-new", "--known-by", "2025-09-01"],
    ],
    "network": [["network", "treaties", "--nodes"], ["network", "actors"]],
    "path": [
        ["path", "pyotr-volkov", "treaty-new"],
        ["path", "pyotr-volkov", "treaty-new", "--format", "markdown"],
    ],
    "projections": [["projections"]],
    "query": [["query", "SELECT ?t WHERE { ?t a kg:Treaty }", "--labels", "--as-of", "2025-09-01"]],
    "search": [["search", "volkov"]],
    "show": [["show", "treaty-new"], ["show", "treaty-new-approval-assembly"], ["show", "pyotr-volkov"]],
    "status": [
        ["status", "treaty-new", "--on", "2025-07-20"],
        ["status", "treaty-new", "--on", "2025-07-20", "--format", "markdown"],
        ["status", "--on", "2025-12-01"],
    ],
    "timeline": [["timeline"]],
    "views": [["views"]],
}
#: Commands that write pages, or ask for answers; the tests of pages and of reviews read those.
PAGES = {"page", "publish", "review"}
#: Identifiers: prefixed names, addresses, options with the format that one names, commands.
#: A digest of the data is among them: by chance its digits are letters in a row.
_IDENTIFIER = re.compile(
    r"https?://\S+|--format \w+|--\w[\w-]*|\bkg [a-z-]+|\[OPTIONS\]|`[^`]*`|\b[\w-]+:[\w.-]+|\b[0-9a-f]{12}\b"
)


def speakers() -> set[str]:
    group = click.Context(main)
    commands = {name: main.get_command(group, name) for name in main.list_commands(group)}
    return {name for name, command in commands.items() if "lang" in {p.name for p in command.params}}


def test_every_command_that_speaks_is_asked() -> None:
    assert speakers() == set(ASKED) | PAGES


@pytest.fixture(scope="module")
def own_words(world: Reader, world_root: Path) -> list[str]:
    """Whole texts that are no words of the program, longest first: literals of the data, and short names."""
    literals = {quad.object.value for quad in world.store if isinstance(quad.object, Literal)} | set(
        get_args(Answer)
    )
    library = questions.library(world_root)
    names = {*library, *ANALYSES, *view.names(load(world_root).ontology)}
    names |= {projection.name for projection in projections.projections(world)}
    return sorted(map(printable, literals | names), key=len, reverse=True)


def english(text: str, own_words: list[str], columns: set[str]) -> list[str]:
    """Return the words in Latin script that are no identifiers, data or names of columns."""
    text = _IDENTIFIER.sub(" ", text)
    for words in own_words:
        if words in text:
            text = re.sub(rf"(?<![A-Za-z]){re.escape(words)}(?![A-Za-z])", " ", text)
    return sorted(set(re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>", " ", text))) - columns)


@pytest.mark.parametrize("language", ["fa", "ru"])
@pytest.mark.parametrize("args", [args for calls in ASKED.values() for args in calls], ids=" ".join)
def test_no_word_of_the_program_is_english(args: list[str], language: str, run: Run, own_words: list[str]) -> None:
    result = run(*args, "--lang", language)
    assert result.exit_code == 0, result.stderr
    columns = re.split(r"[\s|]+", result.stdout.split("\n")[0]) if args[0] in ("ask", "query") else []
    variables = {name for name in columns if name + "Label" in columns or name.endswith("Label")}
    variables |= {"since", "value"} & set(columns)
    assert english(result.stdout + result.stderr, own_words, variables) == []


@pytest.mark.parametrize("language", ["fa", "ru"])
@pytest.mark.parametrize("state", ["id:southland", "id:nowhere"])
def test_no_report_has_english_words(state: str, language: str, world: Reader, own_words: list[str]) -> None:
    states, treaties = (state, "id:northland"), ("treaty-old", "treaty-new")
    findings = report.report(Study(world, language=language, states=states, treaties=treaties, draws=5))
    assert bool(findings.left_out) == (state == "id:nowhere")
    assert english(findings.markdown("".format), own_words, set()) == []


@pytest.mark.parametrize("language", ["fa", "ru"])
@pytest.mark.parametrize("name", sorted(ANALYSES))
def test_no_analysis_has_english_words(name: str, language: str, world: Reader, own_words: list[str]) -> None:
    states, treaties = ("id:southland", "id:northland"), ("treaty-old", "treaty-new")
    found = ANALYSES[name].run(Study(world, language=language, states=states, treaties=treaties, draws=5))
    table = found.table()
    texts = [*table.heads, *(cell for row in table.rows for cell in row), *found.notes, found.caption.text]
    axis = getattr(found.plot, "axis", "")
    assert english("\n".join([*texts, axis]), own_words, set()) == []


def test_english_is_seen_where_there_is_some(run: Run, own_words: list[str]) -> None:
    assert english(run("status", "treaty-new", "--on", "2025-07-20").stdout, own_words, set())
    assert english("یک finding: id:treaty-new", own_words, set()) == ["finding"]
