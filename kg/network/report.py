"""The main findings in plain words, generated from the numbers, each number linked to what gives it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.dataset.names import NameFault
from kg.network.analyses import ANALYSES
from kg.network.result import Cell, Result, text
from kg.network.study import Study

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

    def markdown(self, link: Link = "#{}".format) -> str:
        """Write the report as Markdown; `link` gives the address of an analysis by its name."""
        lines = ["# Analysis", "", _marked(self._head), ""]
        for section in self.sections:
            caption = section.result.caption
            lines += [f"## {_marked(caption.title)}", "", f"*{_marked(caption.question)}*", ""]
            lines += [_written(s, link, _marked, "[{}]({})") + "\n" for s in section.sentences]
            lines += [f"- {_marked(note)}" for note in section.result.notes] + [""]
        lines += [f"- {_marked(line)}" for line in self.left_out]
        return "\n".join(lines).rstrip() + "\n"

    def html(self, link: Link = "#{}".format) -> str:
        """Write the report as an HTML fragment of sections, every text escaped."""
        out = [f"<p>{html.escape(self._head)}</p>"]
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
    def _head(self) -> str:
        version = f"data version {self.version}" if self.version else "a data version not given"
        return f"Generated from {version}, view {self.view}. Every number links to the analysis that gives it."


_ANCHOR = '<a href="{1}">{0}</a>'


def report(study: Study) -> Report:
    """Run every analysis and say what it finds.

    An analysis that needs a record which the graph does not speak of is left out by name.
    """
    sections, left_out = [], []
    for name, analysis in ANALYSES.items():
        try:
            result = analysis.run(plain(study))
        except NameFault as error:
            left_out.append(f"{analysis.title(study.language)}: left out. {error}")
            continue
        sections.append(Section(result, tuple(_SAYINGS[name](result))))
    return Report(study.version, study.choice.key, tuple(sections), tuple(left_out))


def plain(study: Study) -> Study:
    """Return a study with the default projection and measure of each analysis, sharing what was read."""
    other = study.speaking(study.language)
    other.projection, other.measure = "", "betweenness"
    return other


def _n(result: Result, name: str) -> str:
    """Write a main number of a result as a link to its analysis."""
    return f"[{text(result.numbers.get(name))}]({result.name})"


def _networks(r: Result) -> Iterator[str]:
    yield (
        f"Read as one network, the graph has {_n(r, 'nodes')} nodes and {_n(r, 'relations')} relations; "
        f"{_n(r, 'projections')} projections read it in different ways."
    )


def _centrality(r: Result) -> Iterator[str]:
    first = _labels(r, 3)
    if first:
        yield f"Of {_n(r, 'nodes')} actors, most shortest paths pass through {first}."


def _ranges(r: Result) -> Iterator[str]:
    for row in _dicts(r)[:5]:
        yield f"{_safe(row['label'])}: [{row['in words']}]({r.name})."
    yield f"Of the first {_n(r, 'nodes')}, {_n(r, 'unmoved')} keep their rank under every alternative."


def _communities(r: Result) -> Iterator[str]:
    null = f"{_n(r, 'null_mean')} ± {_n(r, 'null_deviation')} in networks of the same degrees (p = {_n(r, 'p')})"
    if r.rows:
        yield (
            f"The actors fall into {_n(r, 'communities')} communities: modularity {_n(r, 'modularity')} "
            f"against {null}."
        )
    else:
        yield f"No communities stand out: modularity {_n(r, 'modularity')} against {null}."


def _fields(r: Result) -> Iterator[str]:
    yield (
        f"Of the later treaty's {_n(r, 'later_articles')} articles {_n(r, 'later_uncoded')} are "
        f"not yet coded, of the earlier one's {_n(r, 'earlier_articles')} {_n(r, 'earlier_uncoded')}."
    )
    yield (
        f"Both treaties cover {_n(r, 'kept')} fields; {_n(r, 'gained')} are gained and {_n(r, 'dropped')} dropped "
        f"for certain. So far only the later one is known to cover {_n(r, 'in the later only so far')} more, "
        f"only the earlier one {_n(r, 'in the earlier only so far')}."
    )


def _overlap(r: Result) -> Iterator[str]:
    if "last_year" in r.numbers:
        yield (
            f"At the end of {_n(r, 'last_year')} the two states sat together in {_n(r, 'surely_shared')} "
            f"organizations for certain and in {_n(r, 'shared_at_most')} by some accounts."
        )


def _evolution(r: Result) -> Iterator[str]:
    if r.rows:
        yield (
            f"Between {_n(r, 'first_year')} and {_n(r, 'last_year')} the dated network grows to "
            f"{_n(r, 'last_nodes')} actors and {_n(r, 'last_edges')} relations; {_n(r, 'undated')} relations have "
            "no stated start."
        )


def _pace(r: Result) -> Iterator[str]:
    if "busiest_year" in r.numbers:
        yield (
            f"Of {_n(r, 'actions')} treaty actions and {_n(r, 'events')} events on record most fall in "
            f"{_n(r, 'busiest_year')}: {_n(r, 'busiest_surely')} for certain."
        )


def _brokerage(r: Result) -> Iterator[str]:
    yield f"{_n(r, 'brokers_across')} actors link actors of the two states that have no tie of their own."


def _cuts(r: Result) -> Iterator[str]:
    yield (
        f"The network has {_n(r, 'components')} separate parts; the removal of any of {_n(r, 'points')} actors, "
        f"or of {_n(r, 'bridges')} single ties, would part it further."
    )
    if r.rows:
        row = _dicts(r)[0]
        lost = f"[{row['nodes cut off']}]({r.name})"
        yield f"Most hangs on {_safe(row['label'])}, without whom {lost} actors are cut off."


def _polarization(r: Result) -> Iterator[str]:
    yield f"Voices divide on {_n(r, 'divided')} of {_n(r, 'subjects')} subjects."
    if r.rows:
        yield (
            f"Most contested is {_safe(_dicts(r)[0]['label'])}: {_n(r, 'first_supportive')} voices support, "
            f"{_n(r, 'first_critical')} criticize."
        )


def _balance(r: Result) -> Iterator[str]:
    if r.numbers.get("squares"):
        yield (
            f"Where two voices speak of the same two subjects, their stances are consistent in a share of "
            f"{_n(r, 'share')}, against {_n(r, 'null_mean')} by chance (p = {_n(r, 'p')})."
        )
    else:
        yield "No two voices take stances on the same two subjects, so balance cannot be judged."


def _assortativity(r: Result) -> Iterator[str]:
    if r.numbers.get("assortativity") is None:
        yield "Too few voices with a perspective agree for a judgement."
    else:
        yield f"Agreement follows perspectives with assortativity {_n(r, 'assortativity')} (p = {_n(r, 'p')})."


def _similarity(r: Result) -> Iterator[str]:
    yield f"{_n(r, 'coded')} of {_n(r, 'instruments')} instruments are coded far enough to be compared."
    if r.rows:
        row = _dicts(r)[0]
        yield (
            f"Most alike are {_safe(row['label of one'])} and {_safe(row['label of other'])}, with "
            f"[{row['shared kinds']}]({r.name}) shared kinds of commitment."
        )


_SAYINGS: dict[str, Callable[[Result], Iterator[str]]] = {
    "networks": _networks,
    "centrality": _centrality,
    "ranges": _ranges,
    "communities": _communities,
    "fields": _fields,
    "overlap": _overlap,
    "evolution": _evolution,
    "pace": _pace,
    "brokerage": _brokerage,
    "cuts": _cuts,
    "polarization": _polarization,
    "balance": _balance,
    "assortativity": _assortativity,
    "similarity": _similarity,
}


def _dicts(result: Result) -> list[dict[str, Cell]]:
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _labels(result: Result, count: int) -> str:
    names = [_safe(row["label"]) for row in _dicts(result)[:count]]
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else "".join(names)


def _safe(label: Cell) -> str:
    """Keep brackets of a label from being read as a link."""
    return str(label).replace("[", "(").replace("]", ")")


def _written(sentence: str, link: Link, escape: Callable[[str], str], form: str) -> str:
    out, last = [], 0
    for match in _LINKED.finditer(sentence):
        out += [escape(sentence[last : match.start()]), form.format(escape(match[1]), _address(link(match[2])))]
        last = match.end()
    return "".join([*out, escape(sentence[last:])])


def _address(address: str) -> str:
    """Write an address so that it ends neither an attribute of HTML nor a link of Markdown.

    >>> _address('a"b>c#d')
    'a%22b%3Ec#d'
    """
    from urllib.parse import quote

    return quote(address, safe="/#:?=&;,.-_~%+@")


def _marked(words: str) -> str:
    r"""Escape what Markdown would read as markup.

    >>> _marked("<img> *x*")
    '\\<img\\> \\*x\\*'
    """
    return _MARKUP.sub(r"\\\1", words)
