"""`kg search`: find records by their names or by their gists."""

from __future__ import annotations

from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--text", is_flag=True, help="Search gists instead of names.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The largest number of results."
)
@options.language
@options.reading
@click.pass_context
def search(
    ctx: click.Context, /, words: tuple[str, ...], text: bool, limit: int, lang: str, **choices: Any
) -> None:
    """Find records by any of their names, in English, Persian or Russian, however spelt.

    With --text, find records by the words of their gists, in any form, each with holder, day and passage.

    \b
    kg search larijani
    kg search پزشکیان
    kg search --text "coercive measures"
    """
    from kg.rdf.vocabulary import compact
    from kg.text.phrases import say
    from kg.text.tables import printable

    reader = options.open_reader(options.open_store(ctx, choices))
    try:
        if text:
            mentions = reader.names.mentions(" ".join(words), limit)
            if not mentions:
                raise click.ClickException(f"No gist holds these words: {' '.join(words)}.")
            if not mentions[0].whole:
                click.echo(say("search.lacking", lang), err=True)
            for mention in mentions:
                cells = [compact(mention.record), mention.gist]
                if mention.passage:
                    passage = reader.passage(mention.passage)
                    cells += [reader.voices(passage, lang), reader.day(passage), compact(passage.iri)]
                click.echo(printable("\t".join(cells)))
            return
        hits = reader.names.search(" ".join(words), limit)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if not hits:
        sought = " ".join(words)
        raise click.ClickException(
            f"No record is named like {sought}.{reader.names.hint(sought)} Search what is said with --text."
        )
    for hit in hits:
        kind = reader.label(hit.kind, lang) if hit.kind else ""
        label = reader.label(hit.record, lang)
        # The spelling that matched, where it is not the name shown: a hit in another script would look wrong.
        through = f" ← {hit.label}" if hit.label != label else ""
        click.echo(f"{compact(hit.record)}\t{label}{through}\t{kind}")
