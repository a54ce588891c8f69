"""The Persian typeface of a published folder: Vazirmatn, where its npm package is installed."""

from __future__ import annotations

import base64
import json

from kg.site import node

_PACKAGE, _FONT = "@fontsource-variable/vazirmatn", "files/vazirmatn-arabic-wght-normal.woff2"


def face() -> str:
    """Return the rule by which a style has the Arabic letters of the face; nothing without the package.

    The font stands in the style itself: not every browser loads one from a file beside a page opened from disk.
    """
    if (package := node.package(_PACKAGE, _FONT)) is None:
        return ""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    font = base64.b64encode((package / _FONT).read_bytes()).decode()
    return (
        f"/* Vazirmatn {about['version']}, {about['license']}, https://github.com/rastikerdar/vazirmatn */\n"
        f"@font-face {{ font-family: Vazirmatn; font-weight: 100 900; font-display: swap; "
        f"unicode-range: U+0600-06FF, U+200C-200E, U+FB50-FDFF, U+FE70-FEFC; "
        f"src: url(data:font/woff2;base64,{font}) format('woff2'); }}\n"
    )
