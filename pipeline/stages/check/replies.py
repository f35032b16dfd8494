"""What the links said when they were asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model import LinkAnswer
from pipeline.stages.check.document import Document, Element
from pipeline.stages.check.links import Kind, address_of, kind_of, links_of
from pipeline.stages.check.rules import ADVICE, BLOCKING, Rule, Spot
from pipeline.text.url import identity

_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Answered:
    """A document with the answer to each address, by its identity."""

    document: Document
    by_identity: Mapping[str, LinkAnswer]

    def answers(self) -> Iterator[tuple[Element, LinkAnswer]]:
        for link in links_of(self.document):
            if kind_of(link) is Kind.WEB:
                answer = self.by_identity.get(identity(address_of(link)))
                if answer is not None:
                    yield link, answer


def _dead(answered: Answered) -> Iterator[Spot]:
    for link, answer in answered.answers():
        if answer.status_code in _GONE:
            yield answered.document.spot(link, str(answer.status_code))


def _silent(answered: Answered) -> Iterator[Spot]:
    for link, answer in answered.answers():
        if answer.status_code == 0 or answer.status_code >= 500:
            yield answered.document.spot(link)


def _refused(answered: Answered) -> Iterator[Spot]:
    for link, answer in answered.answers():
        if 400 <= answer.status_code < 500 and answer.status_code not in _GONE:
            yield answered.document.spot(link, str(answer.status_code))


def _moved(answered: Answered) -> Iterator[Spot]:
    for link, answer in answered.answers():
        is_elsewhere = answer.moved_to and identity(answer.moved_to) != identity(answer.url)
        if 0 < answer.status_code < 400 and is_elsewhere:
            yield answered.document.spot(link, answer.moved_to[:200])


RULES: tuple[Rule[Answered], ...] = (
    Rule(
        "link-dead",
        BLOCKING,
        "De pagina achter deze link bestaat niet meer (antwoord {detail}).",
        "Zoek het nieuwe adres van de pagina, of haal het bericht weg.",
        _dead,
        why="De lezer komt op een foutpagina.",
        source="RFC 9110, 15.5.5",
    ),
    Rule(
        "link-no-answer",
        ADVICE,
        "De website achter deze link gaf geen antwoord.",
        "Open de link zelf, en probeer het later nog eens.",
        _silent,
        why="Misschien is de website even weg, misschien voorgoed.",
        source="RFC 9110, 15.6",
    ),
    Rule(
        "link-refused",
        ADVICE,
        "De website achter deze link liet ons niet binnen (antwoord {detail}).",
        "Open de link zelf en kijk of de lezer de pagina wel te zien krijgt.",
        _refused,
        why="Sommige sites weigeren programma’s en laten mensen wel binnen.",
        source="RFC 9110, 15.5.4",
    ),
    Rule(
        "link-moved",
        ADVICE,
        "De pagina achter deze link staat nu op een ander adres: {detail}.",
        "Kijk of dat de goede pagina is, en neem het nieuwe adres over.",
        _moved,
        why="De omleiding kan ophouden, en soms is het een andere pagina geworden.",
        source="RFC 9110, 15.4",
    ),
)
