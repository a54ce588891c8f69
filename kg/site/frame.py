"""The frame of every page: its scripts and styles, its security policy, and writing its file.

A standalone page is one file: its scripts and styles are inlined and named by their hashes in a strict
Content-Security-Policy, so that nothing else runs, even if a string from data were markup. The many small pages of
a published folder link the files that they share; their policy allows files of the same site and nothing inline.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg import atomic
from kg.site.bundle import bundle
from kg.text.phrases import catalogue

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from kg.site.doors import Place

#: The file of the sign of the site, among the assets of a published folder.
ICON = "sign.svg"
_HERE = Path(__file__).parent
_SURROGATE = re.compile("[\ud800-\udfff]")
#: A tag with a quoted attribute; nothing else on a page of ours has these characters, not even a block of JSON.
_TAG = re.compile(r'<[a-z][^<>"]*"[^<>]*>')
_QUOTED = re.compile(r"""="([^\s"'=<>`]+)"(?=[\s>])""")
#: A text to translate that is all that its element has: the element can bear the mark itself.
_WRAPPED = re.compile(
    r"(<(?P<outer>a|dt|h2|h3|span|strong|summary)\b[^<>]*)><(?P<inner>bdi|span) (data-t(?:=\w+)?)>"
    r"([^<]*)</(?P=inner)></(?P=outer)>"
)
#: What the script of a page translates where its text is one that pages share, without a mark (`translations.js`).
_UNMARKED = re.compile(r"(<(?:a|bdi|dt|h2|span class=register|strong|summary)\b[^<>]*) data-t(?=>[^<]*</)")
_TIME = re.compile(r"<time([^<>]*?) datetime=([\d-]+)>\2</time>")
#: Before these, a paragraph ends by itself.
_BLOCK = r"\s*</?(?:article|dd|details|div|dl|dt|figure|h[1-6]|li|main|nav|ol|p|section|table|ul)\b"
_IMPLIED = re.compile(rf"</(?:li|dd|dt|tr|td|th|tbody)>|</p>(?={_BLOCK})|</body>\s*</html>\s*\Z")
_BETWEEN = re.compile(
    r"(?<=>)\s*\n\s*(?=</?(?:details|div|dl|footer|h[1-6]|header|main|nav|ol|p|script|section|table|tbody|ul)\b)"
)
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True)
class Inline:
    """An inlined script or style, and the hash by which the page's policy allows it."""

    text: Markup
    hash: str


@dataclass(frozen=True)
class DataBlock:
    """JSON inside a page, which its scripts read and the browser never runs."""

    name: str
    text: Markup


@dataclass
class Frame:
    """The variables of the frame template."""

    title: str
    lang: str = "en"
    styles: list[Inline] = field(default_factory=list)
    scripts: list[Inline] = field(default_factory=list)
    style_files: list[str] = field(default_factory=list)
    script_files: list[str] = field(default_factory=list)
    icon_file: str = ""
    data: list[DataBlock] = field(default_factory=list)
    home: str | None = None
    place: Place | None = None
    head: list[Markup] = field(default_factory=list)
    engine: bool = False  # runs WebAssembly in a worker that the page makes

    @property
    def policy(self) -> Markup:
        """The Content-Security-Policy: nothing but the page's own scripts and styles."""
        from markupsafe import Markup

        # For a page opened from disk, not every browser includes the files beside it in 'self'.
        beside = "'self' file:"
        scripts = " ".join([f"'{s.hash}'" for s in self.scripts] + [beside] * bool(self.script_files)) or "'none'"
        styles = " ".join([f"'{s.hash}'" for s in self.styles] + [beside] * bool(self.style_files)) or "'none'"
        if self.engine:
            scripts += " 'wasm-unsafe-eval'; worker-src blob:"
        # The style of a published folder may hold its typeface.
        fonts = "font-src data:; " if self.style_files else ""
        images = f"{beside} data: blob:" if self.icon_file else "data: blob:"
        # Nothing in it comes from data; escaped, each of its quotes would take five bytes on every page.
        return Markup(
            f"default-src 'none'; script-src {scripts}; style-src {styles}; {fonts}"
            f"img-src {images}; base-uri 'none'; form-action 'none'"
        )

    @property
    def icon(self) -> str:
        """The address of the sign of the site: beside the page, else one that needs no file."""
        return self.icon_file or "data:image/svg+xml," + quote(icon(), safe=" '/:=")

    @property
    def noscript(self) -> str:
        """The message shown where JavaScript is off, in the language of the page."""
        return catalogue()["noscript"][self.lang]


def icon() -> str:
    """Return the sign of the site, two bars of which one is hatched, as SVG."""
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>"
        "<path stroke='#0b5cab' stroke-width='4' d='M1 5h14'/>"
        "<path stroke='#b25d00' stroke-width='4' stroke-dasharray='3 2' d='M1 12h14'/></svg>"
    )


@cache
def asset(name: str) -> str:
    """Read a script or a style that ships with the package."""
    return (_HERE / "assets" / name).read_text(encoding="utf-8")


def inline(text: str) -> Inline:
    """Prepare a script or style for inlining.

    >>> inline("let a = 1;").hash
    'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck='

    Raises:
        ValueError: the text would close its own element.
    """
    from markupsafe import Markup

    # HTML parsers normalize line ends before the browser hashes the text.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"</(?:script|style)|<!--", text, re.IGNORECASE):
        raise ValueError("an inlined script or style holds the end of its own element")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Inline(Markup(text), f"sha256-{digest}")  # our own files, checked above


@cache
def script(entry: str, *prefixes: str, without: tuple[str, ...] = ()) -> Inline:
    """Bundle a module of the package with its imports; memoized for all pages that include it.

    Args:
        entry: file name of the module.
        prefixes: the phrases whose keys begin so are put before it, as `PHRASES`.
        without: the phrases whose keys do not begin so are put before it.
    """
    text = _lean(bundle(_HERE / "assets", entry))
    if prefixes or without:
        text = f"globalThis.PHRASES = {encoded(phrases(*prefixes, without=without))};\n{text}"
    return inline(text)


@cache
def style(*names: str) -> Inline:
    """Join style files of the package."""
    return inline(_lean("\n".join(asset(sheet) for sheet in names)))


def _lean(text: str) -> str:
    r"""Remove indentation, empty lines and the comments that have a line of their own.

    >>> print(_lean("/* A. */\n  // B.\n  let c; // d"))
    let c; // d
    """
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not re.match(r"//|/\*.*\*/\Z", line))


def lean(html: str) -> str:
    r"""Return a page in fewer bytes, without what HTML implies: quotes, end tags, blank lines between blocks.

    >>> lean('<ul class="a">\n<li><a href="b.html"><bdi data-t>c</bdi></a></li>\n</ul>')
    '<ul class=a>\n<li><a href=b.html>c</a></ul>'
    >>> lean('<p><time datetime="2001-03">2001-03</time></p><p title="d e">f</p> g')
    '<p><time>2001-03</time><p title="d e">f</p> g'
    """
    html = _TAG.sub(lambda tag: _unquoted(tag[0]), html)
    html = _TIME.sub(r"<time\1>\2</time>", html)
    html = _WRAPPED.sub(r"\1 \4>\5</\g<outer>>", html)
    return _BETWEEN.sub("", _IMPLIED.sub("", _UNMARKED.sub(r"\1", html)))


@lru_cache(maxsize=10_000)
def _unquoted(tag: str) -> str:
    """Return a tag without quotes that HTML does not need; memoized, since four of five stand on many pages.

    >>> _unquoted('<a class="b" title="c d">')
    '<a class=b title="c d">'
    """
    return _QUOTED.sub(r"=\1", tag)


def filled(form: str, *values: object) -> Markup:
    """Fill the slots of markup with values, all escaped here: `Markup.format` takes ten times as long.

    >>> print(filled("<b>{}</b> {}", "a < b", filled("<i>{}</i>", 1)))
    <b>a &lt; b</b> <i>1</i>
    """
    from markupsafe import Markup, escape

    return Markup(form.format(*map(escape, values)))


def data(name: str, value: object) -> DataBlock:
    r"""Write a value as a block of JSON.

    >>> print(data("d", ["</script><!--"]).text)
    ["\u003c/script\u003e\u003c!--"]
    """
    from markupsafe import Markup

    return DataBlock(name, Markup(encoded(value)))  # escaped there


def encoded(value: object) -> str:
    """Write a value as JSON that can stand in a script: it closes no element and is no markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    # Lone surrogates cannot be encoded in UTF-8; JSON can escape them.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def packed(text: str) -> str:
    r"""Return a text compressed and in base64, as a script holds what a page opened as a file may not fetch.

    >>> gzip.decompress(base64.b64decode(packed("a\n")))
    b'a\n'
    """
    # Without a time in its header, the same text gives the same bytes.
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def environment() -> Environment:
    """Return the template environment: it escapes all values and raises an error for an undefined name."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def phrases(*prefixes: str, without: tuple[str, ...] = ()) -> dict[str, dict[str, str]]:
    """Return the phrases whose keys begin with one of some prefixes (any, without one) and with none of others."""
    return {
        key: said
        for key, said in catalogue().items()
        if (not prefixes or key.startswith(prefixes)) and not key.startswith(without)
    }


def choose(label: Mapping[str, str | None], order: Sequence[str] = ("en", "fa", "ru")) -> str:
    """Return the first label that is not empty, in the order of languages.

    >>> choose({"ru": "Иран", "fa": "ایران"}, ("en", "ru", "fa"))
    'Иран'
    """
    return next((text for tag in order if (text := label.get(tag))), "")


def write(path: Path, text: str) -> None:
    """Write a page atomically; its folder is created where it is missing."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, text.encode("utf-8"))


def columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Turn rows into columns, so that no key and no common value is repeated.

    >>> columns([{"x": 1, "arrows": "to"}, {"x": 2, "arrows": "to"}])
    {'count': 2, 'same': {'arrows': 'to'}, 'each': {'x': [1, 2]}}
    """
    rows = list(rows)
    keys = dict.fromkeys(key for row in rows for key in row)
    each = {key: [row.get(key) for row in rows] for key in keys}
    same = {key: values[0] for key, values in each.items() if all(v == values[0] for v in values)}
    return {"count": len(rows), "same": same, "each": {k: v for k, v in each.items() if k not in same}}
