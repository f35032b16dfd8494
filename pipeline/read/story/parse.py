"""StoryFiles -> ParsedStory: the whole header checked, every fault told at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from types import MappingProxyType

from pipeline.model import (
    BODY_KEY,
    Channel,
    ChildAge,
    Consent,
    ConsentStatus,
    Finding,
    NameReview,
    Origin,
    ParsedStory,
    Severity,
    Story,
    StoryFiles,
    StoryForm,
    StoryWords,
    Teller,
    Tone,
)
from pipeline.read.story.fields import Fields
from pipeline.read.story.media import clean_markdown, read_media
from pipeline.read.story.messages import Fault, file_fault
from pipeline.read.story.yaml_header import Header, Table, read_header
from pipeline.text.nearest import nearest, one_of, quoted

# The reference of a made-up story's consent; nothing else may carry it.
FICTIONAL_REFERENCE = "FICTIEF"

_TOP_KEYS = (
    *("titel", "herkomst", "verteller", "vorm", "toon", "kernelementen", "samenvatting", "duur", "maand"),
    *("media", "link", "bron", "transcript", "ondertiteling", "afbeelding", "afbeelding_alt", "beeldcredit"),
    *("inhoudswaarschuwing", "betrokkenen", "vragen", "toestemming", "controle", "geanonimiseerd_door"),
    *("fictief", "namens_kind"),
)
_REQUIRED = (
    *("titel", "herkomst", "verteller", "vorm", "toon", "kernelementen", "samenvatting", "duur"),
    *("vragen", "toestemming", "fictief"),
)
_CONSENT_KEYS = (
    *("status", "kenmerk", "datum", "geldig_tot", "bereik", "gelezen_door_verteller"),
    *("leeftijd_kind", "getekend_door", "toestemming_kind", "namens_kind"),
)
_GIVEN_KEYS = ("kenmerk", "datum", "geldig_tot", "bereik", "gelezen_door_verteller")
_REVIEW_KEYS = ("soort", "alinea", "reden")
_OTHERS = ("onherkenbaar", "toestemming")
_QUESTIONS = range(3, 6)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def parse_story(files: StoryFiles, *, kernelementen: Collection[str]) -> ParsedStory:
    """Reads one story; `kernelementen` are the slugs of config.toml.

    `story` is None as soon as one finding blocks. Whether consent holds on a day is another question: see
    `consent_findings`. Never raises for what stands in the files.
    """
    if files.problem is not None:
        return ParsedStory(None, (file_fault(files.problem).at(files.path),))
    header = read_header(files.text)
    if isinstance(header, Fault):
        return ParsedStory(None, (header.at(files.path),))
    faults = list(header.faults)
    lines = {BODY_KEY: header.body_line}
    fields = Fields(header.table, faults, lines, broken=header.broken)
    _check_slug(files.slug, faults)
    story = _story(files, header, fields, kernelementen)
    findings = tuple(sorted((fault.at(files.path) for fault in faults), key=lambda found: found.line or 0))
    blocked = any(finding.severity is Severity.BLOCKING for finding in findings)
    is_withdrawn = story.consent.status is ConsentStatus.INGETROKKEN
    return ParsedStory(
        None if blocked else story, findings, MappingProxyType(lines), is_withdrawn, story.reviews
    )


def story_words(files: StoryFiles) -> StoryWords:
    """Returns every word that stands in a story's files, also of one whose header is wrong."""
    header = read_header(files.text)
    texts = tuple(files.texts.values())
    if isinstance(header, Fault):
        return StoryWords(files.slug, "", (), (files.text, *texts), files.names)
    fields = Fields(header.table, [], {})
    lines = tuple(fields.text(key) for key in ("samenvatting", "inhoudswaarschuwing", "afbeelding_alt"))
    questions = tuple(one.text for one in fields.texts("vragen"))
    texts = (clean_markdown(header.body), *(clean_markdown(text) for text in texts))
    return StoryWords(files.slug, fields.text("titel"), (*lines, *questions), texts, files.names)


def double_slugs(stories: Collection[StoryFiles]) -> tuple[Finding, ...]:
    """Finds stories that would have the same address: `naam.md` beside `naam/verhaal.md`."""
    first: dict[str, str] = {}
    found = []
    for files in stories:
        if files.slug in first:
            message = "er is nog een verhaal met dezelfde naam"
            hint = f"het staat in {first[files.slug]}; geef een van de twee een andere naam"
            found.append(Finding("story-slug-double", Severity.BLOCKING, files.path, message, hint))
        first.setdefault(files.slug, files.path)
    return tuple(found)


def _story(files: StoryFiles, header: Header, fields: Fields, kernelementen: Collection[str]) -> Story:
    """Makes the story, with stand-ins where a value was wrong: each left a fault, so it goes no further."""
    fields.demand_known(_TOP_KEYS)
    fields.require(*_REQUIRED)
    origin = fields.choice("herkomst", Origin)
    form = fields.choice("vorm", StoryForm)
    fictional = fields.yes("fictief")
    if origin is not Origin.ELDERS:
        fields.require("betrokkenen", "geanonimiseerd_door")
    _no_child(fields)
    media = read_media(fields, files, form=form, origin=origin)
    return Story(
        slug=files.slug,
        path=files.path,
        title=fields.text("titel"),
        origin=origin or Origin.EIGEN,
        teller=fields.choice("verteller", Teller) or Teller.GEZIN,
        form=form or StoryForm.LEZEN,
        tone=fields.choice("toon", Tone) or Tone.BESEF,
        kernelementen=_kernelementen(fields, kernelementen),
        summary=fields.text("samenvatting"),
        minutes=fields.minutes("duur"),
        questions=_questions(fields),
        consent=_consent(fields, fictional=fictional),
        body=_body(header, form, origin, fields),
        fictional=fictional or False,
        others=_others(fields),
        anonymised_by=fields.text("geanonimiseerd_door"),
        month=fields.month("maand"),
        media_url=media.url,
        transcript=media.transcript,
        transcript_name=media.transcript_name,
        has_captions=media.has_captions,
        image=media.image,
        image_alt=media.image_alt,
        image_credit=media.image_credit,
        content_notice=fields.text("inhoudswaarschuwing"),
        source_name=_source_name(fields, origin),
        reviews=_reviews(fields),
    )


def _check_slug(slug: str, faults: list[Fault]) -> None:
    if not _SLUG.fullmatch(slug):
        plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().lower()
        proposed = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "mijn-verhaal"
        message = "de naam van dit bestand of deze map wordt een webadres en kan zo niet"
        hint = f"gebruik kleine letters, cijfers en streepjes, bijvoorbeeld ‘{proposed}’"
        faults.append(Fault("story-slug-invalid", None, message, hint))


def _kernelementen(fields: Fields, known: Collection[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in fields.texts("kernelementen"):
        slug = one.text.casefold()
        if slug in known:
            found[slug] = None
            continue
        near = nearest(slug, known)
        message = f"onbekend kernelement{quoted(one.text)}" + (f"; bedoel je ‘{near}’?" if near else "")
        hint = f"kies uit {one_of(list(known))}"
        fields.faults.append(Fault("kernelement-unknown", one.line, message, hint))
    return tuple(found)


def _questions(fields: Fields) -> tuple[str, ...]:
    questions = tuple(one.text for one in fields.texts("vragen"))
    asked = fields.size("vragen")
    if asked and asked not in _QUESTIONS:
        message = f"er horen drie tot vijf vragen bij een verhaal; hier staan er {asked}"
        fields.wrong("vragen", message, code="story-questions-count")
    return questions


def _others(fields: Fields) -> str:
    value = fields.text("betrokkenen").casefold()
    if value and value not in _OTHERS:
        fields.wrong("betrokkenen", f"bij ‘betrokkenen’ hoort {one_of(_OTHERS)}")
    return value


def _source_name(fields: Fields, origin: Origin | None) -> str:
    if origin is Origin.ELDERS and not fields.has("bron"):
        fields.missing("bron", "; een verhaal van elders noemt zijn maker", beside="herkomst")
    return fields.text("bron")


def _reviews(fields: Fields) -> tuple[NameReview, ...]:
    reviews = []
    for table in fields.tables("controle"):
        one = Fields(table, fields.faults, {}, "controle.")
        one.demand_known(_REVIEW_KEYS)
        one.require(*_REVIEW_KEYS)
        reviews.append(NameReview(one.text("soort"), one.text("alinea"), one.text("reden")))
    return tuple(reviews)


def _no_child(fields: Fields) -> None:
    """`namens_kind: nee` is an older way to say that no child tells this; `ja` says too little."""
    if fields.yes("namens_kind"):
        hint = (
            "schrijf onder ‘toestemming’ hoe oud het kind is: ‘leeftijd_kind: onder_12’, ‘12_15’ of ‘16_plus’"
        )
        message = "‘namens_kind: ja’ zegt niet hoe oud het kind is"
        fields.faults.append(Fault("story-value-invalid", fields.line("namens_kind"), message, hint))


def _consent(top: Fields, *, fictional: bool | None) -> Consent:
    table = top.child("toestemming")
    fields = Fields(
        table or Table((), top.line("toestemming")), top.faults, top.lines, "toestemming.", frozenset()
    )
    if table is None:
        return Consent(ConsentStatus.GEVRAAGD, "", None, None, frozenset(), None)
    fields.demand_known(_CONSENT_KEYS)
    fields.require("status")
    _no_child(fields)
    status = fields.choice("status", ConsentStatus)
    consent = Consent(
        status=status or ConsentStatus.GEVRAAGD,
        reference=fields.text("kenmerk"),
        given_on=fields.day("datum"),
        valid_until=fields.day("geldig_tot"),
        scope=fields.choices("bereik", Channel),
        read_back_on=fields.day("gelezen_door_verteller"),
        child_age=fields.choice("leeftijd_kind", ChildAge),
        signed_by=fields.text("getekend_door"),
        child_agreed_on=fields.day("toestemming_kind"),
    )
    if status is ConsentStatus.GEGEVEN:
        _check_given(fields, consent, fictional=fictional)
    return consent


def _check_given(fields: Fields, consent: Consent, *, fictional: bool | None) -> None:
    """What a consent that was given must say; one that is asked for or withdrawn may be incomplete."""
    fields.require(*_GIVEN_KEYS)
    if consent.child_age in (ChildAge.ONDER_12, ChildAge.VAN_12_TOT_15):
        fields.require("getekend_door")
    if consent.child_age is ChildAge.VAN_12_TOT_15:
        fields.require("toestemming_kind")
    if consent.given_on and consent.valid_until and consent.valid_until < consent.given_on:
        fields.wrong("geldig_tot", "de toestemming loopt af voordat ze is gegeven")
    is_marked = consent.reference.upper() == FICTIONAL_REFERENCE
    if consent.reference and fictional is not None and is_marked != fictional:
        fields.wrong(
            "kenmerk", "een verzonnen verhaal heeft als kenmerk ‘FICTIEF’, en een echt verhaal nooit"
        )


def _body(header: Header, form: StoryForm | None, origin: Origin | None, fields: Fields) -> str:
    body = clean_markdown(header.body)
    if form is StoryForm.LEZEN and origin is not Origin.ELDERS and not body:
        message, hint = "onder de kop staat geen verhaal", "zet de tekst onder de tweede regel ---"
        fields.faults.append(Fault("story-body-missing", header.body_line, message, hint))
    return body
