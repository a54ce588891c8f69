"""The command line: one thin command per verb.

Only click is imported here; each command imports what it needs, so that `kg --help` stays instant.
"""

from kg.cli import curate, judge, networks, read, treaties
from kg.cli.options import main

__all__ = ["curate", "judge", "main", "networks", "read", "treaties"]
