"""Contested questions: who answers yes, only in part, or no, so that opinions can be rivals as dates are.

An opinion is no value of a property, and nothing in its words makes two of them rivals. Which question an
assessment answers, and how, is this project's coding (`kg:Answer`); who gives the answer, and where, is not: the
accounts are the passages of others that state the assessment.
"""

from __future__ import annotations

from collections import defaultdict

from kg.dataset.derived.origins import Origins
from kg.dataset.derived.sides import ComparedAccount, Comparison, compare
from kg.dataset.derived.statements import Statements
from kg.rdf.vocabulary import kg


def answers(statements: Statements, origins: Origins) -> dict[tuple[str, str], Comparison]:
    """Compare the answers to every contested question, by question and `kg:answer`.

    Without the coding, or where a view leaves out every assessment of a question, there is no comparison.
    """
    accounts: dict[str, list[ComparedAccount]] = defaultdict(list)
    for record in statements.of_class(kg.Answer):
        values = statements.values(record, kg.answer.value)
        for question in statements.links(record, kg.answersQuestion.value):
            for assessment in statements.links(record, kg.answeredIn.value):
                for passage in statements.attested.get(assessment, {}):
                    place = statements.passages[passage]
                    if not place.coding:
                        accounts[question] += [
                            ComparedAccount(value, "", place, origins.of(passage)) for value in values
                        ]
    return {(question, kg.answer.value): compare(stated, lambda _: set()) for question, stated in accounts.items()}


def subjects(statements: Statements, record: str) -> list[str]:
    """Return what a contested question is about, or the record itself where it is none."""
    return statements.links(record, kg.asksAbout.value) or [record]
