"""The main findings in plain words, generated from the numbers, each number linked to what gives it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from kg.dataset.names import NameFault
from kg.network.analyses import ANALYSES
from kg.network.result import Result
from kg.network.study import Study
from kg.text.phrases import listed, say

#: A number in a sentence, as `[value](analysis)`.
_LINKED = re.compile(r"\[([^\[\]]*)\]\(([a-z]+)\)")
_MARKUP = re.compile(r"([\\`*_\[\]#|<>&])")

Link = Callable[[str], str]


@dataclass(frozen=True)
class Section:
    """One analysis with its findings; a number in a sentence is written `[number](analysis)`."""

    result: Result
    sentences: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the analysis, which is the section's anchor too."""
        return self.result.name


@dataclass(frozen=True)
class Report:
    """The findings of every analysis of one study, and what could not be analysed."""

    version: str
    view: str
    sections: tuple[Section, ...]
    left_out: tuple[str, ...] = ()
    language: str = "en"

    def markdown(self, link: Link = "#{}".format) -> str:
        """Write the report as Markdown; `link` gives the address of an analysis by its name."""
        lines = [f"# {say('report.title', self.language)}", "", _marked(self._basis), ""]
        for section in self.sections:
            caption = section.result.caption
            lines += [f"## {_marked(caption.title)}", "", f"*{_marked(caption.question)}*", ""]
            lines += [_written(s, link, _marked, "[{}]({})") + "\n" for s in section.sentences]
            lines += [f"- {_marked(note)}" for note in section.result.notes] + [""]
        lines += [f"- {_marked(line)}" for line in self.left_out]
        return "\n".join(lines).rstrip() + "\n"

    def html(self, link: Link = "#{}".format) -> str:
        """Write the report as an HTML fragment of sections, every text escaped."""
        out = [f"<p>{html.escape(self._basis)}</p>"]
        for section in self.sections:
            caption = section.result.caption
            out.append(f'<section id="{section.name}"><h2>{html.escape(caption.title)}</h2>')
            out.append(f"<p><em>{html.escape(caption.question)}</em></p>")
            out += [f"<p>{_written(s, link, html.escape, _ANCHOR)}</p>" for s in section.sentences]
            out.append("<ul>" + "".join(f"<li>{html.escape(n)}</li>" for n in section.result.notes) + "</ul>")
            out.append(f"<p><small>{html.escape(caption.text)}</small></p></section>")
        out += [f"<p>{html.escape(line)}</p>" for line in self.left_out]
        return "\n".join(out) + "\n"

    @property
    def _basis(self) -> str:
        """What the report rests on, as the caption of a result says it."""
        version = say("caption.version" if self.version else "caption.no-version", self.language, self.version)
        view = say("caption.view", self.language, self.view)
        return f"{version}{say('semicolon', self.language)}{view}. {say('report.links', self.language)}"


_ANCHOR = '<a href="{1}">{0}</a>'


def report(study: Study) -> Report:
    """Run every analysis and say what it finds.

    An analysis that needs a record which the graph does not name, or names several times, is left out by name.
    """
    sections, left_out = [], []
    for analysis in ANALYSES.values():
        try:
            result = analysis.run(plain(study))
        except NameFault:
            names = listed(study.unresolved, study.language)
            title = analysis.title(study.language)
            left_out.append(say("report.left-out", study.language, title=title, names=names))
            continue
        sections.append(Section(result, tuple(analysis.sentences(result))))
    return Report(study.version, study.view_name, tuple(sections), tuple(left_out), study.language)


def plain(study: Study) -> Study:
    """Return a study with the default projection and measure of each analysis, sharing what was read."""
    other = study.speaking(study.language)
    other.projection, other.measure = "", "betweenness"
    return other


def _written(sentence: str, link: Link, escape: Callable[[str], str], form: str) -> str:
    """Write a sentence in a format: its text escaped, its links by a template of text and address."""
    out, last = [], 0
    for match in _LINKED.finditer(sentence):
        # A quotation mark or bracket in an address would end the attribute of HTML or the link of Markdown.
        address = quote(link(match[2]), safe="/#:?=&;,.-_~%+@")
        out += [escape(sentence[last : match.start()]), form.format(escape(match[1]), address)]
        last = match.end()
    return "".join([*out, escape(sentence[last:])])


def _marked(words: str) -> str:
    r"""Escape what Markdown would read as markup.

    >>> _marked("<img> *x*")
    '\\<img\\> \\*x\\*'
    """
    return _MARKUP.sub(r"\\\1", words)
