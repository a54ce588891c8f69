"""Prune the stylesheet of a static page to the rules that can match in it, and drop needless white space.

A published folder has thousands of small pages, and each carries its own style. So the two themes become one
palette (`light-dark()`), and a rule stays only where the page holds what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.rdf.closure import closure
from kg.site import frame

#: States that only some pages know.
_STATES = ("disabled", "hidden")
#: What scripts add to a page after it is written.
_ADDED = frozenset({".calendar"})
_NAMES = re.compile(r"[.#]?[A-Za-z][\w-]*")
_STATE = re.compile(r"::?[\w-]+(\([^()]*\))?|\[[^\]]*\]|:not\([^()]*(\([^()]*\))?[^()]*\)")
_CLASSES = re.compile(r'\sclass=(?:"([^"]*)"|([\w-]+))')
_IDS = re.compile(r'\sid="?([\w-]+)')
_COLOUR = re.compile(r"#[0-9a-f]{3,8}|rgb\([^()]*\)")
_VARIABLE = re.compile(r"(--[\w-]+):([^;]*)")


@dataclass(frozen=True)
class _Rule:
    selectors: tuple[str, ...]
    body: str
    around: str = ""  # the media query that holds it

    def pruned(self, held: frozenset[str] | set[str]) -> _Rule | None:
        """Return the rule with the selectors that can hold in a page; none where no selector can."""
        kept = tuple(s for s in self.selectors if _needs(s) <= held)
        return _Rule(kept, self.body, self.around) if kept else None

    def text(self) -> str:
        own = f"{','.join(self.selectors)}{{{self.body}}}"
        return f"{self.around}{{{own}}}" if self.around else own


@cache
def _needs(selector: str) -> frozenset[str]:
    """Return the elements, classes and ids that a selector asks for.

    >>> sorted(_needs('html[lang="en"] .side > a:hover'))
    ['.side', 'a', 'html']
    """
    return frozenset(_NAMES.findall(_STATE.sub("", selector)))


def tight(css: str) -> str:
    """Drop comments and the white space around punctuation.

    >>> tight("/* A. */ a > b, c { margin: 0 auto; }")
    'a>b,c{margin:0 auto}'
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)).replace(";}", "}")
    css = re.sub(r'="([a-z]+)"]', r"=\1]", re.sub(r"(?<![\d.])0\.", ".", css))
    return re.sub(r"(?<=[\w)-]):\s+", ":", css).strip()


def _rules(css: str, around: str = "") -> Iterator[_Rule]:
    at = 0
    while (opens := css.find("{", at)) >= 0:
        depth, closes = 1, opens + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[closes], 0)
            closes += 1
        head, body = css[at:opens], css[opens + 1 : closes - 1]
        if head.startswith("@"):
            yield from _rules(body, head)
        else:
            yield _Rule(tuple(re.split(r",(?![^(]*\))", head)), body, around)
        at = closes


def _is_theme(rule: _Rule) -> bool:
    return rule.selectors[0].startswith(":root") and "--paper" in rule.body


@cache
def _palette() -> dict[str, str]:
    """Return the variables of every page, for both themes at once."""
    themes = [rule.body for rule in _rules(tight(frame.asset("page.css"))) if _is_theme(rule)]
    light, dark = (dict(_VARIABLE.findall(body)) for body in (themes[0], themes[-1]))
    both = {
        name: f"light-dark({value},{dark[name]})" if _COLOUR.fullmatch(value) and name in dark else value
        for name, value in light.items()
    }
    # Static pages are mostly small: the system's own face is enough for two of the three scripts.
    return both | {"--font": "system-ui,sans-serif"}


@cache
def _loaded(*names: str) -> tuple[_Rule, ...]:
    """Return the rules of style files without those on reduced motion: nothing in a static page moves."""
    rules = _rules(tight("\n".join(frame.asset(name) for name in names)))
    return tuple(rule for rule in rules if not _is_theme(rule) and "reduced-motion" not in rule.around)


def pruned(html: str, *names: str) -> frame.Inline:
    """Return the style that a page needs of some style files.

    Args:
        html: the page's body.
        names: of the style files.
    """
    classes = {word for pair in _CLASSES.findall(html) for text in pair for word in text.split()}
    held = {"html", "body", *re.findall(r"<([a-z][a-z0-9]*)", html), *_ADDED}
    held |= {f".{name}" for name in classes} | {f"#{name}" for name in _IDS.findall(html)}
    states = {state for state in _STATES if state in html}
    kept = "".join(r.text() for given in _loaded(*names) if _possible(given, states) and (r := given.pruned(held)))
    both = f":root{{color-scheme:light dark;{_variables(kept)}}}"
    one = "".join(f":root[data-theme={theme}]{{color-scheme:{theme}}}" for theme in ("light", "dark"))
    return frame.inline(both + one + kept)


def _possible(rule: _Rule, states: set[str]) -> bool:
    """Say whether a page can come into the states that a rule speaks of."""
    return all(state in states for state in _STATES if state in rule.selectors[0])


def _variables(css: str) -> str:
    """Return the definitions of the palette that a style names, directly or through another."""
    every = _palette()
    named = re.compile(r"var\((--[\w-]+)")
    used = set(closure(named.findall(css), lambda name: named.findall(every.get(name, ""))))
    return ";".join(f"{name}:{value}" for name, value in every.items() if name in used)
