"""Words with a closed list of values; their texts are what files, reports and JSON hold."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """How an endpoint is read."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    AGENDA = "agenda"
    JSON = "json"


class PublicationType(StrEnum):
    """What a publication is, in the editors' words."""

    NIEUWS = "nieuws"
    RAPPORT = "rapport"
    HANDREIKING = "handreiking"
    PUBLICATIE = "publicatie"
    PRAKTIJKVERHAAL = "praktijkverhaal"
    PODCAST = "podcast"
    VIDEO = "video"
    BIJEENKOMST = "bijeenkomst"
    KAMERSTUK = "kamerstuk"
    PAGINA = "pagina"


class Status(StrEnum):
    """What one visit to an endpoint came to. `EMPTY` is a fault unless the endpoint may be empty."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    NOT_A_FEED = "not-a-feed"
    HTTP_ERROR = "http-error"
    REDIRECTED_TO_ERROR = "redirected-to-error"
    MAINTENANCE = "maintenance"
    NOT_HTML = "not-html"
    DNS = "dns"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    ROBOTS = "robots"
    GONE = "gone"
    BLOCKED = "blocked"
    LIMITED = "limited"

    @property
    def is_healthy(self) -> bool:
        return self in (Status.OK, Status.UNCHANGED)


class Severity(StrEnum):
    BLOCKING = "blocking"
    ADVICE = "advice"


class Reason(StrEnum):
    """Why a publication is not in an edition. The Dutch sentence to each stands in `stages.select`."""

    ALREADY_SHOWN = "already-shown"
    TOO_OLD = "too-old"
    AFTER_CUT_OFF = "after-cut-off"
    FUTURE_DATE = "future-date"
    UNDATED = "undated"
    NOT_RELEVANT = "not-relevant"
    EXCLUDED = "excluded"
    NO_SECTION = "no-section"
    SECTION_FULL = "section-full"
    DROPPED_BY_EDITOR = "dropped-by-editor"
    EVENT_PAST = "event-past"
    EVENT_TOO_FAR = "event-too-far"
    NO_LINK = "no-link"
    SOURCE_UNKNOWN = "source-unknown"


class StoryForm(StrEnum):
    LEZEN = "lezen"
    KIJKEN = "kijken"
    LUISTEREN = "luisteren"


class Teller(StrEnum):
    GEZIN = "gezin"
    PROFESSIONAL = "professional"


class Tone(StrEnum):
    SUCCES = "succes"
    SPIJT = "spijt"
    SCHAAMTE = "schaamte"
    BESEF = "besef"


class Origin(StrEnum):
    EIGEN = "eigen"
    ELDERS = "elders"


class ConsentStatus(StrEnum):
    GEVRAAGD = "gevraagd"
    GEGEVEN = "gegeven"
    INGETROKKEN = "ingetrokken"


class Channel(StrEnum):
    """Where a story may go. `NIEUWSBRIEF`: mail and its own unlisted page; `WEBSITE`: lists as well."""

    NIEUWSBRIEF = "nieuwsbrief"
    WEBSITE = "website"


class ChildAge(StrEnum):
    ONDER_12 = "onder_12"
    VAN_12_TOT_15 = "12_15"
    VANAF_16 = "16_plus"
