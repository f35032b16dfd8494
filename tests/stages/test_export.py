"""For each program that sends: its own tags where ours stood open, and none of its tags from our texts."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from pipeline.errors import ExportError
from pipeline.model.exports import ENGINES, Engine
from pipeline.stages.export import HTML, NOTE, TEXT, Issue, export
from tests import makers
from tests.stages.rendering import full_edition, mail, plain, tree, words

WEB_URL = "https://nieuwsbrief.example.nl/2026-12/"
NEWSLETTER = makers.config().newsletter
BY_NAME = {engine.name: engine for engine in ENGINES}
TAGS = {
    "plain": (WEB_URL, "mailto:redactie@example.nl?subject=Afmelden"),
    "listmonk": ("{{ MessageURL }}", "{{ UnsubscribeURL }}"),
    "mailchimp": ("*|ARCHIVE|*", "*|UNSUB|*"),
    "laposta": ("{{webversion}}", "{{unsubscribe}}"),
    "spotler": ("{{webversion}}", "{{unsubscribe}}"),
}


def issue(**changes: Any) -> Issue:
    edition = full_edition()
    texts = {
        "month_name": edition.month_name,
        "subject": edition.subject,
        "preheader": edition.preheader,
        "html": mail(edition),
        "text": plain(edition),
    }
    return Issue(**(texts | changes))


def exported(engine: Engine, shown: Issue | None = None, *, is_draft: bool = False) -> dict[str, str]:
    made = export(shown or issue(), engine, NEWSLETTER, web_url=WEB_URL, is_draft=is_draft)
    return {name: body.decode() for name, body in made.items()}


def test_every_engine_we_know_is_tried_here() -> None:
    assert set(TAGS) == set(BY_NAME)


@pytest.mark.parametrize("name", TAGS)
def test_the_links_are_the_engines_own_to_the_letter(name: str) -> None:
    web, way_out = TAGS[name]
    files = exported(BY_NAME[name])

    links = [(words(link), link.get("href")) for link in tree(files[HTML]).iter("a")]
    assert [href for text, href in links if "in je browser" in text] == [web, web]
    assert [href for text, href in links if "meld je af" in text] == [way_out]
    # As it stands in the file, too: the engine looks for these signs before anybody reads HTML.
    assert files[HTML].count(f'href="{web}"') == 2
    assert f'href="{way_out}"' in files[HTML]
    assert files[TEXT].count(f"\n{web}\n") == 2
    assert f"\n{way_out}\n" in files[TEXT]


@pytest.mark.parametrize("name", TAGS)
def test_nothing_is_left_to_fill_in_and_nothing_else_changes(name: str) -> None:
    web, way_out = TAGS[name]
    shown = issue()
    files = exported(BY_NAME[name], shown)

    assert [body for body in files.values() if "%%" in body] == []
    filled = {"%%WEBVERSIE%%": web, "%%AFMELDEN%%": way_out}
    for place, address in filled.items():
        shown = issue(
            html=shown.html.replace(place, html.escape(address)), text=shown.text.replace(place, address)
        )
    assert (files[HTML], files[TEXT]) == (shown.html, shown.text)


@pytest.mark.parametrize("name", TAGS)
def test_no_title_is_ever_run_as_a_tag_and_it_reads_the_same(name: str) -> None:
    nasty = "Let op {{ .Subscriber.Email }}, {{{x}}} en *|EMAIL|*"
    edition = makers.edition(makers.section("Nieuws", makers.item(nasty)))
    engine = BY_NAME[name]
    files = exported(engine, issue(subject=nasty, html=mail(edition), text=plain(edition)))

    assert nasty in words(tree(files[HTML]))
    allowed = set(TAGS[name])
    for body in files.values():
        begun = [body[at : at + 40] for at in _places(body, engine.opens)]
        assert [one for one in begun if not any(one.startswith(tag) for tag in allowed)] == []


def _places(body: str, opens: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(opens), body)] if opens else []


def test_the_note_says_what_goes_where() -> None:
    note = exported(BY_NAME["listmonk"])[NOTE]

    assert note.startswith(
        "Nieuwsbrief december 2026, voor listmonk\n"
        "\n"
        "Onderwerp:      Terug naar het gezin, en vier andere verhalen\n"
        "Voorvertoning:  Drie medewerkers vroegen wat had geholpen."
    )
    assert "Afzender:       Programma Toekomstscenario <nieuwsbrief@nieuwsbrief.example.nl>\n" in note
    assert "Zet het meten van openen en klikken uit" in note


@pytest.mark.parametrize(
    ("name", "warned"),
    [("laposta", True), ("spotler", True), ("listmonk", False), ("mailchimp", False), ("plain", False)],
)
def test_the_note_warns_where_the_tags_could_not_be_read_at_their_maker(name: str, warned: bool) -> None:
    assert ("niet nakijken bij de maker" in exported(BY_NAME[name])[NOTE]) is warned


def test_a_draft_is_marked_in_all_three_files() -> None:
    files = exported(BY_NAME["mailchimp"], is_draft=True)

    sentence = "Proef: deze nieuwsbrief is nog niet goedgekeurd. Verstuur hem niet."
    page = tree(files[HTML])
    assert words(page.body[0]) == sentence
    assert words(page.head.find("title")).startswith("[PROEF] ")
    assert files[TEXT].startswith(f"{sentence}\n")
    assert "Onderwerp:      [PROEF] Terug" in files[NOTE]


@pytest.mark.parametrize("left", ["%%NAAM%%", "%%Afmelden%%", "%25%25AFMELDEN%25%25"])
def test_a_place_left_open_stops_with_where_it_stands(left: str) -> None:
    shown = issue()

    with pytest.raises(ExportError, match=rf"nieuwsbrief\.txt:\d+: {left} is left to fill in"):
        exported(BY_NAME["plain"], issue(text=f"{shown.text}\n{left}\n"))
    with pytest.raises(ExportError, match=r"onderwerp\.txt:3"):
        exported(BY_NAME["plain"], issue(subject=f"Dag {left}"))


@pytest.mark.parametrize("part", ["html", "text"])
def test_a_part_without_a_way_out_stops(part: str) -> None:
    whole = getattr(issue(), part)

    with pytest.raises(ExportError, match="no link to unsubscribe"):
        exported(BY_NAME["plain"], issue(**{part: whole.replace("%%AFMELDEN%%", "https://x.example/")}))


def test_an_engine_of_config_is_written_as_it_says() -> None:
    own = Engine("eigen", unsubscribe="[%afmeldlink%]", web_version="", opens="[%")
    files = exported(own, issue(subject="Dag [%naam%]"))

    assert 'href="[%afmeldlink%]"' in files[HTML]
    assert f'href="{WEB_URL}"' in files[HTML]
