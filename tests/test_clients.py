"""`make clients`: what it reads from other programs, what it says, and that nothing it starts stays."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PIL import Image

from pipeline.stages.render import render_edition
from tests.stages.rendering import TEMPLATES, full_edition
from tools.clients import html_validate, needs, nu, roundcube, rspamd, spamassassin, webkit
from tools.clients.__main__ import empty
from tools.clients.draft import READER, fill_draft, find_draft
from tools.clients.engines import ENGINES
from tools.clients.markup import Allowed, sort_remarks
from tools.clients.nouns import Desk, Draft, Engine, Kind, Measure, Outcome, Package, Picture, Seen
from tools.clients.outcome import exit_code, how_to_get, number, overview, results, table
from tools.clients.processes import ClientError, environment, run, running, wait_until
from tools.clients.screens import save_trimmed
from tools.clients.text_browsers import read_version

NOW = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


def nothing(_draft: Draft, _desk: Desk) -> Seen:
    return Seen(version="1")


def engine(key: str = "proef", *lacks: Package) -> Engine:
    return Engine(key=key, title=key.capitalize(), kind=Kind.REAL, needs=lacks, look=nothing)


def is_running(pid: int) -> bool:
    """Whether a process still runs; one that ended and was not asked after yet does not."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def child_of(folder: Path) -> int:
    wait_until(lambda: (folder / "child").is_file() and (folder / "child").read_text(), seconds=5, what="it")
    return int((folder / "child").read_text())


# Processes


def test_a_program_that_is_not_done_in_time_is_ended_with_what_it_started(tmp_path: Path) -> None:
    begun = time.monotonic()

    with pytest.raises(ClientError, match=r"^sh was not done in 0.3 s$"):
        run(["sh", "-c", "sleep 60 & echo $! > child; wait"], env=environment(tmp_path), seconds=0.3)

    assert time.monotonic() - begun < 5
    assert not is_running(child_of(tmp_path))


def test_a_program_that_will_not_hear_is_killed(tmp_path: Path) -> None:
    stubborn = ["sh", "-c", "trap '' TERM; echo $$ > child; while :; do sleep 0.1; done"]

    with running(stubborn, env=environment(tmp_path), grace=0.2) as child:
        wait_until((tmp_path / "child").is_file, seconds=5, what="it")

    assert not is_running(child.pid)


def test_what_runs_for_a_block_ends_with_it_also_when_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), running(["sleep", "60"], env=environment(tmp_path)) as child:
        raise KeyError

    assert not is_running(child.pid)


def test_a_program_that_is_not_here_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClientError, match=r"^no-such-program does not start"):
        run(["no-such-program"], env=environment(tmp_path), seconds=1)


def test_a_program_reads_what_it_is_given_and_its_answer_comes_back(tmp_path: Path) -> None:
    ran = run(["sh", "-c", "cat; echo $HOME >&2; exit 3"], env=environment(tmp_path), seconds=5, given=b"dag")

    assert (ran.out, ran.err, ran.code) == ("dag", f"{tmp_path}\n", 3)


def test_a_program_knows_nothing_of_this_machine_but_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_SECRET", "x")

    env = environment(tmp_path, EXTRA="y")

    assert "SOME_SECRET" not in env
    assert env["HOME"] == str(tmp_path)
    assert env["http_proxy"] == "http://127.0.0.1:9"
    assert env["EXTRA"] == "y"


# The draft


def test_the_draft_goes_to_one_reader_today_with_its_open_places_filled(tmp_path: Path) -> None:
    rendered = render_edition(full_edition(), None, templates=TEMPLATES)
    built = tmp_path / "root" / "build" / "2026-12"
    built.mkdir(parents=True)
    (built / "newsletter.html").write_text(rendered.html, encoding="utf-8")
    (built / "newsletter.eml").write_bytes(rendered.eml)

    draft = fill_draft(find_draft(tmp_path / "root", tmp_path), tmp_path / "filled", now=NOW)

    letter = message_from_bytes(draft.eml.read_bytes(), policy=default)
    assert str(letter["To"]) == READER
    assert str(letter["Date"]) == "Thu, 03 Dec 2026 09:00:00 +0000"
    assert "%%" not in draft.html.read_text(encoding="utf-8")
    assert b"%%" not in draft.eml.read_bytes()
    assert (draft.web, draft.has_images) == (None, False)


def test_a_folder_without_a_draft_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClientError, match="has no draft"):
        find_draft(tmp_path, tmp_path)


def test_a_folder_that_holds_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kostbaar.txt").write_text("x", encoding="utf-8")

    with pytest.raises(ClientError, match="holds other things"):
        empty(tmp_path)

    assert (tmp_path / "kostbaar.txt").is_file()


def test_a_folder_of_an_earlier_run_is_emptied(tmp_path: Path) -> None:
    out = tmp_path / "clients"
    empty(out)
    (out / "webkit-320.png").write_bytes(b"x")

    empty(out)

    assert [path.name for path in out.iterdir()] == ["results.json"]


# What is missing


def test_what_is_missing_is_found_by_its_sign(tmp_path: Path) -> None:
    (tmp_path / "node_modules").mkdir()
    here = (
        Package("sh", apt="dash"),
        Package("/proc/self/*at", apt="kernel"),
        Package("node_modules", npm="a@1"),
    )
    gone = Package("no-such-program", apt="one"), Package("/no/such/*", apt="two three")

    assert needs.missing((*here, *gone), tmp_path) == gone


def test_what_to_type_names_each_package_once() -> None:
    lacking = (
        Package("a", apt="two one"),
        Package("b", apt="two"),
        Package("c", npm="x@1"),
    )

    assert needs.apt_line(lacking) == "apt-get install --no-install-recommends one two"
    assert needs.npm_line(lacking, Path("here")) == (
        "npm install --ignore-scripts --no-save --prefix here x@1"
    )
    assert needs.why_skipped(lacking) == "two, two one, x@1 not installed"
    assert (needs.apt_line(()), needs.npm_line((), Path())) == ("", "")


def test_nothing_is_installed_unless_it_is_asked_for() -> None:
    lacking = (Package("no-such-program", apt="no-such-package"),)

    assert needs.install(lacking, Path(), {}) == ("nothing is installed by itself; CLIENTS_INSTALL=1 does it")
    assert needs.install(lacking, Path(), {"CLIENTS_INSTALL": "yes"}) == needs.install(lacking, Path(), {})


def test_every_engine_says_what_brings_it_and_has_a_name_of_its_own() -> None:
    keys = [one.key for one in ENGINES]

    assert len(set(keys)) == len(keys)
    assert [one.key for one in ENGINES if not one.needs or not one.note] == []
    assert [one.sign for one in needs.every_need(ENGINES) if not (one.apt or one.npm)] == []


# What programs say


def test_spamassassin_is_read_with_the_rules_that_count() -> None:
    said = """X-Spam-Status: No, score=0.7 required=5.0 tests=HTML_FONT_LOW_CONTRAST,
\tNO_RELAYS autolearn=unavailable

Content analysis details:   (0.7 points, 5.0 required)

 0.7 HTML_FONT_LOW_CONTRAST BODY: HTML font color similar or
                            identical to background
-0.0 NO_RELAYS              Informational: message was not relayed via SMTP
"""

    assert spamassassin.read_score(said) == Measure(
        "score",
        0.7,
        0.5,
        (
            "0.7 HTML_FONT_LOW_CONTRAST: BODY: HTML font color similar or",
            "-0.0 NO_RELAYS: Informational: message was not relayed via SMTP",
        ),
    )


def test_rspamd_is_read_with_the_heaviest_symbol_first() -> None:
    said = json.dumps(
        {
            "score": 0.8999999,
            "symbols": {
                "MIME_GOOD": {"name": "MIME_GOOD", "score": -0.1, "description": "Known content-type"},
                "SUBJECT_ENDS_QUESTION": {"name": "SUBJECT_ENDS_QUESTION", "score": 1.0, "options": ["?"]},
            },
        }
    )

    assert rspamd.read_score(f"Results for file: x\n{said}") == Measure(
        "score", 0.9, 1.0, ("1.00 SUBJECT_ENDS_QUESTION:  ['?']", "-0.10 MIME_GOOD: Known content-type")
    )


def test_the_nu_checker_is_read_with_file_and_line() -> None:
    said = json.dumps(
        {"messages": [{"url": "file:/x/newsletter.html", "lastLine": 7, "type": "error", "message": "Bad."}]}
    )

    assert nu.read_remarks(said) == ("newsletter.html:7 error: Bad.",)


def test_html_validate_is_read_with_file_line_and_rule() -> None:
    said = json.dumps(
        [
            {
                "filePath": "/x/webversie.html",
                "messages": [{"line": 3, "ruleId": "wcag/h30", "message": "Bad."}],
            }
        ]
    )

    assert html_validate.read_remarks(said) == ("webversie.html:3 wcag/h30: Bad.",)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (spamassassin.read_score, "spamassassin: command failed"),
        (rspamd.read_score, "Cannot connect to 127.0.0.1"),
        (rspamd.read_score, "{broken"),
        (nu.read_remarks, "Error: Unable to access jarfile"),
        (webkit.read_answer, "Gtk-WARNING: cannot open display"),
    ],
)
def test_a_program_without_an_answer_is_a_failure_and_no_good_mark(read, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ClientError):
        read(said)


def test_webkit_tells_what_sticks_out() -> None:
    said = 'noise\n{"version": "2.50.6", "wide": 335, "room": 320, "tall": 900}\n'

    assert webkit.read_answer(said).remark(320) == "steekt 15 px uit"
    assert webkit.Answer("2", wide=320, room=320, tall=9).remark(320) == ""
    assert (
        webkit.Answer("2", wide=600, room=600, tall=9).remark(320) == "getekend op 600 px in plaats van 320"
    )


def test_what_a_webmail_drops_is_counted() -> None:
    mail = """<html><head><style>@media (width < 9px) { p { color: red } }</style></head><body>
      <h1>Nieuws</h1><td bgcolor="#ffffff"><a href="https://a.example">een</a> <a href="https://b.example">twee</a>
      </td></body></html>"""

    assert roundcube.lost_parts(mail, mail) == ()
    assert roundcube.lost_parts(mail, "<p>Nieuws</p><a href='https://a.example'>een</a>") == (
        "links: 1 of 2",
        "headings: 1 of 1",
        "coloured grounds: 1 of 1",
        "style blocks: 1 of 1",
    )


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("Lynx Version 2.9.0dev.12 (02 Jan 2024)\nlibwww-FM 2.14", "2.9.0dev.12"),
        ("w3m version w3m/0.5.3+git20230121, options lang=en", "0.5.3+git20230121"),
        ("Rspamd daemon version 3.4", "3.4"),
        ("no number here.", ""),
    ],
)
def test_a_version_is_found_in_what_a_program_says_of_itself(said: str, version: str) -> None:
    assert read_version(said) == version


@pytest.mark.parametrize(
    ("node", "version"),
    [("v20.20.2", "10.17.0"), ("v22.22.0", "11.21.1"), ("v24.9.0", "11.21.1"), ("v18.19.0", ""), ("", "")],
)
def test_html_validate_is_of_a_version_that_the_node_found_can_run(node: str, version: str) -> None:
    assert html_validate.version_for(node) == version


def test_a_remark_stays_only_for_a_reason_that_was_written_down() -> None:
    allowed = (Allowed("mso-", "for Word"),)

    assert sort_remarks(["mso-hide: no such", "td is not closed", "mso-x: no such"], allowed) == (
        ("td is not closed",),
        ("allowed 2 times: for Word",),
    )


@pytest.mark.parametrize(
    "remark",
    [
        "newsletter.html:9 error: Element “td” not allowed as child of element “p”",
        "newsletter.html:9 info: The “background” attribute on the “table” element is obsolete.",
        "newsletter.html:9 error: CSS: “colour”: Property “colour” doesn't exist.",
        "newsletter.html:9 wcag/h30: Anchor link must have a text describing its purpose",
        'newsletter.html:9 no-deprecated-attr: Attribute "background" is deprecated on <td> element',
        "newsletter.html:9 close-order: Unclosed element '<td>'",
    ],
)
def test_what_is_really_wrong_with_a_mail_is_not_on_the_lists(remark: str) -> None:
    assert sort_remarks([remark], (*nu.ALLOWED, *html_validate.ALLOWED))[0] == (remark,)


def test_a_sender_has_what_receivers_ask_the_dns_for() -> None:
    assert rspamd.sender_zone("brief.example", "192.0.2.25") == {
        "brief.example": {"TXT": ["v=spf1 ip4:192.0.2.25 -all"], "MX": ["10 mail.brief.example."]},
        "mail.brief.example": {"A": ["192.0.2.25"]},
        "_dmarc.brief.example": {"TXT": ["v=DMARC1; p=quarantine; adkim=s; aspf=s"]},
        "25.2.0.192.in-addr.arpa": {"PTR": ["mail.brief.example."]},
    }


# What comes of it

GOOD = Outcome(engine("goed"), 1.234, Seen("3.4", measures=(Measure("score", 0.24, 1.0),)))
BAD = Outcome(
    engine("slecht"), 2.0, Seen("5", measures=(Measure("opmerkingen", 2, 0, ("td open", "a leeg")),))
)
DRAWN = Outcome(engine("beeld"), 3.0, Seen("2", pictures=(Picture("b.png", "320 px", "steekt 15 px uit"),)))
FAILED = Outcome(engine("stuk"), 4.0, failed="it was not done in 5 s")
SKIPPED = Outcome(engine("weg", Package("no-such-program", apt="weg-deb")), skipped="weg-deb not installed")


def test_the_table_has_a_row_for_each_and_says_what_misses_its_target() -> None:
    assert table((GOOD, BAD, DRAWN, FAILED, SKIPPED)).splitlines() == [
        "program  version  seconds  saw         target",
        "Goed     3.4      1.2                  0.24 <= 1 ok",
        "Slecht   5        2.0                  2 <= 0 MISSED",
        "Beeld    2        3.0      1 pictures",
        "Stuk              4.0      failed      it was not done in 5 s",
        "",
        "Slecht misses its target:",
        "    td open",
        "    a leeg",
        "Beeld, 320 px: steekt 15 px uit",
        "skipped: Weg (weg-deb not installed)",
    ]


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [((GOOD, SKIPPED), 0), ((GOOD, BAD), 1), ((GOOD, FAILED), 1), ((SKIPPED,), 0)],
)
def test_a_missed_target_or_a_failure_is_an_error_and_what_is_not_here_is_not(
    outcomes: tuple[Outcome, ...], code: int
) -> None:
    assert exit_code(outcomes) == code


def test_what_was_skipped_comes_with_what_to_type(tmp_path: Path) -> None:
    assert how_to_get((GOOD, SKIPPED), tmp_path) == ("apt-get install --no-install-recommends weg-deb",)


def test_results_hold_every_engine() -> None:
    found = json.loads(results((GOOD, SKIPPED), draft="2026-12", made_at=NOW))

    assert [(one["key"], one["skipped"]) for one in found["engines"]] == [
        ("goed", ""),
        ("weg", "weg-deb not installed"),
    ]
    assert found["engines"][0]["measures"] == [
        {"what": "score", "value": 0.24, "most": 1.0, "is_met": True, "details": []}
    ]


def test_the_overview_shows_each_picture_with_its_label_and_what_could_not_be_done() -> None:
    page = overview(
        (GOOD, BAD, DRAWN, FAILED, SKIPPED), draft="2026-12", made_at=NOW, lines=("apt-get install weg-deb",)
    )

    shown = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())
    assert "✕ Er is iets aan de hand." in shown
    assert "✓ 0,24" in shown
    assert "Echte engine." in shown
    assert "✕ steekt 15 px uit" in shown
    assert "Stuk deed het niet: it was not done in 5 s" in shown
    assert "Weg : niet geïnstalleerd" in shown
    assert "apt-get install weg-deb" in shown
    assert '<img src="b.png" alt="" loading="lazy">' in page


@pytest.mark.parametrize(
    ("value", "text"), [(0.24, "0,24"), (2.0, "2"), (-0.0, "0"), (-0.51, "-0,51"), (31.8, "31,8"), (10, "10")]
)
def test_a_number_is_written_as_readers_write_it(value: float, text: str) -> None:
    assert number(value) == text


def test_a_picture_of_a_window_loses_the_empty_part_under_the_mail(tmp_path: Path) -> None:
    window = Image.new("RGB", (200, 1000), "white")
    window.paste("black", (60, 100, 140, 300))
    window.paste("grey", (190, 0, 200, 1000))
    window.paste("grey", (0, 990, 200, 1000))

    save_trimmed(window, tmp_path / "out" / "mail.png")

    with Image.open(tmp_path / "out" / "mail.png") as saved:
        assert saved.size == (200, 324)
