"""Data rules: what must hold of the files beyond what shapes can say, each rule one function.

A rule takes the corpus read once into `Facts` and yields faults with their addresses.
"""

from kg.corpus.rules import days, files, filing, records, treaties, vocabulary
from kg.corpus.rules.facts import RULES, Facts

__all__ = ["RULES", "Facts", "days", "files", "filing", "records", "treaties", "vocabulary"]
