"""Replacements that keep a story readable: another name of the same sound, or what somebody is.

The same person gets the same alias all through a story, also by first name alone. Numbers, addresses and
accounts have no readable replacement; they are left to the editor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Identifying
from pipeline.stages.anonymity.first_names import ALSO_WORDS, FIRST_NAMES, GROUPS, group_of
from pipeline.stages.anonymity.prose import visible_parts
from pipeline.stages.anonymity.review import Spot
from pipeline.text.dutch import MONTHS

# Both for girls and boys, and of no origin in particular: for a name we do not know.
_NEUTRAL = ("Robin", "Sam", "Noa", "Alex", "Bo", "Jamie", "Charlie", "Mika", "Luca", "Nikki")
_ROLES = re.compile(
    r"\b((?:mijn|onze|haar|zijn|hun) (?:oudste |jongste )?"
    r"(?:dochter(?:tje)?|zoon(?:tje)?|zus|zusje|broer(?:tje)?|man|vrouw|ex|moeder|vader|oma|opa|tante|oom|nichtje"
    r"|neefje|vriendin|vriend|buurvrouw|buurman|collega|juf|trainer)),? $",
    re.I,
)
_INSTEAD = {
    Identifying.SCHOOL: "de school",
    Identifying.VERENIGING: "de club",
    Identifying.INSTELLING: "de instelling",
    Identifying.WERKGEVER: "het bedrijf",
    Identifying.PLAATS: "een plaats in de buurt",
}
_PARTICLES = ("van", "de", "der", "den", "het", "ter", "ten", "el", "al")


@dataclass(frozen=True, slots=True)
class Alias:
    """What could stand for `original`. `role` is what the text itself calls somebody, "" when it does not.

    `replacement` is empty where only an editor can say what is left out.
    """

    kind: Identifying
    original: str
    replacement: str
    role: str
    times: int


def propose_aliases(
    spots: Sequence[Spot], *, chosen: Mapping[str, str], taken: Sequence[str] = ()
) -> tuple[Alias, ...]:
    """Returns one proposal for each text that was found, in the order of the story.

    `chosen` are replacements of an earlier time, which stay; `taken` are names no alias may be.
    """
    texts: dict[tuple[Identifying, str], list[Spot]] = {}
    for spot in spots:
        if not spot.prose.is_name:
            texts.setdefault((spot.found.kind, spot.text), []).append(spot)
    present = {word for spot in spots for word in re.findall(r"\w+", spot.text)}
    names = _Names(dict(chosen), present | set(taken) | set(chosen.values()))
    return tuple(
        Alias(kind, text, _replacement(kind, text, names), _role(found), len(found))
        for (kind, text), found in texts.items()
    )


def rename_people(text: str, aliases: Mapping[str, str], *, has_header: bool) -> str:
    """Returns a file's text with each key of `aliases` replaced wherever readers see it as whole words."""
    if not aliases:
        return text
    longest_first = sorted(aliases, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    # From the back, so that the places of what stands before stay right.
    for part in reversed(visible_parts(text, has_header=has_header)):
        renamed = pattern.sub(lambda match: aliases[match[0]], text[part])
        text = text[: part.start] + renamed + text[part.stop :]
    return text


class _Names:
    """Gives each first name one alias, of its own group, that stands for nobody else."""

    def __init__(self, chosen: dict[str, str], taken: set[str]) -> None:
        self.chosen = chosen
        self._taken = taken

    def alias_of(self, name: str) -> str:
        if name not in self.chosen:
            pool = [*GROUPS.get(group_of(name), ()), *_NEUTRAL]
            free = [
                one
                for one in pool
                if one not in self._taken and one not in ALSO_WORDS and one[0] != name[0] and "-" not in one
            ]
            # By the name itself, so that asking twice gives the same, and two stories differ.
            self.chosen[name] = free[sum(map(ord, name)) % len(free)] if free else "N."
            self._taken.add(self.chosen[name])
        return self.chosen[name]


def _replacement(kind: Identifying, text: str, names: _Names) -> str:
    if text in names.chosen:
        return names.chosen[text]
    if kind is Identifying.NAAM:
        return _other_name(text, names)
    if kind is Identifying.DATUM:
        month = next((month for month in MONTHS if month in text.lower()), "")
        return f"een dag in {month}" if month else ""
    return _INSTEAD.get(kind, "")


def _other_name(text: str, names: _Names) -> str:
    """A full name becomes one first name; a surname alone becomes an initial that says nothing."""
    words = [word for word in re.findall(r"[\w’'\-]+", text) if word.lower() not in _PARTICLES]
    first = words[0] if words else text
    bare = first.removesuffix("’s").removesuffix("'s")
    if bare not in FIRST_NAMES and bare.removesuffix("s") in FIRST_NAMES:
        bare = bare.removesuffix("s")
    alias = names.alias_of(bare)
    is_genitive = first != bare
    return f"{alias}{'s' if alias[-1] not in 'aeiousxz' else '’s'}" if is_genitive else alias


def _role(found: Sequence[Spot]) -> str:
    for spot in found:
        before = spot.prose.text[max(0, spot.found.start - 40) : spot.found.start].replace("\n", " ")
        if match := _ROLES.search(before):
            return match[1].lower()
    return ""
