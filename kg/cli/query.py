"""`kg query`: query the graph in SPARQL."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import main, options

if TYPE_CHECKING:
    from kg.dataset.store import Compiled
    from kg.query.sparql import Table
    from kg.text.tables import TextTable


@main.command()
@click.argument("sparql", metavar="QUERY|FILE|-")
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help="table, csv, csv-excel, xlsx, tsv, json, xml, markdown; for graphs turtle, ntriples, rdfxml, jsonld.",
)
@click.option("--sources", is_flag=True, help="Add a column with the passages that state each row.")
@click.option(
    "--labels",
    is_flag=True,
    help="Put names beside identifiers, in the language of --lang.",
)
@options.limited
@options.language
@options.output
@options.reading
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
    **choices: Any,
) -> None:
    """Query the graph in SPARQL; its prefixes are declared for you.

    Prefixes: kg:, id:, src:, field:, code:, dcterms:, skos:, prov:, rdfs:, xsd: and those of the alignments.

    \b
    kg query "SELECT ?who ?gist WHERE { GRAPH ?passage { ?a a kg:Assessment ; kg:gist ?gist }
              ?passage kg:holder ?who }" --format csv
    kg query "SELECT ?s ?p ?o WHERE { ?s ?p ?o }" --rows 5
    """
    from kg.query import sparql as queries

    text = _query_text(sparql)
    form = form or options.format_of(output, queries.EXTENSIONS)
    formats = ("table", "markdown", *queries.SPREADSHEETS, *queries.RESULT_FORMATS, *queries.RDF_FORMATS)
    if form and form not in formats:
        raise click.UsageError(f"{form} is no format of answers. Use one of: {', '.join(formats)}.")
    compiled = options.open_store(ctx, choices)
    labels_in = lang if labels else None
    try:
        work = partial(_answer, compiled, text, form, options.form_on_screen(), sources, labels_in)
        options.answer_within(work, choices, form, output)
    except queries.QueryFault as error:
        raise click.ClickException(str(error)) from None


def _query_text(sparql: str) -> str:
    """Return the query: from standard input (-), from a file, or as given on the command line."""
    if sparql == "-":
        return options.read_text(sparql)
    # Queries are not looked up as files: `is_file` raises an error for a text too long to be a file name.
    with suppress(OSError):
        if not any(c in sparql for c in "{\n") and Path(sparql).is_file():
            return options.read_text(sparql)
    if "{" not in sparql and not sparql.lstrip().upper().startswith("DESCRIBE"):
        raise click.UsageError(f"{sparql} is neither a file nor a query. Write a query, a file's name, or -.")
    return sparql


def _answer(
    compiled: Compiled,
    text: str,
    form: str | None,
    on_screen: str,
    sources: bool,
    labels: str | None,
    most: int | None,
) -> tuple[bytes, bool]:
    """Return an answer in its format, with labels in a language if one is given, and whether rows were cut.

    Where no format is asked for, or a table, `on_screen` is how standard output shows one.
    """
    from pyoxigraph import QuerySolutions

    from kg.query import attribution
    from kg.query import sparql as queries
    from kg.query.labels import labelled

    reader = options.open_reader(compiled)
    if sources:
        if form in queries.RDF_FORMATS or form == "xml":
            raise queries.QueryFault(
                f"Rows with their sources cannot be written as {form}. "
                "Use csv, csv-excel, xlsx, tsv, json or markdown."
            )
        answer = attribution.with_sources(reader.store, text, most)
        if labels:
            answer = labelled(answer, reader, labels)
        return _text_table(answer).encode(on_screen if form in (None, "table") else form), answer.cut
    result, cut = queries.first(queries.ask(reader.store, text), most)
    if labels and isinstance(result, QuerySolutions):
        result = queries.solutions(labelled(queries.table(result), reader, labels))
    if form is None:
        form = "turtle" if queries.is_graph(result) else "table"
    if form == "table" and on_screen == "text":
        # In a pipe, texts are unchanged, line breaks included.
        table = _text_table(queries.table(result))
        return "".join("\t".join(row) + "\n" for row in [table.columns, *table.rows]).encode(), cut
    if form in ("csv", "tsv") and isinstance(result, QuerySolutions):
        # What a person opens in a spreadsheet runs nothing; JSON and XML have every text as it is.
        result = queries.solutions(queries.guarded(queries.table(result)))
    if form == "table" or form in queries.SPREADSHEETS:
        return _text_table(queries.table(result)).encode(form), cut
    return queries.write(result, form), cut


def _text_table(answer: Table) -> TextTable:
    """Return an answer as a table of texts."""
    from kg.query.sparql import text_of
    from kg.text.tables import TextTable

    return TextTable(answer.columns, [[text_of(term) for term in row] for row in answer.rows])
