"""`kg verify`: check that the locators of a source match a copy of the document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli import main, options


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source", metavar="NAME", help="The source that the file is a copy of; else the one that fits best."
)
@options.reading
@click.pass_context
def verify(ctx: click.Context, /, file: Path, source: str | None, **choices: Any) -> None:
    """Check that the locators of a source match your copy of the document.

    \b
    kg verify article.txt --source sadrmohammadi-2025
    """
    from kg.documents import paragraphs, treaty_text
    from kg.rdf.turtle import natural
    from kg.rdf.vocabulary import kg, local_name

    # Pages and PDF files are read as `kg new source` reads them, so that paragraphs have the same numbers.
    is_marked_up = file.suffix.lower() in (".html", ".htm", ".pdf")
    text = options.read_copy(file).text if is_marked_up else options.read_text(file)
    if not text.strip():
        raise click.ClickException(f"{file} is empty.")
    reader = options.open_reader(options.open_store(ctx, choices))
    prints: dict[str, dict[str, str]] = {}
    for passage in sorted(reader.subjects(kg.fingerprint), key=natural):
        name, _, locator = local_name(passage).partition(".")
        for mark in reader.values(passage, kg.fingerprint):
            prints.setdefault(name, {})[locator] = mark.value
    if source and source not in prints:
        raise click.ClickException(
            f"No source named {source} has fingerprints. Sources that have: {', '.join(sorted(prints))}."
        )
    places = treaty_text.places(text)
    checked = {n: paragraphs.verify(text, own, places) for n, own in prints.items() if source in (None, n)}
    if not checked:
        raise click.ClickException("No source of this corpus has fingerprints.")
    # The name breaks ties, so that two sources that fit equally give the same answer in each run.
    name = max(checked, key=lambda n: (sum(c.outcome == "matches" for c in checked[n]), n))
    if not any(c.outcome != "missing" for c in checked[name]):
        raise click.ClickException(f"{file} is a copy of no source that has fingerprints.")
    for match in checked[name]:
        where = f" (found as {match.found})" if match.outcome == "moved" else ""
        click.echo(f"{match.locator}\t{match.outcome}{where}")
    good = sum(c.outcome == "matches" for c in checked[name])
    click.echo(f"{name}: {good} of {len(checked[name])} locators match {file}", err=True)
    if good < len(checked[name]):
        ctx.exit(1)
