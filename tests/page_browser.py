"""A real Chromium with the network cut off: what it says, asks for and shows is recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN = {"width": 1280, "height": 800}
MISSING = "needs Debian's package chromium"


def chromium_missing() -> bool:
    return shutil.which(CHROMIUM) is None


@dataclass
class Heard:
    """What a page said to the console, which errors it raised, and which addresses it asked for."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


#: The tab of a browser that is kept for the next page: a new one costs half a second of processor time.
_kept: dict[Any, Any] = {}


@contextmanager
def browser() -> Iterator[Any]:
    if chromium_missing():
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        _kept.pop(chromium, None)
        chromium.close()


@contextmanager
def opened(
    chromium: Any, file: Path, fragment: str = "", *, alone: bool = False, **options: Any
) -> Iterator[tuple[Any, Heard]]:
    """Open a file offline; leaving the block fails if the page complained or asked for anything.

    It opens in the tab that was kept, as a reader of one page after another sees it, but with nothing that an
    earlier page stored. With options of its own, or alone, it opens in a new tab of a new context.
    """
    alone = alone or bool(options)
    page = None if alone else _kept.pop(chromium, None)
    heard = Heard()
    hearing = {
        "console": lambda message: heard.complaints.append(f"{message.type}: {message.text}"),
        "pageerror": lambda error: heard.complaints.append(str(error)),
        "request": lambda request: heard.requests.append(request.url),
    }
    page = page or _tab(chromium, options)
    try:
        for event, hear in hearing.items():
            page.on(event, hear)
        _go(page, file, fragment)
        yield page, heard
        hacked = page.evaluate("window.hacked")
        if not alone:
            _leave(page)
            for event, hear in hearing.items():
                page.remove_listener(event, hear)
            _kept[chromium] = page
    finally:
        if _kept.get(chromium) is not page:
            page.context.close()
    assert heard.complaints == []
    assert [url for url in heard.requests if not url.startswith(("file:", "blob:"))] == []
    assert hacked is None


def _tab(chromium: Any, options: dict[str, Any]) -> Any:
    context = chromium.new_context(accept_downloads=True, **{"viewport": SCREEN, **options})
    context.set_default_timeout(10_000)
    context.set_offline(True)
    context.route("http*://**", lambda route: route.abort())
    return context.new_page()


def _leave(page: Any) -> None:
    """Leave a page, and the tab as a new one: no storage, rights, print preview, pointer over it or other size."""
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); window.name = ''; }")
    page.goto("about:blank")
    page.context.clear_permissions()
    page.emulate_media(media="null")
    page.set_viewport_size(SCREEN)
    page.mouse.move(-1, -1)


def _go(page: Any, file: Path, fragment: str) -> None:
    page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
    page.wait_for_selector("body[data-ready='1']")


@pytest.fixture(scope="session")
def axe(node_packages: Path) -> str:
    """The accessibility checker axe-core, of tests/package.json."""
    script = node_packages / "axe-core/axe.min.js"
    if not script.is_file():
        pytest.skip("axe-core is missing: npm install --no-package-lock --prefix tests")
    return script.read_text(encoding="utf-8")


def serious(page: Any, axe: str) -> list[str]:
    """Return the serious faults that axe finds."""
    return violations(page, axe, ("serious", "critical"))


def violations(
    page: Any,
    axe: str,
    impacts: tuple[str, ...] = ("minor", "moderate", "serious", "critical"),
    rules: tuple[str, ...] = (),
) -> list[str]:
    """Return the faults that axe finds, by all its rules or by some; it is run past the page's policy."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe + ";0")
    # Preloading would fetch the linked style again, which the page's policy forbids; no rule in use needs it.
    options = {"preload": False, **({"runOnly": list(rules)} if rules else {})}
    faults = page.evaluate("options => axe.run(options).then(result => result.violations)", options)
    return [
        f"{fault['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for fault in faults
        if fault["impact"] in impacts
        for node in fault["nodes"]
    ]
