"""How heavy the mail is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import EmailLimits
from pipeline.stages.check.document import Document
from pipeline.stages.check.rules import ADVICE, BLOCKING, Example, Rule, Spot, Where

# Gmail reads this many bytes of <style> and drops the blocks that come after.
STYLE_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document with the limits it is held against."""

    document: Document
    limits: EmailLimits

    @property
    def html_bytes(self) -> int:
        return len(self.document.source.encode())


def _kilobytes(count: int) -> str:
    return f"{count / 1024:.0f} kB"


def _clipped(weighed: Weighed) -> Iterator[Spot]:
    if weighed.html_bytes > weighed.limits.clip_bytes:
        yield Spot(detail=f"{_kilobytes(weighed.html_bytes)} van {_kilobytes(weighed.limits.clip_bytes)}")


def _large(weighed: Weighed) -> Iterator[Spot]:
    if weighed.limits.advice_bytes < weighed.html_bytes <= weighed.limits.clip_bytes:
        yield Spot(detail=f"{_kilobytes(weighed.html_bytes)} van {_kilobytes(weighed.limits.clip_bytes)}")


def _much_style(weighed: Weighed) -> Iterator[Spot]:
    document = weighed.document
    blocks = [span for span in document.spans if span.name == "style"]
    count = sum(len(document.source[block.start : block.end].encode()) for block in blocks)
    if count > STYLE_BYTES:
        yield document.spot_at(blocks[-1].start, blocks[-1].start, _kilobytes(count))


RULES: tuple[Rule[Weighed], ...] = (
    Rule(
        "size-clipped",
        BLOCKING,
        "De mail is te groot: {detail}. Gmail knipt het laatste stuk eraf, ook de link om je af te melden.",
        "Haal een paar berichten uit de mail, of maak samenvattingen korter.",
        _clipped,
        why="In een afgeknipte mail valt ook de opmaak uit <style> weg.",
        source="Gmail, gemeten grens van 102 kB",
        example=Example(
            (
                "<p>Aanmelden kan tot en met vrijdag, bij het secretariaat van je eigen regio "
                "en bij de teams.</p>\n"
            ),
            "<p>Aanmelden kan tot en met vrijdag.</p>",
            times=1200,
        ),
    ),
    Rule(
        "size-large",
        ADVICE,
        "De mail is bijna te groot: {detail}. Daarboven knipt Gmail het laatste stuk eraf.",
        "Voeg niet veel meer toe, of maak samenvattingen korter.",
        _large,
        why="Zo is er nog ruimte voor wat de verzender eraan toevoegt.",
        source="Gmail, gemeten grens van 102 kB",
        example=Example(
            (
                "<p>Aanmelden kan tot en met vrijdag, bij het secretariaat van je eigen regio "
                "en bij de teams.</p>\n"
            ),
            "<p>Aanmelden kan tot en met vrijdag.</p>",
            times=840,
        ),
    ),
    Rule(
        "style-large",
        ADVICE,
        "Er staat te veel opmaak in <style>: {detail}. Gmail leest er 16 kB van en laat de rest weg.",
        "Haal regels weg die niet gebruikt worden.",
        _much_style,
        why=("De opmaak voor telefoon en donker staat vaak achteraan, en valt dan als eerste weg."),
        source="Gmail, developers.google.com/workspace/gmail/design/css",
        example=Example(
            ".oud { color: #2b3440 !important; }\n",
            ".nieuw { color: #2b3440 !important; }\n",
            Where.STYLE,
            times=500,
        ),
    ),
)
