"""The mail's own style sheets, with the tokens filled in: colours, fonts and sizes stand in tokens.css alone.

tokens.css ─► tokens ─┬─► inline.css  filled by day ────► what premailer puts into style attributes
                      └─► dark.css    filled by night ──► @media (prefers-color-scheme) and [data-ogs*]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.errors import ConfigError
from pipeline.stages.render.words import TemplateTexts
from pipeline.text.nearest import did_you_mean

TOKENS = "tokens.css"
INLINE = "mail/inline.css"
DARK = "mail/dark.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK_PART = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)\s*\{(.*?\})\s*\}", re.DOTALL)
_TOKEN = re.compile(r"--([\w-]+):\s*([^;}]+)")
_USE = re.compile(r"var\(--([\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

# Outlook on the web and in apps says with one attribute around a mail that it made its letters light, with
# the other that it made all else dark.
_OUTLOOK_LETTERS, _OUTLOOK_GROUNDS = "[data-ogsc]", "[data-ogsb]"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The value of each token by its name without the dashes; `dark` holds all of them, as at night."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


def read_tokens(text: str) -> Tokens:
    """Reads tokens.css: what stands in :root, and what the dark media query says instead."""
    sheet = _COMMENT.sub("", text)
    light = _values(_DARK_PART.sub("", sheet))
    changes = {name: value for part in _DARK_PART.findall(sheet) for name, value in _values(part).items()}
    return Tokens(light, light | changes)


def inline_sheet(templates: TemplateTexts) -> str:
    """Returns inline.css by day, ready for premailer. Raises ConfigError for a token that is not there."""
    return _fill(templates.text(INLINE), _tokens(templates).light, INLINE)


def dark_sheet(templates: TemplateTexts) -> str:
    """Returns what is kept of the mail's style for the dark: for Apple's clients and for Outlook's."""
    rules = _dark_rules(templates)
    media = "\n".join(f"  {selector} {{ {name}: {value} !important; }}" for selector, name, value in rules)
    return (
        ":root { color-scheme: light dark; }\n"
        f"@media (prefers-color-scheme: dark) {{\n{media}\n}}\n{outlook_dark_sheet(templates)}"
    )


def outlook_dark_sheet(templates: TemplateTexts) -> str:
    """Returns the dark rules below the attributes that Outlook puts around a mail."""
    return "\n".join(
        f"{_below(name, selector)} {{ {name}: {value} !important; }}"
        for selector, name, value in _dark_rules(templates)
    )


def _dark_rules(templates: TemplateTexts) -> list[tuple[str, str, str]]:
    return list(_declarations(_fill(templates.text(DARK), _tokens(templates).dark, DARK)))


def _declarations(sheet: str) -> Iterator[tuple[str, str, str]]:
    for selector, body in _RULE.findall(_COMMENT.sub("", sheet)):
        for declaration in filter(str.strip, body.split(";")):
            name, _, value = declaration.partition(":")
            yield selector.strip(), name.strip(), value.strip()


def _below(name: str, selector: str) -> str:
    attribute = _OUTLOOK_LETTERS if name == "color" else _OUTLOOK_GROUNDS
    return ", ".join(f"{attribute} {one.strip()}" for one in selector.split(","))


def _tokens(templates: TemplateTexts) -> Tokens:
    return read_tokens(templates.text(TOKENS))


def _values(sheet: str) -> dict[str, str]:
    return {name: value.strip() for name, value in _TOKEN.findall(sheet)}


def _fill(sheet: str, values: Mapping[str, str], name: str) -> str:
    def value_of(match: re.Match[str]) -> str:
        try:
            return values[match[1]]
        except KeyError:
            message = f"--{match[1]} is no token of {TOKENS}{did_you_mean(match[1], values)}"
            raise ConfigError(f"templates/{name}", message) from None

    return _USE.sub(value_of, sheet)
