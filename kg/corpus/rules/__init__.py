"""Data rules: what must hold of the files beyond what SHACL can express, one function for each rule.

A rule takes the corpus, indexed once as `Facts`, and yields faults with their file and line.
"""

# Importing a module registers its rules.
from kg.corpus.rules import days, files, filing, identifiers, records, treaties, values, vocabulary
from kg.corpus.rules.facts import LOCAL, RULES, Facts

__all__ = [
    "LOCAL",
    "RULES",
    "Facts",
    "days",
    "files",
    "filing",
    "identifiers",
    "records",
    "treaties",
    "values",
    "vocabulary",
]
