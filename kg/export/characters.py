"""Escaping and replacing characters that a format does not allow."""

from __future__ import annotations

import re

_XML_SPECIAL = re.compile('[&<>"\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')
_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
#: The same in UTF-8, where deleting bytes and comparing lengths is faster than a regular expression.
_XML_BYTES = bytes([*range(32), *b'&<>"'])
_XML_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")


class Replaced:
    """Counts the characters that a format does not allow."""

    def __init__(self, form: str) -> None:
        self.form, self.count = form, 0

    def remarks(self) -> list[str]:
        """Return a remark on the replaced characters, if any."""
        if not self.count:
            return []
        return [f"{self.form} cannot hold {self.count:,} control characters: each is written as U+FFFD."]


def xml_text(text: str, replaced: Replaced) -> str:
    """Escape a text for XML elements and attributes; characters that XML forbids become U+FFFD.

    >>> xml_text('<a href="x">', Replaced("XML"))
    '&lt;a href=&quot;x&quot;&gt;'
    """

    def escape(match: re.Match[str]) -> str:
        """Return the entity of a character, or U+FFFD."""
        if match[0] not in _XML:
            replaced.count += 1
        return _XML.get(match[0], "\ufffd")

    return _XML_SPECIAL.sub(escape, text) if _XML_SPECIAL.search(text) else text


def is_plain(text: str) -> bool:
    """Return whether a text needs no escaping in XML.

    >>> is_plain("Iran–Russia"), is_plain("a < b")
    (True, False)
    """
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _XML_BYTES)) == len(data) and _XML_NONCHARACTERS.search(data) is None


def printable(text: str, replaced: Replaced) -> str:
    r"""Replace the characters that XML forbids, without escaping others.

    >>> ascii(printable("a" + chr(1) + "b", Replaced("Excel")))
    "'a\\ufffdb'"
    """

    def swap(match: re.Match[str]) -> str:
        """Return an allowed character unchanged, or U+FFFD."""
        if match[0] in _XML:
            return match[0]
        replaced.count += 1
        return "\ufffd"

    return _XML_SPECIAL.sub(swap, text) if _XML_SPECIAL.search(text) else text


def unguarded(text: str) -> str:
    """Return the text that `kg.text.tables.guarded` marked.

    >>> unguarded("'=1+1")
    '=1+1'
    """
    return text.removeprefix("'")
