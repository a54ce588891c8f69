"""The command line: one thin command per verb.

Only click is imported here; each command's module is imported when the command is asked for, and each
command imports what it needs, so that `kg --help` stays instant.
"""

from kg.cli.options import main

__all__ = ["main"]
