"""The command line: one thin command per verb.

Only click is imported here; each command imports what it needs, so that `kg --help` stays instant.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.check import Report
    from kg.record import Reader
    from kg.store import Compiled

F = TypeVar("F", bound=Callable[..., Any])

_LANGUAGES = ("en", "fa", "ru")


class Kg(click.Group):
    """The group of commands: near names for a mistyped one, and plain messages for known faults."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; suggest near names where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from kg.names import near

            found = near(args[0], self.list_commands(ctx))
            meant = f" Did you mean {' or '.join(found)}?" if found else ""
            raise click.UsageError(f"No command is named {args[0]}.{meant}", ctx) from error


@click.group(cls=Kg, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="iran-russia-kg", prog_name="kg")
@click.option(
    "--corpus",
    metavar="DIR",
    help="The corpus: a folder with ontology/ and graphs/ (else KG_CORPUS, the working folder, the one shipped).",
)
@click.pass_context
def main(ctx: click.Context, /, corpus: str | None) -> None:
    r"""The reference knowledge graph of Iran–Russia relations: who said what, where and when.

    \b
    kg show treaty-2025
    kg query "SELECT ?event WHERE { ?event a kg:Signature }"
    """
    ctx.obj = corpus


def reading(command: F) -> F:
    """Give a command the options that every reading command has."""
    options = (
        click.option(
            "--view",
            default="all",
            show_default=True,
            help="A named choice of voices; `kg views` lists them.",
        ),
        click.option(
            "--as-of", metavar="DAY", help="World time: what held on that day (YYYY, YYYY-MM or YYYY-MM-DD)."
        ),
        click.option("--known-by", metavar="DAY", help="Source time: only what had been published by that day."),
        click.option("--direct", is_flag=True, help="Leave out words that are known from another's report only."),
        click.option("--without-coding", is_flag=True, help="Leave out this project's own coding."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def language(command: F) -> F:
    """Give a command the option that chooses its language."""
    return click.option(
        "--lang", type=click.Choice(_LANGUAGES), default="en", show_default=True, help="Language of labels."
    )(command)


def output(command: F) -> F:
    """Give a command the option that names its output file."""
    return click.option(
        "-o", "--output", metavar="FILE", default="-", help="Where to write; - is standard output."
    )(command)


def _root(ctx: click.Context) -> Path:
    from kg import corpus

    try:
        return corpus.find_root(ctx.obj)
    except corpus.NoCorpus as error:
        raise click.UsageError(str(error)) from None


def _open(ctx: click.Context, options: dict[str, Any]) -> Compiled:
    """Open the compiled store of the options, compiling it anew where the corpus has changed."""
    from kg import dates, store, view

    choice = view.Choice(
        options.pop("view"),
        options.pop("as_of"),
        options.pop("known_by"),
        options.pop("direct"),
        not options.pop("without_coding"),
    )
    try:
        for day in (choice.as_of, choice.known_by):
            if day:
                dates.check(day)
        compiled, report = store.ready(_root(ctx), choice)
    except (dates.NotADate, view.UnknownView) as error:
        raise click.UsageError(str(error)) from None
    except store.NotReady as error:
        _print_report(error.report)
        raise click.ClickException(str(error)) from None
    if report:
        _print_report(report)
        click.echo("The corpus has faults: answers come from its last good state.", err=True)
    if choice.known_by or choice.as_of:
        _print_notes(compiled.notes, choice.as_of)
    return compiled


def _print_report(report: Report) -> None:
    for line in report.lines():
        click.echo(line, err=True)


def _print_notes(notes: dict[str, list[str]], as_of: str | None) -> None:
    if notes["undated"]:
        click.echo(f"Left out: {len(notes['undated'])} sources whose date of publication is unknown.", err=True)
    if notes["doubtful"] and as_of:
        click.echo(f"By some accounts only on {as_of}: {len(notes['doubtful'])} records.", err=True)


def _reader(compiled: Compiled) -> Reader:
    from kg.record import Reader

    return Reader(compiled.open())


def _record(reader: Reader, path: Path, name: str) -> str:
    """Find the record that a user names by slug, prefixed name, IRI or label.

    An unknown name lists the near ones.
    """
    from kg import names
    from kg.terms import ID, compact, expand

    for form in (ID + name, name):
        try:
            iri = form if form.startswith("http") else expand(form)
        except KeyError:
            continue
        if reader.exists(iri):
            return iri
    found = names.search(path / "names.sqlite", name, 5) if names.fold(name) else []
    if found and names.fold(found[0].label) == names.fold(name):
        return found[0].record
    slugs = [r[len(ID) :] for r in reader.records()]
    listed = [f"{compact(hit.record)} ({hit.label})" for hit in found] or [
        f"id:{s}" for s in names.near(name, slugs)
    ]
    meant = f" Near: {', '.join(listed)}." if listed else ""
    raise click.ClickException(f"No record is named {name}.{meant} Try `kg search`.")


def _write(output: str, data: bytes) -> None:
    """Write to standard output or to a file, which is complete or absent."""
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    target = Path(output)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from None


@main.command()
@click.pass_context
def check(ctx: click.Context, /) -> None:
    r"""Check every file of the corpus: syntax, terms, holders, dates, labels, shapes.

    Each fault has its address, what is wrong and what to do; all are listed at once.

    \b
    kg check
    """
    from kg import check as checking

    corpus, report = checking.check(_root(ctx))
    _print_report(report)
    if corpus is None or report.errors:
        ctx.exit(1)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list the files that differ and exit 1.")
@click.pass_context
def fmt(ctx: click.Context, /, files: tuple[Path, ...], only_check: bool) -> None:
    r"""Write files in the canonical layout, so that a change shows as a small difference.

    \b
    kg fmt --check
    """
    from kg import corpus, layout

    chosen = list(files) or [p for p in corpus.files(_root(ctx)) if p.suffix in layout.FORMATS]
    wrong = False
    for path in chosen:
        try:
            text = layout.format_text(path)
        except layout.ParseFault as fault:
            click.echo(f"{path}:{fault.line}: {fault.message}\n    {fault.remedy}", err=True)
            wrong = True
            continue
        except KeyError:
            raise click.UsageError(f"{path} is neither Turtle (.ttl) nor TriG (.trig).") from None
        if text != path.read_text(encoding="utf-8"):
            wrong = wrong or only_check
            click.echo(f"{path} {'is not in the canonical layout' if only_check else 'written'}", err=True)
            if not only_check:
                _write(str(path), text.encode())
    if wrong:
        ctx.exit(1)


@main.command()
@click.pass_context
def build(ctx: click.Context, /) -> None:
    r"""Check the corpus and compile it into the store that the other commands read.

    A corpus with faults leaves the last good store in use.

    \b
    kg build
    """
    from kg import check as checking
    from kg import store, view

    corpus, report = checking.check(_root(ctx))
    if corpus is None or report.errors:
        _print_report(report)
        ctx.exit(1)
    compiled = store.compile_view(corpus, view.Choice())
    quads = sum(map(len, corpus.quads_of.values()))
    click.echo(f"{quads} statements in {len(corpus.quads_of)} files, version {compiled.digest[:12]}", err=True)


@main.command()
@click.argument("sparql", metavar="QUERY|FILE|-")
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help="table, csv, tsv, json, xml, markdown; for graphs turtle, ntriples, rdfxml, jsonld.",
)
@click.option("--time-limit", default=60.0, show_default=True, help="Seconds after which a query is stopped.")
@click.option("--memory-limit", default=4096, show_default=True, help="Megabytes that a query may take.")
@output
@reading
@click.pass_context
def query(
    ctx: click.Context,
    /,
    sparql: str,
    form: str | None,
    time_limit: float,
    memory_limit: int,
    output: str,
    **options: Any,
) -> None:
    r"""Ask the graph in SPARQL; the prefixes kg:, id:, src:, field:, code:, dcterms:, skos: … are declared.

    \b
    kg query "SELECT ?who ?gist WHERE { GRAPH ?passage { ?a a kg:Assessment ; kg:gist ?gist }
              ?passage kg:holder ?who }" --format csv
    """
    from kg import limits
    from kg import query as queries

    text = _query_text(sparql)
    form = form or _format_of(output, queries.EXTENSIONS)
    known = ("table", "markdown", *queries.RESULT_FORMATS, *queries.RDF_FORMATS)
    if form and form not in known:
        raise click.UsageError(f"{form} is no format of answers. Use one of: {', '.join(known)}.")
    compiled = _open(ctx, options)
    try:
        data = limits.run(lambda: _answer(compiled, text, form), time_limit, memory_limit)
    except (limits.LimitExceeded, queries.QueryFault) as error:
        raise click.ClickException(str(error)) from None
    _write(output, data)


def _query_text(sparql: str) -> str:
    if sparql == "-":
        return sys.stdin.buffer.read().decode("utf-8")
    if not any(c in sparql for c in "{\n") and Path(sparql).is_file():
        return Path(sparql).read_text(encoding="utf-8")
    if "{" not in sparql:
        raise click.UsageError(f"{sparql} is neither a file nor a query. Write a query, a file's name, or -.")
    return sparql


def _format_of(output: str, extensions: dict[str, str]) -> str | None:
    if output == "-":
        return None
    extension = Path(output).suffix.lstrip(".")
    if extension not in extensions:
        raise click.UsageError(
            f"{output}: no format has the extension .{extension}. Use --format, or one of: {', '.join(extensions)}."
        )
    return extensions[extension]


def _answer(compiled: Compiled, text: str, form: str | None) -> bytes:
    from pyoxigraph import QueryTriples

    from kg import query as queries

    result = queries.ask(compiled.open(), text)
    if form is None:
        form = "turtle" if isinstance(result, QueryTriples) else "table"
    if form == "table":
        return _drawn(result).encode()
    return queries.write(result, form)


def _drawn(result: Any) -> str:
    """Draw an answer: a table on a terminal, else tab-separated texts."""
    from kg import query as queries

    answer = queries.table(result)
    rows = [[queries.text_of(term) for term in row] for row in answer.rows]
    if not sys.stdout.isatty():
        return "".join("\t".join(cells) + "\n" for cells in [answer.columns, *rows])
    return _rich_table(answer.columns, rows)


def _rich_table(columns: list[str], rows: list[list[str]]) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(*columns, box=SIMPLE_HEAD)
    for cells in rows:
        grid.add_row(*(Text(cell) for cell in cells))
    console = Console(force_terminal=True)
    with console.capture() as capture:
        console.print(grid)
        console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    return capture.get()


@main.command()
@click.argument("record")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@language
@output
@reading
@click.pass_context
def show(ctx: click.Context, /, record: str, form: str, lang: str, output: str, **options: Any) -> None:
    r"""Show all that is known of a record, each value with who says it and where, rivals side by side.

    \b
    kg show treaty-2025
    kg show "Masoud Pezeshkian" --lang fa
    """
    import json

    from kg import text

    compiled = _open(ctx, options)
    reader = _reader(compiled)
    iri = _record(reader, compiled.path, record)
    if form == "json":
        written = json.dumps(text.as_json(reader, iri), ensure_ascii=False, indent=2) + "\n"
    else:
        written = text.show(reader, iri, lang)
    _write(output, written.encode())


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, help="How many records at most.")
@language
@reading
@click.pass_context
def search(ctx: click.Context, /, words: tuple[str, ...], limit: int, lang: str, **options: Any) -> None:
    r"""Find records by any of their names, in English, Persian or Russian, however spelt.

    \b
    kg search larijani
    kg search پزشکیان
    """
    from kg import names
    from kg.terms import compact

    compiled = _open(ctx, options)
    reader = _reader(compiled)
    try:
        hits = names.search(compiled.path / "names.sqlite", " ".join(words), limit)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if not hits:
        raise click.ClickException(f"No record is named like {' '.join(words)}.")
    for hit in hits:
        kind = reader.label(hit.kind, lang) if hit.kind else ""
        name = reader.label(hit.record, lang)
        through = f" ← {hit.label}" if hit.label != name else ""
        click.echo(f"{compact(hit.record)}\t{name}{through}\t{kind}")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source", metavar="NAME", help="The source that the file is a copy of; else the one that fits best."
)
@reading
@click.pass_context
def verify(ctx: click.Context, /, file: Path, source: str | None, **options: Any) -> None:
    r"""Prove that the locators of a source still match a copy of the document that you hold.

    \b
    kg verify article.txt --source sadrmohammadi-2025
    """
    from kg import document

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    if not text.strip():
        raise click.ClickException(f"{file} is empty.")
    prints = _fingerprints(_reader(_open(ctx, options)))
    if source and source not in prints:
        raise click.ClickException(
            f"No source named {source} has fingerprints. Sources that have: {', '.join(sorted(prints))}."
        )
    checked = {name: document.verify(text, marks) for name, marks in prints.items() if source in (None, name)}
    if not checked:
        raise click.ClickException("No source of this corpus has fingerprints.")
    name = max(checked, key=lambda n: (sum(c.outcome == "matches" for c in checked[n]), n))
    if not any(c.outcome != "missing" for c in checked[name]):
        raise click.ClickException(f"{file} is a copy of no source that has fingerprints.")
    for found in checked[name]:
        where = f" (found as {found.found})" if found.outcome == "moved" else ""
        click.echo(f"{found.locator}\t{found.outcome}{where}")
    good = sum(c.outcome == "matches" for c in checked[name])
    click.echo(f"{name}: {good} of {len(checked[name])} locators match {file}", err=True)
    if good < len(checked[name]):
        ctx.exit(1)


def _fingerprints(reader: Reader) -> dict[str, dict[str, str]]:
    from kg.layout import natural
    from kg.terms import SRC, kg

    found: dict[str, dict[str, str]] = {}
    marks = {
        (q.subject.value, q.object.value) for q in reader.store.quads_for_pattern(None, kg("fingerprint"), None)
    }
    for passage, mark in sorted(marks, key=lambda pair: natural(pair[0])):
        source, _, locator = passage[len(SRC) :].partition(".")
        found.setdefault(source, {})[locator] = mark
    return found


@main.command()
@language
@reading
@click.pass_context
def projections(ctx: click.Context, /, lang: str, **options: Any) -> None:
    r"""List the declared ways to read the graph as a network.

    \b
    kg projections
    """
    from kg import network
    from kg.terms import compact

    for projection in network.projections(_reader(_open(ctx, options))):
        click.echo(f"{projection.name}\t{projection.labels.get(lang, '')}\n    {projection.definition}")
        click.echo(f"    nodes: {', '.join(map(compact, projection.node_classes))}")
        click.echo(f"    edges: {', '.join(map(compact, projection.edges))}")


def _projection(reader: Reader, name: str) -> Any:
    from kg import network

    try:
        return network.find(reader, name)
    except network.UnknownProjection as error:
        raise click.UsageError(str(error)) from None


@main.command(name="network")
@click.argument("projection", default="everything")
@click.option("--nodes", "what", flag_value="nodes", help="List the nodes.")
@click.option("--edges", "what", flag_value="edges", default=True, help="List the edges (the default).")
@language
@reading
@click.pass_context
def network_command(ctx: click.Context, /, projection: str, what: str, lang: str, **options: Any) -> None:
    r"""List the edges (or nodes) of a projection, with dates and passages, tab-separated.

    \b
    kg network treaties --nodes
    """
    from kg import network
    from kg.terms import compact

    reader = _reader(_open(ctx, options))
    declared = _projection(reader, projection)
    read = network.read(reader, declared)
    click.echo(declared.definition, err=True)
    if what == "nodes":
        for iri in sorted({end for e in read.edges for end in (e.source, e.target)}):
            kinds = reader.kinds(iri)
            click.echo(f"{compact(iri)}\t{reader.label(iri, lang)}\t{compact(kinds[0]) if kinds else ''}")
    else:
        for e in read.edges:
            row = (compact(e.source), compact(e.kind), compact(e.target), e.start or "", e.end or "")
            click.echo("\t".join([*row, " ".join(map(compact, e.passages))]))
    if read.endless:
        click.echo(f"Not drawn: {len(read.endless)} happenings that lack an end.", err=True)


if __name__ == "__main__":
    main()
