"""What was copied from a screen: e-mail addresses, Safe Links, file names and accounts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity.vocabulary import any_of, listed
from pipeline.text.url import is_safelink

_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"’”)\]]+", re.I)
_BARE_SAFELINK = re.compile(r"\S*(?:safelinks\.protection\.|urldefense\.|\.mimecast\.)\S+", re.I)
_REWRITTEN = ("urldefense.", ".mimecast.", "safelinks.protection.")
_PROFILE = re.compile(
    r"\b(?:(?:www|m|nl-nl|nl)\.)?(?:instagram|facebook|tiktok|linkedin|twitter|x|snapchat|threads|youtube|twitch)\.(?:com|net|tv)"
    r"/(?!watch|reel|p/|share|hashtag)[\w.@/\-]{3,}",
    re.I,
)
_EMAIL = re.compile(r"[\w.+\-%]+(?:@|%40)[\w\-]+(?:\.[\w\-]+)+", re.I)
_SPELT_EMAIL = re.compile(
    r"[\w.+\-]+ ?(?:\[at\]|\(at\)|\bapenstaartje\b|\bat\b(?= [\w\-]+ (?:punt|dot) )) ?[\w\-]+"
    r"(?: ?(?:\.|\bpunt\b|\bdot\b|\[dot\]|\(dot\)) ?[a-z]{2,10})+",
    re.I,
)
_EXTENSION = re.compile(
    r"\.(?i:docx?|pdf|jpe?g|png|heic|webp|gif|bmp|tiff?|mp[34]|mov|avi|m4a|wav|opus|xlsx?|csv|pptx?|odt|rtf|txt|zip"
    r"|eml|msg|vcf)\b"
)
_STEM = re.compile(r"[^\s‘’“”\"'(),;:/]+$")
# Stems of these alone say nothing about anyone.
_PLAIN_STEM = frozenset(
    listed(
        """
foto fotos afbeelding beeld plaatje tekening filmpje film video audio geluid opname opnames verslag
verslagen gespreksverslag plan gezinsplan veiligheidsplan plannen notitie notities aantekening
aantekeningen rapport rapportage formulier kaart transcript verhaal verhalen bijlage bijlagen
document documenten scan scans definitief def versie concept kopie nieuw nieuwe laatste final agenda
overzicht lijst planning rooster notulen brief brieven mail bericht presentatie poster flyer folder
handleiding dossier tijdlijn genogram samenvatting evaluatie het de een van en voor met in op v w nr
deel gesprek overleg melding sjabloon format leeg blanco begroting rekening factuur cv logo icoon
banner omslag keukentafel deur kopje kopjes stoel stoelen fiets jas tuin raam huis docx doc pdf img
image dsc
"""
    )
)
_SHORT_NUMBER = re.compile(r"\d{1,2}|(?:19|20)\d\d|v\d+|def\d*|w\d+")

_AT_HANDLE = re.compile(r"(?<![\w.@/%\-])@[A-Za-z0-9_](?:[\w.\-]*[A-Za-z0-9_])?")
_SNAKE = re.compile(
    r"(?<![\w.@/%\-])[A-Za-z][A-Za-z0-9.]*(?:_+[A-Za-z0-9.]+)+(?![\w@/])|(?<![\w.@/%\-])\w*__\w+\b|(?<![\w.@/%\-])_+[A-Za-z]\w{2,}_+(?!\w)"
)
_SHAPED = re.compile(
    r"(?<![\w.@/%\-])(?:[A-Za-z]+\.[A-Za-z0-9.]*[A-Za-z0-9]|[a-z]+\d+[a-z\d]*|[A-Za-z]{3,}\d{2,}[A-Za-z\d]*|[a-z]+(?:-[a-z]+)*-?\d{2,4}|"
    r"[A-Za-z]*x[xX]+[A-Za-z]\w*|[a-z]+[A-Z]\w+|[A-Z][a-z]+[A-Z]\w*\d\w*|\d+[a-z]{3,}\w*)(?![\w@/])"
)
_PLATFORMS = any_of(
    r"""
    instagram|insta|tik ?tok|snapchat|snap|facebook|fb|twitter|threads|discord|roblox|gebruikersnaam|nickname
    profielnaam|gamertag|username|inlognaam
    """
)
_MORE_PLATFORMS = any_of(
    """
    fortnite|minecraft|playstation|psn|xbox|steam|youtube|twitch|telegram|messenger|linkedin|marktplaats
    vinted|account|accounts|profiel|online
    """
)
_PLATFORM = re.compile(rf"\b(?:{_PLATFORMS}|{_MORE_PLATFORMS})\b")
# One of these is in each of them: most stories name none.
_PLATFORM_PARTS = (
    *("insta", "tok", "snap", "facebook", "fb", "twitter", "threads", "discord", "roblox", "gebruikersnaam"),
    *(
        "nickname",
        "profiel",
        "gamertag",
        "username",
        "inlognaam",
        "fortnite",
        "minecraft",
        "playstation",
        "psn",
    ),
    *("xbox", "steam", "youtube", "twitch", "telegram", "messenger", "linkedin", "marktplaats", "vinted"),
    *("account", "online"),
)
_NAMED = re.compile(
    rf"\b(?:{_PLATFORMS})\b(?:-?(?:account|naam|profiel))?(?::| =| is| was) ?[‘“\"']?@?"
    r"([A-Za-z0-9][\w.\-]{2,})",
    re.I,
)
_NOT_SHAPED = re.compile(
    r"\d{1,2}e|\d{1,4}[a-z]|(?:\w\.)+\w?|(?:www|https?)\b.*|\d+(?:ste|de|jarige?|uur|km|cm|min|mb|gb)|covid.*|mp\d|[a-z]\d",
    re.I,
)
_DOMAIN = re.compile(r".*\.(?:nl|com|org|net|eu|be|de|example|info|nu)", re.I)
_SENTENCE_END = re.compile(r"[.!?…](?=[\s’”\"')]|$)|\n\n")


def find_digital(text: str, public_addresses: Collection[str] = ()) -> Iterator[Found]:
    """Yields what is found in `text`; `public_addresses` are those of the newsletter itself."""
    taken: list[Found] = []
    for found in _addresses(text, {address.casefold() for address in public_addresses}):
        taken.append(found)
        yield found
    for found in _file_names(text):
        taken.append(found)
        yield found
    public = (
        [Found(m.start(), m.end(), Identifying.EMAIL) for m in _EMAIL.finditer(text)] if "@" in text else []
    )
    for found in _handles(text):
        if not any(found.overlaps(other) for other in (*taken, *public)):
            yield found


def is_telling_name(name: str) -> bool:
    """Says whether a file's name, as it stands in a text, holds more than words anybody would use."""
    stem = _EXTENSION.sub("", name)
    parts = [part for part in re.split(r"[^\w]|_", stem) if part]
    return not all(
        part.casefold() in _PLAIN_STEM or _SHORT_NUMBER.fullmatch(part.casefold()) for part in parts
    )


def _addresses(text: str, public: Collection[str]) -> Iterator[Found]:
    lowered = text.lower()
    if "://" in lowered or "www." in lowered:
        for match in _URL.finditer(text):
            if is_safelink(match[0]) or any(part in match[0].lower() for part in _REWRITTEN):
                yield Found(match.start(), match.end(), Identifying.SAFELINK)
    if any(part in lowered for part in _REWRITTEN):
        for match in _BARE_SAFELINK.finditer(text):
            yield Found(match.start(), match.end(), Identifying.SAFELINK)
    if "@" in text or "%40" in text:
        for match in _EMAIL.finditer(text):
            if match[0].casefold() not in public:
                yield Found(match.start(), match.end(), Identifying.EMAIL)
    if any(part in lowered for part in (" punt ", " dot ", "at]", "at)", "apenstaartje")):
        for match in _SPELT_EMAIL.finditer(text):
            yield Found(match.start(), match.end(), Identifying.EMAIL)


def _file_names(text: str) -> Iterator[Found]:
    for match in _EXTENSION.finditer(text):
        stem = _STEM.search(text, max(0, match.start() - 120), match.start())
        if stem and is_telling_name(stem[0]):
            yield Found(stem.start(), match.end(), Identifying.BESTANDSNAAM)


def _handles(text: str) -> Iterator[Found]:
    if "@" in text:
        for match in _AT_HANDLE.finditer(text):
            yield Found(match.start(), match.end(), Identifying.HANDLE)
    if ".com/" in text.lower():
        for match in _PROFILE.finditer(text):
            yield Found(match.start(), match.end(), Identifying.HANDLE)
    if "_" in text:
        for match in _SNAKE.finditer(text):
            if not match[0].startswith("_") or not match[0].endswith("_"):  # *schuin* may be written _schuin_
                yield Found(match.start(), match.end(), Identifying.HANDLE)
    # In small letters, since Python finds words fast when it need not think of capitals.
    lowered = text.lower()
    if any(part in lowered for part in _PLATFORM_PARTS):
        platforms = _PLATFORM.finditer(lowered if len(lowered) == len(text) else text)
        yield from _handles_beside(text, [match.start() for match in platforms])


def _handles_beside(text: str, places: Sequence[int]) -> Iterator[Found]:
    """Yields what looks like an account in a sentence that names a platform, or in the next."""
    for match in _NAMED.finditer(text):
        if match[0].rstrip(match[1])[-2:-1] in ":=" or _SHAPED.fullmatch(match[1]):
            yield Found(match.start(1), match.end(1), Identifying.HANDLE)
    for place in places:
        start, end = _around(text, place)
        for match in _SHAPED.finditer(text, start, end):
            if not _NOT_SHAPED.fullmatch(match[0]) and not _DOMAIN.fullmatch(match[0]):
                yield Found(match.start(), match.end(), Identifying.HANDLE)


def _around(text: str, at: int) -> tuple[int, int]:
    """Returns the sentence that holds `at`, and the one after it: an account is often named in the next."""
    start = max(
        (m.end() for m in _SENTENCE_END.finditer(text, max(0, at - 300), at)), default=max(0, at - 300)
    )
    ends = [m.end() for m in _SENTENCE_END.finditer(text, at, at + 300)][:2]
    return start, ends[-1] if ends else min(len(text), at + 300)
