"""Names of people, places, schools, clubs, institutions and employers: by their capital and what is around it.

Without a dictionary of names a capital in the middle of a sentence is the best sign there is. What everybody
knows (Veilig Thuis, Marokkaans, Sinterklaas) is in `known_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model import Found, Identifying
from pipeline.stages.anonymity.capitals import Run, runs, word_after
from pipeline.stages.anonymity.first_names import ALSO_WORDS, FIRST_NAMES
from pipeline.stages.anonymity.known_words import KNOWN, KNOWN_RUNS, SENTENCE_STARTS
from pipeline.stages.anonymity.place_names import AMBIGUOUS, PLACES, PLACES_OF_MORE_WORDS
from pipeline.stages.anonymity.vocabulary import listed

_SCHOOLS = frozenset(
    listed(
        """
basisschool school obs cbs rkbs pcbs ikc kindcentrum sbo vso so vmbo mavo havo vwo college lyceum
gymnasium scholengemeenschap cns montessorischool daltonschool vrijeschool jenaplanschool
praktijkschool praktijkonderwijs peuterspeelzaal kinderdagverblijf kdv kinderopvang bso crèche
dagopvang mbo roc hogeschool universiteit muziekschool openbare speelzaal voorschool kleuterschool
taalschool schakelklas internationale schakelschool brede middelbare bassischool
"""
    )
)
_CLUBS = frozenset(
    listed(
        """
voetbalvereniging voetbalclub vv sv fc hc rkvv svv cvv club vereniging scouting scoutinggroep
scoutingvereniging turnvereniging turnclub korfbalvereniging korfbalclub hockeyclub zwemclub
zwemvereniging manege koor zangvereniging zangkoor harmonie fanfare judoclub judoschool karateclub
sportclub sportvereniging tennisvereniging tennisclub tc atletiekvereniging av boksschool boksclub
dansschool dansstudio speeltuinvereniging carnavalsvereniging muziekvereniging toneelvereniging
toneelclub buurtvereniging moskee kerk parochie handbalvereniging volleybalvereniging basketbalclub
gymvereniging gymnastiekvereniging rijvereniging ponyclub schaakclub schaakvereniging visclub
hengelsportvereniging drumband orkest schutterij gilde ijsclub schaatsvereniging waterpolovereniging
badmintonclub rugbyclub wielervereniging kickboksschool sportschool gymzaal fitness shantykoor
kerkkoor speeltuin kinderboerderij elftal team1
"""
    )
)
_INSTITUTIONS = frozenset(
    listed(
        """
ziekenhuis kliniek stichting instelling opvanghuis opvang jeugdhulporganisatie jeugdzorginstelling
gezinshuis leefgroep woongroep groep behandelcentrum behandelgroep gezondheidscentrum
huisartsenpraktijk huisartsenpost praktijk wijkteam buurtteam jeugdteam verpleeghuis verzorgingshuis
verzorgingstehuis zorgcentrum woonzorgcentrum revalidatiecentrum opvangcentrum azc
asielzoekerscentrum ggz pi penitentiaire inrichting gevangenis blijfhuis vrouwenopvang
jeugdinrichting centrum tandartspraktijk inloophuis buurthuis wijkcentrum internaat pleegzorg bureau
tehuis kindertehuis logeerhuis hospice apotheek fysiotherapie thuiszorg zorgboerderij zorginstelling
jeugdgevangenis woonvoorziening maatschappelijk opvanglocatie locatie crisisopvang crisisgroep
zorggroep revalidatiekliniek jongerencentrum jongerenhuis dagbehandeling dagbesteding
moeder-kindhuis meidengroep sociaal wijkhuis huis hotel1 afkickkliniek verslavingszorg
daklozenopvang nachtopvang voedselbank1 gezinskliniek polikliniek poli ggd1 zorgaanbieder aanbieder
instituut fonds woningcorporatie
"""
    )
)
_EMPLOYERS = frozenset(
    listed(
        """
bakkerij garage garagebedrijf autobedrijf firma bedrijf transportbedrijf supermarkt winkel slagerij
slager bakker kapsalon kapper restaurant café drukkerij hoveniersbedrijf hovenier bouwbedrijf
aannemer aannemersbedrijf fabriek rederij thuiszorgorganisatie schoonmaakbedrijf uitzendbureau
installatiebedrijf schildersbedrijf loodgietersbedrijf boerderij kwekerij hotel snackbar pizzeria
eetcafé advocatenkantoor accountantskantoor makelaar makelaardij makelaarskantoor notariskantoor
rijschool kledingwinkel meubelzaak cafetaria tuincentrum bouwmarkt transport logistiek
distributiecentrum magazijn taxibedrijf busbedrijf timmerbedrijf dakdekkersbedrijf visserij
slachterij slachthuis wasserij zorgorganisatie camping vakantiepark zwembad bioscoop bloemist
bloemenzaak bloemenwinkel fietsenmaker fietsenwinkel fietsenzaak viswinkel groenteboer toko kantoor
architectenbureau adviesbureau reclamebureau scheepswerf werf metaalbedrijf constructiebedrijf
staalbedrijf glaszetter schilder loodgieter installateur elektricien zaak concern werkgever
onderneming
"""
    )
)
_TYPES = (
    (_SCHOOLS, Identifying.SCHOOL),
    (_CLUBS, Identifying.VERENIGING),
    (_INSTITUTIONS, Identifying.INSTELLING),
    (_EMPLOYERS, Identifying.WERKGEVER),
)
_SUFFIXES = (
    (
        ("school", "college", "lyceum", "gymnasium", "kindcentrum", "onderwijs", "mavo"),
        Identifying.SCHOOL,
    ),
    (
        listed(
            """
vereniging club koor manege scouting boys moskee kerk
"""
        ),
        Identifying.VERENIGING,
    ),
    (
        listed(
            """
ziekenhuis kliniek gasthuis zorggroep hospice umc gezinshuis lijfhuis wijkteam buurtteam
"""
        ),
        Identifying.INSTELLING,
    ),
    (
        ("bedrijf", "bouw", "transport", "bakkerij", "drukkerij", "techniek", "logistiek"),
        Identifying.WERKGEVER,
    ),
    (
        listed(
            """
straat laan weg plein gracht kade singel steeg plantsoen dreef dijk hof pad
"""
        ),
        Identifying.STRAAT,
    ),
)
_TITLES = frozenset(
    listed(
        """
meneer mevrouw mevr dhr mw mr dr ds drs prof juf juffrouw meester dokter tante oom opa oma broer
broertje zus zusje dochter dochtertje zoon zoontje vriend vriendin buurman buurvrouw buurjongen
buurmeisje collega collega’s nicht neef nichtje neefje trainer coach rechter advocaat moeder vader
man vrouw stiefvader stiefmoeder pleegmoeder pleegvader kleindochter kleinzoon baby heet heette
heetten heten noemde noemden genaamd familie fam broertjes zusjes tweeling ex exman ex-man ex-vrouw
partner gezinsvoogd voogd wijkagent agent leidster begeleider mentor pastoor dominee imam zuster
hondje
"""
    )
)
_ARTICLES = frozenset(
    listed(
        """
de het een ’t 't ’n die dat deze onze ons mijn zijn haar hun jouw je
"""
    )
)
_INTO = frozenset(
    listed(
        """
in uit te naar vanuit nabij richting omgeving rond rondom buiten bij1
"""
    )
)
_WORKS = re.compile(
    r"\b(?:werk(?:t|te|ten|en)?|werkzaam|baan|baantje|in dienst|stage|chauffeur|vakkenvuller|kassa|caissière|monteur|solliciteerde|zzp|"
    r"schoonmaker|schoonmaakte|kok|ober|uitzendkracht|collega’s|baas|chef|ploeg|nachtdienst|dienst|contract|ontslagen|fabriek|voer|"
    r"magazijn|loopband|loods|cao|leidinggevende|bijbaan|bijbaantje|vuller|krantenwijk|functie)\b",
    re.I,
)
_COMPANY = re.compile(
    r"[A-ZÀ-Þ][\w’'&\- ]{1,40}?[ ,]+(?:B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?|en Zn\.?|& Zn\.?|en Zonen|& Zonen|& Co\.?|Holding)(?!\w)"
)
_PERSON_VERBS = frozenset(
    listed(
        """
zei zegt vroeg vraagt keek kijkt knikte knikt lachte lacht huilde huilt belde belt riep roept
fluisterde zweeg zwijgt antwoordde vertelde vertelt schreef schrijft appte mailde glimlachte zuchtte
mompelde schudde heet heette woont woonde denkt dacht weet wist wilde wil1 vindt vond pakte zat
staat1 liep kwam ging at sliep slaapt zwaaide
"""
    )
)
_SPEECH_VERBS = frozenset(
    listed(
        """
zei zegt vroeg vraagt knikte knikt lachte lacht huilde huilt belde fluisterde zweeg antwoordde
glimlachte zuchtte mompelde appte mailde keek kijkt
"""
    )
)
_LOWER_TITLED = re.compile(
    r"\b(?:juf|meester|tante|oom|mevrouw|meneer|mijn (?:zoon|dochter|zus|broer|man|vrouw|zusje|broertje)|heet|heette) ([a-zà-ÿ]{3,})\b"
)
_SMALL_WORD = re.compile(r"\b[a-zà-ÿ][a-zà-ÿ’\-]{2,}")


def find_people_and_places(text: str) -> Iterator[Found]:
    """Yields names and places; a name that was seen once is also found where it begins a sentence."""
    yield from _companies(text)
    small: set[str] | None = None
    waiting: list[Run] = []
    names: set[str] = set()
    for run in runs(text):
        if " ".join(run.parts) in KNOWN_RUNS:
            continue
        trimmed = _trim(run)
        if trimmed is None:
            continue
        kind = _certain_kind(trimmed, text)
        if kind is None and trimmed.opens:
            waiting.append(trimmed)
            continue
        if kind is None:
            if small is None:
                small = set(_SMALL_WORD.findall(text))
            kind = _likely_kind(trimmed, text, small)
        if kind is None:
            continue
        if kind is Identifying.NAAM:
            names.update(word for word in trimmed.words if not _is_known(word))
        yield Found(trimmed.start, trimmed.end, kind)
    small = small if small is not None else set(_SMALL_WORD.findall(text)) if waiting else set()
    for run in waiting:
        if _opens_with_name(run, text, names, small):
            yield Found(run.start, run.end, Identifying.NAAM)
    for match in _LOWER_TITLED.finditer(text):
        if match[1].capitalize() in FIRST_NAMES - ALSO_WORDS:
            yield Found(match.start(1), match.end(1), Identifying.NAAM)


def _companies(text: str) -> Iterator[Found]:
    for match in _COMPANY.finditer(text):
        yield Found(match.start(), match.end(), Identifying.WERKGEVER)


def _trim(run: Run) -> Run | None:
    """Takes off words that begin a sentence and words everybody knows; None when nothing is left."""
    current: Run | None = run
    while current is not None and current.opens and len(current.words) > 1:
        first = current.words[0]
        is_type = any(first.lower() in words for words, _ in _TYPES)
        is_name = _is_first_name(first) and not (
            first in ALSO_WORDS and len(current.parts) != len(current.words)
        )
        if current.parts[0] != first or is_type or is_name:
            break
        if " ".join(current.words[:2]) in PLACES_OF_MORE_WORDS:
            break
        current = current.without_first()
    while current is not None and _is_known(current.words[0]) and not _starts_a_name(current):
        current = current.without_first()
    return current


def _starts_a_name(run: Run) -> bool:
    if " ".join(run.words[:2]) in PLACES_OF_MORE_WORDS or " ".join(run.parts) in PLACES_OF_MORE_WORDS:
        return True
    # "De Graaf", "Het Anker", "Veilig Thuis Veldstad": what follows makes it a name.
    is_article = run.words[0].lower() in ("de", "het", "van", "’t")
    rest = run.words[1:]
    return (
        bool(rest) and (is_article or run.words[:2] == ("Veilig", "Thuis")) and not all(map(_is_known, rest))
    )


def _certain_kind(run: Run, text: str) -> Identifying | None:
    """Tells the kind from what is certain wherever in a sentence it stands."""
    words = run.words
    unknown = [word for word in words if not _is_known(word)]
    if not unknown:
        return None
    if words[:2] == ("Veilig", "Thuis"):
        return Identifying.INSTELLING
    by_type = _kind_by_type(run)
    if by_type is not None:
        return by_type
    if words[-1][:1].isupper() and len(words[-1]) > 4:
        last = words[-1].lower()
        is_compound = len(words) > 1 or not run.opens
        for suffixes, kind in _SUFFIXES:
            if (
                is_compound
                and last.endswith(suffixes)
                and last not in ("onderweg", "vanweg")
                and not _is_bare_type(run)
            ):
                return kind
    if _is_place(run):
        return Identifying.PLAATS
    if run.before and not run.opens and run.before[0] in _TITLES:
        return Identifying.NAAM
    if (
        run.before
        and run.before[0] in _TITLES
        and all(not _is_known(word) for word in words)
        and len(unknown[0]) > 1
    ):
        return Identifying.NAAM if _is_first_name(words[0]) else None
    first = words[0]
    if _is_first_name(first) and (first not in ALSO_WORDS or len(words) > 1 or not run.opens):
        return Identifying.NAAM
    if run.opens and len(words) == 1 and first in ALSO_WORDS and word_after(text, run.end) in _PERSON_VERBS:
        return Identifying.NAAM
    if re.match(r"[A-Z]\.", text[run.start : run.start + 2]):
        return Identifying.NAAM
    return None


def _is_bare_type(run: Run) -> bool:
    """Says whether a single word is nothing but a type ("School") or what everybody knows."""
    return len(run.words) == 1 and any(run.words[0].lower() in words for words, _ in _TYPES)


def _kind_by_type(run: Run) -> Identifying | None:
    before = run.before
    near = before[0] if before else ""
    behind = before[1] if len(before) > 1 and near in ("de", "het", "’t", "'t", "van", "voor") else ""
    first = run.words[0].lower()
    for words, kind in _TYPES:
        if near in words or behind in words:
            return None if near in words and _only_place(run) else kind
        if first in words and len(run.words) > 1:
            return kind
    return None


def _only_place(run: Run) -> bool:
    return False if len(run.words) > 1 else run.words[0] in PLACES


def _is_place(run: Run) -> bool:
    words = run.words
    joined = " ".join(words)
    if " ".join(run.parts) in PLACES_OF_MORE_WORDS or joined in PLACES_OF_MORE_WORDS:
        return True
    if len(words) > 1 and " ".join(words[:2]) in PLACES_OF_MORE_WORDS:
        return True
    first = words[0].partition("-")[0] if "-" in words[0] and words[0] not in PLACES else words[0]
    if first in PLACES and not (len(words) > 1 and _is_first_name(first)):
        return True
    into = bool(run.before) and (run.before[0] in _INTO or run.before[0] == "van")
    return first in AMBIGUOUS and into and not run.opens


def _likely_kind(run: Run, text: str, small: set[str]) -> Identifying | None:
    """Tells the kind of a capital in the middle of a sentence that no list explains."""
    words = [word for word in run.words if not _is_known(word)]
    if all(_is_plain(word, small) for word in words):
        return None
    before = run.before
    near = before[0] if before else ""
    behind = before[1] if len(before) > 1 else ""
    if near in _INTO and near not in ("te",):
        return Identifying.PLAATS
    if (near == "bij" or (near in ("de", "het") and behind == "bij")) and _WORKS.search(
        _sentence(text, run.start)
    ):
        return Identifying.WERKGEVER
    if near in ("de", "het", "’t", "'t") and behind in ("op", "naar", "van", "uit", "in", "bij"):
        at_school = re.search(
            r"\b(?:school|groep|klas|juf|meester|leraar|leerling)", _sentence(text, run.start), re.I
        )
        return Identifying.SCHOOL if at_school else Identifying.INSTELLING
    return Identifying.NAAM


def _opens_with_name(run: Run, text: str, names: set[str], small: set[str]) -> bool:
    first = run.words[0]
    base = first.removesuffix("s") if first.endswith("s") else first
    if first in names or (base in names and len(base) > 2):
        return first.lower() not in SENTENCE_STARTS
    if (
        first.lower() in SENTENCE_STARTS
        or _is_known(first)
        or first.lower() in small
        or _is_plain(first, small)
    ):
        return False
    return len(run.words) == 1 and word_after(text, run.end) in _SPEECH_VERBS


def _is_plain(word: str, small: set[str]) -> bool:
    """Says whether a capital on this word says nothing: an abbreviation, a brand, or a word used small too."""
    head = word.split("-", maxsplit=1)[0]
    if word.isupper() or (head.isupper() and len(head) > 1) or len(word) == 1:
        return True
    inner = word[1:].replace("IJ", "ij")
    is_camel = any(map(str.isupper, inner)) and "-" not in word and "’" not in word
    if is_camel and not word.startswith(("Mc", "Mac", "IJ", "De", "Van", "El", "Le")):
        return True
    return word.lower() in small and not _is_first_name(word)


def _is_known(word: str) -> bool:
    if word in KNOWN:
        return True
    head = word.split("-", maxsplit=1)[0]
    if "-" in word and (head in KNOWN or (head.isupper() and len(head) > 1)):
        return True
    bare = word.removesuffix("’s").removesuffix("'s")
    return (bare != word and bare in KNOWN) or (word.isupper() and 1 < len(word) <= 6)


def _is_first_name(word: str) -> bool:
    if word in FIRST_NAMES:
        return True
    bare = word.removesuffix("’s").removesuffix("'s").removesuffix("’").removesuffix("s")
    if bare != word and len(bare) > 2 and bare in FIRST_NAMES and bare not in ALSO_WORDS:
        return True
    head = word.split("-", maxsplit=1)[0]
    return "-" in word and head in FIRST_NAMES


def _sentence(text: str, at: int) -> str:
    before = re.split(r"[.!?…]\s|\n\n", text[max(0, at - 160) : at])[-1]
    after = re.split(r"[.!?…]\s|\n\n", text[at : at + 120])[0]
    return before + after


def renamed(found: Found, kind: Identifying) -> Found:
    return replace(found, kind=kind)
