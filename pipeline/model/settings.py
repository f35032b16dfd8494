"""What config.toml says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from pipeline.model.exports import ENGINES, Engine
from pipeline.model.times import Month, MonthlyRule
from pipeline.model.words import PublicationType


@dataclass(frozen=True, slots=True)
class Kernelement:
    """One of the programme's core elements, and three lists of terms that carry it (form: `text.terms`).

    One of any list is enough; `strong` weighs most and `weak` least where several elements apply. The points
    stand in `stages.label`.
    """

    slug: str
    name: str
    terms: tuple[str, ...]
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms that say the same thing. It counts once, with `weight` points, twice that in the title.

    A negative weight is for what is about something else. A group that `supports` holds words that anybody
    uses; it counts only beside one that speaks of our subject. `people` are who it is about: they are a
    subject only beside a word for what is the matter, in any other group with points.
    """

    name: str
    weight: int
    terms: tuple[str, ...]
    supports: bool = False
    people: bool = False


@dataclass(frozen=True, slots=True)
class RelevanceRules:
    """What an item of a general source must reach to be about the programme; without groups all is."""

    threshold: int = 0
    groups: tuple[TermGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRule:
    """A heading of the newsletter and what belongs under it; empty `kinds` or `sources` means any."""

    slug: str
    name: str
    kinds: tuple[PublicationType, ...]
    sources: tuple[str, ...]
    max_items: int


@dataclass(frozen=True, slots=True)
class Newsletter:
    title: str
    sender: str
    from_address: str
    reply_to: str
    contact: str
    base_url: str
    list_id: str
    signup_url: str
    share_story_url: str
    language: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class CollectLimits:
    """Bounds of one collect run.

    `allow_hosts` names the only private addresses that may be asked: a host, or host:port, exactly.
    `connect_to` maps a host to the host:port that stands in for it; only `demo` and tests set it.
    `pause_seconds` lie between two requests at one host, but for hosts that one of these two names.
    """

    user_agent: str
    deadline_seconds: float = 30.0
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    hosts_at_once: int = 8
    pause_seconds: float = 1.0
    connections_per_host: int = 1
    pages_per_endpoint: int = 30
    entries_per_document: int = 200
    allow_hosts: tuple[str, ...] = ()
    connect_to: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EmailLimits:
    """`clip_bytes` is where Gmail cuts a message off; `advice_bytes` is where we begin to warn."""

    clip_bytes: int = 102 * 1024
    advice_bytes: int = 80 * 1024
    summary_words: int = 80
    own_summary_words: int = 130
    short_summary_words: int = 15


@dataclass(frozen=True, slots=True)
class StoryRules:
    folder: str = "stories"
    allow_fictional: bool = False
    repeat_after_months: int = 24


@dataclass(frozen=True, slots=True)
class ScheduleRules:
    """When what is done by itself; without `send`, sending is begun by hand.

    `notify` are the editors' addresses, () for no mail; None is the newsletter's contact.
    """

    build: MonthlyRule
    collect_hours: int = 4
    send: MonthlyRule | None = None
    notify: tuple[str, ...] | None = None

    def send_moment(self, month: Month, zone: tzinfo) -> datetime | None:
        """Returns when the edition of `month` is sent: the first moment of `send` after its draft."""
        if self.send is None:
            return None
        moment = self.send.moment(month, zone)
        is_after = moment > self.build.moment(month, zone)
        return moment if is_after else self.send.moment(month.plus(1), zone)


@dataclass(frozen=True, slots=True)
class SubscriberRules:
    """How long is kept what, in days (deliveries in months), and how large a file may be to import."""

    unconfirmed_days: int = 7
    ended_days: int = 28
    delivery_months: int = 12
    import_max_bytes: int = 5_000_000


@dataclass(frozen=True, slots=True)
class WebRules:
    """Where the pages are, for readers (`base_url`) and for the proxy before them (`host`, `port`).

    `trusted_proxies` is how many proxies stand before us whose word on the reader's address counts; 0 trusts
    none. `requests_per_client` bounds the forms of one reader in an hour, `mails_per_hour` the mails of all.
    """

    base_url: str
    host: str = "127.0.0.1"
    port: int = 8080
    trusted_proxies: int = 0
    requests_per_client: int = 20
    mails_per_hour: int = 200

    def address(self, *parts: str) -> str:
        """Returns the whole address of a page, as in `address("afmelden", token)`."""
        return "/".join((self.base_url, *parts))


@dataclass(frozen=True, slots=True)
class ApprovalRules:
    """With `two_people`, who approves an edition is not who sends it."""

    two_people: bool = False


@dataclass(frozen=True, slots=True)
class Relay:
    """A mail server that takes our mail; its password never stands in config.toml.

    `tls` is "starttls", "tls" from the first byte, or "none", which only goes to this machine. `ca_file`
    holds the certificates to trust instead of the system's.
    """

    host: str
    port: int = 587
    tls: str = "starttls"
    user: str = ""
    password_file: str = ""
    ca_file: str = ""
    connections: int = 2


@dataclass(frozen=True, slots=True)
class Listmonk:
    """A listmonk of one's own: which lists get the edition, and with which template (0 is its usual one)."""

    url: str
    user: str
    lists: tuple[int, ...]
    template: int = 0
    token_file: str = "var/listmonk.token"  # noqa: S105 - where it is, not what it is


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """How an edition goes out: `backend` is "files", "smtp" or "listmonk".

    The `first` readers, those at our own domain before others, get it `first_pause_minutes` before the rest.
    `per_minute` bounds all relays together, 0 does not. `relay_log` is Postfix's log where we may read it.
    """

    backend: str = "files"
    bounce_address: str = ""
    first: int = 20
    first_pause_minutes: float = 15.0
    per_minute: int = 0
    timeout_seconds: float = 60.0
    dot_timeout_seconds: float = 600.0
    relay_log: str = ""
    relays: tuple[Relay, ...] = ()
    listmonk: Listmonk | None = None


@dataclass(frozen=True, slots=True)
class BounceRules:
    """The mailbox in which mail comes back: a `maildir` below the root, or a folder at an IMAP `host`."""

    maildir: str = ""
    host: str = ""
    port: int = 993
    user: str = ""
    password_file: str = "var/imap.password"  # noqa: S105 - where it is, not what it is
    ca_file: str = ""
    mailbox: str = "INBOX"

    @property
    def is_set(self) -> bool:
        return bool(self.maildir or self.host)


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number to call, shown directly after a story with a content notice."""

    name: str
    phone: str
    url: str
    about: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Config:
    newsletter: Newsletter
    kernelementen: tuple[Kernelement, ...]
    sections: tuple[SectionRule, ...]
    collect: CollectLimits
    email: EmailLimits
    stories: StoryRules
    schedule: ScheduleRules
    help_lines: tuple[HelpLine, ...] = ()
    relevance: RelevanceRules = RelevanceRules()
    exports: tuple[Engine, ...] = ENGINES
    subscribers: SubscriberRules = SubscriberRules()
    own_web: WebRules | None = None
    approval: ApprovalRules = ApprovalRules()
    delivery: DeliveryRules = DeliveryRules()
    bounces: BounceRules = BounceRules()

    @property
    def bounce_address(self) -> str:
        """Where mail comes back to that could not be delivered; a mark says for whom."""
        return self.delivery.bounce_address or f"retour@{self.newsletter.from_address.rpartition('@')[2]}"

    @property
    def notify(self) -> tuple[str, ...]:
        """The editors' addresses, for what the schedule has to tell them."""
        told = self.schedule.notify
        return (self.newsletter.contact,) if told is None else told

    @property
    def web(self) -> WebRules:
        """The pages of subscribers; they are where the newsletter is when nothing else is said."""
        return self.own_web or WebRules(self.newsletter.base_url)
