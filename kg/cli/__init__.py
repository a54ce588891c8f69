"""The command line: one module per command, named as it is typed.

Only click is imported here; each command's module is imported when the command is asked for, and each
command imports what it needs, so that `kg --help` stays instant.
"""

from kg.cli.options import main

__all__ = ["main"]
