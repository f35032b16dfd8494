"""What a page is, from its title's tail, its path and its first word."""

from __future__ import annotations

import pytest

from pipeline.text.kinds import kind_of

KINDS = [
    ("Nieuwsbericht", "/documenten/rapporten/x", "Rapport", "nieuws"),
    ("In de praktijk", "", "", "praktijkverhaal"),
    ("voor Jeugd & Gezin", "/actueel/weblog/2025/06/x", "", "praktijkverhaal"),
    ("", "/toekomst/documenten/publicaties/2025/03/26/x", "Handreiking x", "publicatie"),
    ("", "/documenten/28632-x", "Een document", "publicatie"),
    ("", "/documenten/28632-x", "Handreiking voor teams", "handreiking"),
    ("", "/files/2021-07/20210708-def.pdf", "Handreiking Samen", "handreiking"),
    ("", "/files/bouwstenen.pptx", "Bouwstenen", "publicatie"),
    ("", "/nl/publicaties/podcast-s4e5", "Rouw", "podcast"),
    ("", "/agenda/x", "", "bijeenkomst"),
    ("", "/over-ons", "Rapportage", ""),
]


@pytest.mark.parametrize(("tail", "path", "title", "expected"), KINDS)
def test_a_kind_is_recognised_by_the_strongest_sign(tail: str, path: str, title: str, expected: str) -> None:
    assert kind_of(tail=tail, path=path, title=title) == expected
