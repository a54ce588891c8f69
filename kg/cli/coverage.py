"""`kg coverage`: say what the graph rests on and where it is silent."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import find_record, language, main, open_reader, open_store, reading, tabular, write_table


@main.command()
@click.argument("record", required=False)
@language
@tabular
@reading
@click.pass_context
def coverage(
    ctx: click.Context, /, record: str | None, lang: str, form: str | None, output: str, **options: Any
) -> None:
    """Say what the graph rests on and where it is silent.

    Counts go by kind of source, perspective, language, decade, extent seen and hearing.

    \b
    kg coverage treaty-2025
    """
    from kg.model import coverage as covering
    from kg.model import plain

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    iri = find_record(reader, record) if record else None
    write_table(plain.coverage_table(reader, covering.coverage(reader, iri, lang), lang), form, output)
