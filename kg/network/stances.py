"""The stances of voices: a voice counts once for each subject, with the sign of all its stances together."""

from __future__ import annotations

from collections import defaultdict

from kg.network.study import Study

#: Shuffled networks against which balance and assortativity are held.
SHUFFLES = 999
Stances = dict[tuple[str, str], int]


def stances(study: Study) -> Stances:
    """Return the sign of each voice towards each subject; joint holders are one voice, named by their IRIs."""
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for edge in study.edges("discourse"):
        if edge.sign is not None:
            for voice in study.voices(edge.passages):
                if edge.source in voice:
                    totals[" ".join(sorted(voice)), edge.target] += edge.sign
    return {pair: (total > 0) - (total < 0) for pair, total in sorted(totals.items())}
