"""Wraps the prose of documents at 100 columns: `python docs/wrap_prose.py`, or with the files to wrap.

Only paragraphs and list items with an overlong line are wrapped anew, so that a change of one sentence stays a
small difference. Code, tables, headings and HTML stay as they are, and so does a word too long by itself.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

WIDTH = 100
REPO = Path(__file__).parent.parent

_FENCE = re.compile(r" *(?:```|~~~)")
_APART = re.compile(r" *(?:$|#|\||<|---$|\[[^]]+\]: )")
_ITEM = re.compile(r"( *)((?:[-*+]|\d+[.)]) +)")
# A code span is one word with what sticks to it: to break it would hide it from whoever searches for a command.
_WORD = re.compile(r"(?:`[^`]*`|[^\s`])+|`")
#: Words that begin a list, a heading, a table or a quotation where they come first on a line.
_MARKER = re.compile(r"(?:[-+*>#|]+|\d+[.)])$")


def documents() -> list[Path]:
    """Return the documents whose prose is wrapped: all but the reference, which another script writes."""
    top = [REPO / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [*top, *sorted((REPO / "docs").glob("*.md"))]


def wrapped(text: str) -> str:
    """Wrap the paragraphs and list items of a Markdown text that have a line of more than `WIDTH` characters."""
    lines: list[str] = []
    block: list[str] = []
    fenced = False
    for line in text.splitlines():
        fence = bool(_FENCE.match(line))
        apart = fenced or fence or bool(_APART.match(line))
        if apart or _ITEM.match(line):
            lines += _wrapped_block(block)
            block = []
        if apart:
            lines.append(line)
        else:
            block.append(line)
        fenced ^= fence
    return "\n".join([*lines, *_wrapped_block(block)]) + "\n"


def _wrapped_block(block: list[str]) -> list[str]:
    """Wrap one paragraph or list item if a line of it is too long."""
    if all(len(line) <= WIDTH for line in block):
        return block
    item = _ITEM.match(block[0])
    first = item[0] if item else " " * (len(block[0]) - len(block[0].lstrip(" ")))
    words: list[str] = []
    for word in _WORD.findall(re.sub("\n *", " ", "\n".join(block)[len(first) :])):
        if words and _MARKER.match(word):
            words[-1] += f" {word}"
        else:
            words.append(word)
    lines = [first + words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(" " * len(first) + word)
    return lines


if __name__ == "__main__":
    for path in [Path(name) for name in sys.argv[1:]] or documents():
        path.write_text(wrapped(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
