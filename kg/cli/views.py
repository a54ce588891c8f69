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
    from kg.corpus.load import load
    from kg.dataset import store, view
    from kg.rdf.vocabulary import VIEW
    from kg.text.phrases import say
    from kg.text.tables import TextTable

    reader = options.open_reader(options.open_store(ctx))
    loaded = load(options.corpus_root(ctx))
    index = view.Index(loaded.quads)
    rows = []
    for view_name in view.names(loaded.ontology):
        # The project's own coding belongs to every view, and would hide how small some are.
        counts = view.select(index, store.Choice(view=view_name, coding=False)).counts
        label, definition = reader.label(VIEW + view_name, lang), reader.definition(VIEW + view_name)
        rows.append((view_name, label, *map(str, counts), definition))
    columns = ("view", "label", "sources", "passages", "claims", "definition")
    heads = [say(f"heads.{column}", lang) for column in columns]
    options.write_table(TextTable(columns, rows, heads), form, output)
