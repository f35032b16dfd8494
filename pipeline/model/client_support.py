"""What mail programs support: facts of others about features, and what we make of them for a reader.

The facts come from the open data of caniemail.com, by way of `tools/client_support.py`; the consequences are
our own. All names and reasons are Dutch, since editors read them; titles and notes are the source's English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a program does with a feature, in the letters of the source."""

    YES = "y"
    PARTLY = "a"
    NO = "n"
    UNKNOWN = "u"


class Harm(StrEnum):
    """What a reader loses where a feature does not work: nothing, something, or the mail itself."""

    NONE = "none"
    SOME = "some"
    BREAKS = "breaks"


@dataclass(frozen=True, slots=True)
class MailClient:
    """A mail program we look after: the source's `family.platform`, its Dutch name, and its family's."""

    slug: str
    name: str
    family: str


# The programs most readers have. Left out are those of which the source knows next to nothing.
MAIL_CLIENTS = (
    MailClient("gmail.desktop-webmail", "Gmail in de browser", "Gmail"),
    MailClient("gmail.android", "Gmail op Android", "Gmail"),
    MailClient("gmail.ios", "Gmail op iPhone", "Gmail"),
    MailClient("outlook.windows", "Outlook voor Windows", "Outlook"),
    MailClient("outlook.outlook-com", "Outlook in de browser", "Outlook"),
    MailClient("outlook.ios", "Outlook op iPhone", "Outlook"),
    MailClient("outlook.android", "Outlook op Android", "Outlook"),
    MailClient("outlook.macos", "Outlook voor Mac", "Outlook"),
    MailClient("apple-mail.ios", "Apple Mail op iPhone", "Apple Mail"),
    MailClient("apple-mail.macos", "Apple Mail op Mac", "Apple Mail"),
    MailClient("samsung-email.android", "Samsung E-mail", "Samsung E-mail"),
    MailClient("yahoo.desktop-webmail", "Yahoo in de browser", "Yahoo in de browser"),
    MailClient("thunderbird.macos", "Thunderbird", "Thunderbird"),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one program does, in its newest tested version; `notes` are numbers of the feature's notes."""

    verdict: Verdict
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feature:
    """Something a mail may use, as in css-display-flex. `judgements` stand in the order of MAIL_CLIENTS.

    `tested` is the day of the source's last test, as it writes it. `notes` are (number, English text).
    """

    slug: str
    title: str
    tested: str
    judgements: tuple[Judgement, ...]
    notes: tuple[tuple[str, str], ...] = ()

    def clients(self, *verdicts: Verdict, note: str = "") -> tuple[MailClient, ...]:
        """The programs with one of these verdicts, and with this note where one is asked for."""
        return tuple(
            client
            for client, judgement in zip(MAIL_CLIENTS, self.judgements, strict=True)
            if judgement.verdict in verdicts and (not note or note in judgement.notes)
        )

    @property
    def works_everywhere(self) -> bool:
        return all(judgement.verdict is Verdict.YES for judgement in self.judgements)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a reader notices where a feature does not work, and how much that matters.

    `rule` is the code of the rule that looks at this feature more closely, or "".
    """

    slug: str
    harm: Harm
    why: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ClientSupport:
    """All facts and consequences, by slug; `version` and `data_date` (ISO) are those of the source."""

    source: str
    version: str
    data_date: str
    licence: str
    features: Mapping[str, Feature]
    consequences: Mapping[str, Consequence]

    def page(self, slug: str) -> str:
        """The page where the source shows this feature with its tests."""
        return f"https://www.caniemail.com/features/{slug}/"


@dataclass(frozen=True, slots=True)
class SupportCell:
    """What one program does: the verdict, and the Dutch word and sign a reader of the table sees."""

    verdict: Verdict
    word: str
    sign: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One feature of the mail that does not work everywhere. `cells` stand in the order of MAIL_CLIENTS.

    `where` is the first place, as in "regel 12, td.kop"; `absent` and `partly` name programs, as in "Outlook
    voor Windows en Gmail", or are "". `why` says why that does no harm, or what it does.
    """

    slug: str
    title: str
    page: str
    tested: str
    count: int
    where: str
    cells: tuple[SupportCell, ...]
    absent: str
    partly: str
    why: str
    harm: Harm | None
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SupportTable:
    """Who sees what of one mail. `everywhere` counts the features that work in every program.

    `summary` says in Dutch what it comes to, `origin` whose facts these are, of which day and under which
    licence.
    """

    clients: tuple[MailClient, ...]
    rows: tuple[SupportRow, ...]
    everywhere: int
    summary: str
    origin: str

    @property
    def harmful(self) -> tuple[SupportRow, ...]:
        """The rows that an editor should look at: not those that do no harm."""
        return tuple(row for row in self.rows if row.harm is not Harm.NONE)

    @property
    def harmless(self) -> tuple[SupportRow, ...]:
        return tuple(row for row in self.rows if row.harm is Harm.NONE)


def named(clients: Iterable[MailClient]) -> str:
    """Names programs in Dutch, a whole family by its own name: "Gmail en Outlook voor Windows"."""
    asked = tuple(clients)
    words: list[str] = []
    for client in asked:
        family = [one for one in MAIL_CLIENTS if one.family == client.family]
        is_whole = all(one in asked for one in family)
        words.append(client.family if is_whole else client.name)
    words = list(dict.fromkeys(words))
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
