"""The titles of sources: which is a description of ours, and which is shown to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.rdf.terms import Literal


def described(title: str) -> bool:
    """Return whether a title is our description of a source whose printed title was not seen.

    >>> described("[Report on the vote]"), described("[Sic] transit")
    (True, False)
    """
    return title.startswith("[") and title.endswith("]")


def shown(titles: Iterable[Literal], language: str, of_source: Collection[str] = ()) -> Literal | None:
    """Return the title that readers of a language are shown; None where there is none.

    One in their language comes first, then one that is printed, in a language of the source before a translation,
    then our description in English. Of two in a language, the printed one is shown.

    Args:
        titles: of a source, as the graph has them.
        language: of the reader.
        of_source: the languages in which the source is written.

    >>> ours = [Literal("[Vote]", language="en"), Literal("[رأی]", language="fa"), Literal("Oylama", language="tr")]
    >>> [title.value for tag in ("en", "fa", "ru") if (title := shown(ours, tag, ["tr"]))]
    ['[Vote]', '[رأی]', 'Oylama']
    """

    def order(title: Literal) -> tuple[bool, bool, bool, bool, str]:
        """Return the place of a title among the others."""
        return (
            title.language != language,
            described(title.value),
            title.language not in of_source,
            title.language != "en",
            title.value,
        )

    return min(titles, key=order, default=None)
