"""`kg views`: list the named views with the size of each."""

from __future__ import annotations

import click

from kg.cli import main, options


@main.command()
@options.language
@options.tabular
@click.pass_context
def views(ctx: click.Context, /, lang: str, form: str | None, output: str) -> None:
    """List the named views with the size of each.

    \b
    kg views
    """
    from kg.model.coverage import view_sizes
    from kg.rdf.vocabulary import VIEW
    from kg.text.phrases import say
    from kg.text.tables import TextTable

    reader = options.open_reader(options.open_store(ctx))
    rows = []
    for size in view_sizes(reader):
        iri = VIEW + size.view
        counts = map(str, (size.sources, size.passages, size.claims))
        rows.append((size.view, reader.label(iri, lang), *counts, reader.definition(iri, lang)))
    columns = ("view", "label", "sources", "passages", "claims", "definition")
    heads = [say(f"heads.{column}", lang) for column in columns]
    options.write_table(TextTable(columns, rows, heads), form, output)
