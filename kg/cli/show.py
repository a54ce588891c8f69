"""`kg show`: show all that is known of a record."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import find_record, language, main, open_reader, open_store, output, reading, write_output


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

    Rival values are listed together, with the passages as footnotes.

    \b
    kg show treaty-2025
    kg show "Masoud Pezeshkian" --lang fa
    """
    import json

    from kg.model import plain

    compiled = open_store(ctx, options)
    reader = open_reader(compiled)
    iri = find_record(reader, record)
    if form == "json":
        written = json.dumps(plain.as_json(reader, iri), ensure_ascii=False, indent=2) + "\n"
    else:
        written = plain.show(reader, iri, lang)
    write_output(output, written.encode())
