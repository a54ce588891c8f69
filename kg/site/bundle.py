"""Bundling the modules of a page into one script, so that publishing does not need Node.js.

Browsers refuse to load modules from a page that is opened as a file, so a page has one classic script. Modules are
written in a restricted form that needs no JavaScript parser. These begin a line; an import may extend over several:

```js
import { tidy, el } from "./text.js";
export const LIMIT = 12;
export function find(words) { … }
export class Row { … }
```

Every other import or export is an error. A module becomes a function that is called once and returns what the
module exports, so that names it does not export stay private. `export let` is refused
because importers would keep the first value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_IMPORT = re.compile(r'^import \{([\w$\s,]+)\} from "\./([a-z]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|const|class) ([\w$]+))", re.MULTILINE)
#: `import` and `export` in any other form, at the beginning of a line; `import(…)` and `import.meta` anywhere.
_REFUSED = re.compile(r"^[^\S\n]*(?:import|export)\b|\bimport[^\S\n]*[(.]", re.MULTILINE)


@dataclass(frozen=True)
class _Import:
    """An import: its line, the module, and the names imported."""

    line: int
    module: str
    names: list[str]


@dataclass(frozen=True)
class _Module:
    """A parsed module: its file, its imports and exports, and its text as a script."""

    path: Path
    imports: list[_Import]
    exports: list[str]
    script: str


def bundle(folder: Path, entry: str) -> str:
    """Bundle a module and all that it imports into one classic script with its own scope.

    Args:
        folder: where the modules are.
        entry: file name of the module that nothing imports, such as `app.js`.

    Raises:
        ValueError: an import or export of another form, a module or name that is missing, a name imported twice,
            or modules that import each other in a circle; the message names file and line.
    """
    parts = ["(() => {", '"use strict";']
    for module in _in_order(folder, entry):
        # Each module is a function, called at once, so that its names are its own; it returns its exports.
        head, exports = "", ""
        if module.exports:
            head, exports = f"const ${module.path.stem} = ", f"return {{ {', '.join(module.exports)} }};\n"
        parts.append(f"{head}(() => {{\n{module.script}\n{exports}}})();")
    return "\n".join([*parts, "})();"])


def _in_order(folder: Path, entry: str) -> Iterator[_Module]:
    """Yield a module and all that it imports, dependencies first."""
    read: dict[str, _Module] = {}

    def visit(*chain: str) -> Iterator[_Module]:
        """Yield the dependencies of the last module of an import chain, then that module."""
        module = _read(folder / f"{chain[-1]}.js")
        for one in module.imports:
            where = f"{module.path}:{one.line}"
            if one.module in chain:
                circle = " → ".join((*chain, one.module))
                raise ValueError(f"{where}: modules import each other in a circle ({circle}): move what both need")
            if not (folder / f"{one.module}.js").is_file():
                raise ValueError(f"{where}: there is no module {one.module}.js")
            if one.module not in read:
                yield from visit(*chain, one.module)
            for imported in one.names:
                if imported not in read[one.module].exports:
                    raise ValueError(f"{where}: {one.module}.js does not export {imported}: write export before it")
        read[chain[-1]] = module
        yield module

    yield from visit(entry.removesuffix(".js"))


def _read(path: Path) -> _Module:
    """Parse a module.

    Raises:
        ValueError: it has an import or export of another form, or imports a name twice.
    """
    text = path.read_text(encoding="utf-8")

    def line(at: int) -> int:
        """Return the line number of a position."""
        return text.count("\n", 0, at) + 1

    # Blanks of the same length, so that positions in the rest stay the same.
    rest = _IMPORT.sub(lambda match: re.sub(r"\S", " ", match[0]), text)
    rest = _EXPORT.sub(lambda match: " " * len(match[0]), rest)
    if refused := _REFUSED.search(rest):
        raise ValueError(
            f'{path}:{line(refused.start())}: the bundler knows only import {{ a, b }} from "./name.js"; '
            "and export before a function, const or class, at the beginning of a line"
        )
    imports = [
        _Import(
            line(match.start()), match[2], [" ".join(imported.split()) for imported in _names(match).split(",")]
        )
        for match in _IMPORT.finditer(text)
    ]
    seen: set[str] = set()
    for one in imports:
        for imported in one.names:
            if not re.fullmatch(r"[\w$]+", imported):
                raise ValueError(
                    f"{path}:{one.line}: {imported!r} cannot be imported: import a name as it is exported"
                )
            if imported in seen:
                raise ValueError(f"{path}:{one.line}: {imported} is imported twice")
            seen.add(imported)
    script = _IMPORT.sub(lambda match: f"const {{ {_names(match)} }} = ${match[2]};", text)
    return _Module(path, imports, [match[1] for match in _EXPORT.finditer(text)], _EXPORT.sub("", script))


def _names(match: re.Match[str]) -> str:
    """Return the names between the braces of an import, on one line."""
    return " ".join(match[1].split()).removesuffix(",")
