"""config.toml -> Config. Unknown keys are errors that name the nearest known one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, time
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.errors import ConfigError
from pipeline.model import (
    CollectLimits,
    Config,
    EmailLimits,
    HelpLine,
    Kernelement,
    Month,
    MonthlyRule,
    Newsletter,
    PublicationType,
    RelevanceRules,
    ScheduleRules,
    SectionRule,
    StoryRules,
    TermGroup,
)
from pipeline.model.exports import ENGINES, Engine
from pipeline.model.settings import SubscriberRules, WebRules
from pipeline.model.times import ORDINALS, WEEKDAYS
from pipeline.read.delivery import DELIVERY_TABLES, read_approval, read_bounces, read_delivery
from pipeline.text.nearest import did_you_mean
from pipeline.text.tables import Table, TableError, parse_toml
from pipeline.text.url import is_web

_USUAL_SCHEDULE = ScheduleRules(build=MonthlyRule("first", "thursday", time(9)))
_TABLES = {
    "newsletter", "kernelement", "section", "schedule", "collect", "email", "stories", "help_line",
    "relevance", "relevance_group", "subscribers", "web", "export", *DELIVERY_TABLES,
}  # fmt: skip
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RULE = re.compile(r"(\w+) (\w+) (\d{2}):(\d{2})")


def parse_config(text: str, path: str) -> Config:
    """Reads the text of a config.toml; `path` is for messages. Raises ConfigError with file and line."""
    try:
        return _config(parse_toml(text))
    except TableError as error:
        raise ConfigError(path, error.message, line=error.line) from error


def _config(table: Table) -> Config:
    table.demand_known(_TABLES)
    sections = tuple(
        _section(entry)
        for entry in table.children("section", known={"slug", "name", "kinds", "sources", "max_items"})
    )
    relevance = _relevance(table)
    kernelementen = tuple(
        _kernelement(entry, relevance)
        for entry in table.children(
            "kernelement", known={"slug", "name", "terms", "strong", "weak", "groups"}
        )
    )
    if not sections:
        raise table.error("there is no [[section]]; without one nothing can be shown")
    _demand_different(table, "section", [section.slug for section in sections])
    _demand_different(table, "kernelement", [element.slug for element in kernelementen])
    newsletter = _newsletter(table)
    config = Config(
        newsletter=newsletter,
        kernelementen=kernelementen,
        sections=sections,
        collect=_collect(table, newsletter),
        email=_optional(table, "email", _email, EmailLimits()),
        stories=_optional(table, "stories", _stories, StoryRules()),
        schedule=_optional(table, "schedule", _schedule, _USUAL_SCHEDULE),
        help_lines=tuple(
            HelpLine(
                name=entry.string("name"),
                phone=entry.string("phone"),
                url=entry.string("url"),
                about=entry.string("about"),
                checked_on=entry.day("checked_on"),
            )
            for entry in table.children("help_line", known={"name", "phone", "url", "about", "checked_on"})
        ),
        relevance=relevance,
        exports=_exports(table),
        subscribers=_optional(table, "subscribers", _subscribers, SubscriberRules()),
        own_web=_optional(table, "web", lambda table: _web(table, newsletter), None),
        approval=read_approval(table),
        delivery=read_delivery(table),
        bounces=read_bounces(table),
    )
    _demand_second_person(table, config)
    return config


def _exports(table: Table) -> tuple[Engine, ...]:
    """Returns the engines we know, with what [[export]] changes of them, and those it adds."""
    engines = {engine.name: engine for engine in ENGINES}
    entries = table.children("export", known={"name", "unsubscribe", "web_version", "opens"})
    names = [_slug(entry, "name") for entry in entries]
    _demand_different(table, "export", names)
    for name, entry in zip(names, entries, strict=True):
        usual = engines.get(name, Engine(name))
        if len(entry.string("opens", usual.opens)) == 1:
            raise entry.error("opens is one sign, which stands in ordinary text; give two or more", "opens")
        engines[name] = Engine(
            name,
            unsubscribe=entry.string("unsubscribe", usual.unsubscribe),
            web_version=entry.string("web_version", usual.web_version),
            opens=entry.string("opens", usual.opens),
            source="config.toml",
        )
    return tuple(engines.values())


def _kernelement(entry: Table, relevance: RelevanceRules) -> Kernelement:
    groups = {group.name: group.terms for group in relevance.groups}
    named = entry.strings("groups")
    for name in named:
        if name not in groups:
            message = f"groups holds {name!r}, and no [[relevance_group]] has that name"
            raise entry.error(message + did_you_mean(name, groups), "groups")
    return Kernelement(
        slug=_slug(entry),
        name=entry.string("name"),
        terms=(*_terms(entry, "terms"), *(term for name in named for term in groups[name])),
        strong=_terms(entry, "strong"),
        weak=_terms(entry, "weak"),
    )


def _relevance(table: Table) -> RelevanceRules:
    groups = tuple(
        TermGroup(
            entry.string("name"),
            _weight(entry),
            _terms(entry, "terms"),
            supports=entry.flag("supports", False),
            people=entry.flag("people", False),
        )
        for entry in table.children(
            "relevance_group", known={"name", "weight", "terms", "supports", "people"}
        )
    )
    _demand_different(table, "relevance_group", [group.name for group in groups])
    if "relevance" not in table.values:
        if groups:
            raise table.error("[[relevance_group]] asks for [relevance] with a threshold", "relevance_group")
        return RelevanceRules()
    threshold = table.child("relevance", known={"threshold"}).whole("threshold")
    if not groups:
        raise table.error("[relevance] asks for at least one [[relevance_group]]", "relevance")
    return RelevanceRules(threshold, groups)


def _weight(entry: Table) -> int:
    weight = entry.values.get("weight")
    if isinstance(weight, bool) or not isinstance(weight, int) or not 1 <= abs(weight) <= 10:
        raise entry.error("weight must be a whole number from -10 to 10, and not 0", "weight")
    return weight


def _terms(entry: Table, key: str) -> tuple[str, ...]:
    terms = entry.strings(key)
    bare = [term for term in terms if not all(part.strip("*= ") for part in term.split(" + "))]
    if bare:
        raise entry.error(f"{key} holds {bare[0]!r}, which would be found everywhere or nowhere", key)
    return terms


def _newsletter(table: Table) -> Newsletter:
    known = {
        "title", "sender", "from_address", "reply_to", "contact", "base_url",
        "list_id", "signup_url", "share_story_url", "language", "timezone",
    }  # fmt: skip
    entry = table.child("newsletter", known=known)
    base_url = entry.string("base_url").rstrip("/")
    if not is_web(base_url):
        raise entry.error("base_url must be a whole web address, beginning with https://", "base_url")
    reply_to = _address(entry, "reply_to")
    contact = _address(entry, "contact", reply_to)
    return Newsletter(
        title=entry.string("title"),
        sender=entry.string("sender"),
        from_address=_address(entry, "from_address", reply_to),
        reply_to=reply_to,
        contact=contact,
        base_url=base_url,
        list_id=entry.string("list_id", urlsplit(base_url).hostname or ""),
        signup_url=_link(entry, "signup_url", base_url),
        share_story_url=_link(entry, "share_story_url", f"mailto:{contact}"),
        language=entry.string("language", "nl"),
        zone=_zone(entry),
    )


def _address(entry: Table, key: str, usual: str | None = None) -> str:
    value = entry.string(key, usual)
    if not _ADDRESS.fullmatch(value):
        raise entry.error(f"{key} must be an e-mail address and nothing else", key)
    return value


def _link(entry: Table, key: str, usual: str) -> str:
    value = entry.string(key, usual)
    if not value.startswith(("https://", "http://", "mailto:")):
        raise entry.error(f"{key} must begin with https:// or mailto:", key)
    return value


def _zone(entry: Table) -> ZoneInfo:
    name = entry.string("timezone", "Europe/Amsterdam")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"timezone {name!r} is not known; use a name such as Europe/Amsterdam"
        raise entry.error(message, "timezone") from error


def _slug(entry: Table, key: str = "slug") -> str:
    slug = entry.string(key)
    if not _SLUG.fullmatch(slug):
        raise entry.error(f"{key} {slug!r} may hold small letters, digits and hyphens only", key)
    return slug


def _section(entry: Table) -> SectionRule:
    types = [kind.value for kind in PublicationType]
    for word in entry.strings("kinds"):
        if word not in types:
            raise entry.error(f"kinds holds {word!r}; known are: {', '.join(types)}", "kinds")
    return SectionRule(
        slug=_slug(entry),
        name=entry.string("name"),
        kinds=tuple(PublicationType(word) for word in entry.strings("kinds")),
        sources=entry.strings("sources"),
        max_items=entry.whole("max_items"),
    )


def _collect(table: Table, newsletter: Newsletter) -> CollectLimits:
    usual = CollectLimits(user_agent=f"nieuwsbrief/0.1 (+{newsletter.base_url}; {newsletter.contact})")
    if "collect" not in table.values:
        return usual
    known = {
        "user_agent", "deadline_seconds", "max_bytes", "max_redirects", "hosts_at_once",
        "pause_seconds", "connections_per_host", "pages_per_endpoint", "entries_per_document",
        "allow_hosts",
    }  # fmt: skip
    entry = table.child("collect", known=known)
    agent = entry.string("user_agent", usual.user_agent)
    if "@" not in agent and "://" not in agent:
        raise entry.error("user_agent must hold an address where we can be reached", "user_agent")
    return CollectLimits(
        user_agent=agent,
        deadline_seconds=float(entry.number("deadline_seconds", usual.deadline_seconds)),
        max_bytes=entry.whole("max_bytes", usual.max_bytes),
        max_redirects=entry.whole("max_redirects", usual.max_redirects),
        pause_seconds=float(entry.number("pause_seconds", usual.pause_seconds)),
        connections_per_host=max(1, entry.whole("connections_per_host", usual.connections_per_host)),
        hosts_at_once=max(1, entry.whole("hosts_at_once", usual.hosts_at_once)),
        pages_per_endpoint=entry.whole("pages_per_endpoint", usual.pages_per_endpoint),
        entries_per_document=entry.whole("entries_per_document", usual.entries_per_document),
        allow_hosts=tuple(host.lower() for host in entry.strings("allow_hosts")),
    )


T = TypeVar("T")


def _optional(table: Table, key: str, read: Callable[[Table], T], usual: T) -> T:
    return read(table) if key in table.values else usual


def _email(table: Table) -> EmailLimits:
    known = {"clip_bytes", "advice_bytes", "summary_words", "own_summary_words", "short_summary_words"}
    entry = table.child("email", known=known)
    usual = EmailLimits()
    return EmailLimits(
        clip_bytes=entry.whole("clip_bytes", usual.clip_bytes),
        advice_bytes=entry.whole("advice_bytes", usual.advice_bytes),
        summary_words=entry.whole("summary_words", usual.summary_words),
        own_summary_words=entry.whole("own_summary_words", usual.own_summary_words),
        short_summary_words=entry.whole("short_summary_words", usual.short_summary_words),
    )


def _stories(table: Table) -> StoryRules:
    entry = table.child("stories", known={"folder", "allow_fictional", "repeat_after_months"})
    usual = StoryRules()
    return StoryRules(
        folder=entry.string("folder", usual.folder),
        allow_fictional=entry.flag("allow_fictional", usual.allow_fictional),
        repeat_after_months=entry.whole("repeat_after_months", usual.repeat_after_months),
    )


def _subscribers(table: Table) -> SubscriberRules:
    known = {"unconfirmed_days", "ended_days", "delivery_months", "import_max_bytes"}
    entry = table.child("subscribers", known=known)
    usual = SubscriberRules()
    return SubscriberRules(
        unconfirmed_days=_at_most(entry, "unconfirmed_days", usual.unconfirmed_days, 30),
        ended_days=_at_most(entry, "ended_days", usual.ended_days, 90),
        delivery_months=_at_most(entry, "delivery_months", usual.delivery_months, 24),
        import_max_bytes=entry.whole("import_max_bytes", usual.import_max_bytes),
    )


def _at_most(entry: Table, key: str, usual: int, most: int) -> int:
    value = entry.whole(key, usual)
    if not 1 <= value <= most:
        raise entry.error(f"{key} must lie between 1 and {most}", key)
    return value


def _web(table: Table, newsletter: Newsletter) -> WebRules:
    known = {"base_url", "host", "port", "trusted_proxies", "requests_per_client", "mails_per_hour"}
    entry = table.child("web", known=known)
    usual = WebRules(newsletter.base_url)
    base_url = entry.string("base_url", usual.base_url).rstrip("/")
    if not is_web(base_url):
        raise entry.error("base_url must be a whole web address, beginning with https://", "base_url")
    return WebRules(
        base_url=base_url,
        host=entry.string("host", usual.host),
        port=_at_most(entry, "port", usual.port, 65_535),
        trusted_proxies=entry.whole("trusted_proxies", usual.trusted_proxies),
        requests_per_client=_at_most(entry, "requests_per_client", usual.requests_per_client, 1_000),
        mails_per_hour=_at_most(entry, "mails_per_hour", usual.mails_per_hour, 100_000),
    )


def _schedule(table: Table) -> ScheduleRules:
    entry = table.child("schedule", known={"build", "collect_hours", "send", "notify"})
    hours = entry.whole("collect_hours", 4)
    if not 1 <= hours <= 168:
        raise entry.error("collect_hours must lie between 1 and 168", "collect_hours")
    build = _monthly_rule(entry, "build")
    return ScheduleRules(
        build=build,
        collect_hours=hours,
        send=_send(entry, build) if "send" in entry.values else None,
        notify=_notify(entry) if "notify" in entry.values else None,
    )


def _send(entry: Table, build: MonthlyRule) -> MonthlyRule:
    """Two editions may not be due at one moment, so `send` must always or never come after `build`."""
    send = _monthly_rule(entry, "send")
    # In so many months each weekday begins each length of month.
    months = [Month(2026, 1).plus(number) for number in range(12 * 28)]
    if len({send.moment(month, UTC) > build.moment(month, UTC) for month in months}) > 1:
        message = (
            f"send is {entry.string('send')!r}, which comes before the draft in some months and after it in "
            'others; take one that is later in every month, such as "second tuesday 10:00"'
        )
        raise entry.error(message, "send")
    return send


def _notify(entry: Table) -> tuple[str, ...]:
    addresses = entry.strings("notify")
    if not all(_ADDRESS.fullmatch(one) for one in addresses):
        raise entry.error('notify must hold e-mail addresses, as in ["redactie@example.nl"]', "notify")
    return tuple(dict.fromkeys(addresses))


def _demand_second_person(table: Table, config: Config) -> None:
    if config.schedule.send is not None and config.approval.two_people:
        message = (
            "[schedule] send begins a sending without a second person, and [approval] two_people asks for "
            "one; take one of the two away"
        )
        raise table.error(message, "schedule")


def _monthly_rule(entry: Table, key: str) -> MonthlyRule:
    text = entry.string(key)
    found = _RULE.fullmatch(text.lower())
    if (
        not found
        or found[1] not in ORDINALS
        or found[2] not in WEEKDAYS
        or not (int(found[3]) < 24 and int(found[4]) < 60)
    ):
        usual = f'write it as "first thursday 09:00" ({", ".join(ORDINALS)}; a weekday; a time)'
        raise entry.error(f"{key} is {text!r}; {usual}", key)
    return MonthlyRule(found[1], found[2], time(int(found[3]), int(found[4])))


def _demand_different(table: Table, what: str, slugs: list[str]) -> None:
    for index, slug in enumerate(slugs):
        if slug in slugs[:index]:
            raise table.error(f"[[{what}]] {slug!r} stands there twice")
