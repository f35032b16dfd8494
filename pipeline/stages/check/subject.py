"""The subject, and what stands beside it in an inbox."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.check import leftovers, letters, writing
from pipeline.stages.check.document import parse_document
from pipeline.stages.check.headers import at
from pipeline.stages.check.inbox import preview_of
from pipeline.stages.check.leftovers import left_over_places
from pipeline.stages.check.letters import broken_letters
from pipeline.stages.check.mail import Mail, Part
from pipeline.stages.check.rules import ADVICE, Example, Rule, Spot, Where
from pipeline.stages.check.writing import ISSUE

LONGEST_SUBJECT = 60


def _long_subject(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("subject")[:1]:
        if len(header.value or "") > LONGEST_SUBJECT:
            yield at(header, str(len(header.value or "")))


def _left_over(mail: Mail) -> Iterator[Spot]:
    for header in [*mail.all("subject"), *mail.all("from")]:
        for start, end in left_over_places(header.value or ""):
            yield at(header, (header.value or "")[start:end])


def _mojibake(mail: Mail) -> Iterator[Spot]:
    for header in [*mail.all("subject"), *mail.all("from")]:
        for start, end in broken_letters(header.value or ""):
            yield at(header, (header.value or "")[start:end])


_FORWARD = re.compile(r"\s*(?:fw|fwd|re|doorst|doorgestuurd|antw|aw|wg|tr)\s*:", re.IGNORECASE)
_LOUD_SIGNS = re.compile(r"!{2,}|\?{2,}|€{2,}|\$\$")


def _coded(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("subject"):
        if letters.shows_markup(header.value or ""):
            yield at(header)


def _forwarded(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("subject"):
        if found := _FORWARD.match(header.value or ""):
            yield at(header, found[0].strip())


def _shouted(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("subject"):
        letters = [letter for letter in header.value or "" if letter.isalpha()]
        is_loud = len(letters) >= 8 and sum(map(str.isupper, letters)) > len(letters) * 0.6
        if is_loud or _LOUD_SIGNS.search(header.value or ""):
            yield at(header)


def _tested(mail: Mail) -> Iterator[Spot]:
    for header in mail.all("subject"):
        for start, end in leftovers.test_marks(header.value or ""):
            yield at(header, (header.value or "")[start:end].strip())


def _repeated(mail: Mail) -> Iterator[Spot]:
    """A preview text that says the subject once more."""
    subject, html = mail.first("subject"), mail.body("text/html")
    said = " ".join((subject.value or "").split()).casefold() if subject else ""
    if subject and html and said and preview_of(html.text).casefold() == said:
        yield at(subject)


def issue_text(part: Part) -> str:
    """The words of a part; of HTML those a reader sees."""
    if part.content_type != "text/html":
        return part.text
    return "\n".join(block.text for block in parse_document(part.text).blocks)


def _other_month(mail: Mail) -> Iterator[Spot]:
    """Subject, HTML and text that name the issue by different months; the first of each counts."""
    parts = [mail.body("text/html"), mail.body("text/plain")]
    texts: list[tuple[str, int | None]]
    texts = [(header.value or "", header.line) for header in mail.all("subject")[:1]]
    texts += [(issue_text(part), part.line(1)) for part in parts if part]
    named = [(found[1].lower(), line) for text, line in texts for found in [ISSUE.search(text)] if found]
    for month, line in named:
        if month != named[0][0]:
            yield Spot(line, detail=f"{named[0][0]} en {month}")


RULES: tuple[Rule[Mail], ...] = (
    Rule(
        "subject-long",
        ADVICE,
        f"Het onderwerp is {{detail}} tekens lang. Op een telefoon zie je er hoogstens {LONGEST_SUBJECT}.",
        "Maak het korter, met het belangrijkste vooraan.",
        _long_subject,
        why="Het belangrijkste staat dan achter de rand.",
        source="eigen meting op telefoons",
        example=Example(
            ("Subject: Nieuws uit de regio, de subsidies, de agenda, de podcast en nog veel meer\n"),
            "Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=\n",
            Where.HEADERS,
        ),
    ),
    Rule(
        "subject-forward",
        ADVICE,
        "Het onderwerp begint als een doorgestuurde mail: ‘{detail}’.",
        "Haal het begin weg.",
        _forwarded,
        why="Het lijkt of iemand de mail met de hand doorstuurde.",
        source="redactie",
        example=Example(
            "Subject: FW: Samen aan tafel\n",
            "Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=\n",
            Where.HEADERS,
        ),
    ),
    Rule(
        "subject-shouts",
        ADVICE,
        "Het onderwerp schreeuwt.",
        "Schrijf het met gewone letters en hoogstens één uitroepteken.",
        _shouted,
        why="Hoofdletters en uitroeptekens ruiken naar spam, voor mensen en voor filters.",
        source="SpamAssassin, SUBJ_ALL_CAPS",
        example=Example(
            "Subject: LAATSTE KANS!!! MELD JE NU AAN!!!\n",
            "Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=\n",
            Where.HEADERS,
        ),
    ),
    Rule(
        "preheader-repeats",
        ADVICE,
        "De voorvertoning zegt hetzelfde als het onderwerp.",
        "Schrijf iets wat de lezer nog niet weet.",
        _repeated,
        why="In de inbox staan ze naast elkaar.",
        source="redactie",
        example=Example(
            "Subject: Drie verhalen uit de wijk, een nieuw rapport en vijf data voor je agenda.\n",
            "Subject: =?utf-8?q?Samen_aan_tafel=2C_=C3=A9=C3=A9n_gezicht?=\n",
            Where.HEADERS,
        ),
    ),
    leftovers.PLACEHOLDER.on(_left_over),
    leftovers.TEST_MARK.on(_tested),
    letters.MOJIBAKE.on(_mojibake),
    letters.MARKUP.on(_coded),
    writing.MONTH.on(_other_month),
)
