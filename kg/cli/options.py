"""The group of commands, the options that they share, and the opening of stores and files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.corpus.check import Report
    from kg.curation.register import Register
    from kg.dataset.store import Choice, Compiled
    from kg.documents.copies import Copy
    from kg.model.reader import Reader
    from kg.network.projections import Projection
    from kg.network.result import Result
    from kg.text.tables import TextTable

F = TypeVar("F", bound=Callable[..., Any])

# Repeated from kg.rdf.vocabulary, whose import would load the store before `kg --help` prints a line.
LANGUAGES = ("en", "fa", "ru")
TABLE_FORMATS = ("table", "text", "csv", "csv-excel", "tsv", "json", "markdown", "xlsx")
#: The largest number of rows in a table on a terminal, unless --rows is given: nobody reads more there.
SCREEN_ROWS = 10_000
#: Under this name a context knows how much to say beside a result: -1, 0 or 1.
_LOUDNESS = "kg.loudness"
#: Seconds of a step before a terminal shows that it is under way.
_SILENT = 1.0


#: Each command with the sentence that `kg --help` prints, without importing the module of that name.
COMMANDS = {
    "analyse": "Run an analysis of the network; without a name, list them.",
    "ask": "Ask a question of the library; without a name, list them.",
    "build": "Check the corpus and compile it into the store that the other commands read.",
    "cache": "List the compiled stores with their sizes and days of last use, or clear them.",
    "check": "Check every file of the corpus: syntax, terms, holders, dates, labels, shapes, questions.",
    "cite": "Cite a record, a source, a passage, a view, a question or a page.",
    "compare": "Compare instruments: fields, commitments, lineage, and what is not coded.",
    "conflicts": "List where accounts exclude each other: each side with its passages and those who state it.",
    "coverage": "Report how well the graph is sourced and what it lacks.",
    "diff": "List what changed between two corpora: folders, or revisions of this repository.",
    "draft": "Propose what a document says, for kg review: nothing enters the graph here.",
    "export": "Write the graph in another tool's format.",
    "fmt": "Write files in the canonical layout, so that a change is a small difference.",
    "import-text": "Split the text of an instrument, and propose a source file from it.",
    "init": "Begin a corpus on the relations of two other states.",
    "mcp": "Offer the graph to assistants by the Model Context Protocol, read-only.",
    "network": "List the edges (or nodes) of a projection, with dates and passages, tab-separated.",
    "new": "Write the frame of a new source or record into the file where it belongs.",
    "page": "Write a projection as an interactive page: one file that works offline, by double-click.",
    "path": "Show the shortest and the best-sourced chains between two records.",
    "projections": "List the declared ways to read the graph as a network.",
    "publish": "Publish the graph as a folder of pages, exports and an index.",
    "query": "Query the graph in SPARQL; its prefixes are declared for you.",
    "review": "Decide on the proposals of a draft: accept, edit, skip, or mark as not stated.",
    "search": "Find records by any of their names, in English, Persian or Russian, however spelt.",
    "serve": "Serve the graph over HTTP: SPARQL, records, search, reconciliation.",
    "show": "Show all that is known of a record, and who says it where.",
    "status": "Report whether an instrument is in force on a day, with every account.",
    "timeline": "List dated happenings in order of time, rivals as ranges.",
    "verify": "Check that the locators of a source match your copy of the document.",
    "views": "List the named views with the size of each.",
    "watch": "Check and compile the corpus whenever a file of it changes.",
}


class Kg(click.Group):
    """The group of commands: each is imported on demand, and an unknown one lists similar names."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command line, whose output is UTF-8 on every system."""
        import gc
        from io import TextIOWrapper

        # Reading makes some hundred thousand objects and few circles among them: to look for these after every 700
        # takes a tenth of a command's time.
        gc.set_threshold(50_000, *gc.get_threshold()[1:])
        # Redirected, Windows encodes in its code page, which has neither Persian letters nor arrows.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8")
        return super().main(*args, **options)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command, which registers it in the group."""
        from importlib import import_module

        if cmd_name in COMMANDS:
            import_module(f"kg.cli.{cmd_name.replace('-', '_')}")
        command = super().get_command(ctx, cmd_name)
        if command and not any(option.name == "quiet" for option in command.params):
            # Options of the whole program, whose help has them, may stand after the command too.
            command.params += [quiet(hidden=True), verbose(hidden=True)]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their first sentences, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it cannot do as asked ends it with a message, an interruption with status 130."""
        import errno

        from kg.errors import Error

        try:
            return super().invoke(ctx)
        except Error as error:
            raise click.ClickException(str(error)) from None
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            # The status of a program that the interrupt signal ended; `kg check` means faults by 1.
            ctx.exit(130)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of a pipe went away, which click handles
                raise
            place = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{place}{error.strerror or error}.") from None
        except RuntimeError as error:
            if "Corruption" not in str(error):
                raise
            raise click.ClickException(f"The compiled store is damaged ({error}). Run kg build.") from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; suggest similar names where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from kg.text.folding import near

            names = near(args[0], self.list_commands(ctx))
            hint = f" Did you mean {' or '.join(names)}?" if names else ""
            raise click.UsageError(f"No command is named {args[0]}.{hint}", ctx) from error


def quiet(hidden: bool = False) -> click.Option:
    """Return the option for results and warnings only."""
    return _loudness("quiet", "Print results, warnings and errors only.", -1, hidden)


def verbose(hidden: bool = False) -> click.Option:
    """Return the option for what takes how long."""
    return _loudness("verbose", "Print also which store answers, and how long each step takes.", 1, hidden)


def _loudness(name: str, purpose: str, loudness: int, hidden: bool) -> click.Option:
    """Return an option that sets how much a command says beside its result."""

    def choose(ctx: click.Context, _: click.Parameter, given: bool) -> None:
        """Note the choice for the whole command line; both at once contradict each other."""
        if given and ctx.meta.setdefault(_LOUDNESS, loudness) != loudness:
            raise click.UsageError("-q and -v exclude each other. Leave one of them out.")

    letter = f"-{name[0]}"
    return click.Option(
        [letter, f"--{name}"], is_flag=True, expose_value=False, callback=choose, help=purpose, hidden=hidden
    )


def print_version(ctx: click.Context, _: click.Parameter, asked_for: bool) -> None:
    """Print the version of the program, and that of the corpus with the digest of its data, and exit."""
    if not asked_for or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    from kg.corpus import files
    from kg.errors import Error
    from kg.model import description
    from kg.rdf import turtle

    click.echo(f"kg, version {version('iran-russia-kg')}")
    try:
        root = files.find_root(ctx.params["corpus"])
        corpus = description.among(turtle.read(root / files.DESCRIPTION))
        line = f"{corpus.title}, version {corpus.edition(files.digest(root))}"
    except (Error, OSError):  # without a corpus the program has a version all the same
        return
    write_output("-", f"{line}\n".encode())


@click.group(cls=Kg, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--corpus",
    metavar="DIR",
    is_eager=True,  # before --version, which reports on it
    help="The corpus: a folder with ontology/ and graphs/ (else KG_CORPUS, the working folder, the one shipped).",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    callback=print_version,
    help="Show the versions of the program and of the corpus, and exit.",
)
@click.pass_context
def main(ctx: click.Context, /, corpus: str | None) -> None:
    """A knowledge graph of relations between states: who said what, where and when.

    \b
    kg show treaty-2025
    kg query "SELECT ?event WHERE { ?event a kg:Signature }"
    """
    ctx.obj = corpus


main.params += [quiet(), verbose()]


class Day(click.ParamType):  # type: ignore[type-arg]  # a generic class in click's latest versions only
    """A date in any calendar that `kg.text.dates` reads, converted to Gregorian; doubtful ones get a note."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Convert a date; a text that is no date is a usage error."""
        from kg.text import dates

        try:
            date = dates.read(value)
        except dates.NotADate as error:
            self.fail(f"{error}.", param, ctx)
        if date.note and ctx:
            # The language may be parsed later than the day: the note waits until the command ends.
            ctx.call_on_close(lambda: click.echo(dates.read(value, ctx.params.get("lang") or "en").note, err=True))
        return date.day


def reading(command: F) -> F:
    """Add the options that every command that reads the graph has."""
    options = (
        click.option(
            "--view",
            default="all",
            show_default=True,
            help="A named selection of passages; `kg views` lists them.",
        ),
        click.option(
            "--as-of",
            metavar="DAY",
            type=Day(),
            help="Valid time: what held on that day (YYYY, YYYY-MM, YYYY-MM-DD, a Solar Hijri day such as "
            "1404-05-10, or a day marked AP, AH, O.S. or CE).",
        ),
        click.option(
            "--known-by",
            metavar="DAY",
            type=Day(),
            help="Publication time: only what had been published by that day.",
        ),
        click.option(
            "--direct", is_flag=True, help="Leave out statements that are known only from another's report."
        ),
        click.option("--without-coding", is_flag=True, help="Leave out this project's own coding."),
    )
    # Decorators are applied from the last: reversed, help lists the options in this order.
    for option in reversed(options):
        command = option(command)
    return command


def language_for(purpose: str) -> Callable[[F], F]:
    """Return a decorator that adds the option for a language, with its purpose as help."""
    return click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help=purpose)


#: Adds the option for the language of a command.
language = language_for("Language of labels and messages.")


def projection(purpose: str, default: str = "everything") -> Callable[[F], F]:
    """Return a decorator that adds the option for a network, with its purpose as help."""
    # A default that is empty leaves the choice to the command: help shows none.
    return click.option("--projection", default=default, show_default=bool(default), help=purpose)


def format_among(*forms: str, default: str | None = None, purpose: str = "How to write it.") -> Callable[[F], F]:
    """Return a decorator that adds the option for a format, one of those that a command can write."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=default,
        show_default=default is not None,
        help=purpose,
    )


def say_aside(key: str, *names: object, **values: object) -> None:
    """Print a phrase on standard error, in the language of the command that runs."""
    from kg.text.phrases import say

    context = click.get_current_context(silent=True)
    language = context.params.get("lang") if context else None
    click.echo(say(key, language or "en", *names, **values), err=True)


def loudness() -> int:
    """Return how much the command says beside its result: -1 (quiet), 0 or 1 (verbose)."""
    context = click.get_current_context(silent=True)
    return int(context.meta.get(_LOUDNESS, 0)) if context else 0


def remark(text: str) -> None:
    """Print on standard error what helps to read a result but is no warning; `--quiet` leaves it out."""
    if loudness() >= 0:
        click.echo(text, err=True)


@contextmanager
def progress(key: str) -> Iterator[None]:
    """Show on a terminal that a step is under way, and for how long it has been, once it takes over a second.

    A pipe or a log has no one who waits. With `--verbose`, the time that the step took is printed in any case.
    """
    from threading import Timer
    from time import perf_counter

    from kg.text.phrases import say

    context = click.get_current_context(silent=True)
    text = say(key, (context.params.get("lang") if context else None) or "en")
    begun, shown = perf_counter(), []

    def show() -> None:
        """Show the phrase with a clock; rich is slow to import, and most steps end before."""
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
        # Only standard error: what is written to standard output meanwhile may go through a pipe.
        clock = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
        clock.add_task(text, total=None)
        clock.start()
        shown.append(clock)

    timer = Timer(_SILENT, show)
    timer.daemon = True
    if sys.stderr is not None and sys.stderr.isatty() and loudness() >= 0:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if timer.ident:
            timer.join()
        for clock in shown:
            clock.stop()
    if loudness() > 0:
        click.echo(f"{text} {perf_counter() - begun:.1f} s", err=True)


def output(command: F) -> F:
    """Add the option for the output file of a command."""
    return click.option(
        "-o", "--output", metavar="FILE", default="-", help="The output file; - is standard output."
    )(command)


def corpus_root(ctx: click.Context) -> Path:
    """Return the folder of the corpus that the user names, else the default one; none is a usage error.

    Until the command ends, `id:` and `src:` are bound to the namespaces of that corpus.
    """
    from kg.corpus import files

    try:
        root = files.find_root(ctx.obj)
    except files.NoCorpus as error:
        raise click.UsageError(str(error)) from None
    bind_base(ctx, root)
    return root


def bind_base(ctx: click.Context, root: Path) -> None:
    """Bind `id:` and `src:` to the namespaces of a corpus until the command ends."""
    from kg.corpus import files
    from kg.rdf import vocabulary

    before = vocabulary.bind(files.base_of(root))
    ctx.find_root().call_on_close(lambda: vocabulary.bind(before))


def choice_of(options: dict[str, Any]) -> Choice:
    """Return the choice that the options of `reading` make."""
    from kg.dataset.store import Choice

    return Choice(
        options["view"],
        options["as_of"],
        options["known_by"],
        options["direct"],
        not options["without_coding"],
    )


def open_store(ctx: click.Context, options: dict[str, Any] | None = None) -> Compiled:
    """Open the compiled store of the options of `reading`, or of the whole corpus without them.

    It is compiled again where the corpus has changed; if that has faults, the last good store is used.
    """
    from kg.dataset import store

    choice = choice_of(options) if options else store.Choice()
    root = corpus_root(ctx)
    compiled = store.current(root, choice)
    if compiled is None:
        # Compiling and checking are imported only here: most commands find an up-to-date store.
        from kg.corpus import files
        from kg.dataset import build, view

        try:
            with progress("corpus.compiling"):
                compiled, report = build.ready(root, choice)
        except (files.NoCorpus, view.UnknownView) as error:
            raise click.UsageError(str(error)) from None
        except build.NotReady as error:
            print_report(error.report)
            raise click.ClickException(str(error)) from None
        if report:
            print_report(report)
            say_aside("corpus.stale")
    if loudness() > 0:
        click.echo(f"{compiled.path}, version {compiled.digest[:12]}", err=True)
    # Without a day nothing is undated: what has no date is a remark only where a day was asked for.
    if choice.known_by or choice.as_of:
        print_notes(compiled.notes, choice.as_of)
    return compiled


def open_sound_store(ctx: click.Context, options: dict[str, Any] | None, undone: str) -> Compiled:
    """Open the store as `open_store` does, but raise an error where the corpus has faults."""
    compiled = open_store(ctx, options)
    if compiled.stale:
        raise click.ClickException(f"The corpus has faults; nothing was {undone}. Fix them: kg check lists them.")
    return compiled


def print_report(report: Report) -> None:
    """Print the report of a check on standard error."""
    for line in report.lines():
        click.echo(line, err=True)


def print_notes(notes: dict[str, list[str]], as_of: str | None) -> None:
    """Print on standard error what the choice of days left out or could not decide."""
    if notes["undated"]:
        say_aside("clock.undated", n=len(notes["undated"]))
    if notes["timeless"]:
        say_aside("clock.timeless", n=len(notes["timeless"]))
    if notes["doubtful"] and as_of:
        say_aside("clock.doubtful", day=as_of, n=len(notes["doubtful"]))


def open_reader(compiled: Compiled) -> Reader:
    """Open a compiled store for reading record by record."""
    from kg.model.reader import Reader

    return Reader.of(compiled)


def find_record(reader: Reader, name: str) -> str:
    """Return the record that a user names; an unknown or ambiguous name is an error."""
    from kg.dataset.names import NameFault

    try:
        return reader.names.find(name)
    except NameFault as error:
        raise click.ClickException(f"{error} Try `kg search`.") from None


def open_register(ctx: click.Context) -> Register:
    """Read the files of the corpus as a curator needs them; a corpus that cannot be parsed is an error."""
    from kg.corpus.check import Report
    from kg.corpus.load import CorpusFaults, load
    from kg.curation.register import Register

    try:
        return Register(load(corpus_root(ctx)))
    except CorpusFaults as faults:
        print_report(Report(faults.faults, faults.files))
        raise click.ClickException("The corpus cannot be read. Mend these files first.") from None


def read_copy(path: Path) -> Copy:
    """Read a document of the user's; one that cannot be read is an error."""
    from kg.documents import copies

    try:
        return copies.read(path)
    except copies.CopyFault as fault:
        raise click.ClickException(str(fault)) from None


def find_projection(reader: Reader, name: str) -> Projection:
    """Return the projection that a user names; an unknown one is a usage error."""
    from kg.network import projections

    try:
        return projections.find(reader, name)
    except projections.UnknownProjection as error:
        raise click.UsageError(str(error)) from None


def read_text(path: Path | str) -> str:
    """Return the text of a file, or of standard input (-); one that is not UTF-8 is an error."""
    try:
        return str(sys.stdin.buffer.read(), "utf-8") if path == "-" else Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{path} is not UTF-8 text. Save it as UTF-8 and try again.") from None


def is_page(output: str) -> bool:
    """Return whether the extension of an output file is that of a page.

    >>> is_page("timeline.html"), is_page("timeline.csv")
    (True, False)
    """
    return output.endswith((".html", ".htm"))


def write_output(output: str, data: bytes) -> None:
    """Write to standard output, or to a file atomically."""
    if output == "-":
        if sys.stdout is None:  # the shell closed it
            raise click.ClickException("Standard output is closed. Name a file with -o.")
        # Bytes: a text stream would encode them in the code page of Windows, which lacks most of our letters.
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    from kg import atomic

    try:
        atomic.sweep(Path(output).parent)
        atomic.write(Path(output), data)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from None


def format_of(output: str, extensions: dict[str, str]) -> str | None:
    """Return the format of an output file by its extension; None for standard output.

    An unknown extension is a usage error.
    """
    # Standard output has no name; the caller knows whether it is a terminal or a pipe.
    if output == "-":
        return None
    extension = Path(output).suffix.lstrip(".")
    if extension not in extensions:
        raise click.UsageError(
            f"{output}: no format has the extension .{extension}. Use --format, or one of: {', '.join(extensions)}."
        )
    return extensions[extension]


def limited(command: F) -> F:
    """Add the options that limit the time, memory and rows of a query."""
    # A query can ask for a product of all statements with all: only limits from outside stop the store.
    options = (
        click.option(
            "--time-limit",
            type=click.FloatRange(min=0, min_open=True),
            default=60.0,
            show_default=True,
            help="Seconds after which a query is stopped.",
        ),
        click.option(
            "--memory-limit",
            type=click.IntRange(min=1, max=1 << 20),
            default=4096,
            show_default=True,
            help="Megabytes of memory that a query may use.",
        ),
        click.option(
            "--rows",
            type=click.IntRange(min=1, max=10**12),
            metavar="N",
            help=f"Rows after which an answer is cut; else {SCREEN_ROWS:,} on a terminal, and all elsewhere.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def answer_within(
    answer: Callable[[int | None], tuple[bytes, bool]],
    limits_of: dict[str, Any],
    form: str | None,
    target: str,
) -> None:
    """Compute an answer within the limits of `limited`, write it, and report on standard error if it was cut.

    Args:
        answer: takes the number of rows (or None for all), and returns the bytes and whether rows were cut. It runs
            in another process: a function of a module, or a partial one, which does not ask about this terminal.
        limits_of: the values of the options of `limited`.
        form: the format of the command line, if any.
        target: the output file; - is standard output.
    """
    from functools import partial

    from kg.query import sandbox
    from kg.rdf import vocabulary
    from kg.text.tables import MissingLibrary

    rows = limits_of["rows"]
    if rows is None and form in (None, "table") and target == "-" and sys.stdout.isatty():
        rows = SCREEN_ROWS
    work = partial(marked_answer, vocabulary.bound_base(), answer, rows)
    try:
        with progress("query.running"):
            marked = sandbox.run(work, limits_of["time_limit"], limits_of["memory_limit"])
    except (sandbox.LimitExceeded, MissingLibrary) as error:
        raise click.ClickException(str(error)) from None
    write_output(target, marked[1:])
    if marked.startswith(b"+"):
        say_aside("rows.cut-asked" if limits_of["rows"] else "rows.cut-unasked", n=f"{rows:,}")


def marked_answer(base: str, answer: Callable[[int | None], tuple[bytes, bool]], rows: int | None) -> bytes:
    """Return an answer after a byte that tells whether it was cut: a worker process returns bytes only.

    In the worker, `id:` and `src:` are bound to the base of the corpus that its caller reads.
    """
    from kg.rdf import vocabulary

    vocabulary.bind(base)
    data, cut = answer(rows)
    return (b"+" if cut else b" ") + data


def form_on_screen() -> str:
    """Return the format of a table on standard output: drawn on a terminal, tab-separated in a pipe."""
    return "table" if sys.stdout.isatty() else "text"


def tabular(command: F) -> F:
    """Add the options for the format of a table and its output file."""
    purpose = "How to write the rows; else by the file's extension."
    return format_among(*TABLE_FORMATS, purpose=purpose)(output(command))


def write_table(table: TextTable, form: str | None, target: str) -> None:
    """Write a table: drawn on a terminal, tab-separated in a pipe, by extension to a file."""
    from kg.text.tables import EXTENSIONS, MissingLibrary

    try:
        data = table.encode(form or format_of(target, EXTENSIONS) or form_on_screen())
    except MissingLibrary as error:
        raise click.ClickException(str(error)) from None
    write_output(target, data)


def write_result(result: Result, form: str | None, output: str) -> None:
    """Write the result of an analysis, and print its caption and notes on standard error."""
    if form == "json" or output.endswith(".json"):
        write_output(output, result.as_json().encode())
    elif form == "csv" or output.endswith(".csv"):
        write_output(output, result.as_csv().encode())
    else:
        write_table(result.table(), form, output)
    # On standard error, so that the rows can be piped; a number without its caption is soon misread.
    for line in (result.caption.text, *result.notes):
        remark(line)
