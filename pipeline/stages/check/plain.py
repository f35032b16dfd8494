"""The plain text part, or a newsletter's .txt file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.stages.check.content import broken_letters, is_way_out, left_over_places, lost_values
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot
from pipeline.text.url import has_tracking, is_safelink

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'‘’“”]+", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|div|span|img|table|td|tr|ul|li|h[1-6])(?:\s[^<>]*)?/?>|&(?:amp"
    r"|nbsp|lt|gt|quot|euro|[lr]squo);",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text as it goes out; lines count from 1."""

    source: str

    def spot(self, start: int, end: int, *, show: bool = True) -> Spot:
        line_start = self.source.rfind("\n", 0, start) + 1
        line = self.source.count("\n", 0, start) + 1
        found = self.source[start:end] if show else ""
        return Spot(line, start - line_start + 1, found, found[:90])


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


def _tracked(text: PlainText) -> Iterator[Spot]:
    for start, end in addresses_in(text.source):
        address = text.source[start:end]
        if has_tracking(address) and not is_safelink(address):
            yield text.spot(start, end)


def _wrapped(text: PlainText) -> Iterator[Spot]:
    for start, end in addresses_in(text.source):
        if is_safelink(text.source[start:end]):
            yield text.spot(start, end, show=False)


def _empty(text: PlainText) -> Iterator[Spot]:
    if not text.source.strip():
        yield Spot()


def _markup(text: PlainText) -> Iterator[Spot]:
    return _spots(text, (found.span() for found in _MARKUP.finditer(text.source)))


def _no_way_out(text: PlainText) -> Iterator[Spot]:
    if text.source.strip() and not is_way_out(text.source, ""):
        yield Spot()


# These hold for a text of its own; in a message the HTML part and the comparison of the two speak for them.
ALONE: tuple[Rule[PlainText], ...] = (
    Rule(
        "text-empty",
        BLOCKING,
        "De tekstversie is leeg.",
        "Kijk of het bouwen van de mail is gelukt.",
        _empty,
    ),
    Rule(
        "text-unsubscribe-missing",
        ADVICE,
        "In de tekstversie staat niet hoe je je afmeldt.",
        "Zet onderaan een regel met %%AFMELDEN%%.",
        _no_way_out,
    ),
)

RULES: tuple[Rule[PlainText], ...] = (
    Rule(
        "placeholder-left",
        BLOCKING,
        "In de tekst is iets niet ingevuld: ‘{detail}’.",
        "Vul het in, of haal het weg. Alleen %%AFMELDEN%% en %%WEBVERSIE%% mogen blijven staan.",
        _left_over,
    ),
    Rule(
        "mojibake",
        BLOCKING,
        "In de tekst zijn letters stukgegaan: ‘{detail}’.",
        "Typ de letters opnieuw, en sla het bestand op als utf-8.",
        _mojibake,
    ),
    Rule(
        "link-tracking",
        BLOCKING,
        "In dit adres zit een volgcode: {detail}.",
        "Haal het stuk met de volgcode weg, zoals utm_source=….",
        _tracked,
    ),
    Rule(
        "link-safelink",
        BLOCKING,
        "Deze link is door Outlook omgezet (Safe Links). Er staat een mailadres in van wie de link kreeg.",
        "Open de link, en neem het adres over dat dan in de browser staat.",
        _wrapped,
    ),
    Rule(
        "text-markup",
        ADVICE,
        "In de tekstversie staat code: {detail}.",
        "Maak er gewone tekst van.",
        _markup,
    ),
)
