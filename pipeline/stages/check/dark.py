"""Whether the mail holds up in the dark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pipeline.stages.check import css
from pipeline.stages.check.contrast import UNSURE, Known, colours_of, pairs
from pipeline.stages.check.document import Document, Element
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot, Where

_COLOUR_SCHEME = re.compile(r"\bdark\b", re.IGNORECASE)


_MOST_RULES = 12
_FARTHEST = 40
_NIGHT: css.Colour = (18, 18, 18)
_DARK_MEDIA = re.compile(r"@media[^{}]{0,200}?prefers-color-scheme\s*+:\s*+dark[^{}]*+\{", re.IGNORECASE)
_STYLE_RULE = re.compile(r"([^{}]++)\{([^{}]*+)\}")
_PLAIN = re.compile(r"[a-zA-Z][\w-]*(?:\.[\w-]+)*|(?:\.[\w-]+)+")


def _no_dark_rules(document: Document) -> Iterator[Spot]:
    for meta in document.all("meta"):
        promises = meta.get("name", "").lower() in {"color-scheme", "supported-color-schemes"}
        if promises and _COLOUR_SCHEME.search(meta.get("content", "")):
            if not any("prefers-color-scheme" in sheet for _, sheet in document.style_sheets):
                yield document.spot(meta)
            return


def _undeclared(document: Document) -> Iterator[Spot]:
    has_rules = any("prefers-color-scheme" in sheet for _, sheet in document.style_sheets)
    metas = [one.get("name", "").lower() for one in document.all("meta")]
    if has_rules and "color-scheme" not in metas:
        yield Spot()


@dataclass(frozen=True, slots=True)
class _DarkRule:
    """One selector of a rule for the dark: tags and classes from the outside in, and what it sets."""

    path: tuple[str, ...]
    colour: str
    ground: str
    is_important: bool

    @property
    def weight(self) -> tuple[int, int]:
        whole = ".".join(self.path)
        return whole.count("."), len(self.path)

    def fits(self, element: Element) -> bool:
        if not _is_named(element, self.path[-1]):
            return False
        wanted = list(self.path[:-1])
        for around in islice(element.iterancestors(), _FARTHEST if wanted else 0):
            if wanted and _is_named(around, wanted[-1]):
                wanted.pop()
        return not wanted


def _is_named(element: Element, compound: str) -> bool:
    tag, *classes = compound.split(".")
    return tag in {"", element.tag} and set(classes) <= set(element.get("class", "").split())


def _dark_rules(document: Document) -> list[_DarkRule]:
    found: list[_DarkRule] = []
    for _, sheet in document.style_sheets:
        for block in _dark_blocks(sheet):
            for selectors, body in _STYLE_RULE.findall(block):
                set_here = css.declarations(body)
                colour, ground = set_here.get("color", ""), _ground_in(set_here)
                for selector in selectors.split(","):
                    path = tuple(selector.split())
                    if path and (colour or ground) and all(map(_PLAIN.fullmatch, path)):
                        found.append(_DarkRule(path, colour, ground, "!important" in body))
    return sorted(found, key=lambda rule: rule.weight)


def _dark_blocks(sheet: str) -> Iterator[str]:
    """The insides of the media blocks for the dark, one after the other."""
    at = 0
    while media := _DARK_MEDIA.search(sheet, at):
        at = css.end_of_block(sheet, media.end())
        yield sheet[media.end() : at]


def _ground_in(declared: Mapping[str, str]) -> str:
    return declared.get("background-color", "") or declared.get("background", "")


def _low_in_the_dark(document: Document) -> Iterator[Spot]:
    """Where the rules for the dark leave text on a ground it does not stand out from."""
    by_name: dict[str, list[tuple[int, _DarkRule]]] = {}
    for number, rule in enumerate(_dark_rules(document)):
        by_name.setdefault(rule.path[-1].split(".")[-1], []).append((number, rule))
    if not by_name:
        return
    changed: set[Element] = set()

    def in_the_dark(element: Element) -> tuple[Known, Known]:
        text, ground = colours_of(document, element)
        names = {str(element.tag), *element.get("class", "").split()}
        # The heaviest last, and no more of them than any real sheet has for one element.
        candidates = dict(one for name in names for one in by_name.get(name, ())[-_MOST_RULES:])
        for rule in (candidates[number] for number in sorted(candidates)):
            if rule.fits(element):
                changed.add(element)
                if rule.colour and (rule.is_important or text is None):
                    text = css.colour(rule.colour) or UNSURE
                if rule.ground and (rule.is_important or ground is None):
                    ground = css.colour(rule.ground) or UNSURE
        return text, ground

    seen: set[tuple[css.Colour, css.Colour | None]] = set()
    for pair in pairs(document, in_the_dark):
        is_dark = changed and pair.ground is not None
        if is_dark and (pair.text, pair.ground) not in seen and (ratio := pair.ratio(_NIGHT)) < pair.needed:
            seen.add((pair.text, pair.ground))
            yield document.spot(pair.element, f"{ratio:.1f}".replace(".", ","))


RULES: tuple[Rule[Document], ...] = (
    Rule(
        "dark-rules-missing",
        ADVICE,
        "De mail zegt dat hij een donkere weergave heeft, maar die is er niet.",
        "Voeg @media (prefers-color-scheme: dark) toe, of haal ‘dark’ weg uit color-scheme.",
        _no_dark_rules,
        why=("Het programma keert dan niets meer om, en de lezer krijgt wit licht in het donker."),
        source="CSS Color Adjustment 1, 2",
        example=Example("@media (min-width: 700px)", "@media (prefers-color-scheme: dark)"),
    ),
    Rule(
        "color-scheme-missing",
        ADVICE,
        "De mail heeft een donkere weergave, maar zegt dat niet in de <head>.",
        'Zet <meta name="color-scheme" content="light dark"> in de <head>.',
        _undeclared,
        why="Apple Mail keert de kleuren dan zelf om, en die van jou doen niet mee.",
        source="caniemail.com, html-meta-color-scheme",
        example=Example("", '<meta name="color-scheme" content="light dark">', Where.HEAD),
    ),
    Rule(
        "contrast-low-dark",
        ADVICE,
        "In de donkere weergave steekt deze tekst te weinig af: {detail} op 1.",
        "Geef de tekst een class die in @media (prefers-color-scheme: dark) een lichte kleur krijgt.",
        _low_in_the_dark,
        why="Het papier wordt donker en de letters ook: de zin is weg.",
        source="WCAG 2.2, 1.4.3",
        example=Example(
            '<p class="tekst" style="color:#1f2f2e">Een <span style="color:#1f2f2e">vaste kleur</span> in '
            "het donker.</p>",
            '<p class="tekst" style="color:#1f2f2e">Een <span>kleur</span> die meegaat in het donker.</p>',
        ),
    ),
)
