"""SpamAssassin's judgement, with the rules of its Debian package and without asking the network."""

from __future__ import annotations

import re

from tools.clients.nouns import Desk, Draft, Engine, Kind, Measure, Package, Reading, Seen
from tools.clients.processes import ClientError, environment, run
from tools.clients.text_browsers import read_version

MOST = 0.5
_SCORE = re.compile(r"^X-Spam-Status:.*?\bscore=(-?\d+(?:\.\d+)?)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\s*(-?\d+\.\d+) ([A-Z][A-Z0-9_]+)\s+(.*)$", re.MULTILINE)


def look(draft: Draft, desk: Desk) -> Seen:
    """Has the message judged, addressed and dated as it would be on the day of sending."""
    env = environment(desk.home)
    judged = run(
        ["spamassassin", "--local", "--test-mode"], env=env, seconds=60, given=draft.eml.read_bytes()
    )
    measure = read_score(judged.out)
    (desk.out / "spamassassin.txt").write_text("\n".join(measure.details) + "\n", encoding="utf-8")
    version = read_version(run(["spamassassin", "--version"], env=env, seconds=20).out)
    return Seen(
        version=version,
        readings=(Reading("spamassassin.txt", "welke regels iets vonden"),),
        measures=(measure,),
    )


def read_score(out: str) -> Measure:
    """Reads the score and its rows from a judged message; raises ClientError when there is none."""
    found = _SCORE.search(out)
    if not found:
        raise ClientError("SpamAssassin gave no score")
    head = out.partition("\n\n")[0]
    rows = [f"{points} {name}: {' '.join(text.split())}" for points, name, text in _ROW.findall(out)]
    rows = rows or re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", head)
    # Its "-0.0" is nothing.
    return Measure("score", float(found[1]) + 0.0, MOST, tuple(dict.fromkeys(rows)))


SPAMASSASSIN = Engine(
    key="spamassassin",
    title="SpamAssassin",
    kind=Kind.JUDGE,
    needs=(Package("spamassassin", apt="spamassassin"),),
    look=look,
    note="Hoe lager hoe beter; vanaf 5 heet een mail spam.",
)
