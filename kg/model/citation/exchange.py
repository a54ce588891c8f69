"""Entries for reference managers, written from CSL-JSON: BibTeX, BibLaTeX and RIS."""

from __future__ import annotations

import re

from kg.model.citation import days
from kg.model.citation.work import Item
from kg.text.phrases import say

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{c: f"\\{c}" for c in "&%$#_"},
    }
)


def bibtex(cited: Item) -> str:
    """Write a BibTeX entry in UTF-8."""
    container = cited.get("container-title", "")
    kind = "article" if cited["type"] == "article-newspaper" and container else "misc"
    year, _, month = _issued(cited).partition("-")
    fields = {
        **_core(cited),
        "journal" if kind == "article" else "howpublished": tex(container),
        "year": year or "n.d.",
        "month": say(f"month.{int(month[:2])}")[:3].lower() if month else "",
        "version": tex(cited.get("version", "")),
        "url": _tex_url(cited["URL"]),
        "note": tex(cited["note"]),
    }
    return _entry(kind, cited, fields)


def biblatex(cited: Item) -> str:
    """Write a BibLaTeX entry."""
    kinds = {"treaty": "legal", "dataset": "dataset", "article-newspaper": "article", "report": "report"}
    kind = kinds.get(cited["type"], "misc" if cited["URL"] == cited["custom"]["recorded"] else "online")
    fields = {
        **_core(cited),
        "journaltitle" if kind == "article" else "organization": tex(cited.get("container-title", "")),
        "date": "/".join(days.text(cited.get("issued"))),
        "version": tex(cited.get("version", "")),
        "url": _tex_url(cited["URL"]),
        "urldate": "".join(days.text(cited.get("accessed"))),
        "note": tex(cited["note"]),
    }
    return _entry(kind, cited, fields)


def ris(cited: Item) -> str:
    """Write a RIS record."""
    kinds = {"treaty": "LEGAL", "dataset": "DATA", "article-newspaper": "NEWS", "report": "RPRT"}
    issued = _issued(cited)
    fields = [
        ("TY", kinds.get(cited["type"], "GEN")),
        ("ID", cited["id"]),
        *(
            ("AU", author.get("literal") or f"{author['family']}, {author['given']}")
            for author in cited.get("author", ())
        ),
        ("TI", cited["title"]),
        ("T2", cited.get("container-title", "")),
        ("PY", issued[:4]),
        ("DA", issued.replace("-", "/")),
        ("LA", cited.get("language", "")),
        ("ET", cited.get("version", "")),
        ("SP", cited["custom"].get("locator", "")),
        ("UR", cited["URL"]),
        ("L2", cited.get("archive_location", "")),
        ("Y2", "".join(days.text(cited.get("accessed"))).replace("-", "/")),
        ("N1", cited["note"]),
    ]
    lines = [f"{tag}  - {' '.join(content.split())}" for tag, content in fields if content.strip()]
    return "\n".join([*lines, "ER  - "])


def _issued(cited: Item) -> str:
    """Return the date of publication where it is one, rather than two bounds."""
    dates = days.text(cited.get("issued"))
    return dates[0] if len(dates) == 1 else ""


def _core(cited: Item) -> dict[str, str]:
    """Return the fields that BibTeX and BibLaTeX share."""
    names = [
        # Braces keep BibTeX from splitting the name of a body into given and family name.
        f"{{{tex(author['literal'])}}}"
        if "literal" in author
        else f"{tex(author['family'])}, {tex(author['given'])}"
        for author in cited.get("author", ())
    ]
    return {
        "author": " and ".join(names),
        "title": f"{{{tex(cited['title'])}}}",
        "language": cited.get("language", ""),
    }


def _entry(kind: str, cited: Item, fields: dict[str, str]) -> str:
    """Write an entry of its fields that are not empty."""
    # A month is one of BibTeX's macros (`jan`), which braces would turn into text.
    lines = [
        f"  {field} = {text if field == 'month' else f'{{{text}}}'},\n" for field, text in fields.items() if text
    ]
    return f"@{kind}{{{cited['id']},\n{''.join(lines)}}}"


def tex(text: str) -> str:
    r"""Escape what TeX would run, and fold white space and control characters.

    >>> tex("50% of {x} & \\y")
    '50\\% of \\textbraceleft{}x\\textbraceright{} \\& \\textbackslash{}y'
    """
    flat = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
    return flat.translate(_TEX)


def _tex_url(address: str) -> str:
    """Percent-encode in a web address what TeX or BibTeX would read as syntax."""
    return re.sub(r"[{}\\%\s](?![0-9A-Fa-f]{2})|[{}\\\s]", lambda m: f"%{ord(m[0]):02X}", address)
