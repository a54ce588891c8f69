"""Commands for readers: query, show, search."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    answer_within,
    find_record,
    format_of,
    language,
    limited,
    main,
    open_reader,
    open_store,
    output,
    reading,
    write_output,
)

if TYPE_CHECKING:
    from kg.dataset.store import Compiled
    from kg.model.reader import Reader
    from kg.query.sparql import Result


@main.command()
@click.argument("sparql", metavar="QUERY|FILE|-")
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help="table, csv, csv-excel, xlsx, tsv, json, xml, markdown; for graphs turtle, ntriples, rdfxml, jsonld.",
)
@click.option("--sources", is_flag=True, help="Add who says each row, and in which passages.")
@click.option("--labels", is_flag=True, help="Put names beside identifiers, in the language of --lang.")
@limited
@language
@output
@reading
@click.pass_context
def query(
    ctx: click.Context,
    /,
    sparql: str,
    form: str | None,
    sources: bool,
    labels: bool,
    lang: str,
    output: str,
    **options: Any,
) -> None:
    """Ask the graph in SPARQL; its prefixes are declared for you.

    Prefixes: kg:, id:, src:, field:, code:, dcterms:, skos:, prov:, rdfs:, xsd: and those of the alignments.

    \b
    kg query "SELECT ?who ?gist WHERE { GRAPH ?passage { ?a a kg:Assessment ; kg:gist ?gist }
              ?passage kg:holder ?who }" --format csv
    kg query "SELECT ?s ?p ?o WHERE { ?s ?p ?o }" --rows 5
    """
    from kg.query import sparql as queries

    text = _query_text(sparql)
    form = form or format_of(output, queries.EXTENSIONS)
    known = ("table", "markdown", *queries.SPREADSHEETS, *queries.RESULT_FORMATS, *queries.RDF_FORMATS)
    if form and form not in known:
        raise click.UsageError(f"{form} is no format of answers. Use one of: {', '.join(known)}.")
    compiled = open_store(ctx, options)
    naming = lang if labels else None
    try:
        answer_within(lambda rows: _answer(compiled, text, form, sources, naming, rows), options, form, output)
    except queries.QueryFault as error:
        raise click.ClickException(str(error)) from None


def _query_text(sparql: str) -> str:
    try:
        if sparql == "-":
            return str(sys.stdin.buffer.read(), "utf-8")
        if not any(c in sparql for c in "{\n") and Path(sparql).is_file():
            return Path(sparql).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{sparql} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    if "{" not in sparql and not sparql.lstrip().upper().startswith("DESCRIBE"):
        raise click.UsageError(f"{sparql} is neither a file nor a query. Write a query, a file's name, or -.")
    return sparql


def _answer(
    compiled: Compiled, text: str, form: str | None, sources: bool, labels: str | None, most: int | None
) -> tuple[bytes, bool]:
    """Return an answer in its format, with labels in a language if one is given, and whether rows were cut."""
    from pyoxigraph import QuerySolutions

    from kg.query import sparql as queries
    from kg.query.labels import labelled
    from kg.text.tables import TextTable

    if sources:
        return _with_sources(compiled, text, form, labels, most)
    reader = open_reader(compiled)
    result, cut = queries.first(queries.ask(reader.store, text), most)
    if labels and isinstance(result, QuerySolutions):
        result = queries.solutions(labelled(queries.table(result), reader, labels))
    if form is None:
        form = "turtle" if queries.is_graph(result) else "table"
    if form in queries.SPREADSHEETS:
        answer = queries.table(result)
        rows = [[queries.text_of(term) for term in row] for row in answer.rows]
        return TextTable(answer.columns, rows).encode(form), cut
    return (_drawn(result).encode() if form == "table" else queries.write(result, form)), cut


def _with_sources(
    compiled: Compiled, text: str, form: str | None, labels: str | None, most: int | None
) -> tuple[bytes, bool]:
    from kg.query import attribution
    from kg.query import sparql as queries
    from kg.query.labels import labelled
    from kg.text.tables import TextTable

    if form in queries.RDF_FORMATS or form == "xml":
        raise queries.QueryFault(
            f"Rows with their sources cannot be written as {form}. Use csv, csv-excel, xlsx, tsv, json or markdown."
        )
    reader = open_reader(compiled)
    answer = attribution.with_sources(reader.store, text, most)
    if labels:
        answer = labelled(answer, reader, labels)
    rows = [[queries.text_of(term) for term in row] for row in answer.rows]
    chosen = form or "table"
    if chosen == "table" and not sys.stdout.isatty():
        chosen = "text"
    return TextTable(answer.columns, rows).encode(chosen), answer.cut


def _drawn(result: Result) -> str:
    """Draw an answer: a table on a terminal, else tab-separated texts."""
    from kg.query import sparql as queries

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
    """Show all that is known of a record, and who says it where.

    Rival values stand side by side, with the passages as footnotes.

    \b
    kg show treaty-2025
    kg show "Masoud Pezeshkian" --lang fa
    """
    import json

    from kg.model import plain as text

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    iri = find_record(reader, record)
    if form == "json":
        written = json.dumps(text.as_json(reader, iri), ensure_ascii=False, indent=2) + "\n"
    else:
        written = text.show(reader, iri, lang)
    write_output(output, written.encode())


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--text", is_flag=True, help="Search what is said, in gists, instead of names.")
@click.option("--limit", default=20, show_default=True, help="How many records at most.")
@language
@reading
@click.pass_context
def search(
    ctx: click.Context, /, words: tuple[str, ...], text: bool, limit: int, lang: str, **options: Any
) -> None:
    """Find records by any of their names, in English, Persian or Russian, however spelt.

    With --text, find what is said: records by the words of their gists, each with holder, day and passage.

    \b
    kg search larijani
    kg search پزشکیان
    kg search --text "coercive measures"
    """
    from kg.rdf.vocabulary import compact

    reader = open_reader(open_store(ctx, options))
    try:
        if text:
            _print_mentions(reader, " ".join(words), limit, lang)
            return
        hits = reader.names.search(" ".join(words), limit)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if not hits:
        raise click.ClickException(f"No record is named like {' '.join(words)}. Search what is said with --text.")
    for hit in hits:
        kind = reader.label(hit.kind, lang) if hit.kind else ""
        name = reader.label(hit.record, lang)
        through = f" ← {hit.label}" if hit.label != name else ""
        click.echo(f"{compact(hit.record)}\t{name}{through}\t{kind}")


def _print_mentions(reader: Reader, words: str, limit: int, language: str) -> None:
    """Print the gists that hold words, one a line: record, gist, holders, day and passage."""
    from kg.rdf.vocabulary import compact
    from kg.text.tables import printable

    mentions = reader.names.mentions(words, limit)
    if not mentions:
        raise click.ClickException(f"No gist holds all of these words: {words}.")
    for mention in mentions:
        cells = [compact(mention.record), mention.gist]
        if mention.passage:
            passage = reader.passage(mention.passage)
            cells += [reader.voices(passage, language), reader.day(passage), compact(passage.iri)]
        click.echo(printable("\t".join(cells)))
