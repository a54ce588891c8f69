"""The command line: one module for each command, with the name of the command.

Only click is imported here; each command's module is imported when the command is run, and each
function imports what it needs, so that `kg --help` is instant.
"""

from kg.cli.options import main

__all__ = ["main"]
