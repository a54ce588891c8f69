"""`kg verify`: prove that locators still match a copy of the document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import main, open_reader, open_store, reading

if TYPE_CHECKING:
    from kg.model.reader import Reader


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source", metavar="NAME", help="The source that the file is a copy of; else the one that fits best."
)
@reading
@click.pass_context
def verify(ctx: click.Context, /, file: Path, source: str | None, **options: Any) -> None:
    """Prove that the locators of a source still match a copy of the document that you hold.

    \b
    kg verify article.txt --source sadrmohammadi-2025
    """
    from kg.documents import paragraphs, treaty_text

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    if not text.strip():
        raise click.ClickException(f"{file} is empty.")
    prints = _fingerprints(open_reader(open_store(ctx, options)))
    if source and source not in prints:
        raise click.ClickException(
            f"No source named {source} has fingerprints. Sources that have: {', '.join(sorted(prints))}."
        )
    known = treaty_text.places(text)
    checked = {n: paragraphs.verify(text, marks, known) for n, marks in prints.items() if source in (None, n)}
    if not checked:
        raise click.ClickException("No source of this corpus has fingerprints.")
    name = max(checked, key=lambda n: (sum(c.outcome == "matches" for c in checked[n]), n))
    if not any(c.outcome != "missing" for c in checked[name]):
        raise click.ClickException(f"{file} is a copy of no source that has fingerprints.")
    for found in checked[name]:
        where = f" (found as {found.found})" if found.outcome == "moved" else ""
        click.echo(f"{found.locator}\t{found.outcome}{where}")
    good = sum(c.outcome == "matches" for c in checked[name])
    click.echo(f"{name}: {good} of {len(checked[name])} locators match {file}", err=True)
    if good < len(checked[name]):
        ctx.exit(1)


def _fingerprints(reader: Reader) -> dict[str, dict[str, str]]:
    from kg.rdf.turtle import natural
    from kg.rdf.vocabulary import SRC, kg

    found: dict[str, dict[str, str]] = {}
    for passage in sorted(reader.subjects(kg.fingerprint), key=natural):
        source, _, locator = passage[len(SRC) :].partition(".")
        for mark in reader.values(passage, kg.fingerprint):
            found.setdefault(source, {})[locator] = mark.value
    return found
