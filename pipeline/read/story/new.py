"""The file of a new story: a header to fill in, each key with what belongs there, and the text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from pipeline.text.dutch import clean_text

MAX_SLUG = 60


def slug_for(title: str) -> str:
    """Returns the name of a story's folder and page for `title`; "" when nothing usable is in it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return slug if len(slug) <= MAX_SLUG else slug[:MAX_SLUG].rsplit("-", 1)[0]


def new_story(
    title: str,
    *,
    kernelementen: Sequence[str],
    body: str = "",
    image: str = "",
    image_alt: str = "",
) -> str:
    """Returns verhaal.md: what is known is filled in, all else waits for the editor.

    It can be read as it is: `stories check` then names each key that is still empty.
    """
    picture = _PICTURE.format(image=image, alt=_quote(image_alt)) if image else _NO_PICTURE
    head = _HEAD.format(
        title=_quote(clean_text(title)), kernelementen=", ".join(kernelementen), picture=picture
    )
    return f"---\n{head}---\n\n{body.strip()}\n"


def _quote(text: str) -> str:
    """A value between double quotes, which YAML reads by the rules of JSON; nothing for no text."""
    return json.dumps(text, ensure_ascii=False) if text else ""


_PICTURE = """\
afbeelding: {image}
afbeelding_alt: {alt}
#   ↑ één zin over wat er te zien is, voor wie het beeld niet ziet
beeldcredit:
#   ↑ wie het beeld maakte, of dat het stockbeeld is
"""
_NO_PICTURE = """\
# afbeelding: beeld.jpg
#   ↑ een jpg, png of webp in deze map. Zet dan ook deze twee regels aan:
# afbeelding_alt: Eén zin over wat er op het beeld te zien is
# beeldcredit: Wie het beeld maakte, of dat het stockbeeld is
"""
_HEAD = """\
# Vul in wat achter de dubbele punt leeg is. Wat achter een hekje staat, is uitleg en mag weg.
# ‘nieuwsbrief stories check’ zegt daarna wat er nog ontbreekt. Het verhaal zelf komt onder de tweede ---.
# Een lege regel is daar een nieuwe alinea, en een tussenkop begint met ## .
titel: {title}
herkomst: eigen
#   ↑ eigen, of elders voor een film, podcast of artikel van een ander. Neem daaruit geen tekst over.
#     Zet bij elders ook deze twee aan:
# bron: Van wie het is
# media: https://
verteller:
#   ↑ gezin of professional
vorm: lezen
#   ↑ lezen, kijken of luisteren. Zet bij kijken en luisteren ook deze aan (ondertiteling bij kijken):
# media: https://
# transcript: transcript.md
# ondertiteling: ja
toon:
#   ↑ succes, spijt, schaamte of besef
kernelementen: []
#   ↑ één of meer, tussen de haken: {kernelementen}
samenvatting:
#   ↑ één alinea op één regel. Dit staat in de mail, dus verklap niet alles.
duur:
#   ↑ hoelang het duurt, bijvoorbeeld 6 min
# maand: 2026-12
#   ↑ alleen als het bij één editie hoort
{picture}# inhoudswaarschuwing: Dit verhaal gaat over …
#   ↑ als het over geweld, zelfdoding of misbruik gaat
betrokkenen:
#   ↑ de anderen in het verhaal, die niets tekenden: onherkenbaar of toestemming
vragen:
#   ↑ drie tot vijf open vragen. Zet elk op een eigen regel, zoals hieronder, zonder hekje:
#  - Wat raakte je, en waarom?
#  - Wat herken je van je eigen werk?
#  - Wat ga jij anders doen?
toestemming:
  status: gevraagd
#   ↑ gevraagd, gegeven of ingetrokken. Vul de regels hieronder in zodra de toestemming is gegeven.
  kenmerk:
#   ↑ de verwijzing naar het getekende formulier, bijvoorbeeld T-2026-014. Geen naam.
  datum:
#   ↑ de dag waarop de verteller ja zei, bijvoorbeeld 2026-10-02
  geldig_tot:
#   ↑ de laatste dag waarop het mag
  bereik: [nieuwsbrief]
#   ↑ [nieuwsbrief], of [nieuwsbrief, website] als de pagina ook gevonden mag worden
  gelezen_door_verteller:
#   ↑ de dag waarop de verteller de tekst las zoals die erin komt
#   Vertelt een kind? Zet dan aan wat past:
#  leeftijd_kind: 12_15
#   ↑ onder_12, 12_15 of 16_plus
#  getekend_door: moeder met gezag
#   ↑ onder de 16: wie met gezag tekende, een rol en geen naam
#  toestemming_kind: 2026-10-02
#   ↑ van 12 tot 16: de dag waarop het kind zelf ja zei
geanonimiseerd_door:
#   ↑ een rol, geen naam, bijvoorbeeld redactie
fictief: nee
#   ↑ ja bij een verzonnen verhaal
"""
