"""Writes docs/checks.md from the rules themselves: what, why, source, how to mend, two examples.

    python -m tools.checks_doc

A test fails while the page is not what this would write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.model import Severity
from pipeline.stages import check
from pipeline.stages.check import (
    active,
    alts,
    blanks,
    contrast,
    dark,
    declarations,
    eml,
    head,
    headers,
    headings,
    images,
    inbox,
    language,
    leftovers,
    letters,
    link_hosts,
    link_names,
    link_targets,
    outlook,
    parity,
    people,
    plain,
    privacy,
    readable,
    replies,
    size,
    structure,
    styles,
    subject,
    support,
    tables,
    tags,
    writing,
)
from pipeline.stages.check.rules import Example, Rule, Where

PAGE = Path(__file__).parents[1] / "docs" / "checks.md"
LONGEST_LINE = 120
MOST_LINES = 8

CHAPTERS: tuple[tuple[str, tuple[Sequence[Rule[Any]], ...]], ...] = (
    ("Begin van de pagina en taal", (head.RULES, language.RULES)),
    ("Opbouw", (structure.RULES, headings.RULES, tables.RULES, tags.RULES)),
    ("Links", (link_targets.RULES, link_hosts.RULES, link_names.RULES)),
    ("Afbeeldingen", (images.RULES, alts.RULES)),
    ("In de inbox", (inbox.RULES, subject.RULES)),
    ("Wat is blijven staan", (leftovers.RULES, letters.RULES, (leftovers.OPEN_PLACE,))),
    ("Hoe de tekst leest", (writing.RULES, blanks.RULES, readable.RULES)),
    ("Kleur en donkere weergave", (contrast.RULES, dark.RULES)),
    (
        "Opmaak in mailprogramma’s",
        (styles.RULES, declarations.RULES, support.BREAKING, support.RULES, outlook.RULES),
    ),
    ("Grootte", (size.RULES,)),
    ("Privacy en veiligheid", (privacy.RULES, active.RULES)),
    ("Tekstversie", (plain.ALONE, plain.RULES, parity.RULES)),
    ("Het bericht: kop en delen", (headers.RULES, people.RULES, eml.RULES)),
    ("Wat een link antwoordt", (replies.RULES,)),
)

INTRODUCTION = """\
<!-- Made by tools/checks_doc.py from the rules themselves; change those, and run it again. -->
# Wat de mailcontrole nakijkt

`nieuwsbrief check BESTAND.html` of `BESTAND.eml` kijkt elke mail na, ook die van een ander. `build` doet het
bij elke proef, en zet de bevindingen in `report.html`.

- **houdt tegen**: zo gaat er voor een lezer iets mis. Zonder ontheffing faalt de proef.
- **advies**: kijk ernaar, en beslis zelf.

Mag iets een keer blijven staan, zet dan in het bestand van de editie een ontheffing, met de code van hier:

```toml
[[ontheffing]]
code = "link-http"
reden = "deze site heeft nog geen https; gevraagd"
door = "redactie"
datum = 2026-12-01
```

Zij geldt voor die ene editie. Een code die niet bestaat, zegt het rapport, met de code die erop lijkt.

Wat er staat bij ‘Fout’ en ‘Goed’ is ook de test van de regel: het wordt in een goede mail gezet, en dan moet
de regel het ene zien en het andere niet. Codes van andere bevindingen (het kiezen, het verhaal, de
toestemming) staan in [reference.md](reference.md#finding-codes).
"""


def page() -> str:
    """The whole page as Markdown."""
    seen: set[str] = set()
    chapters = [(name, _new(groups, seen)) for name, groups in CHAPTERS]
    blocking = sum(rule.severity is Severity.BLOCKING for _, rules in chapters for rule in rules)
    missing = {rule.code for rule in check.RULES} - seen
    if missing:
        raise SystemExit(f"in no chapter: {', '.join(sorted(missing))}")
    contents = " · ".join(f"[{name}](#{_anchor(name)})" for name, _ in chapters)
    count = f"{len(seen)} regels, waarvan er {blocking} tegenhouden."
    return "\n".join([INTRODUCTION, count, "", contents, "", *_chapter_lines(chapters)]).rstrip() + "\n"


def _new(groups: Iterable[Sequence[Rule[Any]]], seen: set[str]) -> list[Rule[Any]]:
    """The rules whose code did not come by yet: one code is looked for in several places."""
    found = []
    for rule in (rule for group in groups for rule in group):
        if rule.code not in seen:
            seen.add(rule.code)
            found.append(rule)
    return found


def _anchor(name: str) -> str:
    return "".join(sign for sign in name.lower().replace(" ", "-") if sign.isalnum() or sign == "-")


def _chapter_lines(chapters: Iterable[tuple[str, list[Rule[Any]]]]) -> Iterable[str]:
    for name, rules in chapters:
        yield f"## {name}\n"
        for rule in rules:
            yield from _rule_lines(rule)


def _rule_lines(rule: Rule[Any]) -> Iterable[str]:
    weight = "houdt tegen" if rule.severity is Severity.BLOCKING else "advies"
    yield f"### {rule.code}\n"
    yield f"**{weight}** · {_plain(rule.message.replace('{detail}', '…').replace('….', '…'))}\n"
    yield f"- **Waarom**: {_plain(rule.why)}"
    yield f"- **Herstel**: {_plain(rule.hint)}"
    yield f"- **Bron**: {_plain(rule.source)}\n"
    if rule.example is None:
        yield "Geen voorbeeld: dit hangt af van wat een website antwoordt.\n"
    else:
        yield from _example_lines(rule.example)


def _plain(text: str) -> str:
    """Text in which Markdown and HTML see no code of theirs."""
    return text.replace("<", "&lt;").replace("*", "\\*").replace("[", "\\[")


def _example_lines(example: Example) -> Iterable[str]:
    where = "" if example.where in (Where.BODY, Where.HEAD) else f" {example.where.value}"
    times = f", {example.times} keer" if example.times > 1 else ""
    yield from _snippet(f"Fout{where}{times}", example.bad)
    yield from _snippet("Goed", example.good)


def _snippet(title: str, snippet: str) -> Iterable[str]:
    title = title.replace("<", "&lt;")
    if not snippet.strip():
        return [f"{title}: het ontbreekt.\n"]
    lines = [_visible(line) for line in snippet.replace("\r\n", "␍␊\n").strip("\n").split("\n")]
    if len(lines) == 1 and "`" not in lines[0]:
        return [f"{title}: `{lines[0].strip()}`\n"]
    shown = lines[:MOST_LINES] + ["…"] * (len(lines) > MOST_LINES)
    return [f"{title}:\n", "```text", *shown, "```\n"]


def _visible(line: str) -> str:
    """A line that fits, with signs that have no shape as their number."""
    named = "".join(sign if sign.isprintable() else f"[U+{ord(sign):04X}]" for sign in line)
    return named if len(named) <= LONGEST_LINE else f"{named[:LONGEST_LINE]}…"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
