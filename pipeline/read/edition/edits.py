"""The changes commands make to an edition's file. Text in, text out, and every comment stays.

Blocks are added at the end and single lines inside, so that nothing else moves; tomlkit, which keeps
comments inside a list but not the place of blocks that alternate, only writes values and lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import tomlkit
from tomlkit.items import Array

from pipeline.errors import EditionError
from pipeline.model import CandidateLine, EditionPlan, Month, PlannedItem
from pipeline.read.edition.places import Block, find_blocks
from pipeline.read.edition.plan import parse_edition
from pipeline.text.dutch import clean_text, format_day, format_month
from pipeline.text.url import identity, is_web, tidy

# Where these commands have no path to tell.
SOME_FILE = "editions/<maand>.toml"

_MONTH = Month(2000, 1)  # an edit does not depend on the month
_PIN = re.compile(r"(\s*[\"']?vast[\"']?\s*=\s*)false\b")

_HEAD = '''\
# De nieuwsbrief van {month}. Alles in dit bestand mag leeg blijven.
# Wat achter een # staat, is uitleg en telt niet mee.

# De onderwerpregel van de mail. Leeg: de pijplijn stelt er een voor.
onderwerp = ""

# De regel die mailprogramma’s naast het onderwerp tonen.
voorvertoning = ""

# Een paar zinnen bovenaan. Je mag Markdown gebruiken: **vet**, *schuin*, [tekst](https://…).
inleiding = """
"""

# Het verhaal bij ‘Ga het gesprek aan’: de naam van het bestand of de map in stories/, zonder .md.
# Leeg: de pijplijn kiest uit de voorraad. Met "geen" is er deze maand geen verhaal; schrijf dan waarom.
verhaal = ""
verhaal_reden = ""

# Adressen van berichten die niet meegaan: ["https://…", "https://…"]
weglaten = []

# Een eigen bericht, of een wijziging op een bericht dat is gevonden. Haal vooraan de # weg:
#   [[item]]
#   url = "https://…"        # het adres; url of titel is nodig
#   titel = "…"              # jouw titel in plaats van die van de bron
#   samenvatting = "…"       # jouw samenvatting
#   rubriek = "{section}"
#   vast = true              # gaat altijd mee, bovenaan in de rubriek

# Een bevinding die mag blijven, met de reden. Haal vooraan de # weg:
#   [[ontheffing]]
#   code = "…"               # de code van de bevinding
#   reden = "…"
#   door = "redactie"        # een rol, geen naam
#   datum = {month_number}-01
'''


def new_edition(month: Month, candidates: Sequence[CandidateLine]) -> str:
    """Returns a new file: every key with its explanation, and the candidates as comments by section."""
    head = _HEAD.format(
        month=format_month(month.year, month.month),
        month_number=month,
        section=candidates[0].section if candidates else "nieuws-uit-het-veld",
    )
    return "\n".join([head, *_candidate_lines(candidates)]).rstrip("\n") + "\n"


def add_item(text: str, *, url: str, title: str = "", section: str = "", path: str = SOME_FILE) -> str:
    """Returns `text` with an `[[item]]` for `url`; unchanged when it has one. Raises EditionError."""
    plan = parse_edition(text, path, _MONTH)
    key = _key_of(url, path)
    if _item_of(plan, key):
        return text
    _demand_not_dropped(plan, key, text, path)
    values = {"url": tidy(url), "titel": clean_text(title), "rubriek": clean_text(section)}
    return _appended(text, [f"{name} = {_quote(value)}" for name, value in values.items() if value], path)


def pin_url(text: str, url: str, *, path: str = SOME_FILE) -> str:
    """Returns `text` with `vast = true` in the `[[item]]` of `url`, which is added when it is not there.

    Raises EditionError.
    """
    plan = parse_edition(text, path, _MONTH)
    key = _key_of(url, path)
    item = _item_of(plan, key)
    if item is None:
        _demand_not_dropped(plan, key, text, path)
        return _appended(text, [f"url = {_quote(tidy(url))}", "vast = true"], path)
    if item.pinned:
        return text
    block = _block_of(text, item, path)
    lines = text.split("\n")
    if "vast" in block.spans:
        row = block.spans["vast"][0] - 1
        lines[row] = _PIN.sub(r"\1true", lines[row], count=1)
    else:
        lines.insert(block.last, "vast = true" + _line_end(text).removesuffix("\n"))
    return _checked("\n".join(lines), path)


def drop_url(text: str, url: str, *, path: str = SOME_FILE) -> str:
    """Returns `text` with `url` in `weglaten`; unchanged when it is there. Raises EditionError."""
    plan = parse_edition(text, path, _MONTH)
    key = _key_of(url, path)
    if key in {identity(dropped) for dropped in plan.dropped}:
        return text
    if item := _item_of(plan, key):
        # What the editor wrote there may be worth keeping; that is not for a command to decide.
        message = "dit adres staat als [[item]] in het bestand; haal dat blok eerst zelf weg"
        raise EditionError(path, message, line=item.line)
    top = find_blocks(text)[0]
    lines = text.split("\n")
    if "weglaten" in top.spans:
        first, last = top.spans["weglaten"]
        lines[first - 1 : last] = _with_url("\n".join(lines[first - 1 : last]), tidy(url)).split("\n")
    else:
        end = _line_end(text).removesuffix("\n")
        lines.insert(top.last, f"weglaten = [{_quote(tidy(url))}]{end}")
    return _checked("\n".join(lines), path)


def _with_url(assignment: str, url: str) -> str:
    """Adds `url` to the list in `weglaten = […]`, which may run over several lines with comments."""
    end = "\r" if assignment.endswith("\r") else ""
    document = tomlkit.parse(assignment.removesuffix(end))
    dropped = document["weglaten"]
    if not isinstance(dropped, Array):  # parse_edition has seen that it is a list
        raise TypeError(type(dropped).__name__)
    dropped.append(url)
    return document.as_string() + end


def _appended(text: str, lines: list[str], path: str) -> str:
    end = _line_end(text)
    gap = "" if not text.strip() else end if text.endswith("\n") else end * 2
    return _checked(text + gap + end.join(["[[item]]", *lines]) + end, path)


def _checked(text: str, path: str) -> str:
    """Returns `text`, which must still be an edition's file: better no change than a broken file."""
    try:
        parse_edition(text, path, _MONTH)
    except EditionError as error:
        message = f"deze wijziging past niet in het bestand; maak haar zelf ({error.message})"
        raise EditionError(path, message, line=error.line) from error
    return text


def _key_of(url: str, path: str) -> str:
    if not is_web(url):
        raise EditionError(path, "dit is geen heel webadres; het begint met https://")
    return identity(url)


def _item_of(plan: EditionPlan, key: str) -> PlannedItem | None:
    return next((item for item in plan.items if item.url and identity(item.url) == key), None)


def _block_of(text: str, item: PlannedItem, path: str) -> Block:
    for block in find_blocks(text):
        if block.name == "item" and block.line == item.line:
            return block
    raise EditionError(path, "schrijf dit item eerst als een blok dat begint met [[item]]", line=item.line)


def _demand_not_dropped(plan: EditionPlan, key: str, text: str, path: str) -> None:
    if key in {identity(url) for url in plan.dropped}:
        line = find_blocks(text)[0].line_of("weglaten")
        raise EditionError(path, "dit adres staat bij ‘weglaten’; haal het daar eerst zelf weg", line=line)


def _candidate_lines(candidates: Sequence[CandidateLine]) -> Iterator[str]:
    if not candidates:
        yield "# Er zijn nog geen berichten gevonden voor deze maand."
        return
    yield "# Wat er is gevonden, per rubriek. Je hoeft niets te doen om het mee te laten gaan."
    for slug in dict.fromkeys(candidate.section for candidate in candidates):
        group = [candidate for candidate in candidates if candidate.section == slug]
        yield "#"
        yield f'# {clean_text(group[0].section_name)} (rubriek = "{clean_text(slug)}")'
        yield from (f"#   {_candidate_line(candidate)}" for candidate in group)


def _candidate_line(candidate: CandidateLine) -> str:
    """One line whatever a source put in its title: a line end would step out of the comment."""
    day = candidate.published
    when = format_day(day) if day else f"nieuw gezien op {format_day(candidate.first_seen)}"
    parts = (candidate.title, f"{candidate.source_name}, {when}", candidate.url)
    return " — ".join(clean_text(part) for part in parts if part)


def _quote(value: str) -> str:
    return tomlkit.string(value).as_string()


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
