"""Five files of templates/gesprek/ -> Methods. What does not add up is an error with file and line.

The files are TOML with Dutch keys; the team edits them. A wrong key, a missing one, and steps whose minutes
are not those of the whole stop every build, because a card with a wrong clock spoils a meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pipeline.errors import ConfigError
from pipeline.model.guides import (
    CommonGround,
    Method,
    Methods,
    MethodStep,
    Phase,
    PhaseRule,
    Pointer,
    Setting,
    Telling,
)
from pipeline.model.words import StoryForm, Teller, Tone
from pipeline.text.tables import Table, TableError, parse_toml
from pipeline.text.url import is_web

COMMON_FILE = "algemeen.toml"
POINTER_FILE = "verder.toml"
METHOD_FILES = (*(f"{setting.value}.toml" for setting in Setting), COMMON_FILE, POINTER_FILE)

METHOD_KEYS = {
    *("naam", "kort_gezegd", "minuten", "minuten_kort", "voor_wie", "voorbereiden", "begeleider"),
    "stap",
}
STEP_KEYS = {"naam", "minuten", "minuten_kort", "tekst", "zeg", "vragen", "hoogstens", "verhaal"}
COMMON_KEYS = {"afspraken", "geraakt", "waarschuwing", "te_lang", "fase", "vorm", "toon", "verteller"}
PHASE_KEYS = {"slug", "naam", "vraag", "woorden"}
NOTE_KEYS = {"slug", "tekst"}
POINTERS_KEYS = {"hoogstens", "verwijzing"}
POINTER_KEYS = {"titel", "url", "wanneer", "kernelementen", "tonen"}

Read = TypeVar("Read")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class MethodText:
    """One file: where it was read from, for messages, and what it says."""

    path: str
    text: str


def parse_methods(files: Mapping[str, MethodText]) -> Methods:
    """Reads the files named in METHOD_FILES. Raises ConfigError with file and line.

    A `files` without one of them raises KeyError: who reads the folder sees to it that all are there.
    """
    pointers, most = _read(files[POINTER_FILE], _pointers)
    return Methods(
        methods=tuple(_read(files[f"{setting.value}.toml"], _method_of(setting)) for setting in Setting),
        common=_read(files[COMMON_FILE], _common),
        pointers=pointers,
        most_pointers=most,
    )


def _read(file: MethodText, read: Callable[[Table], Read]) -> Read:
    try:
        return read(parse_toml(file.text))
    except TableError as error:
        raise ConfigError(file.path, error.message, line=error.line) from error


# --- a setting ------------------------------------------------------------------------------------


def _method_of(setting: Setting) -> Callable[[Table], Method]:
    def read(table: Table) -> Method:
        table.demand_known(METHOD_KEYS)
        steps = tuple(_step(entry) for entry in table.children("stap", known=STEP_KEYS))
        most = table.whole("minuten")
        least = table.whole("minuten_kort", most)
        _demand_sum(table, "minuten", most, sum(step.most for step in steps))
        _demand_sum(table, "minuten_kort", least, sum(step.least for step in steps))
        _demand_way(table, steps)
        return Method(
            setting=setting,
            name=table.string("naam"),
            in_short=table.string("kort_gezegd"),
            least=least,
            most=most,
            for_whom=table.string("voor_wie"),
            prepare=_some(table, "voorbereiden"),
            leader=_some(table, "begeleider"),
            steps=steps,
        )

    return read


def _step(entry: Table) -> MethodStep:
    most = entry.whole("minuten")
    least = entry.whole("minuten_kort", most)
    if not 0 < least <= most:
        raise entry.error(f"minuten_kort is {least}; it must lie between 1 and minuten, {most}", "minuten")
    telling = Telling(entry.choice("verhaal", Telling)) if "verhaal" in entry.values else None
    return MethodStep(
        name=entry.string("naam"),
        least=least,
        most=most,
        # How a story is told together depends on its form, so such a step needs no words of its own.
        text=entry.string("tekst", "" if telling is Telling.SAMEN else None),
        say=entry.string("zeg", ""),
        phase=Phase(entry.choice("vragen", Phase)) if "vragen" in entry.values else None,
        most_questions=entry.whole("hoogstens", 0),
        telling=telling,
    )


def _demand_sum(table: Table, key: str, stated: int, added: int) -> None:
    if stated != added:
        where = key if key in table.values else "minuten"
        raise table.error(f"{key} is {stated}, but the steps add up to {added}", where)


def _demand_way(table: Table, steps: tuple[MethodStep, ...]) -> None:
    """Each phase is asked once and in order: nobody can say what to do before saying what it did to them."""
    asked = [step.phase for step in steps if step.phase is not None]
    if asked != list(Phase):
        order = ", ".join(phase.value for phase in Phase)
        raise table.error(f"the steps must ask, once each and in this order: {order}", "stap")


# --- what holds everywhere --------------------------------------------------------------------------


def _common(table: Table) -> CommonGround:
    table.demand_known(COMMON_KEYS)
    rules = {rule.phase: rule for rule in map(_phase_rule, table.children("fase", known=PHASE_KEYS))}
    return CommonGround(
        agreements=_some(table, "afspraken"),
        touched=_some(table, "geraakt"),
        notice=table.string("waarschuwing"),
        too_long=table.string("te_lang"),
        phases=tuple(_present(table, "fase", rules, phase) for phase in Phase),
        forms=_notes(table, "vorm", StoryForm),
        tones=_notes(table, "toon", Tone),
        tellers=_notes(table, "verteller", Teller),
    )


def _phase_rule(entry: Table) -> PhaseRule:
    return PhaseRule(
        phase=Phase(entry.choice("slug", Phase)),
        name=entry.string("naam"),
        question=entry.string("vraag"),
        cues=_some(entry, "woorden"),
    )


def _notes(table: Table, key: str, words: type[Word]) -> Mapping[Word, str]:
    """Returns the text for each of `words`; all of them must be there."""
    found = {
        words(entry.choice("slug", words)): entry.string("tekst")
        for entry in table.children(key, known=NOTE_KEYS)
    }
    return {word: _present(table, key, found, word) for word in words}


def _present(table: Table, key: str, found: Mapping[Word, Read], word: Word) -> Read:
    if word not in found:
        raise table.error(f"[[{key}]] with slug = {word.value!r} is missing", key)
    return found[word]


def _some(table: Table, key: str) -> tuple[str, ...]:
    texts = table.strings(key)
    if not texts or not all(text.strip() for text in texts):
        raise table.error(f"{key} must hold at least one text, and none that is empty", key)
    return texts


# --- where to go on -----------------------------------------------------------------------------------


def _pointers(table: Table) -> tuple[tuple[Pointer, ...], int]:
    table.demand_known(POINTERS_KEYS)
    pointers = tuple(_pointer(entry) for entry in table.children("verwijzing", known=POINTER_KEYS))
    return pointers, table.whole("hoogstens")


def _pointer(entry: Table) -> Pointer:
    url = entry.string("url")
    if not is_web(url):
        raise entry.error(f"url must be a whole web address, not {url!r}", "url")
    tones = entry.strings("tonen")
    known = [tone.value for tone in Tone]
    if unknown := next((tone for tone in tones if tone not in known), ""):
        raise entry.error(f"tonen holds {unknown!r}; known are: {', '.join(known)}", "tonen")
    return Pointer(
        title=entry.string("titel"),
        url=url,
        when=entry.string("wanneer"),
        kernelementen=entry.strings("kernelementen"),
        tones=tuple(Tone(tone) for tone in tones),
    )
