"""Names of people, places, schools, clubs, institutions and employers, by their capital and their company.

Without a dictionary of names a capital in the middle of a sentence is the best sign there is. What everybody
knows (Veilig Thuis, Marokkaans, Sinterklaas) is in `known_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity.around_names import (
    AFTER_SUBJECT,
    INTO,
    PARTICLES,
    PERSON_VERBS,
    SPEECH_VERBS,
    SUFFIXES,
    TITLES,
    TYPES,
    WORKS,
)
from pipeline.stages.anonymity.capitals import Run, runs, word_after
from pipeline.stages.anonymity.first_names import ALSO_WORDS, FIRST_NAMES
from pipeline.stages.anonymity.known_words import KNOWN, KNOWN_RUNS, SENTENCE_STARTS
from pipeline.stages.anonymity.place_names import AMBIGUOUS, CITY_WORDS, PLACES, PLACES_OF_MORE_WORDS
from pipeline.stages.anonymity.vocabulary import listed

_WORKS = re.compile(rf"\b(?:{WORKS})\b", re.I)
_AT_SCHOOL = re.compile(r"\b(?:school|groep|klas|juf|meester|leraar|leerling)", re.I)
_COMPANY = re.compile(
    r"[A-ZÀ-Þ][\w’'&\- ]{1,40}?[ ,]+"
    r"(?:B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?|en Zn\.?|& Zn\.?|en Zonen|& Zonen|& Co\.?|Holding)(?!\w)"
)
_INITIAL = re.compile(r"(?<=[a-z.] )[A-Z]\.(?!\w)")
_BEFORE_INITIAL = re.compile(
    r"\b(?:mevrouw|meneer|dhr\.?|mevr\.?|mw\.?|juf|meester|dokter|familie|fam\.|moeder|vader|zoon|dochter|broer|zus"
    r"|cliënt|gezin) $",
    re.I,
)
_TITLED_IN_SMALL = re.compile(
    r"\b(?:juf|meester|tante|oom|mevrouw|meneer|heet|heette"
    r"|mijn (?:zoon|dochter|zus|broer|man|vrouw|zusje|broertje)) ([a-zà-ÿ]{3,})\b"
)
_SMALL_WORD = re.compile(r"\b[a-zà-ÿ][a-zà-ÿ’\-]{2,}")
_KIN = "|".join(sorted(TITLES - {"heet", "heette", "heetten", "heten", "noemde", "noemden", "genaamd"}))
# What only follows who somebody is: "X, de buurvrouw", "X en haar zus", "X had een tas".
_APPOSED = re.compile(rf",? (?:de|mijn|haar|zijn|onze|hun|een) (?:\w+ )?(?:{_KIN})\b(?=,)")
_CLOSE = re.compile(rf" en (?:ik|(?:haar|zijn|mijn|hun|de) (?:\w+ )?(?:{_KIN}))\b")
_OWNING = re.compile(
    r" (?:had|heeft|kreeg|gaf|nam|pakte|schonk|tekende|kocht|bracht|droeg|zette|legde|hield|deed|opende"
    r"|schoof)"
    r" (?:een|haar|zijn|geen|twee|drie|de|het|mij|me|hem|ons)\b"
)
# Of things one speaks of without an article; these are no names.
_ABSTRACT = ("te", "ing", "heid", "de", "nis", "schap", "ij", "en", "st", "id", "ie")
_ARTICLES = ("de", "het", "’t", "'t")
_IN_SMALL = frozenset(name.lower() for name in FIRST_NAMES - ALSO_WORDS)
# Long enough to be no word of its own when it is written without a capital, as in a text message.
# One of these alone is never a name, so that most capitals are done with at once.
_NEVER_NAMES = SENTENCE_STARTS | {word.lower() for word in KNOWN}
_NO_WORD = frozenset(
    listed(
        """
        daan noor luuk bram koen teun ayse ayşe elif emre umut omar sara lisa nina yara jaap levi
        finn anna emma tess
        fien lars jens joep sven ruud henk ria saar suze mila juul
        """
    )
)
_LONG_IN_SMALL = frozenset(name for name in _IN_SMALL if len(name) > 4) | _NO_WORD
_IN_TEXT = re.compile(r"[^\W\d_][\w’'\-]*")


def find_people_and_places(text: str) -> Iterator[Found]:
    """Yields names and places; a name that was seen once is also found where it begins a sentence."""
    small = frozenset(_SMALL_WORD.findall(text))
    waiting: list[Run] = []
    names: set[str] = set()
    for run in runs(text, _NEVER_NAMES):
        trimmed = None if " ".join(run.parts) in KNOWN_RUNS else _trim(run)
        if trimmed is None or all(map(_is_known, trimmed.words)):
            continue
        kind = _certain_kind(trimmed, text)
        if kind is None and trimmed.opens:
            waiting.append(trimmed)
            continue
        kind = kind or _likely_kind(trimmed, text, small)
        if kind is Identifying.NAAM:
            names.update(word for word in trimmed.words if not _is_known(word))
        if kind is not None:
            yield Found(trimmed.start, trimmed.end, kind)
    for run in waiting:
        if _opens_with_name(run, text, names, small):
            yield Found(run.start, run.end, Identifying.NAAM)
    yield from _by_pattern(text, small)


def believable(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """Takes out of what a name library found what is no name: common words, and small words at its ends."""
    small = frozenset(_SMALL_WORD.findall(text))
    for one in found:
        words = [
            match
            for match in _IN_TEXT.finditer(text, one.start, one.end)
            if match[0][:1].isupper() and not _is_known(match[0])
        ]
        lone = words[0][0] if len(words) == 1 else ""
        is_common = lone.lower() in SENTENCE_STARTS or lone in ALSO_WORDS or lone.lower() in small
        if words and not (lone and is_common):
            yield replace(one, start=words[0].start(), end=words[-1].end())


def _by_pattern(text: str, small: frozenset[str]) -> Iterator[Found]:
    for match in _COMPANY.finditer(text):
        yield Found(match.start(), match.end(), Identifying.WERKGEVER)
    for match in _INITIAL.finditer(text):
        if _BEFORE_INITIAL.search(text, max(0, match.start() - 15), match.start()):
            yield Found(match.start(), match.end(), Identifying.NAAM)
    if not small.isdisjoint(_LONG_IN_SMALL):
        for match in _SMALL_WORD.finditer(text):
            if match[0] in _LONG_IN_SMALL:
                yield Found(match.start(), match.end(), Identifying.NAAM)
    if not small.isdisjoint(_IN_SMALL):
        for match in _TITLED_IN_SMALL.finditer(text):
            if match[1] in _IN_SMALL:
                yield Found(match.start(1), match.end(1), Identifying.NAAM)


def _trim(run: Run) -> Run | None:
    """Takes off words that begin a sentence and words everybody knows; None when nothing is left."""
    current: Run | None = run
    while current is not None and current.opens and len(current.words) > 1 and _is_loose_opening(current):
        current = current.without_first()
    while current is not None and _is_known(current.words[0]) and not _starts_a_name(current):
        current = current.without_first()
    return current


def _is_loose_opening(run: Run) -> bool:
    """Says whether the first word has its capital from the sentence: "Toen Sanne", "Gisteren Daan"."""
    first = run.words[0]
    if run.parts[0] != first or " ".join(run.words[:2]) in PLACES_OF_MORE_WORDS:
        return False
    has_particle = len(run.parts) != len(run.words)
    is_name = _is_first_name(first) and not (first in ALSO_WORDS and has_particle)
    return not is_name and not any(first.lower() in words for words, _ in TYPES)


def _starts_a_name(run: Run) -> bool:
    if {" ".join(run.words[:2]), " ".join(run.parts)} & PLACES_OF_MORE_WORDS:
        return True
    # "De Graaf", "Het Anker", "Veilig Thuis Veldstad": what follows makes it a name.
    is_head = run.words[0].lower() in (*_ARTICLES, "van") or run.words[:2] == ("Veilig", "Thuis")
    return is_head and not all(map(_is_known, run.words[1:]))


def _certain_kind(run: Run, text: str) -> Identifying | None:
    """Tells the kind from what is certain wherever in a sentence it stands."""
    if run.words[:2] == ("Veilig", "Thuis"):
        return Identifying.INSTELLING
    kind = _kind_by_type(run) or _kind_by_suffix(run)
    if kind is None and _is_place(run):
        return Identifying.PLAATS
    return kind or (Identifying.NAAM if _is_named(run, text) else None)


def _kind_by_type(run: Run) -> Identifying | None:
    near = run.before[0] if run.before else ""
    behind = run.before[1] if len(run.before) > 1 and near in (*_ARTICLES, "van", "voor") else ""
    first = run.words[0].lower()
    for words, kind in TYPES:
        if behind in words or (first in words and len(run.words) > 1):
            return kind
        if near in words:
            return None if len(run.words) == 1 and run.words[0] in PLACES else kind
    return None


def _kind_by_suffix(run: Run) -> Identifying | None:
    last = run.words[-1].lower()
    is_bare = len(run.words) == 1 and (run.opens or any(last in words for words, _ in TYPES))
    if run.words[-1] in PLACES:  # Nijkerk is no church
        return None
    if is_bare or len(last) < 5 or last in ("onderweg", "vanweg"):
        return None
    return next((kind for suffixes, kind in SUFFIXES if last.endswith(suffixes)), None)


def _is_place(run: Run) -> bool:
    if {" ".join(run.parts), " ".join(run.words), " ".join(run.words[:2])} & PLACES_OF_MORE_WORDS:
        return True
    whole = run.words[0]
    first = whole if whole in PLACES else whole.partition("-")[0]
    if first in PLACES or first in CITY_WORDS or _is_of_a_place(whole):
        return not (len(run.words) > 1 and _is_first_name(first))
    follows_into = bool(run.before) and (run.before[0] in INTO or run.before[0] in ("te", "van"))
    return first in AMBIGUOUS and follows_into and not run.opens


def _is_of_a_place(word: str) -> bool:
    """Says whether this is who or what is from a place: Rotterdamse, Arnhemmer."""
    return any(
        word.endswith(end) and word.removesuffix(end) in PLACES for end in ("se", "s", "mer", "er", "naar")
    )


def _is_named(run: Run, text: str) -> bool:
    first = run.words[0]
    called = next((word for word in run.before if word not in PARTICLES), "")
    if called in TITLES and run.before[0] not in ("in", "op") and not run.opens:
        return True
    if text[run.start + 1 : run.start + 2] == ".":
        return True
    if first not in ALSO_WORDS or len(run.words) > 1 or not run.opens:
        return _is_first_name(first)
    return word_after(text, run.end) in PERSON_VERBS


def _likely_kind(run: Run, text: str, small: frozenset[str]) -> Identifying | None:
    """Tells the kind of a capital in the middle of a sentence that no list explains."""
    if all(_is_plain(word, small) for word in run.words if not _is_known(word)):
        return None
    near, behind = (*run.before, "", "")[:2]
    if near in INTO:
        return Identifying.PLAATS
    if "bij" in (near, behind if near in _ARTICLES else "") and _WORKS.search(_sentence(text, run.start)):
        return Identifying.WERKGEVER
    if near in _ARTICLES and behind in ("op", "naar", "van", "uit", "in", "bij"):
        at_school = _AT_SCHOOL.search(_sentence(text, run.start))
        return Identifying.SCHOOL if at_school else Identifying.INSTELLING
    return Identifying.NAAM


def _opens_with_name(run: Run, text: str, names: set[str], small: frozenset[str]) -> bool:
    first = run.words[0]
    if first.lower() in SENTENCE_STARTS:
        return False
    if first in names or (len(first) > 3 and first.removesuffix("s") in names):
        return True
    if _is_known(first) or first.lower() in small or _is_plain(first, small) or len(run.words) > 1:
        return False
    verb = word_after(text, run.end)
    if _has_company(text, run.end) or (_OWNING.match(text, run.end) and not first.endswith(_ABSTRACT)):
        return True
    # "Gisteren zat ik": after another word the subject follows the verb, after a name it does not.
    behind = word_after(text, run.end + 1 + len(verb))
    return verb in SPEECH_VERBS or (verb in PERSON_VERBS and behind in AFTER_SUBJECT)


def _has_company(text: str, at: int) -> bool:
    """Says whether what ends at `at` is followed by who that is, or by somebody beside whom it stands."""
    return bool(_APPOSED.match(text, at) or _CLOSE.match(text, at))


def _is_plain(word: str, small: frozenset[str]) -> bool:
    """Says whether a capital says nothing here: of an abbreviation, a brand, or a word used small too."""
    head = word.partition("-")[0]
    if _is_shouted_name(word):
        return False
    if word.isupper() or (head.isupper() and len(head) > 1):
        return True
    has_inner_capital = any(map(str.isupper, word[1:].replace("IJ", "ij"))) and not {"-", "’"} & set(word)
    if has_inner_capital and not word.startswith(("Mc", "Mac", "IJ", "De", "Van", "El", "Le")):
        return True
    return word.lower() in small and not _is_first_name(word)


def _is_known(word: str) -> bool:
    head, dash, _ = word.partition("-")
    if word in KNOWN or word.removesuffix("’s").removesuffix("'s") in KNOWN:
        return True
    if dash and (head in KNOWN or (head.isupper() and len(head) > 1)):
        return True
    return word.isupper() and 1 < len(word) <= 6 and not _is_shouted_name(word)


def _is_shouted_name(word: str) -> bool:
    return word.isupper() and len(word) > 3 and word.capitalize() in FIRST_NAMES


def _is_first_name(word: str) -> bool:
    if word in FIRST_NAMES or _is_shouted_name(word):
        return True
    bare = word.removesuffix("’s").removesuffix("'s").removesuffix("’").removesuffix("s")
    if bare != word and len(bare) > 2 and bare in FIRST_NAMES - ALSO_WORDS:
        return True
    head, dash, _ = word.partition("-")
    return bool(dash) and head in FIRST_NAMES


def _sentence(text: str, at: int) -> str:
    before = re.split(r"[.!?…]\s|\n\n", text[max(0, at - 160) : at])[-1]
    after = re.split(r"[.!?…]\s|\n\n", text[at : at + 120])[0]
    return before + after
