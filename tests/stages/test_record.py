"""edition.json and findings.json: every key in its order, the same bytes for the same edition."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

from pipeline.model import Candidate, Finding, Omission, Reason, Selection, Severity, Window
from pipeline.stages.record import dump_edition, dump_findings, dump_json, findings_record
from tests.makers import AMSTERDAM, CUT_OFF, consent, edition, event, publication, section

WINDOW = Window(datetime(2026, 11, 5, 9, tzinfo=AMSTERDAM), datetime(2026, 12, 3, 9, tzinfo=AMSTERDAM))


def dumped() -> bytes:
    return dump_edition(
        edition(section("Agenda", event(), slug="agenda")),
        Selection(
            (),
            (Omission(publication("b"), Reason.SECTION_FULL, "Nieuws"),),
            (Candidate(publication("c", published=None), (), (), "zonder datum"),),
        ),
        window=WINDOW,
        as_of=CUT_OFF,
        files={"newsletter.txt": b"tekst", "newsletter.html": b"<p>"},
        inputs={"stories/b.md": "2", "editions/2026-12.toml": "1"},
    )


def test_an_edition_is_written_down_key_by_key() -> None:
    record = json.loads(dumped())

    assert list(record) == [
        *("month", "title", "subject", "preheader", "cut_off", "window", "as_of", "introduction", "story"),
        *("sections", "undated", "omitted", "inputs", "files"),
    ]
    assert (record["month"], record["cut_off"], record["window"]) == (
        "2026-12",
        "2026-12-03T08:00:00+00:00",
        {"start": "2026-11-05T09:00:00+01:00", "end": "2026-12-03T09:00:00+01:00"},
    )
    assert record["story"]["slug"] == "de-lege-stoel"
    assert [part["slug"] for part in record["sections"]] == ["agenda"]
    assert record["sections"][0]["items"][0]["type"] == "bijeenkomst"
    assert record["inputs"] == {"editions/2026-12.toml": "1", "stories/b.md": "2"}
    assert list(record["files"].items()) == [
        ("newsletter.html", hashlib.sha256(b"<p>").hexdigest()),
        ("newsletter.txt", hashlib.sha256(b"tekst").hexdigest()),
    ]


def test_what_is_not_shown_is_written_down_with_its_reason() -> None:
    record = json.loads(dumped())

    assert record["omitted"] == [
        {
            "key": "https://bron.example/nieuws/b",
            "title": "Het wijkteam leert b",
            "url": "https://bron.example/nieuws/b",
            "source": "bron",
            "published": "2026-11-12T11:00:00+00:00",
            "event_start": None,
            "first_seen": "2026-11-12T11:00:00+00:00",
            "reason": "section-full",
            "detail": "Nieuws",
        }
    ]
    assert record["undated"] == [
        {
            "key": "https://bron.example/nieuws/c",
            "title": "Het wijkteam leert c",
            "url": "https://bron.example/nieuws/c",
            "source": "bron",
            "published": None,
            "event_start": None,
            "first_seen": "2026-11-12T11:00:00+00:00",
        }
    ]


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert dumped() == dumped()
    assert dumped().endswith(b"}\n")


def test_findings_are_counted_without_the_waived_ones() -> None:
    blocking = Finding("a", Severity.BLOCKING, "x.toml", "fout", line=3)
    waived = Finding("b", Severity.BLOCKING, "x.toml", "mag", waived="mag vandaag (redactie, 02-12-2026)")
    advice = Finding("c", Severity.ADVICE, "x.toml", "let op")

    assert findings_record([blocking, waived, advice]) == {
        "findings": [blocking, waived, advice],
        "blocking": 1,
        "advice": 1,
    }
    assert json.loads(dump_findings([blocking])) == {
        "findings": [
            {
                "code": "a",
                "severity": "blocking",
                "path": "x.toml",
                "message": "fout",
                "hint": "",
                "line": 3,
                "column": None,
                "excerpt": "",
                "waived": "",
            }
        ],
        "blocking": 1,
        "advice": 0,
    }


def test_dutch_letters_and_dates_are_written_as_people_read_them() -> None:
    assert dump_json({"één": date(2026, 12, 3)}) == '{\n  "één": "2026-12-03"\n}\n'.encode()
    assert json.loads(dump_json(consent()))["scope"] == ["nieuwsbrief"]
