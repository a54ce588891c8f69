"""The forms for reports of errors: they name what a curator needs to find a statement and its passage."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.cli.options import COMMANDS
from kg.rdf.vocabulary import expand

FORMS = sorted((Path(__file__).parent.parent / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_complete(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in asked}) == len(asked)
    assert all(part["attributes"]["label"] for part in asked)


def test_a_wrong_statement_is_named_with_its_passage() -> None:
    form = yaml.safe_load(next(p for p in FORMS if p.stem == "wrong-statement").read_text(encoding="utf-8"))
    asked = {part.get("id"): part for part in form["body"]}
    for field in ("record", "statement", "passage", "source-says"):
        assert asked[field]["validations"]["required"] is True
    for field in ("record", "passage"):
        assert expand(asked[field]["attributes"]["placeholder"])
    assert "kg show" in form["body"][0]["attributes"]["value"]
    assert "show" in COMMANDS
