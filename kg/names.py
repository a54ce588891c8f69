"""Names in three scripts: folding, a key for transliterations, and the index that `kg search` asks.

No tokenizer folds Persian and Arabic letter forms, ё and е, or Persian digits, so names are folded before
they are indexed and before they are asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.rdf import Literal, NamedNode, Quad
from kg.terms import ALT_LABEL, LABEL, A

_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ё": "е",
        "й": "и",
        "‌": " ",
        "ı": "i",
        "ə": "a",
        "ø": "o",
        "ł": "l",
        "ß": "ss",
    }
    | {digit: str(value) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for value, digit in enumerate(digits)}
)
_SOUNDS = (
    ("shch", "s"),
    ("dzh", "j"),
    ("tch", "c"),
    ("sch", "s"),
    ("dj", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "q"),
    ("sh", "s"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("x", "ks"),
    ("w", "v"),
)
_WORD = re.compile(r"\w+")
_NOT_LATIN = re.compile(r"[^\x00-\x7f]")


if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class Hit:
    """A record found by name: its IRI, the label that matched, its language, and the class of the record."""

    record: str
    label: str
    language: str
    kind: str


def fold(text: str) -> str:
    """Fold case, letter forms, diacritics, digits, joiners and punctuation, so that spellings meet.

    >>> fold("آیت‌الله علي خامنه‌اي، ۱۳۶۸") == fold("ایت الله علی خامنه ای 1368")
    True
    >>> fold("Алексей Лихачёв")
    'алексеи лихачев'
    """
    text = text.replace("ʿ", "").replace("ʾ", "").replace("'", "").replace("’", "").replace("`", "")
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf")).translate(_LETTERS)
    return " ".join(_WORD.findall(kept.replace("_", " ")))


def skeleton(text: str) -> str:
    """Reduce Latin words to the consonants on which transliterations of one name agree.

    >>> skeleton("Sergey Lavrov") == skeleton("Sergei Lawrow")
    True
    >>> skeleton("Mohammad Bagher Ghalibaf") == skeleton("Muhammad Baqer Qalibaf")
    True
    """
    return " ".join(filter(None, (_bones(word) for word in fold(text).split() if not _NOT_LATIN.search(word))))


def _bones(word: str) -> str:
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    first, rest = word[:1], word[1:]
    first = {"y": "i", "j": "j", "e": "i", "o": "u"}.get(first, first)
    bones = first + re.sub(r"[aeiouy]", "", rest)
    bones = re.sub(r"(?<=.)h", "", bones).replace("g", "q") if len(bones) > 1 else bones
    return re.sub(r"(.)\1+", r"\1", bones)


def write_index(quads: Iterable[Quad], path: Path) -> None:
    """Write the search index of a view: every label and spelling, folded."""
    import sqlite3

    kinds: dict[str, str] = {}
    rows: list[tuple[str, str, str, int]] = []
    for quad in quads:
        if quad.predicate in (LABEL, ALT_LABEL) and isinstance(quad.object, Literal):
            rows.append(
                (
                    quad.subject.value,
                    quad.object.value,
                    quad.object.language or "",
                    int(quad.predicate == LABEL),
                )
            )
        elif quad.predicate == A and isinstance(quad.object, NamedNode):
            kinds.setdefault(quad.subject.value, quad.object.value)
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("CREATE TABLE label (record, text, language, preferred, kind)")
        base.execute("CREATE VIRTUAL TABLE word USING fts5 (folded, bones, tokenize = 'unicode61', prefix = '2 3')")
        for number, row in enumerate(dict.fromkeys(rows), 1):
            base.execute("INSERT INTO label VALUES (?, ?, ?, ?, ?)", (*row, kinds.get(row[0], "")))
            base.execute(
                "INSERT INTO word (rowid, folded, bones) VALUES (?, ?, ?)",
                (number, fold(row[1]), skeleton(row[1])),
            )
    base.close()


def search(path: Path, words: str, limit: int = 20) -> list[Hit]:
    """Find records by name, best first: whole names, then beginnings, then words, then transliterations.

    Raises:
        ValueError: the words hold no letter or digit.
    """
    import sqlite3

    folded = fold(words)
    if not folded:
        raise ValueError("Nothing to search for: the words hold no letter or digit.")
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found: dict[str, tuple[tuple[int, ...], Hit]] = {}
        for folded_label, bones, row in _candidates(base, folded, skeleton(words)):
            record, label, language, preferred, kind = row
            closeness = _closeness(folded, folded_label, skeleton(words), bones)
            rank = (closeness, len(folded_label.split()), 1 - preferred, len(label))
            if record not in found or rank < found[record][0]:
                found[record] = (rank, Hit(record, label, language, kind))
        return [hit for _, hit in sorted(found.values(), key=lambda pair: (pair[0], pair[1].record))][:limit]
    finally:
        base.close()


def _candidates(
    base: sqlite3.Connection, folded: str, bones: str
) -> list[tuple[str, str, tuple[str, str, str, int, str]]]:
    wanted = "folded : (" + " ".join(f'"{word}"*' for word in folded.split()) + ")"
    if bones:
        wanted += " OR bones : (" + " ".join(f'"{word}"' for word in bones.split()) + ")"
    rows = base.execute(
        "SELECT folded, bones, record, text, language, preferred, kind"
        " FROM word JOIN label ON label.rowid = word.rowid WHERE word MATCH ?",
        (wanted,),
    )
    return [(row[0], row[1], row[2:]) for row in rows]


def _closeness(folded: str, label: str, bones: str, label_bones: str) -> int:
    if label == folded:
        return 0
    if label.startswith(folded + " "):
        return 1
    if set(folded.split()) <= set(label.split()):
        return 2
    if label.startswith(folded):
        return 3
    if bones and bones == label_bones:
        return 4
    return 5 if all(any(w.startswith(part) for w in label.split()) for part in folded.split()) else 6


def near(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known names nearest to one that is unknown, best first.

    >>> near("signedOn", ["signatory", "onDate", "singleValued"], 1)
    ['signatory']
    """
    from difflib import get_close_matches

    by_fold: dict[str, list[str]] = {}
    for k in sorted(known, key=lambda k: (k[:1].isupper() != name[:1].isupper(), k)):
        by_fold.setdefault(fold(k), []).append(k)
    return [k for f in get_close_matches(fold(name), by_fold, count, cutoff=0.5) for k in by_fold[f]][:count]
