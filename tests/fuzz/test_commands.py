"""Random command lines, names and saved pages: an answer or a message with a status, never a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.options import COMMANDS
from kg.documents.paragraphs import verify
from kg.rdf.identifiers import BadIdentifier, fault_of, file_name
from kg.rdf.vocabulary import ID
from tests.fuzz.budget import tries

#: These write much, or wait for an edit or a request and never end.
_LEFT_OUT = ("build", "export", "fmt", "import-text", "page", "publish", "serve", "watch")
_NAMES = [name for name in COMMANDS if name not in _LEFT_OUT]
_ARGUMENTS = st.sampled_from(
    [
        *(
            "treaty-new",
            "id:treaty-new",
            "league",
            "everything",
            "",
            " ",
            "-",
            "--",
            "x" * 300,
            "../..",
            "a/b",
            "\x1b[31m",
        ),
        *(
            "--view",
            "all",
            "press",
            "Iran official",
            "../../etc",
            "--as-of",
            "2025",
            "1404-05-10",
            "nan",
            "--known-by",
        ),
        *(
            "--format",
            "csv",
            "json",
            "xlsx",
            "--lang",
            "fa",
            "--rows",
            "-1",
            "0",
            "1000000000000000000000000",
            "inf",
        ),
        *(
            "--time-limit",
            "5",
            "--memory-limit",
            "512",
            "99999999999999",
            "--direct",
            "--labels",
            "--sources",
            "--limit",
        ),
        *(
            "SELECT * { ?s ?p ?o } LIMIT 2",
            "DESCRIBE " + "id:a " * 100,
            "{",
            "ASK {}",
            "قرارداد",
            "договор",
            "=1+1",
            "%00",
        ),
        *("in-force-on", "--day", "--treaty", "--on", "--state", "--check", "--list", "--help", "-o", "out.csv"),
    ]
)


@tries(150)
@given(st.sampled_from(_NAMES), st.lists(_ARGUMENTS, max_size=5))
def test_any_command_line_ends_with_a_status(run: Callable[..., Result], name: str, arguments: list[str]) -> None:
    result = run(name, *arguments)  # raises whatever the command does not handle
    assert result.exit_code in (0, 1, 2)
    assert result.exit_code == 0 or result.output.strip()


@tries(2000)
@given(st.text(max_size=130))
def test_no_identifier_leads_out_of_a_folder(local: str) -> None:
    try:
        name = file_name(ID + local)
    except BadIdentifier:
        assert fault_of(ID + local)
        return
    assert re.fullmatch(r"[a-z0-9-]+", name)
    assert Path("folder", f"{name}.html").resolve().parent == Path("folder").resolve()


_MARKUP = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<",
        ">",
        "&#0;",
        "&lt;",
        "\n\n",
        "By A.",
        "Text.",
        "\ufeff",
        "‏",
    ]
)


@tries(600)
@given(st.lists(st.one_of(_MARKUP, st.text(max_size=12)), max_size=30))
def test_any_saved_page_is_compared(pieces: list[str]) -> None:
    checks = verify("".join(pieces), {"p1": "0" * 64, "p2.someone": "1" * 64})
    assert [check.locator for check in checks] == ["p1", "p2.someone"]
