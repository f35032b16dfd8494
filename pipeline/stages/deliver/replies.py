"""What an answer of a relay means: for the one reader, and for the run as a whole.

Codes by RFC 5321, 4.2; the enhanced ones, such as 5.1.1, by RFC 3463. When in doubt we try again: a mail
that comes a day late can be explained, one that comes twice or never cannot.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from pipeline.model.delivery import Phase, Reply

_ENHANCED = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.10"})
_FULL = frozenset({"5.2.2"})
# Wrong credentials, a sender that is not believed, a message that is too large: no reader can help that.
_OUR_CODES = frozenset({530, 535})
_OUR_FAULTS = frozenset({"5.1.7", "5.1.8", "5.2.3", "5.3.4"})
_RUNNING = 3
_LOOK_BACK, _MOST_FAILURES = 200, 10


class Verdict(Enum):
    """What one try came to. `POLICY` is a refusal that may be about us; `OURS` is one that surely is."""

    ACCEPTED = "accepted"
    LATER = "later"
    UNCERTAIN = "uncertain"
    NO_SUCH_ADDRESS = "no such address"
    FULL = "full"
    REFUSED = "refused"
    POLICY = "policy"
    OURS = "ours"


class Alarm(Enum):
    """Why a run must not go on: `STOP` for what is wrong with us, `PAUSE` for too many failures."""

    STOP = "stop"
    PAUSE = "pause"


def judge(reply: Reply) -> Verdict:
    """Returns what the answer means for the reader it was about."""
    if reply.code == 0:
        # Before the dot the relay cannot have taken it; after it, nobody knows.
        return Verdict.UNCERTAIN if reply.phase is Phase.DOT else Verdict.LATER
    if 200 <= reply.code < 300 and reply.phase is Phase.DOT:
        return Verdict.ACCEPTED
    if not 500 <= reply.code < 600:
        return Verdict.LATER
    return _judge_refusal(reply, enhanced_code(reply.text))


def enhanced_code(text: str) -> str:
    """Returns the enhanced status code that an answer begins with, as in "5.1.1"; "" without one."""
    found = _ENHANCED.match(text)
    return "" if found is None else ".".join(found.groups())


def _judge_refusal(reply: Reply, enhanced: str) -> Verdict:
    if reply.code in _OUR_CODES or enhanced in _OUR_FAULTS or reply.phase in (Phase.MAIL, Phase.CONNECT):
        return Verdict.OURS
    if enhanced.startswith("5.7."):
        return Verdict.POLICY
    if enhanced in _NO_SUCH_ADDRESS:
        return Verdict.NO_SUCH_ADDRESS
    if enhanced in _FULL or (not enhanced and reply.code == 552 and reply.phase is Phase.RCPT):
        return Verdict.FULL
    if not enhanced and reply.code in (550, 551, 553) and reply.phase is Phase.RCPT:
        return Verdict.NO_SUCH_ADDRESS
    return Verdict.REFUSED


@dataclass(slots=True)
class Watch:
    """Looks at a run as a whole; `saw` is told each verdict in turn.

    It stops the run at what is surely about us, and at three refusals for policy running. It pauses it when
    more than 5 % of the last 200 failed: eleven, also when there were fewer than 200.
    """

    _last: deque[bool] = field(default_factory=lambda: deque(maxlen=_LOOK_BACK))
    _policies: int = 0

    def saw(self, verdict: Verdict) -> Alarm | None:
        """Returns why the run must end, None while it may go on."""
        self._last.append(verdict is not Verdict.ACCEPTED)
        self._policies = self._policies + 1 if verdict is Verdict.POLICY else 0
        if verdict is Verdict.OURS or self._policies >= _RUNNING:
            return Alarm.STOP
        return Alarm.PAUSE if sum(self._last) > _MOST_FAILURES else None
