"""`kg coverage`: say what the graph rests on and where it is silent."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import (
    find_record,
    language,
    main,
    open_reader,
    open_store,
    reading,
    say_aside,
    tabular,
    write_table,
)


@main.command()
@click.argument("record", required=False)
@click.option(
    "--weak", is_flag=True, help="List the facts that aggregators, copy sites or propaganda networks alone state."
)
@language
@tabular
@reading
@click.pass_context
def coverage(
    ctx: click.Context, /, record: str | None, weak: bool, lang: str, form: str | None, output: str, **options: Any
) -> None:
    """Say what the graph rests on and where it is silent.

    Counts go by kind of source, perspective, language, decade, extent seen and hearing. Shares say how many
    records have a primary account, how many claims stand in Persian and Russian sources, and how many sources
    have a day; whoever utters more than a third of a perspective's opinions is named. With --weak it lists each
    value that wants a better source, opinions aside.

    \b
    kg coverage treaty-2025
    kg coverage treaty-2025 --weak
    """
    from kg.model import coverage as covering
    from kg.model import plain

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    iri = find_record(reader, record) if record else None
    if not weak:
        write_table(plain.coverage_table(reader, covering.coverage(reader, iri, lang), lang), form, output)
        return
    facts = covering.weak(reader, iri)
    write_table(plain.weak_table(reader, facts, lang), form, output)
    say_aside("coverage.weak.count", n=len(facts))
