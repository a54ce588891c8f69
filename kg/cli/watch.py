"""`kg watch`: check and compile the corpus whenever a file of it changes."""

from __future__ import annotations

import time
from pathlib import Path

import click

from kg.cli import main, options


@main.command()
@click.option("--interval", default=0.5, show_default=True, help="Seconds between two looks at the files.")
@click.option("--once", is_flag=True, help="Stop after the first change that was worked off.")
@click.pass_context
def watch(ctx: click.Context, /, interval: float, once: bool) -> None:
    """Check and compile the corpus whenever a file of it changes.

    What a change can break is checked, and its faults are printed; once there are none, the corpus is compiled,
    so that the next command reads it at once. Stop it with Ctrl+C.

    \b
    kg watch
    """
    from kg.corpus import files, load
    from kg.dataset import build
    from kg.dataset.store import Choice

    root = options.corpus_root(ctx)
    before = files.marks(root)
    try:
        _, faults = build.ready(root, Choice())
    except build.NotReady as error:
        faults = error.report
    if faults:
        options.print_report(faults)
    options.remark(f"Watching {len(before)} files of {root}.")
    while True:
        time.sleep(interval)
        after = files.marks(root)
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        if not changed:
            continue
        before, started = after, time.perf_counter()
        for path in sorted(changed):
            options.remark(f"{Path(path).relative_to(root)} {'changed' if path in after else 'removed'}")
        corpus, report = build.checked(load.read(root))
        options.print_report(report)
        if corpus and not report.errors:
            build.compile_view(corpus, Choice())
            options.remark(f"Compiled in {time.perf_counter() - started:.1f} s.")
        if once:
            return
