"""What a story holds besides its text: film or sound, transcript, captions, picture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model import Finding, Origin, Severity, Story, StoryFiles, StoryForm
from pipeline.read.story.fields import Fields
from pipeline.read.story.messages import KEY_HINTS, Fault, file_fault

_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
# Absolute, a drive, a scheme, a step up or nowhere, a backslash, or what no name holds.
_UNSAFE_NAME = re.compile(r"^[/~]|^\w+:|\\|[\x00-\x1f\x7f]|(?:^|/)\.{0,2}(?:/|$)")
# Direction marks and NUL make a text show something else than it says; new lines and tabs stay.
_JUNK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Media:
    """The part of a story that is not its text; `transcript` is Markdown, names are as on disk."""

    url: str
    transcript: str
    transcript_name: str
    has_captions: bool
    image: str
    image_alt: str
    image_credit: str


def read_media(fields: Fields, files: StoryFiles, *, form: StoryForm | None, origin: Origin | None) -> Media:
    """Reads and checks the keys of film, sound and picture; what is wrong is added to the fields' faults.

    Of somebody else's film or podcast we cannot write out the text, nor caption it: there a transcript may be
    absent, and missing captions are advice.
    """
    is_played = form in (StoryForm.KIJKEN, StoryForm.LUISTEREN)
    is_ours = origin is not Origin.ELDERS
    transcript_name = _file_name(fields, "transcript", files)
    if is_played and is_ours and not fields.has("transcript"):
        because = "; wie niet kan horen of zien, leest het verhaal"
        fields.missing("transcript", because, code="story-transcript-missing", beside="vorm")
    if form is StoryForm.KIJKEN and is_ours and not fields.has("afbeelding"):
        message = "deze film heeft geen beeld; op de pagina staat dan alleen een knop"
        hint = "zet een rustig beeld uit de film in de map, met ‘afbeelding’ en ‘afbeelding_alt’"
        line = fields.line("vorm")
        fields.faults.append(Fault("story-poster-missing", line, message, hint, Severity.ADVICE))
    return Media(
        url=_url(fields, is_played=is_played, is_ours=is_ours),
        transcript=_transcript(fields, files, transcript_name),
        transcript_name=transcript_name,
        has_captions=_captions(fields, form, is_ours=is_ours),
        image=_image(fields, files),
        image_alt=fields.text("afbeelding_alt"),
        image_credit=fields.text("beeldcredit"),
    )


# By the word that `read.pictures` has for what is wrong.
_PICTURE_PROBLEMS = {
    "too-large": (
        "story-image-too-large",
        "het beeld is te groot: het heeft meer dan 25 miljoen beeldpunten of 30 MB",
        "verklein het beeld in een fotoprogramma, bijvoorbeeld tot 3000 punten breed",
    ),
    "unreadable": (
        "story-image-unreadable",
        "het beeld is niet te lezen, of het is in het echt geen jpg, png of webp",
        "open het in een fotoprogramma en sla het opnieuw op als jpg",
    ),
}


def picture_finding(problem: str, story: Story, lines: Mapping[str, int]) -> Finding:
    """Returns the finding for a picture that cannot be used; `problem` is the word of `read.pictures`."""
    code, message, hint = _PICTURE_PROBLEMS[problem]
    return Finding(code, Severity.BLOCKING, story.path, message, hint, line=lines.get("afbeelding"))


def clean_markdown(text: str) -> str:
    """Returns `text` in NFC with plain line ends, without control characters and direction marks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _JUNK.sub("", lines)).rstrip()


def _url(fields: Fields, *, is_played: bool, is_ours: bool) -> str:
    """The address, under `media` or, as fits an article better, under `link`."""
    if fields.has("link") and fields.has("media"):
        fields.wrong("link", "‘media’ en ‘link’ staan er allebei; één van de twee is genoeg")
    key = "link" if fields.has("link") else "media"
    code = "story-media-missing"
    if not fields.has(key) and not is_ours:
        fields.missing("media", "; een verhaal van elders heeft een link", code=code, beside="herkomst")
    elif not fields.has(key) and is_played:
        fields.missing("media", "; zonder adres valt er niets af te spelen", code=code, beside="vorm")
    return fields.web(key)


def _transcript(fields: Fields, files: StoryFiles, name: str) -> str:
    if not name or _is_unusable(fields, "transcript", name, files):
        return ""
    text = clean_markdown(files.texts.get(name, ""))
    if not text.strip():
        is_there = name in files.names
        message = "in het transcript staat geen tekst" if is_there else "het transcript staat niet in de map"
        fields.wrong("transcript", message, code="story-transcript-missing")
    return text


def _captions(fields: Fields, form: StoryForm | None, *, is_ours: bool) -> bool:
    captions = fields.yes("ondertiteling") or False
    if form is StoryForm.KIJKEN and not captions:
        message = "een film zonder ondertiteling is niet voor iedereen te volgen"
        severity = Severity.BLOCKING if is_ours else Severity.ADVICE
        line = fields.line("ondertiteling" if fields.has("ondertiteling") else "vorm")
        fault = Fault("story-captions-missing", line, message, KEY_HINTS["ondertiteling"], severity)
        fields.faults.append(fault)
    return captions


def _image(fields: Fields, files: StoryFiles) -> str:
    if not fields.has("afbeelding"):
        return ""
    if not fields.has("afbeelding_alt"):
        because = "; wie het beeld niet ziet, leest dit"
        fields.missing("afbeelding_alt", because, code="story-image-alt-missing", beside="afbeelding")
    if not fields.has("beeldcredit"):
        message, hint = "‘beeldcredit’ ontbreekt", "schrijf wie het beeld maakte, of dat het stockbeeld is"
        line = fields.line("afbeelding")
        fields.faults.append(Fault("story-image-credit-missing", line, message, hint, Severity.ADVICE))
    name = _file_name(fields, "afbeelding", files)
    if not name or _is_unusable(fields, "afbeelding", name, files):
        return ""
    if not name.lower().endswith(_PICTURES):
        fields.wrong("afbeelding", "dit soort beeld kan niet in een mail")
    elif name not in files.names:
        fields.wrong("afbeelding", "het beeld staat niet in de map", code="story-image-missing")
    return name


def _is_unusable(fields: Fields, key: str, name: str, files: StoryFiles) -> bool:
    problem = files.unusable.get(name)
    if problem is not None:
        fault = file_fault(problem, fields.line(key))
        fields.faults.append(Fault(fault.code, fault.line, f"‘{key}’: {fault.message}", fault.hint))
    return problem is not None


def _file_name(fields: Fields, key: str, files: StoryFiles) -> str:
    """Returns the name of a file beside verhaal.md as it is on disk; "" for a name that leads elsewhere."""
    fields.text(key)  # a list where a name belongs is a fault of its own
    name = unicodedata.normalize("NFC", fields.raw(key))
    if name and _UNSAFE_NAME.search(name):
        message = f"bij ‘{key}’ hoort de naam van een bestand in de map van het verhaal"
        fields.wrong(key, message, code="story-path-unsafe")
        return ""
    # A Mac writes "é" on disk as two characters; a header holds it as one.
    on_disk = {unicodedata.normalize("NFC", one): one for one in (*files.names, *files.unusable)}
    return on_disk.get(name, name)
