"""The words around a name that tell of what kind it is."""

from __future__ import annotations

from pipeline.model import Identifying
from pipeline.stages.anonymity.vocabulary import any_of, listed

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
        kerkkoor speeltuin kinderboerderij elftal
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
        moeder-kindhuis meidengroep sociaal wijkhuis huis afkickkliniek verslavingszorg daklozenopvang
        nachtopvang gezinskliniek polikliniek poli zorgaanbieder aanbieder instituut fonds woningcorporatie
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
# A word before or at the head of a name, and the kind it makes of it.
TYPES = (
    (_SCHOOLS, Identifying.SCHOOL),
    (_CLUBS, Identifying.VERENIGING),
    (_INSTITUTIONS, Identifying.INSTELLING),
    (_EMPLOYERS, Identifying.WERKGEVER),
)
# How the last word of a name may end.
SUFFIXES = (
    (("school", "college", "lyceum", "gymnasium", "kindcentrum", "onderwijs", "mavo"), Identifying.SCHOOL),
    (("vereniging", "club", "koor", "manege", "scouting", "boys", "moskee", "kerk"), Identifying.VERENIGING),
    (
        listed("ziekenhuis kliniek gasthuis zorggroep hospice umc gezinshuis lijfhuis wijkteam buurtteam"),
        Identifying.INSTELLING,
    ),
    (listed("bedrijf bouw transport bakkerij drukkerij techniek logistiek"), Identifying.WERKGEVER),
    (
        listed("straat laan weg plein gracht kade singel steeg plantsoen dreef dijk hof pad"),
        Identifying.STRAAT,
    ),
)
# What somebody is to somebody; the name follows.
TITLES = frozenset(
    listed(
        """
        meneer mijnheer heer mevrouw mevr dhr mw mr dr ds drs prof juf juffrouw meester dokter tante oom
        opa oma broer
        broertje zus zusje dochter dochtertje zoon zoontje vriend vriendin buurman buurvrouw buurjongen
        buurmeisje collega collega’s nicht neef nichtje neefje trainer coach rechter advocaat moeder vader
        man vrouw stiefvader stiefmoeder pleegmoeder pleegvader kleindochter kleinzoon baby heet heette
        heetten heten noemde noemden genaamd familie fam broertjes zusjes tweeling ex exman ex-man ex-vrouw
        partner gezinsvoogd voogd wijkagent agent leidster begeleider mentor pastoor dominee imam zuster
        hondje
        """
    )
)
INTO = frozenset(listed("in uit naar vanuit nabij richting omgeving rond rondom buiten"))
PARTICLES = frozenset(listed("van de der den het ’t 't ter ten te el al von da dos bin ben ait in op"))
WORKS = any_of(
    """
    werk|werkt|werkte|werken|werkten|werkzaam|baan|baantje|in dienst|stage|chauffeur|vakkenvuller|kassa
    caissière|monteur
    solliciteerde|zzp|schoonmaker|schoonmaakte|kok|ober|uitzendkracht|collega’s|baas|chef|ploeg
    nachtdienst|dienst|contract
    ontslagen|fabriek|voer|magazijn|lopende band|loods|cao|leidinggevende|bijbaan|bijbaantje|vuller
    krantenwijk|functie
    """
)
# Only somebody does these; a word before them that begins a sentence is a name more often than not.
SPEECH_VERBS = frozenset(
    listed(
        """
        zei zegt vroeg vraagt knikte knikt lachte lacht huilde huilt belde fluisterde zweeg antwoordde
        glimlachte zuchtte mompelde appte mailde keek kijkt
        """
    )
)
PERSON_VERBS = frozenset(
    listed(
        """
        zei zegt vroeg vraagt keek kijkt knikte knikt lachte lacht huilde huilt belde belt riep roept
        fluisterde zweeg zwijgt antwoordde vertelde vertelt schreef schrijft appte mailde glimlachte zuchtte
        mompelde schudde heet heette woont woonde denkt dacht weet wist wilde vindt vond pakte zat liep kwam
        ging at sliep slaapt zwaaide
        """
    )
)
# What stands behind the verb when its subject stands before it.
AFTER_SUBJECT = frozenset(
    listed(
        """
        op in aan naar niet niks niets nog me mij haar hem zich ook altijd mee weg dat of met bij van
        over terug uit al
        wel nooit weer even alleen stil door om ons als hard zacht zachtjes langzaam gewoon meteen direct
        opeens toen voor
        tegen boven beneden thuis hier daar
        """
    )
)
