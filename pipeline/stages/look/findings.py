"""What the probes and axe answered, as findings for an editor and remarks beside a picture."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Finding, Severity
from pipeline.model.looks import Shot
from pipeline.stages.look.states import State


@dataclass(frozen=True, slots=True)
class Probe:
    """One question asked of each picture: `key` is that of its answer (see `probe_script`).

    `message` and `remark` are Dutch; `{text}` is what is there and `{count}` how many of them there are. What
    a reader cannot get at blocks where a real engine shows it.
    """

    code: str
    key: str
    message: str
    remark: str
    hint: str
    blocks: bool = False


PROBES: tuple[Probe, ...] = (
    Probe(
        "look-scroll",
        "scroll",
        "de mail is breder dan het scherm, dus lezers moeten opzij schuiven",
        "breder dan het scherm",
        "zoek wat niet smaller wil worden: een vaste breedte, een lang woord of een plaatje",
        blocks=True,
    ),
    Probe(
        "look-past-edge",
        "edge",
        "dit steekt over de rand van het scherm: ‘{text}’",
        "{count} keer over de rand",
        "haal de vaste breedte weg, of laat lange woorden breken",
    ),
    Probe(
        "look-clipped",
        "clipped",
        "hier valt tekst weg, want het vak is te klein: ‘{text}’",
        "{count} keer weggevallen tekst",
        "haal de vaste hoogte of overflow:hidden weg",
        blocks=True,
    ),
    Probe(
        "look-small-text",
        "small",
        "deze tekst is kleiner dan 14 px: ‘{text}’",
        "{count} keer te kleine letters",
        "maak de letters 14 px of groter; gewone tekst 16 px",
    ),
    Probe(
        "look-small-target",
        "targets",
        "deze link of knop is te klein om aan te tikken: ‘{text}’",
        "{count} keer te klein om te tikken",
        "maak de knop minstens 24 px hoog, of zet meer ruimte tussen de links (WCAG 2.2, 2.5.8)",
    ),
    Probe(
        "look-broken-image",
        "images",
        "dit plaatje is er niet: {text}",
        "{count} plaatjes ontbreken",
        "kijk of het bestand bij de editie ligt; plaatjes van internet halen we hier niet op",
    ),
)

# What axe's rules mean for an editor, and how to mend it.
_AXE_TEXTS: Mapping[str, tuple[str, str]] = {
    "color-contrast": (
        "de tekst steekt te weinig af bij de achtergrond",
        "maak de tekst donkerder of de achtergrond lichter; in het donker andersom",
    ),
    "image-alt": ("een plaatje heeft geen alternatieve tekst", "zeg in alt wat erop staat"),
    "link-name": ("een link heeft geen tekst", "zet woorden in de link die zeggen waar hij heen gaat"),
    "link-in-text-block": (
        "een link in de tekst valt alleen op door kleur",
        "streep links in de tekst onder",
    ),
    "heading-order": ("een kop slaat een niveau over", "laat op een h2 een h3 volgen, en geen h4"),
    "empty-heading": ("een kop is leeg", "haal de kop weg, of zet er woorden in"),
    "target-size": ("een link of knop is te klein om aan te tikken", "maak hem minstens 24 px hoog"),
    "html-has-lang": ("de pagina zegt niet in welke taal zij is", 'zet lang="nl" op <html>'),
    "document-title": ("de pagina heeft geen titel", "zet een <title> in de kop"),
    "duplicate-id": ("twee delen hebben dezelfde id", "geef elk deel een eigen id"),
    "page-has-heading-one": ("de pagina heeft geen hoofdkop", "geef de pagina één h1"),
}
_AXE_HINT = "wie slecht ziet of een schermlezer gebruikt, loopt hierop vast"
_MOST_PLACES = 3
_MOST_PAST_EDGE = 5
_HEAVY = ("critical", "serious")
_MOST_STATES = 4


@dataclass(frozen=True, slots=True)
class Place:
    """One answer of a probe: the words there, and the pixels it is about."""

    text: str
    number: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A page that axe looked at, in one scheme; `path` is its file, `judgement` axe's answer as JSON."""

    path: str
    scheme: str
    judgement: str


def look_findings(seen: Sequence[tuple[State, Shot]], *, path: str) -> tuple[Finding, ...]:
    """Returns a finding for each thing that is wrong, once, naming the states in which it is seen.

    It blocks when something is lost and at least one of these states is a real engine.
    """
    found: list[Finding] = []
    for probe in PROBES:
        states: dict[str, list[State]] = {}
        for state, shot in seen:
            for place in _places(shot, probe, state):
                states.setdefault(place.text, []).append(state)
        found += [_finding(probe, text, where, path) for text, where in states.items()]
    return tuple(found)


def remarks(state: State, shot: Shot) -> tuple[str, ...]:
    """Returns a few words for each probe that has something to say about one picture."""
    counted = ((probe, len(_places(shot, probe, state))) for probe in PROBES)
    return tuple(probe.remark.format(count=count) for probe, count in counted if count)


def judge_findings(judged: Iterable[Judged]) -> tuple[Finding, ...]:
    """Returns a finding for each rule of axe that a page breaks, light and dark and all places together."""
    found: dict[tuple[str, str, bool], list[tuple[str, str]]] = {}
    for one in judged:
        for violation in json.loads(one.judgement or "[]"):
            key = (one.path, str(violation["rule"]), violation["impact"] in _HEAVY)
            found.setdefault(key, []).extend((one.scheme, str(place)) for place in violation["places"])
    return tuple(_axe_finding(path, rule, is_heavy, where) for (path, rule, is_heavy), where in found.items())


def _axe_finding(path: str, rule: str, is_heavy: bool, where: Sequence[tuple[str, str]]) -> Finding:
    schemes, places = (list(dict.fromkeys(column)) for column in zip(*where, strict=True))
    message, hint = _AXE_TEXTS.get(rule, (f"de regel ‘{rule}’ van axe wordt gebroken", _AXE_HINT))
    often = "op 1 plek" if len(places) == 1 else f"op {len(places)} plekken"
    return Finding(
        code=f"axe-{rule}",
        severity=Severity.BLOCKING if is_heavy else Severity.ADVICE,
        path=path,
        message=f"{message}, {often} ({' en '.join(schemes)})",
        hint=hint,
        excerpt="; ".join(places[:_MOST_PLACES]),
    )


def _places(shot: Shot, probe: Probe, state: State) -> tuple[Place, ...]:
    answers = json.loads(shot.answers or "{}")
    if probe.key == "scroll":
        wide, room = answers.get("scroll", (0, 0))
        return (Place("", wide),) if wide > room else ()
    if probe.key == "images" and state.without_images:
        return ()
    places = tuple(Place(str(text), float(number)) for text, number in answers.get(probe.key, ()))
    if probe.key == "edge":
        # One thing that is too wide takes all that stands with it along: the widest lead to it.
        return tuple(sorted(places, key=lambda place: -place.number)[:_MOST_PAST_EDGE])
    return places


def _finding(probe: Probe, text: str, states: Sequence[State], path: str) -> Finding:
    blocks = probe.blocks and any(state.is_real for state in states)
    titles = list(dict.fromkeys(state.title for state in states))
    more = f" en {len(titles) - _MOST_STATES} meer" if len(titles) > _MOST_STATES else ""
    return Finding(
        code=probe.code,
        severity=Severity.BLOCKING if blocks else Severity.ADVICE,
        path=path,
        message=f"{probe.message.format(text=text)} (gezien bij: {'; '.join(titles[:_MOST_STATES])}{more})",
        hint=probe.hint,
    )
