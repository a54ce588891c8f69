"""What a published site tells machines: the metadata of its pages, a map of them, and a feed of changes."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.model import description
from kg.model.reader import Reader
from kg.rdf.vocabulary import LANGUAGES, kg, skos
from kg.site import frame

if TYPE_CHECKING:
    from markupsafe import Markup

#: The type in schema.org of the page's subject: that of the first of these classes that the record belongs to. What
#: is said, and what holds for a time, such as a tenure, is no event; for the latter schema.org has no fitting type.
_TYPES = (
    (kg.Person, "Person"),
    (kg.Instrument, "Legislation"),
    (kg.Agent, "Organization"),
    (kg.Place, "Place"),
    (kg.Event, "Event"),
    (kg.Action, "Event"),
    (kg.Assessment, "Claim"),
    (kg.Answer, "Claim"),
)
#: The picture that other sites show beside a link, seen from the folder of the index.
PICTURE = "assets/sign.png"
_RELEASE = re.compile(r"^## (\S+)(?: [-–—(]+ ?(\d{4}-\d\d-\d\d)\)?)$\n((?:(?!## ).*\n?)*)", re.MULTILINE)


def head(title: str, meta: Mapping[str, Any]) -> list[Markup]:
    """Return the lines of a page's head: its description, what other sites show of it, and its addresses.

    Args:
        title: of the page.
        meta: about (a sentence on the page), site (titles of the corpus), subject (schema.org JSON-LD), citation
            (pairs), and, where the site has an address, base_url and the address of the page in it.
    """
    from markupsafe import Markup

    about = meta.get("about") or title
    site = frame.choose(meta.get("site") or {})
    named, shown = '<meta name="{}" content="{}">', '<meta property="og:{}" content="{}">'
    lines = [frame.filled(named, "description", about)]
    base, address = meta.get("base_url"), meta.get("address")
    if base and address:
        here = base.rstrip("/") + "/" + address.removesuffix("index.html")
        # Sites that show a link take the description from the line above; without an address they show none.
        properties = {"title": title, "type": "article", "site_name": site, "url": here}
        properties["image"] = f"{base.rstrip('/')}/{PICTURE}"
        lines.append(frame.filled('<link rel="canonical" href="{}">', here))
        alternate = '<link rel="alternate" href="{}" hreflang="{}">'
        lines += [frame.filled(alternate, f"{here}?lang={tag}", tag) for tag in LANGUAGES]
        lines.append(frame.filled(alternate, here, "x-default"))
        lines += [frame.filled(shown, key, content) for key, content in properties.items() if content]
    lines += [frame.filled(named, f"citation_{key}", content) for key, content in meta.get("citation_meta", ())]
    if subject := meta.get("subject"):
        encoded = Markup(frame.encoded(subject))  # escaped there
        lines.append(frame.filled('<script type="application/ld+json">{}</script>', encoded))
    return lines


def picture() -> bytes:
    r"""Return the sign of the site, two bars of which one is hatched, as a PNG of the size that other sites show.

    They show no SVG, and a library that draws would be needed for this alone.

    >>> picture()[:8]
    b'\x89PNG\r\n\x1a\n'
    """
    width, height = 1200, 630
    paper, blue, orange = (bytes.fromhex(colour) for colour in ("fcfcfa", "0b5cab", "b25d00"))
    empty = b"\0" + paper * width  # each row begins with its filter, here none
    full = b"\0" + paper * 200 + blue * 800 + paper * 200
    hatched = b"\0" + paper * 200 + (orange * 60 + paper * 40) * 8 + paper * 200
    rows = empty * 175 + full * 100 + empty * 80 + hatched * 100 + empty * 175

    def chunk(kind: bytes, content: bytes) -> bytes:
        """Return a part of a PNG with its length and checksum."""
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # eight bits for each of red, green and blue
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def of_record(reader: Reader, iri: str, released: str = "") -> dict[str, Any]:
    """Return the metadata of a record's page: a sentence on it, its subject in schema.org, and how to cite it."""
    kinds = reader.kinds(iri)
    classes = {cls for kind in kinds for cls in reader.above(kind)}
    labels = {tag: text for tag, text in reader.labels(iri).items() if tag}
    corpus = description.of(reader)
    matches = [match.value for match in reader.values(iri, skos.exactMatch)]
    subject = {
        "@context": "https://schema.org",
        "@type": next((schema_name for cls, schema_name in _TYPES if cls.value in classes), "Thing"),
        "@id": iri,
        "name": [{"@language": tag, "@value": text} for tag, text in sorted(labels.items())],
        **({"sameAs": matches} if matches else {}),
        "subjectOf": {"@type": "Dataset", "name": corpus.title, "version": corpus.version},
    }
    kind = reader.label(kinds[0]) if kinds else ""
    label = reader.label(iri)
    citation = [("title", label), *(("author", schema_name) for _, schema_name in corpus.makers)]
    citation += [("publication_date", released.replace("-", "/"))] if released else []
    # Shown below the title, which it does not repeat.
    about = f"{kind or label}. {corpus.title}: who says what of it, where and when."
    return {"about": about, "subject": subject, "citation_meta": citation}


def sitemap(base_url: str, addresses: Iterable[str]) -> str:
    """Return the map of a site as XML, each page in its three languages.

    >>> sitemap("https://example.org/kg", ["index.html"]).count("hreflang")
    3
    """
    from markupsafe import escape

    base = escape(base_url.rstrip("/"))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    )
    for address in sorted(addresses):
        here = f"{base}/{escape(address.removesuffix('index.html'))}"
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{here}?lang={tag}"/>' for tag in LANGUAGES
        )
        lines.append(f"<url><loc>{here}</loc>{others}</url>")
    return "\n".join([*lines, "</urlset>", ""])


@dataclass(frozen=True)
class Entry:
    """An entry of the feed: its title, its address from the folder of the index, its day, and lines of text."""

    title: str
    address: str
    day: str
    lines: tuple[str, ...] = ()


def releases(changelog: str) -> Iterator[Entry]:
    r"""Yield the releases of a changelog that have a day, with what it says of each.

    >>> [(entry.title, entry.lines) for entry in releases("## Unreleased\n\n## 0.1.0 (2025-10-03)\n\nThe first.\n")]
    [('0.1.0', ('The first.',))]
    """
    for version, day, text in _RELEASE.findall(changelog):
        yield Entry(version, f"about.html#{version}", day, tuple(text.strip().splitlines()))


def feed(base_url: str, title: str, entries: Iterable[Entry]) -> str | None:
    """Return entries as an Atom feed, the latest first; None where none has a day.

    >>> "2025-10-03T00:00:00Z" in str(
    ...     feed("https://example.org", "G", [Entry("0.1.0", "about.html", "2025-10-03")])
    ... )
    True
    >>> feed("https://example.org", "G", []) is None
    True
    """
    from markupsafe import escape

    dated = sorted((entry for entry in entries if entry.day), key=lambda entry: entry.day, reverse=True)
    if not dated:
        return None
    base = escape(base_url.rstrip("/"))
    written = [
        f"<entry><title>{escape(title)}: {escape(entry.title)}</title><id>{base}/{escape(entry.address)}</id>"
        f'<updated>{entry.day}T00:00:00Z</updated><link href="{base}/{escape(entry.address)}"/>'
        f'<content type="text" xml:lang="en">{escape(chr(10).join(entry.lines) or entry.title)}</content></entry>'
        for entry in dated
    ]
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{escape(title)}</title><id>{base}/</id><updated>{dated[0].day}T00:00:00Z</updated>",
        f'<link rel="self" href="{base}/changes.atom"/><author><name>{escape(title)}</name></author>',
    ]
    return "\n".join([*head, *written, "</feed>", ""])
