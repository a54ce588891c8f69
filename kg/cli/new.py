"""`kg new`: write the frame of a new source or record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import main, options

if TYPE_CHECKING:
    from kg.curation.edits import Additions
    from kg.curation.register import Register

_TEXT = click.Tuple([click.Choice(options.LANGUAGES), str])


@main.command()
@click.argument("what")
@click.argument("name")
@click.option("--kind", help="Of a source: its kind, or the beginning of one, such as press or official-record.")
@click.option(
    "--page",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The saved copy of a source that is named by its address: HTML, PDF or text.",
)
@click.option("--key", help="Of a source: its key, else publisher and number, such as tass-1940345.")
@click.option("--title", help="Of a source: its title as printed, where the copy does not tell.")
@click.option(
    "--author", "authors", multiple=True, help="Of a source: a person or body of the register, by any name."
)
@click.option("--publisher", help="Of a source: its publisher, a record of the register, by any name.")
@click.option("--day", type=options.Day(), help="Of a source: the day of its publication, in any calendar.")
@click.option(
    "--label",
    "labels",
    type=_TEXT,
    multiple=True,
    metavar="LANG TEXT",
    help="Of a record: its name. Of a source whose printed title was not seen: a description in square brackets.",
)
@click.option(
    "--short", "short", type=_TEXT, multiple=True, metavar="LANG TEXT", help="Of a record: its short name."
)
@click.option(
    "--set",
    "statements",
    type=(str, str),
    multiple=True,
    metavar="PROPERTY VALUE",
    help="A further statement, such as kg:locatedIn iran, kg:onDate 2025-01-17 or, of a source, kg:copies irna.",
)
@click.option(
    "--passage",
    help="Of a happening, new or known: the passage that speaks of it, such as src:tass-1940345.p2.",
)
@click.pass_context
def new(ctx: click.Context, /, what: str, name: str, **given: object) -> None:
    """Write the frame of a new source or record into the file where it belongs.

    WHAT is source or a class of records, such as person, media-outlet, event or treaty; NAME is the file or
    address of a source, or the key of a record. A source gets its title, authors, day, publisher and language from
    its copy, and each paragraph becomes a passage with its fingerprint. Nothing is overwritten, and nothing is
    written that kg check would refuse.

    \b
    kg new source article.html --kind press
    kg new person jane-doe --label en "Jane Doe" --label fa "جین دو" --label ru "Джейн Доу"
    """
    from kg.curation import edits, frames
    from kg.dataset.names import NameFault

    register = options.open_register(ctx)
    try:
        additions = (_source if what == "source" else _record)(register, what, name, given)
        written = edits.add(register.corpus.root, additions)
    except (frames.FrameFault, NameFault) as fault:
        raise click.ClickException(str(fault)) from None
    except edits.Refused as refused:
        options.print_report(refused.report)
        raise click.ClickException(f"{refused} Complete the command, for example with --label or --set.") from None
    for path in written:
        click.echo(path.relative_to(register.corpus.root).as_posix())


def _record(register: Register, what: str, key: str, given: dict[str, object]) -> Additions:
    """Return the frame of a record, from the options of the command."""
    from kg.curation import frames
    from kg.rdf.vocabulary import expand

    cls = frames.class_of(register, what)
    statements = [frames.statement(register, *pair) for pair in _pairs(given["statements"])]
    passage = expand(str(given["passage"])) if given["passage"] else ""
    labels, short = dict(_pairs(given["labels"])), dict(_pairs(given["short"]))
    additions = frames.record(register, cls, key, labels, short, statements, passage, further=True)
    added = (quad for quads in additions.values() for quad in quads)
    if not passage and (lacking := frames.lacking(register, cls, added)):
        click.echo(f"Still to be added by hand, where the form is sure: {', '.join(lacking)}.", err=True)
    return additions


def _pairs(values: object) -> list[tuple[str, str]]:
    """Return the values of an option that is given as pairs, any number of times."""
    return list(values) if isinstance(values, tuple) else []


def _source(register: Register, what: str, name: str, given: dict[str, object]) -> Additions:
    """Return the frame of a source, from its copy and from the options of the command."""
    from kg.curation import frames
    from kg.rdf.vocabulary import code, kg

    is_address = name.startswith(("https://", "http://"))
    path = Path(str(given["page"] or name))
    if is_address and not given["page"]:
        raise click.UsageError(
            f"{name} is not fetched: save the page from your browser, and name the copy with --page FILE."
        )
    if not path.is_file():
        raise click.UsageError(f"{path} is no file. Save the page from your browser, and name that file.")
    if not given["kind"]:
        kinds = ", ".join(sorted(frames.local_codes(register, code.source_kinds)))
        raise click.UsageError(f"Missing option '--kind'. One of: {kinds}.")
    kind = register.code(str(given["kind"]), code.source_kinds)
    copy = options.read_copy(path)
    authors = [str(author) for author in given["authors"]] if isinstance(given["authors"], tuple) else []
    creators = [register.find(author, kg.Agent) for author in authors]
    publisher = register.find(str(given["publisher"]), kg.Agent) if given["publisher"] else ""
    creators = creators or _known(register, copy.authors, "author")
    publisher = publisher or next(iter(_known(register, [copy.publisher], "publisher")), "")
    day = str(given["day"] or copy.day)
    address = name if is_address else copy.address
    key = str(given["key"] or frames.key_of(publisher, creators, day, address))
    title = str(given["title"] or copy.title)
    # What the source is called by us stands in square brackets, in place of a title that was not seen.
    titles = dict(_pairs(given["labels"])) or {copy.language: title}
    for missing, value in (("key", key), ("title", "".join(titles.values()))):
        if not value:
            raise click.UsageError(f"{path} does not tell the {missing} of the source: name it with --{missing}.")
    statements = tuple(frames.statement(register, *pair) for pair in _pairs(given["statements"]))
    described = frames.Description(
        key, kind, titles, copy.language, tuple(creators), publisher, day, address, statements
    )
    click.echo(f"{key}: {len(copy.paragraphs)} passages, language {copy.language}, {day or 'no day'}", err=True)
    return frames.source(register, described, copy)


def _known(register: Register, names: object, role: str) -> list[str]:
    """Return the records of the names that a copy prints; say of each unknown one what is near."""
    from kg.dataset.names import NameFault
    from kg.rdf.vocabulary import kg

    records = []
    for suggestion in names if isinstance(names, tuple | list) else ():
        try:
            records += [register.find(suggestion, kg.Agent)] if suggestion else []
        except NameFault as fault:
            click.echo(f"The {role} as printed is not taken over. {fault}", err=True)
    return records
