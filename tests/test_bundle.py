"""Bundling: modules of the pages become one classic script, or an error that names file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.site import frame
from kg.site.bundle import bundle


@pytest.fixture
def modules(tmp_path: Path) -> Callable[..., Path]:
    """Write modules into a folder, each a name and its text; return the folder."""

    def write(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.node
def test_a_bundle_does_what_its_modules_say(modules: Callable[..., Path], node: Callable[..., Any]) -> None:
    """Each module runs once, after those that it imports; equal names of two modules are two names."""
    folder = modules(
        log='export const LOG = [];\nLOG.push("log");\n',
        left='import { LOG } from "./log.js";\nconst own = "left";\nLOG.push(own);\n'
        "export class Left { name() { return own; } }\n",
        right='import { LOG } from "./log.js";\nconst own = "right";\nLOG.push(own);\n'
        "export async function right$1() { return own; }\n",
        app='import {\n  right$1,\n} from "./right.js";\nimport { Left } from "./left.js";\n'
        'import { LOG } from "./log.js";\n'
        "const strict = (function () { return this === undefined; })();\n"
        "right$1().then((own) => console.log(JSON.stringify([own, new Left().name(), LOG, strict])));\n",
    )
    assert node(bundle(folder, "app.js")) == ["right", "left", ["log", "right", "left"], True]


def test_nothing_of_a_bundle_is_left_to_load(modules: Callable[..., Path]) -> None:
    folder = modules(base="export const a = 1;\n", app='import { a } from "./base.js";\nconsole.log(a);\n')
    assert not re.search(r"\b(?:import|export)\b", bundle(folder, "app.js"))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (2, 'const a = 1;\nimport a from "./base.js";\n'),
        (1, 'import * as a from "./base.js";\n'),
        (1, 'import "./base.js";\n'),
        (1, 'import { a } from "./deep/base.js";\n'),
        (1, "import { a } from './base.js';\n"),
        (1, 'import { a } from "./base.js"; a();\n'),
        (1, '  import { a } from "./base.js";\n'),
        (3, 'let b;\n\nb = import("./base.js");\n'),
        (2, "let b;\nb = import.meta.url;\n"),
        (1, "export default 1;\n"),
        (3, "const b = 1;\n\nexport { b };\n"),
        (1, "export let b = 1;\n"),
        (1, "export const { b } = {};\n"),
        (1, "export function* b() {}\n"),
        (1, 'export * from "./base.js";\n'),
    ],
)
def test_another_form_of_import_or_export_is_an_error(modules: Callable[..., Path], line: int, text: str) -> None:
    folder = modules(base="export const a = 1;\n", app=text)
    with pytest.raises(ValueError, match=rf"app\.js:{line}: the bundler knows only import .* and export before"):
        bundle(folder, "app.js")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('import { a as b } from "./base.js";\n', "app.js:1: 'a as b' cannot be imported"),
        ('import { a, , b } from "./base.js";\n', "app.js:1: '' cannot be imported"),
        ('\nimport {\n  a,\n  b,\n} from "./base.js";\n', "app.js:2: base.js does not export b: write export"),
        ('import { a } from "./base.js";\nimport { c } from "./no.js";\n', "app.js:2: there is no module no.js"),
        ('import { a } from "./base.js";\nimport { a } from "./base.js";\n', "app.js:2: a is imported twice"),
        ('import { a } from "./app.js";\n', "app.js:1: modules import each other in a circle (app → app)"),
    ],
)
def test_an_import_that_leads_nowhere_is_an_error(modules: Callable[..., Path], text: str, message: str) -> None:
    folder = modules(base="export const a = 1;\nconst b = 2;\n", app=text)
    with pytest.raises(ValueError, match=re.escape(message)):
        bundle(folder, "app.js")


def test_a_circle_of_modules_is_shown(modules: Callable[..., Path]) -> None:
    folder = modules(
        app='import { a } from "./left.js";\n',
        left='import { b } from "./right.js";\nexport const a = 1;\n',
        right='\nimport { a } from "./left.js";\nexport const b = 1;\n',
    )
    with pytest.raises(ValueError, match=r"right\.js:2: .* \(app → left → right → left\)"):
        bundle(folder, "app.js")


def test_a_page_script_is_bundled_once() -> None:
    assert frame.script("static.js") is frame.script("static.js")
