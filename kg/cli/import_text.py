"""`kg import-text`: propose a source file from the text of an instrument."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli import main, options


@main.command(name="import-text")
@click.argument("treaty")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder in which the proposed source file is written.",
)
@click.option(
    "--text-lang",
    type=click.Choice(options.LANGUAGES),
    help="The language of the text, where it does not follow from the script.",
)
@click.option("--replace", is_flag=True, help="Write over an earlier proposal, even one that was edited.")
@click.option("--title", help="The title as printed; else the source is described in square brackets.")
@options.reading
@click.pass_context
def import_text(
    ctx: click.Context,
    /,
    treaty: str,
    file: Path,
    folder: Path,
    text_lang: str | None,
    title: str | None,
    replace: bool,
    **choices: Any,
) -> None:
    """Split the text of an instrument, and propose a source file from it.

    The proposal has paragraph counts, fingerprints, cross-references and the known records that the text names,
    never the text itself. Read it, complete it, and move it to its folder in
    graphs/sources/, which kg check names.

    \b
    kg import-text treaty-2001 treaty-2001-ru.txt --into proposals
    """
    from kg.documents import treaty_text
    from kg.rdf import turtle
    from kg.text.phrases import say

    compiled = options.open_store(ctx, choices)
    reader = options.open_reader(compiled)
    record = options.find_record(reader, treaty)
    text = options.read_text(file)
    try:
        parts = treaty_text.split(text)
        tag = text_lang or treaty_text.language_of(text)
        key = treaty_text.source_name(record, tag)
        labels = {language: reader.label(record, language) for language in options.LANGUAGES}
        described = {language: say("source.text-of", language, label) for language, label in labels.items()}
        titles = {tag: title} if title else described
        proposal = treaty_text.propose(reader, record, parts, key, tag, titles)
    except treaty_text.TextFault as fault:
        raise click.ClickException(f"{file}: {fault}") from None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{key}.trig"
    data = turtle.write(proposal.quads).encode()
    if target.exists() and not replace and target.read_bytes() != data:
        raise click.ClickException(
            f"{target} exists and differs, perhaps because it was completed. "
            "Move it to its place, name another folder with --into, or write over it with --replace."
        )
    options.write_output(str(target), data)
    # The first part is what precedes article 1: title and preamble.
    for part in parts[1:]:
        click.echo(f"article {part.number}\t{len(part.paragraphs) or 'no'} numbered paragraphs")
    click.echo(f"{target}: {len(parts) - 1} articles, language {tag}", err=True)
    for provision in proposal.newly_coverable:
        click.echo(f"now coverable: {reader.label(provision)}", err=True)
