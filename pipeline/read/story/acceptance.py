"""`<slug>.akkoord.toml`: what was accepted, by whom and when; and whether the story is still that."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from pipeline.model import (
    BODY_KEY,
    Acceptance,
    AgreedPart,
    ConsentGap,
    Finding,
    Severity,
    Story,
    acceptance_gaps,
    changed_parts,
)
from pipeline.text.nearest import both

_HEX = re.compile(r"[0-9a-f]{64}")
_NAMES: Mapping[AgreedPart, str] = MappingProxyType(
    {
        AgreedPart.TITLE: "de titel",
        AgreedPart.SUMMARY: "de samenvatting",
        AgreedPart.BODY: "de tekst",
        AgreedPart.QUESTIONS: "de vragen",
        AgreedPart.NOTICE: "de inhoudswaarschuwing",
        AgreedPart.ALT: "de beschrijving van het beeld",
        AgreedPart.TRANSCRIPT: "het transcript",
        AgreedPart.IMAGE: "het beeld",
    }
)


def parse_acceptance(text: str | None) -> Acceptance | None:
    """Reads the file; None when there is none, or when it cannot be read: both mean "not accepted"."""
    if text is None:
        return None
    try:
        table = tomllib.loads(text)
        on, by, digest, parts = table["datum"], table["door"], table["sha256"], table["delen"]
        known = {part: str(parts[part.value]) for part in AgreedPart}
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        return None
    hashes = (str(digest), *known.values())
    if type(on) is not date or not by or not all(_HEX.fullmatch(one) for one in hashes):
        return None
    return Acceptance(str(digest), str(by), on, MappingProxyType(known))


def dump_acceptance(acceptance: Acceptance) -> bytes:
    """Returns the file; the same acceptance gives the same bytes. `by` is a role, without quotes."""
    parts = [f'{part.value} = "{acceptance.parts[part]}"' for part in AgreedPart]
    lines = [
        "# Gemaakt met ‘nieuwsbrief stories accept’. Verandert het verhaal, kijk er dan opnieuw naar",
        "# en geef het commando nog eens. Verander dit bestand niet zelf.",
        f'door = "{acceptance.by}"',
        f"datum = {acceptance.on.isoformat()}",
        f'sha256 = "{acceptance.digest}"',
        "",
        "[delen]",
        *parts,
    ]
    return ("\n".join(lines) + "\n").encode()


def acceptance_findings(
    story: Story,
    acceptance: Acceptance | None,
    *,
    is_there: bool,
    lines: Mapping[str, int] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Returns a blocking finding when the story is not, or no longer, the accepted one.

    `is_there` says whether there is a file at all, for a better hint. `lines` are those of the ParsedStory.
    """
    gaps = acceptance_gaps(story, acceptance)
    if acceptance is None:
        message = "nog niemand heeft dit verhaal geaccepteerd"
        hint = f"is de rest in orde, lees het dan nog een keer en geef ‘{_command(story)}’"
        if is_there:
            message = "het bestand met het akkoord bij dit verhaal is niet te lezen"
            hint = f"lees het verhaal nog een keer en geef ‘{_command(story)}’"
        return tuple(_finding(gap, story, message, hint, None) for gap in gaps)
    changed = changed_parts(story, acceptance)
    names = both([_NAMES[part] for part in changed])
    verb = "is" if len(changed) == 1 and changed[0] is not AgreedPart.QUESTIONS else "zijn"
    message = f"{names} {verb} veranderd na het akkoord van {acceptance.by}"
    hint = (
        "laat de verteller weten wat er anders is, en vraag of het zo goed is; "
        f"geef daarna ‘{_command(story)}’"
    )
    line = _line(changed[0], lines) if changed else None
    return tuple(_finding(gap, story, message, hint, line) for gap in gaps)


def _command(story: Story) -> str:
    return f"nieuwsbrief stories accept {story.slug} --by redactie"


def _finding(gap: ConsentGap, story: Story, message: str, hint: str, line: int | None) -> Finding:
    return Finding(gap.value, Severity.BLOCKING, story.path, message, hint, line=line)


def _line(part: AgreedPart, lines: Mapping[str, int]) -> int | None:
    return lines.get(BODY_KEY if part is AgreedPart.BODY else part.value)
