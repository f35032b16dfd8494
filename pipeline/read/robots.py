"""robots.txt to rules (RFC 9309), by Protego, whose only home this is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

# RFC 9309 asks to read at least this much.
MOST_CHARACTERS = 500 * 1024
# More would let a robots.txt hold up a whole run.
LONGEST_DELAY = 10.0

_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^#]*)", re.IGNORECASE)
# Stands for every program but us. No product token may hold a blank, so it can be nobody's name.
_ANOTHER = "another one"


@dataclass(frozen=True, slots=True)
class Robots:
    """What one robots.txt asks of us."""

    _rules: Protego
    _agent: str

    def allows(self, url: str) -> bool:
        """Says whether we may ask for this address of the site."""
        return self._rules.can_fetch(url, self._agent)

    @property
    def delay(self) -> float:
        """The seconds it wants between two requests, at most ten; 0 when it says nothing."""
        return min(self._rules.crawl_delay(self._agent) or 0.0, LONGEST_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps it names, as it writes them."""
        return tuple(self._rules.sitemaps)


def parse_robots(text: str, user_agent: str) -> Robots:
    """Reads the text of a robots.txt; what is none, as a web page, allows all.

    `user_agent` is our header as it is sent: its first word, without version, is the name we go by.
    """
    agent = product_token(user_agent)
    return Robots(Protego.parse("\n".join(_for_us(text[:MOST_CHARACTERS], agent))), agent)


def product_token(user_agent: str) -> str:
    """Returns the name that a robots.txt would call us by, "nieuwsbrief" of "nieuwsbrief/0.1 (+…)"."""
    found = re.match(r"[\w-]+", user_agent)
    return found[0].lower() if found else "nieuwsbrief"


def _for_us(text: str, agent: str) -> list[str]:
    """Gives all other programs one name: a rule below thousands of names would be kept thousands of times."""
    lines: list[str] = []
    for line in text.splitlines():
        named = _AGENT_LINE.match(line)
        if named is None:
            lines.append(line)
            continue
        name = named[1].strip().lower()
        is_for_us = name == "*" or name.rstrip("*") == agent
        kept = f"User-agent: {name if is_for_us else _ANOTHER}"
        if not lines or lines[-1] != kept:
            lines.append(kept)
    return lines
