"""`kg show`: show all that is known of a record."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("record")
@options.format_among("text", "json", default="text")
@options.language
@options.output
@options.reading
@click.pass_context
def show(ctx: click.Context, /, record: str, form: str, lang: str, output: str, **choices: Any) -> None:
    """Show all that is known of a record, and who says it where.

    Rival values are listed together, with the passages as footnotes.

    \b
    kg show treaty-2025
    kg show "Masoud Pezeshkian" --lang fa
    """
    import json

    from kg.model import plain

    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    iri = options.find_record(reader, record)
    if form == "json":
        written = json.dumps(plain.as_json(reader, iri), ensure_ascii=False, indent=2) + "\n"
    else:
        written = plain.show(reader, iri, lang)
    options.write_output(output, written.encode())
