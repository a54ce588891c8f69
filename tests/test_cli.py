"""Every command: whole output and exit code, near names for unknown ones, help that ends with lines to paste."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from kg.cli import main, options
from kg.cli.options import COMMANDS
from kg.corpus import files
from kg.corpus.check import check
from kg.dataset import build
from kg.dataset.intervals import Interval
from kg.dataset.store import Choice, Compiled
from kg.model import timeline
from kg.model.reader import Reader
from kg.rdf.vocabulary import ID
from kg.text.phrases import say

REPO = Path(__file__).parent.parent
DAILY = REPO / "tests" / "world" / "daily-2025.txt"

Run = Callable[..., Result]


def test_the_list_of_commands_says_of_each_what_its_own_help_says_first() -> None:
    for name, sentence in COMMANDS.items():
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert " ".join((command.help or "").split("\n\n")[0].split()) == sentence


# --- whole outputs: those of one screen here, the long ones in tests/golden ---------------------------------

LONG = {
    "show-treaty-new": ["show", "treaty-new"],
    "show-treaty-new-fa": ["show", "treaty-new", "--lang", "fa"],
    "show-treaty-new-ru": ["show", "treaty-new", "--lang", "ru"],
    "show-approval": ["show", "id:treaty-new-approval-assembly"],
    "show-figure": ["show", "figure-trade-turnover-2023"],
    "show-hostile": ["show", "hostile"],
    "show-article-json": ["show", "treaty-new-article-1", "--format", "json"],
    "status-in-july": ["status", "treaty-new", "--on", "2025-07-20"],
    "status-of-all": ["status", "--on", "2025-12-01"],
    "status-table": ["status", "treaty-new", "--on", "2025-07-20", "--format", "markdown"],
    "compare": ["compare", "treaty-old", "treaty-new"],
    "compare-reports": ["compare", "--reports", "treaty-new", "--format", "markdown"],
    "conflicts": ["conflicts"],
    "conflicts-json": ["conflicts", "treaty-new-approval-assembly", "--format", "json"],
    "conflicts-resolved": ["conflicts", "--resolve", "latest", "--property", "kg:onDate"],
    "timeline": ["timeline"],
    "timeline-of-a-treaty": ["timeline", "treaty-old", "--disputed", "--format", "csv"],
    "coverage": ["coverage"],
    "coverage-of-a-treaty": ["coverage", "treaty-new", "--format", "markdown"],
    "views": ["views", "--format", "tsv"],
    "projections": ["projections", "--lang", "ru"],
    "network-nodes": ["network", "treaties", "--nodes"],
    "network-edges": ["network", "actors"],
}


@pytest.mark.parametrize(("name", "args"), LONG.items(), ids=LONG)
def test_long_outputs(name: str, args: list[str], run: Run, golden: Callable[[str, str], None]) -> None:
    result = run(*args)
    assert result.exit_code == 0
    told = f"{result.stdout}--- stderr\n{result.stderr}" if result.stderr else result.stdout
    golden(f"{name}.txt", told)


def test_one_state_is_compared_with_the_other_party(real_root: Path, real_compiled: object, run: Run) -> None:
    heads = {
        state: run("analyse", "overlap", "--state", state, "--format", "csv", root=real_root).stdout.splitlines()[0]
        for state in ("Belarus", "Россия")
    }
    assert [head.split(",")[4:6] for head in heads.values()] == [
        ["of Belarus", "of Russia"],
        ["of Russia", "of Iran"],
    ]


@pytest.mark.parametrize(
    ("args", "stdout", "stderr"),
    [
        (["check"], "", "0 faults in 0 of 29 files\n"),
        (["fmt", "--check"], "", ""),
        (["query", "ASK { id:treaty-new a kg:Treaty }"], "answer\ntrue\n", ""),
        (
            ["query", "SELECT ?t ?n WHERE { ?t a kg:Treaty OPTIONAL { ?t kg:votesFor ?n } } ORDER BY ?t"],
            "t\tn\nid:treaty-new\t\nid:treaty-old\t\n",
            "",
        ),
        (
            ["query", "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t", "--format", "csv"],
            "t\nhttps://w3id.org/iran-russia/id/treaty-new\nhttps://w3id.org/iran-russia/id/treaty-old\n",
            "",
        ),
        (
            ["query", "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t", "--format", "markdown"],
            "| t |\n| --- |\n| id:treaty-new |\n| id:treaty-old |\n",
            "",
        ),
        (
            ["query", "SELECT ?s WHERE { ?s a kg:Signature }", "--view", "scholarly"],
            "s\nid:treaty-old-signature\n",
            "",
        ),
        (
            ["query", "SELECT ?s WHERE { ?s a kg:EntryIntoForce }", "--as-of", "2025-09-01"],
            "s\nid:treaty-new-entry-into-force\n",
            "Left out: 2 records that nobody dates.\nBy some accounts only on 2025-09-01: 2 records.\n",
        ),
        (
            ["query", "SELECT ?s WHERE { ?s a kg:EntryIntoForce }", "--known-by", "2025-07-19"],
            "s\n",
            "Left out: 1 sources whose date of publication is unknown.\n",
        ),
        (
            ["search", "volkov"],  # the man first, then what he takes part in, by their composed captions
            "id:pyotr-volkov\tPyotr Volkov\tPerson\n"
            "id:volkov-treaty-good\tPyotr Volkov on New Treaty\tAssessment\n"
            "id:visit-harbour-2001\tVisit: Ali Yusefi and Pyotr Volkov, Mar 2001\tEvent\n"
            "id:yusefi-denies-visit\tAli Yusefi on Visit: Ali Yusefi and Pyotr Volkov, Mar 2001\tDenial\n",
            "",
        ),
        (
            ["search", "петр", "волков", "--lang", "fa", "--limit", "1"],
            "id:pyotr-volkov\tپیوتر ولکوف ← Пётр Волков\tشخص\n",
            "",
        ),
        (
            ["coverage", "--weak", "--format", "csv"],  # The Daily and the Gazette are no copies
            "record,label,property,value,kinds of publishers,sources\n",
            "0 facts rest on aggregators, copy sites or propaganda networks alone\n",
        ),
        (["search", "nordland"], "id:northland\tNorthland ← Nordland\tState\n", ""),
        (["search", "new treaty", "--limit", "1"], "id:treaty-new\tNew Treaty\tTreaty\n", ""),
        (
            ["verify", str(DAILY)],
            "p1\tmatches\np2\tmatches\n",
            f"daily-2025: 2 of 2 locators match {DAILY}\n",
        ),
        (
            ["verify", str(DAILY), "--source", "daily-2025"],
            "p1\tmatches\np2\tmatches\n",
            f"daily-2025: 2 of 2 locators match {DAILY}\n",
        ),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else "",
)
def test_short_outputs(args: list[str], stdout: str, stderr: str, run: Run) -> None:
    result = run(*args)
    assert (result.stdout, result.stderr, result.exit_code) == (stdout, stderr, 0)


def test_build_names_the_version(run: Run, world_root: Path, world_quads: list) -> None:
    result = run("build")
    digest = build.ready(world_root, Choice())[0].digest[:12]
    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == f"{len(world_quads)} statements in 29 files, version {digest}\n"


def test_version(run: Run, world_root: Path, tmp_path: Path) -> None:
    """The first line is the program's, the second the corpus's with the digest that `kg build` prints."""
    digest = files.digest(world_root)[:12]
    expected = f"kg, version 0.1.0\nNorthland–Southland Graph, version 1.2.0+{digest}\n"
    assert run("--version").stdout == expected
    assert run("--version", "--corpus", str(world_root), root=None).stdout == expected
    assert run("--version", root=tmp_path).stdout == "kg, version 0.1.0\n"


# --- every platform --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ["search", "treaty"],
        ["search", "serves lands", "--text"],
        ["projections", "--lang", "fa"],
        ["network", "treaties", "--lang", "ru"],
        ["ask", "--lang", "fa"],
        ["ask", "in-force-on", "--lang", "fa", "--help"],
        ["show", "treaty-new", "--lang", "ru"],
        ["export", "--list"],
    ],
    ids=lambda args: "-".join(args[:2]),
)
def test_output_in_the_code_page_of_windows_is_utf_8(args: list[str], world_root: Path, compiled: Compiled) -> None:
    command = [sys.executable, "-m", "kg.cli", "--corpus", str(world_root), *args]
    outputs = []
    for encoding in ("cp1252", "utf-8"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(REPO), "COLUMNS": "80"}
        done = subprocess.run(command, capture_output=True, check=True, env=environment)
        outputs.append((done.stdout, done.stderr))
    assert outputs[0] == outputs[1]
    assert outputs[0][0].decode("utf-8")


def test_a_query_is_stopped_where_the_system_has_no_fork(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert "id:treaty-new" in run("query", "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t").stdout
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
    stopped = run("query", endless, "--time-limit", "0.5")
    assert (stopped.exit_code, stopped.stdout) == (1, "")
    assert stopped.stderr == "Error: Stopped after 0.5 seconds. Narrow the query, or raise --time-limit.\n"


def test_only_a_terminal_is_told_to_wait(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(options, "_SILENT", 0.01)
    with options.progress("corpus.compiling"):
        time.sleep(0.1)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with options.progress("corpus.compiling"):
        time.sleep(1)
    assert "Checking and compiling the corpus" in capsys.readouterr().err


def test_the_program_says_less_or_more_as_told(run: Run) -> None:
    usual, quiet, verbose = (run(*given, "ask", "in-force-on") for given in ([], ["-q"], ["--verbose"]))
    assert usual.stdout == quiet.stdout == verbose.stdout
    assert usual.stderr == "Which agreements were in force on a given day?\n"
    assert quiet.stderr == ""
    path, title, asking = verbose.stderr.splitlines()
    assert (title + "\n", Path(path.partition(",")[0]).is_dir()) == (usual.stderr, True)
    assert re.fullmatch(r"Asking … \d+\.\d s", asking)
    # Options of the whole program are found after the command too.
    assert run("ask", "in-force-on", "-q").stderr == ""
    both = run("-q", "ask", "in-force-on", "-v")
    assert (both.exit_code, "-q and -v exclude each other" in both.stderr) == (2, True)


def test_a_quiet_program_warns_all_the_same(run: Run) -> None:
    cut = run("-q", "query", "SELECT * WHERE { ?s ?p ?o }", "--rows", "3")
    assert cut.stderr.startswith("Cut after 3 rows")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_documented_completion_is_a_script(shell: str) -> None:
    [line] = [
        line for line in (REPO / "README.md").read_text("utf-8").splitlines() if f"_KG_COMPLETE={shell}" in line
    ]
    assert f"_KG_COMPLETE={shell}_source kg" in line
    environment = {**os.environ, "_KG_COMPLETE": f"{shell}_source", "PYTHONPATH": str(REPO)}
    script = "from kg.cli import main; main(prog_name='kg')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False
    )
    assert "_KG_COMPLETE" in done.stdout and done.stderr == ""


# --- faults: exit 1, with what is wrong and what to do --------------------------------------------------------

SIX = "csv, tsv, json, xml, markdown"
WRONG = [
    (["show", "treaty-nwe"], "No record is named treaty-nwe. Near: id:treaty-new"),
    (["show", "Volkof"], "No record is named Volkof. Near: id:pyotr-volkov (Pyotr Volkov). Try `kg search`."),
    (["show", "id:nobody"], "No record is named id:nobody."),
    (["show", "http://not an iri"], "No record is named http://not an iri."),
    (["show", ""], "No record is named ."),
    (["search", "Вольгов"], "No record is named like Вольгов. Near: id:pyotr-volkov (Пётр Волков), "),
    (["search", "qqqqqq"], "No record is named like qqqqqq. Search what is said with --text."),
    (["status", "southland", "--on", "2025"], "Southland is neither an instrument nor a provision of one."),
    (["compare", "treaty-new", "southland"], "Southland is neither an instrument nor a provision of one."),
    (["status", "treaty-nwe", "--on", "2025"], "No record is named treaty-nwe. Near: id:treaty-new"),
    (["compare", "treaty-new", "treaty-odl"], "No record is named treaty-odl. Near: id:treaty-old"),
    (["timeline", "treaty-nwe"], "No record is named treaty-nwe. Near: id:treaty-new"),
    (["coverage", "treaty-nwe"], "No record is named treaty-nwe. Near: id:treaty-new"),
    (["conflicts", "treaty-nwe"], "No record is named treaty-nwe. Near: id:treaty-new"),
    (["query", "SELECT ?t WHERE { ?t a kg:Traety }"], "kg:Traety is unknown. Did you mean kg:Treaty"),
    (["query", "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], "SERVICE is not allowed"),
    (["query", "DESCRIBE ?t { ?t a kg:Treaty }", "--format", "csv"], "cannot be written as csv"),
    (["query", "SELECT { "], "The query cannot be read: "),
    (["query", "ASK { ?s ?p ?o }", "-o", "no/such/x.csv"], "no/such/x.csv cannot be written: No such"),
    (
        ["query", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", "--time-limit", "0.2"],
        "Stopped after 0.2 seconds. Narrow the query, or raise --time-limit.",
    ),
    (
        ["query", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", "--memory-limit", "64"],
        "Stopped: it took more than 64 MB of memory. Narrow the query, or raise --memory-limit.",
    ),
    (["query", "DESCRIBE *", "--sources"], "Only the rows of a SELECT can be traced"),
    (["query", "DESCRIBE id:treaty-new", "--sources"], "Only the rows of a SELECT can be traced"),
    (["query", "SELECT * { ?s ?p ?o LATERAL { ?s ?q ?z } }", "--sources"], "Rows cannot be traced to passages in"),
    (["query", "SELECT * { ?s ?p <<( ?a ?b ?c )>> }", "--sources"], "Rows cannot be traced to passages in"),
    (["query", "ASK {}", "--time-limit", "nan"], "A limit is a positive number of seconds or megabytes."),
    (["verify", str(DAILY), "--source", "memoir"], "has fingerprints. Sources that have: daily-2025."),
    (["verify", str(REPO / "LICENSE")], "is a copy of no source that has fingerprints."),
]  # fmt: skip


@pytest.mark.parametrize(("args", "message"), WRONG, ids=lambda v: " ".join(v)[:60] if isinstance(v, list) else "")
def test_faults_exit_1_with_a_remedy(args: list[str], message: str, run: Run) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr.replace("\n", " ")
    assert result.stderr.startswith("Error: ")


USAGE = [
    (["shwo", "treaty-new"], "No command is named shwo. Did you mean show?"),
    (["show"], "Missing argument 'RECORD'."),
    (["show", "treaty-new", "--lang", "de"], "'de' is not one of 'en', 'fa', 'ru'."),
    (["show", "treaty-new", "--view", "pres"], "No view is named pres. Views: all, critics, iran-official"),
    (["show", "treaty-new", "--view", "Iran official"], "No view is named Iran official. Views: all"),
    (["show", "treaty-new", "--view", "x" * 400], "Views: all, critics"),
    (["query", "ASK {}", "--time-limit", "-1"], "-1.0 is not in the range x>0"),
    (["query", "ASK {}", "--memory-limit", "0"], "0 is not in the range"),
    (["query", "ASK {}", "--rows", "1" + "0" * 23], "is not in the range"),
    (["diff", "x" * 400, "y"], "is neither a folder with ontology/ and graphs/ nor a revision"),
    (["search", "word " * 101], "More than 100 words"),
    (["search", "iran", "--limit", "-1"], "-1 is not in the range x>=1"),
    (["show", "treaty-new", "--as-of", "2025-02-30"], "2025-02-30 is no date: write YYYY, YYYY-MM or YYYY-MM-DD"),
    (["show", "treaty-new", "--known-by", "yesterday"], "yesterday is no date"),
    (["query", "treaties.rq"], "treaties.rq is neither a file nor a query."),
    (["query", "ASK { ?s ?p ?o }", "--format", "docx"], "docx is no format of answers. Use one of: table"),
    (["query", "ASK { ?s ?p ?o }", "-o", "x.doc"], "x.doc: no format has the extension .doc."),
    (["search"], "Missing argument 'WORDS...'."),
    (["search", "!?"], "Nothing to search for: the words hold no letter or digit."),
    (["network", "treatise"], "No projection is named treatise. Projections: actors, "),
    (["status", "treaty-new", "--on", "soon"], "soon is no date"),
    (["status", "treaty-new", "--on", "1403"], "write 1403 AP for Solar Hijri, 1403 AH for lunar Hijri"),
    (["cite", "treaty-new", "--accessed", "1404-12-30"], "the Solar Hijri calendar has no such day"),
    (["export", "trig", "--issued", "today"], "today is no date"),
    (["compare", "treaty-new"], "Name two instruments or more"),
    (["compare", "--reports", "treaty-old", "treaty-new"], "Name one instrument: kg compare --reports"),
    (["conflicts", "--property", "kg:gist"], "kg:gist has no single answer. Properties that have: "),
    (["conflicts", "--state", "settled"], "'settled' is not one of"),
    (["timeline", "--format", "docx"], "'docx' is not one of"),
    (["verify", "no-such-file.txt"], "does not exist"),
    (["fmt", "no-such-file.ttl"], "does not exist"),
    (["--corpus", "", "check"], "The name of the corpus is empty."),
    (["import-text", "treaty-new", str(DAILY)], "Missing option '--into'."),
]  # fmt: skip


@pytest.mark.parametrize(("args", "message"), USAGE, ids=lambda v: " ".join(v)[:60] if isinstance(v, list) else "")
def test_wrong_usage_exits_2(args: list[str], message: str, run: Run) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in re.sub(r"\s+", " ", result.stderr)


def test_a_folder_that_is_no_corpus_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    result = run("check", root=tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path} is no corpus: it needs the folders ontology/ and graphs/." in result.stderr


def test_a_corpus_without_data_is_named(run: Run, tmp_path: Path) -> None:
    for name in ("ontology", "graphs"):
        (tmp_path / name).mkdir()
    result = run("check", root=tmp_path)
    assert result.exit_code in (1, 2)
    assert "holds no data" in result.stderr


def test_a_query_longer_than_any_name_of_a_file_is_a_query(run: Run) -> None:
    short, long = (run("query", "DESCRIBE " + "id:ali-yusefi " * times) for times in (1, 60))
    assert short.exit_code == long.exit_code == 0
    assert short.stdout == long.stdout != ""


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_answer_runs_in_a_spreadsheet(form: str, run: Run) -> None:
    result = run("query", 'SELECT ("=1+1" AS ?x) ("-2.5" AS ?y) {}', "--format", form)
    quote = '"' if form == "tsv" else ""
    separator = "\t" if form == "tsv" else ","
    assert result.stdout.splitlines()[1] == f"{quote}'=1+1{quote}{separator}{quote}-2.5{quote}"


def test_an_answer_in_xml_is_well_formed_whatever_it_says(run: Run) -> None:
    from xml.etree import ElementTree

    result = run("query", r'SELECT ("a\u0001b\uFFFEc" AS ?x) {}', "--format", "xml")
    texts = [element.text for element in ElementTree.fromstring(result.stdout).iter() if element.text]
    assert texts == ["a\ufffdb\ufffdc"]


@pytest.mark.parametrize("text", ["", "  \n", "# only a remark\n"])
def test_an_empty_query_is_an_error(text: str, run: Run) -> None:
    result = run("query", "-", stdin=text)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "The query is empty." in result.stderr


def test_an_empty_file_is_no_copy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    result = run("verify", str(tmp_path / "empty.txt"))
    assert (result.exit_code, result.stderr) == (1, f"Error: {tmp_path}/empty.txt is empty.\n")


def test_a_file_in_another_encoding_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes("Пётр".encode("cp1251"))
    for args in (["verify"], ["import-text", "treaty-new", "--into", "proposals"]):
        result = run(*args, str(tmp_path / "page.txt"))
        assert result.exit_code == 1
        assert "is not UTF-8 text. Save it as UTF-8 and try again." in result.stderr


@pytest.mark.parametrize("how", ["stdin", "file"])
def test_a_query_in_another_encoding_is_named(how: str, run: Run, tmp_path: Path) -> None:
    data = "ASK { ?s ?p 'Пётр' }".encode("cp1251")
    (tmp_path / "q.rq").write_bytes(data)
    result = run("query", "-", stdin=data) if how == "stdin" else run("query", str(tmp_path / "q.rq"))
    assert result.exit_code in (1, 2)
    assert "UTF-8" in result.stderr


# --- limits -----------------------------------------------------------------------------------------------------

CUT = "Cut after 1 rows: there are more. Raise --rows for more.\n"


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "markdown"])
def test_rows_are_cut_in_every_format_and_said_so(form: str, run: Run) -> None:
    text = "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t"
    result = run("query", text, "--format", form, "--rows", "1")
    assert (result.exit_code, result.stderr) == (0, CUT)
    assert "treaty-new" in result.stdout and "treaty-old" not in result.stdout
    whole = run("query", text, "--format", form, "--rows", "2")
    assert (whole.stdout, whole.stderr) == (run("query", text, "--format", form).stdout, "")


def test_a_file_is_cut_only_when_asked(run: Run) -> None:
    text = "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t"
    assert run("query", text, "-o", "all.csv").stderr == ""
    assert run("query", text, "-o", "one.csv", "--rows", "1").stderr == CUT
    assert [len(Path(f).read_text().splitlines()) for f in ("all.csv", "one.csv")] == [3, 2]


def test_graphs_and_rows_with_sources_are_cut(run: Run) -> None:
    graph = run("query", "CONSTRUCT WHERE { ?t a kg:Treaty }", "--format", "ntriples", "--rows", "1")
    assert (graph.stdout.count("\n"), graph.stderr) == (1, CUT)
    text = "SELECT ?a ?n WHERE { ?a a kg:Approval ; kg:votesFor ?n }"
    whole, cut = (run("query", text, "--sources", *more) for more in ((), ("--rows", "1")))
    assert (cut.stdout.splitlines(), cut.stderr) == (whole.stdout.splitlines()[:2], CUT)
    assert "src:" in cut.stdout


def test_a_table_on_a_terminal_is_cut_unasked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "SCREEN_ROWS", 1)
    monkeypatch.setattr(options, "_SILENT", 600)
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: True, raising=False)
    text = "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t"
    drawn = run("query", text)
    assert drawn.stderr == "Cut after 1 rows: there are more. Write all with -o FILE, or raise --rows.\n"
    assert "treaty-new" in drawn.stdout and "treaty-old" not in drawn.stdout
    assert run("query", text, "--rows", "2").stderr == ""
    assert run("query", text, "--format", "csv").stderr == ""


def test_questions_have_the_same_limits(run: Run) -> None:
    title = "Which agreements were in force on a given day?\n"
    result = run("ask", "agreements-signed-between", "--rows", "1", "--format", "csv")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)
    assert result.stderr.endswith(CUT)
    stopped = run("ask", "in-force-on", "--time-limit", "0.0001")
    assert (stopped.exit_code, stopped.stdout) == (1, "")
    assert stopped.stderr == (
        f"{title}Error: Stopped after 0.0001 seconds. Narrow the query, or raise --time-limit.\n"
    )
    starved = run("ask", "in-force-on", "--memory-limit", "1")
    assert (starved.exit_code, starved.stdout) == (1, "")
    assert "raise --memory-limit" in starved.stderr


# --- files ------------------------------------------------------------------------------------------------------


def test_a_query_comes_as_text_as_a_file_or_from_standard_input(run: Run, tmp_path: Path) -> None:
    text = "SELECT ?t WHERE { ?t a kg:Treaty } ORDER BY ?t"
    (tmp_path / "treaties.rq").write_text(text)
    ways = run("query", text), run("query", str(tmp_path / "treaties.rq")), run("query", "-", stdin=text)
    assert {way.stdout for way in ways} == {"t\nid:treaty-new\nid:treaty-old\n"}


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.csv", "t\n"),
        ("a.tsv", "?t\n<https"),
        ("a.json", '{"head"'),
        ("a.srj", '{"head"'),
        ("a.xml", "<?xml"),
        ("a.md", "| t |"),
    ],
)
def test_the_extension_chooses_the_format(name: str, start: str, run: Run) -> None:
    result = run("query", "SELECT ?t WHERE { ?t a kg:Treaty }", "-o", name)
    assert (result.exit_code, result.output) == (0, "")
    assert Path(name).read_text(encoding="utf-8").startswith(start)
    assert [p.name for p in Path().iterdir()] == [name], "written beside, then renamed"


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.json", "a.md", "a.txt"])
def test_tables_too(name: str, run: Run) -> None:
    assert run("timeline", "-o", name).exit_code == 0
    assert "treaty-old-signature" in Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "args",
    [
        ["ask", "who-says", "--record", "treaty-old"],
        ["query", "SELECT ?s ?d WHERE { ?s a kg:Signature ; kg:onDate ?d }"],
        ["query", "SELECT ?s ?d WHERE { ?s a kg:Signature ; kg:onDate ?d }", "--sources"],
        ["timeline"],
    ],
    ids=lambda args: " ".join((args[0], *args[2:])),
)
def test_tables_open_in_excel(args: list[str], run: Run) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    assert run(*args, "-o", "a.xlsx").exit_code == 0
    rows = [list(row) for row in openpyxl.load_workbook("a.xlsx").active.iter_rows(values_only=True)]
    marked = run(*args, "--format", "csv-excel")
    assert marked.stdout_bytes.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(marked.stdout_bytes.decode("utf-8-sig"))))
    assert [[cell or "" for cell in row] for row in rows] == read
    assert len(rows) > 1 and any("id:" in cell for cell in read[1])


def test_a_graph_is_no_table(run: Run) -> None:
    result = run("query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "-o", "a.xlsx")
    assert (result.exit_code, list(Path().iterdir())) == (1, [])
    assert "A graph cannot be written as a table" in result.stderr


def test_a_timeline_may_be_a_calendar(run: Run) -> None:
    from icalendar import Calendar

    assert run("timeline", "-o", "t.ics").exit_code == 0
    book = Calendar.from_ical(Path("t.ics").read_bytes())
    events = {str(e["uid"]): e for e in book.walk("VEVENT")}
    old = events["id:treaty-old-signature@iran-russia-kg"]
    assert (old["dtstart"].dt.isoformat(), old["dtend"].dt.isoformat()) == ("2001-03-12", "2001-03-23")
    assert str(old["summary"]).endswith("(disputed)")


def test_what_lasts_to_the_last_day_that_there_is_stays_in_the_calendar(world: Reader) -> None:
    from icalendar import Calendar

    entry = timeline.Entry(
        f"{ID}treaty-old", "", Interval("2001-03-12", possibly_until="9999-12-31"), (), (), False
    )
    (event,) = Calendar.from_ical(timeline.calendar(world, [entry], "1")).walk("VEVENT")
    assert event["dtstart"].dt.isoformat() == "2001-03-12"
    assert "dtend" not in event


@pytest.mark.parametrize(
    ("args", "words"),
    [(["compare", "treaty-old", "treaty-new"], "not yet coded"), (["conflicts"], "2001-03-22")],
    ids=["compare", "conflicts"],
)
def test_a_table_may_be_a_page_that_asks_no_network(args: list[str], words: str, run: Run) -> None:
    assert run(*args, "-o", "page.html").exit_code == 0
    page = Path("page.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert words in page
    assert not re.search(
        r"""src=["']?(?:https?:)?//|<link\b[^>]*href=["']?(?!["']?data:)|@import|url\(["']?https?:""", page
    )
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_show_as_data(run: Run) -> None:
    told = json.loads(run("show", "treaty-new-approval-assembly", "--format", "json").stdout)
    votes = {s["value"]: s for s in told["statements"] if s["predicate"] == "kg:votesFor"}
    assert {v: (s["state"], s["passages"]) for v, s in votes.items()} == {
        "190": ("disputed", ["src:gazette-2025.1"]),
        "191": ("disputed", ["src:daily-2025.p1"]),
    }


def test_fmt_writes_and_check_then_agrees(spoilt: Callable[..., Path], run: Run) -> None:
    root = spoilt(("graphs/records/more.ttl", "<https://w3id.org/iran-russia/id/x> a <http://x/y>, <http://x/a> ."))
    path = root / "graphs/records/more.ttl"
    looked = run("fmt", "--check", root=root)
    assert (looked.exit_code, looked.stderr) == (1, f"{path} is not in the canonical layout\n")
    assert (run("fmt", root=root).stderr, run("fmt", "--check", root=root).exit_code) == (f"{path} written\n", 0)
    assert path.read_text(encoding="utf-8") == (
        "@prefix id: <https://w3id.org/iran-russia/id/> .\n\nid:x\n    a <http://x/a> ;\n    a <http://x/y> ;\n.\n"
    )


def test_fmt_leaves_what_it_cannot_read(run: Run, tmp_path: Path) -> None:
    bad, note, other = tmp_path / "bad.ttl", tmp_path / "note.ttl", tmp_path / "x.txt"
    bad.write_text("id:x a")
    note.write_text("<http://a> <http://b> <http://c> . # why\n")
    other.write_text("")
    result = run("fmt", str(bad), str(note))
    assert result.exit_code == 1
    assert f"{note}:1: comment: # why\n    Make it a skos:editorialNote, or remove it.\n" in result.stderr
    assert f"{bad}:1: cannot be parsed: " in result.stderr
    assert (bad.read_text(), note.read_text()) == ("id:x a", "<http://a> <http://b> <http://c> . # why\n")
    assert run("fmt", str(other)).exit_code == 2


def test_verify_tells_moved_from_missing(run: Run, tmp_path: Path) -> None:
    text = DAILY.read_text(encoding="utf-8").replace("Northland and", "One more paragraph.\n\nNorthland and")
    (tmp_path / "copy.txt").write_text(text.replace("denied a visit", "denied all"), encoding="utf-8")
    result = run("verify", str(tmp_path / "copy.txt"))
    assert (result.exit_code, result.stdout) == (1, "p1\tmoved (found as p2)\np2\tmissing\n")


TEXTS = {
    "en": "New Treaty\n\nThe lands agree:\n\nArticle 1\n\n1. No attack.\n\n2. No aid to the League of Lands.\n\n"
    "Article 2\n\nAs Article 1 of this Treaty says.",
    "ru": "Договор\n\nСтатья 1\n\n1. Не нападать.\n\n2. Не помогать, Лига земель.\n\n"
    "Статья 2\n\nСм. статью 1 настоящего Договора.",
    "fa": "معاهده\n\nمادهٔ ۱\n\n۱. حمله نکنند.\n\n۲. اتحادیهٔ سرزمین‌ها.\n\nمادهٔ ۲\n\nبر پایهٔ ماده ۱ این معاهده.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_becomes_a_proposal_that_holds_none_of_it(
    language: str, run: Run, tmp_path: Path, spoilt: Callable[..., Path]
) -> None:
    (tmp_path / "text.txt").write_text(TEXTS[language], encoding="utf-8")
    result = run("import-text", "treaty-new", str(tmp_path / "text.txt"), "--into", "proposals")
    assert (result.exit_code, result.stdout) == (
        0,
        "article 1\t2 numbered paragraphs\narticle 2\tno numbered paragraphs\n",
    )
    name = f"treaty-new-text-{language}"
    assert result.stderr.startswith(f"proposals/{name}.trig: 2 articles, language {language}\n")
    assert "now coverable: New Treaty, article 2" in result.stderr
    proposal = Path("proposals", f"{name}.trig").read_text(encoding="utf-8")
    assert "kg:paragraphCount 2" in proposal
    assert "kg:names id:league" in proposal
    assert "kg:cites id:treaty-new-article-1" in proposal
    assert not [line for line in TEXTS[language].split("\n\n")[3:] if line in proposal]
    root = spoilt((f"graphs/sources/treaty-text/t/{name}.trig", proposal))
    assert [f.message for f in check(root)[1].errors if f.path.name == f"{name}.trig"] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Words.", "No article found."),
        ("Article 1\n\nA.\n\nArticle 3\n\nB.", "Line 5: article 2 is missing; article 3 follows article 1."),
        ("Article 1\n\nA.\n\nArticle 1\n\nB.", "Line 5: article 1 is repeated; article 2 was expected."),
        ("Article 1\n\nA.", "The text has 1 articles; id:treaty-new is said to have 2."),
    ],
)
def test_a_malformed_text_names_the_first_article_at_fault(
    text: str, message: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    result = run("import-text", "treaty-new", str(tmp_path / "text.txt"), "--into", "proposals")
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert not list(Path().glob("proposals/*"))


def test_a_completed_proposal_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(TEXTS["en"], encoding="utf-8")
    args = ("import-text", "treaty-new", str(tmp_path / "text.txt"), "--into", "proposals")
    proposal = Path("proposals/treaty-new-text-en.trig")
    assert [run(*args).exit_code for _ in range(2)] == [0, 0], "the same proposal is no loss"
    proposed = proposal.read_text(encoding="utf-8")
    proposal.write_text("completed", encoding="utf-8")
    result = run(*args)
    assert (result.exit_code, proposal.read_text(encoding="utf-8")) == (1, "completed")
    assert result.stderr == (
        "Error: proposals/treaty-new-text-en.trig exists and differs, perhaps because it was completed. "
        "Move it to its place, name another folder with --into, or write over it with --replace.\n"
    )
    assert run(*args, "--replace").exit_code == 0
    assert proposal.read_text(encoding="utf-8") == proposed


def test_an_interrupted_command_ends_like_any_interrupted_program(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.corpus.check.check", interrupted)
    result = run("check")
    assert (result.exit_code, result.stderr) == (130, "Interrupted.\n")


# --- names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("treaty-new", "id:treaty-new", "https://w3id.org/iran-russia/id/treaty-new"),
        *("New Treaty", "новый договор", "معاهده نو"),
    ],
)
def test_a_record_has_many_names(name: str, run: Run) -> None:
    assert run("show", name).stdout.startswith("New Treaty\n")


def test_passages_and_sources_are_shown_too(run: Run) -> None:
    assert run("show", "src:daily-2025").exit_code == 0
    assert (
        "Pyotr Volkov, as reported by Ali Yusefi, as reported by The Daily"
        in run("show", "src:daily-2025.p2.ali-yusefi.pyotr-volkov").stdout
    )


# --- help -------------------------------------------------------------------------------------------------------


def commands() -> dict[str, click.Command]:
    group = click.Context(main)
    return {name: main.get_command(group, name) for name in sorted(main.list_commands(group))}


def examples(command: click.Command) -> list[str]:
    """The lines to paste at the end of a help text; a line that is indented further continues the one before."""
    _, mark, tail = (command.help or "").rpartition("\b")
    assert mark, "help ends with lines to paste, after \\b"
    lines: list[str] = []
    for line in textwrap.dedent(tail.strip("\n")).strip().split("\n"):
        if line.startswith(" ") and lines:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return lines


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_that_ends_with_lines_to_paste(name: str, run: Run) -> None:
    command = commands()[name]
    told = run(name, "--help", root=None)
    assert told.exit_code == 0
    first = (command.help or "").split("\n")[0]
    assert first.endswith(".")
    assert len(first) <= 100
    for line in examples(command):
        assert line.startswith(f"kg {name}")
        assert line.split("  ")[0] in re.sub(r"\s+", " ", told.stdout)
    undescribed = [p.name for p in command.params if isinstance(p, click.Option) and not (p.help or p.hidden)]
    assert [n for n in undescribed if n != "help"] == []


def test_each_question_has_its_own_help(run: Run) -> None:
    from kg.query import questions

    for name, asked in questions.library(REPO).items():
        told = run("ask", name, "--help")
        flat = re.sub(r"\s+", " ", told.stdout)
        assert told.exit_code == 0
        assert flat.startswith(f"Usage: kg ask {name} [OPTIONS]")
        assert asked.title() in flat and asked.about() in flat
        for parameter in asked.parameters:
            takes = f"--{parameter.name} {say('type.' + parameter.kind)} [default: {parameter.default}]"
            assert takes.replace(" ", "") in flat.replace(" ", ""), "lines are folded at hyphens too"
        lines = [line.strip() for line in told.stdout.splitlines() if line.startswith("  kg ask")]
        assert len(lines) == 2 and all(line.startswith(f"kg ask {name}") for line in lines)
        assert shlex.split(lines[0])[3::2] == [f"--{p.name}" for p in asked.parameters]


def test_the_help_of_a_question_speaks_three_languages(run: Run, golden: Callable[[str, str], None]) -> None:
    golden("help-of-a-question.txt", run("ask", "in-force-on", "--help").stdout)
    assert "Какие соглашения действовали" in run("ask", "in-force-on", "-h", "--lang", "ru").stdout
    assert "در یک روز معین" in run("ask", "in-force-on", "--help", "--lang", "fa").stdout


def test_the_help_of_an_unknown_question_names_the_near_ones(run: Run) -> None:
    result = run("ask", "in-force-onn", "--help")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean in-force-on" in re.sub(r"\s+", " ", result.stderr)


def test_help_is_the_groups_too(run: Run) -> None:
    told = run("--help", root=None).stdout
    assert all(re.search(rf"^  {re.escape(name)}\s", told, re.MULTILINE) for name in commands())


#: Commands whose examples need a file of the user's, a history, or everything at once; tested elsewhere.
NEEDS_MORE = {
    "build",
    "cache",
    "check",
    "diff",
    "draft",
    "import-text",
    "init",
    "mcp",
    "new",
    "publish",
    "review",
    "serve",
    "verify",
    "watch",
}
#: Commands that take long over the whole corpus; they are tested over the world.
LONG_RUNNING = {"analyse", "page", "views"}
EXAMPLES = [
    line
    for name, command in commands().items()
    if name not in NEEDS_MORE | LONG_RUNNING
    for line in examples(command)
]


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_examples_run(line: str, real_root: Path, real_compiled: Compiled, run: Run) -> None:
    args = shlex.split(line)[1:]
    # An export names no record, and what it writes of the whole corpus has tests of its own.
    result = run(*args) if args[0] == "export" else run(*args, root=real_root)
    assert result.exit_code == 0, result.stderr
    assert result.stdout or list(Path().iterdir()) or line == "kg fmt --check"


def test_status_asks_about_the_day_of_as_of_where_no_other_is_named(run: Run) -> None:
    assert "in force on 2025-08-01: by some accounts" in run("status", "treaty-new", "--as-of", "2025-08-01").stdout
    assert "in force on 2024-01-01: no" in run("status", "treaty-new", "--on", "1402-10-11").stdout


@pytest.mark.parametrize("day", ["1404-08-10", "۱۴۰۴/۰۸/۱۰", "1404/8/10 SH", "1 November 2025"])
@pytest.mark.parametrize(
    "args",
    [
        ["status", "treaty-new", "--on"],
        ["show", "treaty-new", "--as-of"],
        ["show", "treaty-new", "--known-by"],
        ["ask", "in-force-on", "--day"],
        ["cite", "treaty-new", "--accessed"],
    ],
    ids=" ".join,
)
def test_every_door_reads_a_day_alike(args: list[str], day: str, run: Run) -> None:
    gregorian, other = run(*args, "2025-11-01"), run(*args, day)
    assert gregorian.exit_code == 0
    assert "new" in gregorian.stdout.casefold()
    assert (other.stdout, other.stderr, other.exit_code) == (gregorian.stdout, gregorian.stderr, 0)


def test_a_doubtful_reading_of_a_day_is_said(run: Run) -> None:
    said = "1592-01-01 is read as Gregorian; write 1592-01-01 AP for Solar Hijri.\n"
    for args in (["status", "treaty-new", "--on"], ["ask", "in-force-on", "--day"], ["show", "league", "--as-of"]):
        assert run(*args, "1592-01-01").stderr.count(said) == 1
    result = run("status", "treaty-new", "--on", "1243-08-05")
    assert "1243-08-05 is read as lunar Hijri (1828-02-21)" in result.stderr
    assert "1828-02-21" in result.stdout
    years = run("ask", "chronicle", "--first", "1592", "--last", "۲۰۲۵")
    assert (years.exit_code, years.stdout) == (
        0,
        run("ask", "chronicle", "--first", "1600", "--last", "2025").stdout,
    )
    assert "1592 is read as Gregorian; write 1592 AP for Solar Hijri." in years.stderr
