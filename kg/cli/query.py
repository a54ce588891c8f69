"""`kg query`: ask the graph in SPARQL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    answer_within,
    format_of,
    language,
    limited,
    main,
    open_reader,
    open_store,
    output,
    reading,
)

if TYPE_CHECKING:
    from kg.dataset.store import Compiled
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
