"""A real browser looks at mails that are broken in one way each, and at ours, in which nothing is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import BrowserError
from pipeline.model.looks import Scene, Shot
from pipeline.shell.browser import take_shots
from pipeline.stages.look import PROBE, STATES, look_findings
from tests.picture_files import photo, png
from tests.shell.raw_server import RawServer, http
from tests.stages.rendering import full_edition, mail

pytestmark = pytest.mark.browser

LONG = "Toegankelijkheidsverklaringsonderzoek"
# Each is a whole mail but for one fault, with what the probe says of it at 375 px: the words there. How many
# pixels differs with the fonts of a machine.
BROKEN: Mapping[str, tuple[str, str, list[object]]] = {
    "a table of fixed width": (
        '<table width="500"><tr><td>Te breed</td></tr></table>',
        "scroll",
        [508],
    ),
    "a word that does not break": (
        f'<p style="font-size:40px;margin:0">{LONG}</p>',
        "edge",
        [LONG],
    ),
    "a picture wider than the screen": (
        '<img src="groot.png" alt="Een stoel" width="600" height="10">',
        "edge",
        ["Een stoel"],
    ),
    "text in a box too low for it": (
        '<div style="height:20px;overflow:hidden">Eerste regel<br>Tweede regel</div>',
        "clipped",
        ["Eerste regelTweede regel"],
    ),
    "small print": ('<p style="font-size:11px">Voetnoot</p>', "small", ["Voetnoot"]),
    "a button of sixteen pixels": (
        '<a href="https://x.example" style="display:inline-block;height:16px;line-height:16px">Lees</a>',
        "targets",
        ["Lees"],
    ),
    "two lines of links on top of each other": (
        '<div style="line-height:18px"><a href="/een">Een</a><div><a href="/twee">Twee</a></div></div>',
        "targets",
        ["Een", "Twee"],
    ),
    "a picture that is not there": ('<img src="weg.png" alt="">', "images", ["weg.png"]),
}
# What looks like one of these faults, and is none.
FINE: Mapping[str, str] = {
    "a hidden preheader": '<div style="display:none;font-size:1px">Voorvertoning</div>',
    "a link in a sentence": '<p style="margin:0">Lees <a href="/een">dit</a> en ga verder.</p>',
    "one line of link with room around it": '<p style="margin:2em 0"><a href="/een">Lees verder</a></p>',
    "a table that scrolls by itself": (
        '<div style="overflow-x:auto"><table width="900"><tr><td>Breed</td></tr></table></div>'
    ),
    "words for a screen reader only": (
        '<b style="position:absolute;width:1px;height:1px;overflow:hidden;font-size:8px">Extra woorden</b>'
    ),
    "a soft hyphen and nothing else in small letters": '<td style="font-size:1px">&shy;&nbsp;</td>',
    "a picture that is there": '<img src="groot.png" alt="Een stoel" width="300" height="10">',
}
PICTURE = png(photo(600, 10))


def page(body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="nl"><head><meta name="viewport" content="width=device-width">'
        f'<style>body {{ font: 16px/1.5 Arial }}</style></head><body style="margin:8px">{body}</body></html>'
    )


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, list[Any]]]:
    """Of all these mails at once: starting a browser takes longer than looking."""
    bodies = {name: body for name, (body, _, _) in BROKEN.items()} | dict(FINE)
    scenes = [Scene(name, page(body), 375, is_drawn=False) for name, body in bodies.items()]
    shots = take_shots(scenes, probe=PROBE, files={"groot.png": PICTURE})
    return {shot.name: json.loads(shot.answers) for shot in shots}


@pytest.mark.parametrize("fault", BROKEN)
def test_each_probe_finds_its_fault(answers: Mapping[str, Mapping[str, list[Any]]], fault: str) -> None:
    _, probe, found = BROKEN[fault]
    said = answers[fault][probe]

    assert (said[:1] if probe == "scroll" else [words for words, _ in said]) == found


@pytest.mark.parametrize("name", FINE)
def test_what_is_no_fault_is_left_alone(answers: Mapping[str, Mapping[str, object]], name: str) -> None:
    assert answers[name] == {
        "scroll": [375, 375],
        **{key: [] for key in ("edge", "clipped", "small", "targets", "images")},
    }


@pytest.mark.slow
def test_in_our_own_mail_nothing_is_wrong_in_any_state_and_axe_agrees() -> None:
    html = mail(full_edition())
    shots = take_shots([state.scene(html) for state in STATES], probe=PROBE)
    judged = {shot.name: shot.judgement for shot in shots if shot.judgement}

    assert look_findings(list(zip(STATES, shots, strict=True)), path="newsletter.html") == ()
    assert judged == {"375": "[]", "donker-375": "[]"}


@pytest.mark.slow
def test_the_same_scene_gives_the_same_bytes_and_another_colour_scheme_others() -> None:
    scenes = [
        Scene("een", mail(), 375),
        Scene("nog eens", mail(), 375),
        Scene("donker", mail(), 375, is_dark=True),
        Scene("hoog contrast", mail(), 375, is_forced=True),
        Scene("zelf donker", page("<p>Dag</p>"), 375, is_darkened=True),
        Scene("niet donker", page("<p>Dag</p>"), 375),
    ]
    first, again, dark, forced, darkened, light = (one.picture for one in take_shots(scenes, probe=PROBE))

    assert first == again
    assert len({first, dark, forced, darkened, light}) == 5
    assert first.startswith(b"\x89PNG")


def test_axe_is_awake() -> None:
    grey = page('<main><h1>Dag</h1><p style="color:#ccc">Te licht</p></main>').replace(' lang="nl"', "")
    shot = shoot(Scene("grijs", grey, 375, is_drawn=False, is_judged=True))

    assert {one["rule"] for one in json.loads(shot.judgement)} == {
        "color-contrast",
        "document-title",
        "html-has-lang",
    }


def test_a_mail_asks_nothing_of_anybody_and_runs_no_script_of_its_own() -> None:
    with RawServer(lambda _: http("200 OK", body=PICTURE)) as server:
        spying = page(
            f'<img src="http://{server.address}/pixel.png" alt=""><script>document.title = "gelopen"</script>'
            f'<link rel="stylesheet" href="http://{server.address}/stijl.css">'
        )
        shot = shoot(Scene("spion", spying, 375, is_drawn=False), probe="() => [document.title]")

    assert server.requests == []
    assert shot.answers == '[""]'


def test_without_a_browser_it_says_which_one_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(
        BrowserError, match="/nowhere/chromium does not exist; as root, on Debian: apt-get"
    ) as stop:
        take_shots([Scene("x", "", 375)], probe=PROBE, environment={"CHROMIUM": "/nowhere/chromium"})
    assert stop.value.lacks == "chromium"

    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(BrowserError, match="there is no Chromium that starts") as stop:
        take_shots([Scene("x", "", 375)], probe=PROBE, environment={"CHROMIUM": str(broken)})
    assert stop.value.lacks == "chromium"


def test_nothing_to_look_at_starts_no_browser() -> None:
    assert take_shots([], probe=PROBE, environment={"CHROMIUM": "/nowhere/chromium"}) == ()


def shoot(scene: Scene, *, probe: str = PROBE) -> Shot:
    return take_shots([scene], probe=probe)[0]
