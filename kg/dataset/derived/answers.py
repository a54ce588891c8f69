"""Contested questions: who answers yes, only in part, or no, so that opinions can be rivals as dates are.

An opinion is no value of a property, and nothing in its words makes two of them rivals. Which question an
assessment answers, and how, is this project's coding (`kg:Answer`); who gives the answer, and where, is not: the
accounts are the passages of others that state the assessment.
"""

from __future__ import annotations

from kg.dataset.derived.origins import Origins
from kg.dataset.derived.sides import ComparedAccount, Comparison, compare
from kg.dataset.derived.statements import Statements
from kg.rdf.vocabulary import kg


def answers(statements: Statements, origins: Origins, question: str) -> Comparison | None:
    """Compare the answers to a contested question; None for any other record.

    Without the coding, or where a view leaves out every assessment of a question, there is no comparison.
    """
    accounts = [
        ComparedAccount(value, "", place, origins.of(place))
        for record in statements.sources_of(question, kg.answersQuestion.value)
        if statements.is_a(record, kg.Answer)
        for assessment in statements.links(record, kg.answeredIn.value)
        for place in statements.accounts(assessment)
        if not place.coding
        for value in statements.values(record, kg.answer.value)
    ]
    return compare(accounts, lambda _: set()) if accounts else None


def subjects(statements: Statements, record: str) -> list[str]:
    """Return what a contested question is about, or the record itself where it is none."""
    return statements.links(record, kg.asksAbout.value) or [record]
