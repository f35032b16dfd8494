"""The plain text part, or a newsletter's .txt file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.stages.check import leftovers, letters, privacy
from pipeline.stages.check.inbox import is_way_out
from pipeline.stages.check.leftovers import left_over_places, lost_values
from pipeline.stages.check.letters import broken_letters
from pipeline.stages.check.mail import PlainText
from pipeline.stages.check.privacy import is_rewritten
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where
from pipeline.text.url import has_tracking

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'‘’“”]+", re.IGNORECASE)
_MARKUP = re.compile(
    r"<!--|<!DOCTYPE|<(?:html|style|body)\b|</?(?:p|br|a|b|i|em|strong|div|span|img|table|td|tr|ul|li"
    r"|h[1-6])(?:\s[^<>]*)?/?>|&(?:amp|nbsp|lt|gt|quot|euro|[lr]squo);",
    re.IGNORECASE,
)


LONGEST_LINE = 100


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every web address, without the full stop or comma that closes its sentence."""
    for found in _ADDRESS.finditer(text):
        yield found.start(), found.start() + len(found[0].rstrip(".,;:!?"))


def _spots(text: PlainText, places: Iterable[tuple[int, int]]) -> Iterator[Spot]:
    return (text.spot(start, end) for start, end in places)


def _left_over(text: PlainText) -> Iterator[Spot]:
    yield from _spots(text, left_over_places(text.source))
    yield from _spots(text, lost_values(text.source))


def _mojibake(text: PlainText) -> Iterator[Spot]:
    return _spots(text, broken_letters(text.source))


def _invisible(text: PlainText) -> Iterator[Spot]:
    for start, end in letters.invisible_letters(text.source):
        place = text.spot(start, end)
        yield Spot(place.line, place.column, f"U+{ord(text.source[start]):04X}")


def _tracked(text: PlainText) -> Iterator[Spot]:
    for start, end in addresses_in(text.source):
        address = text.source[start:end]
        if has_tracking(address) and not is_rewritten(address):
            yield text.spot(start, end)


def _wrapped(text: PlainText) -> Iterator[Spot]:
    for start, end in addresses_in(text.source):
        if is_rewritten(text.source[start:end]):
            yield text.spot(start, end, show=False)


def _empty(text: PlainText) -> Iterator[Spot]:
    if not text.source.strip():
        yield Spot()


def _markup(text: PlainText) -> Iterator[Spot]:
    return _spots(text, (found.span() for found in _MARKUP.finditer(text.source)))


def _no_way_out(text: PlainText) -> Iterator[Spot]:
    if text.source.strip() and not is_way_out(text.source, ""):
        yield Spot()


def _long_lines(text: PlainText) -> Iterator[Spot]:
    start = 0
    for line in text.source.split("\n"):
        # An address is never broken.
        if len(_ADDRESS.sub("", line)) > LONGEST_LINE:
            yield text.spot(start, start + len(line))
        start += len(line) + 1


def _tested(text: PlainText) -> Iterator[Spot]:
    return _spots(text, leftovers.test_marks(text.source))


# These hold for a text of its own; in a message the HTML part and the comparison of the two speak for them.
ALONE: tuple[Rule[PlainText], ...] = (
    Rule(
        "text-empty",
        BLOCKING,
        "De tekstversie is leeg.",
        "Kijk of het bouwen van de mail is gelukt.",
        _empty,
        why="Wie geen opmaak ziet, krijgt dan een lege mail.",
        source="RFC 2046, 5.1.4",
        example=Example("", "Meld je af: %%AFMELDEN%%", Where.TEXT),
    ),
    Rule(
        "text-unsubscribe-missing",
        ADVICE,
        "In de tekstversie staat niet hoe je je afmeldt.",
        "Zet onderaan een regel met %%AFMELDEN%%.",
        _no_way_out,
        why="Ook wie tekst leest, moet eruit kunnen.",
        source="Telecommunicatiewet, 11.7",
        example=Example("Tot de volgende keer", "Meld je af voor de nieuwsbrief: %%AFMELDEN%%", Where.TEXT),
    ),
)

RULES: tuple[Rule[PlainText], ...] = (
    leftovers.PLACEHOLDER.on(_left_over),
    letters.MOJIBAKE.on(_mojibake),
    letters.INVISIBLE.on(_invisible),
    privacy.TRACKING.on(_tracked),
    privacy.SAFELINK.on(_wrapped),
    Rule(
        "text-markup",
        ADVICE,
        "In de tekstversie staat code: {detail}.",
        "Maak er gewone tekst van.",
        _markup,
        why="In een tekstversie is code gewoon leesbaar.",
        source="RFC 2046, 4.1.3",
        example=Example(
            "Let op: <strong>aanmelden</strong> kan nog.", "Let op: aanmelden kan nog.", Where.TEXT
        ),
    ),
    Rule(
        "text-line-long",
        ADVICE,
        f"Deze regel van de tekstversie is langer dan {LONGEST_LINE} tekens.",
        "Breek regels af bij 72 tekens.",
        _long_lines,
        why="Veel tekstprogramma’s breken zelf niets af, en dan schuif je heen en weer.",
        source="RFC 5322, 2.1.1",
        example=Example(
            "Aanmelden kan tot en met vrijdag, bij het secretariaat van je eigen regio, en bij elk team "
            "dat meedoet, "
            "ook als je al eerder bent geweest.",
            "Aanmelden kan tot en met vrijdag, bij het secretariaat van je eigen regio.",
            Where.TEXT,
        ),
    ),
    leftovers.TEST_MARK.on(_tested),
)
