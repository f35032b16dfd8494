"""Ways to write what gives somebody away, a line each, with what must be found in double brackets.

Written by who knew the rules, from thinking about kinds and not from the two halves of
tests/data/anonymity; so it shows what is covered, and measures nothing.
"""

from __future__ import annotations

import re

import pytest

from pipeline.stages.anonymity import scan
from pipeline.stages.anonymity.vocabulary import near_digits

_MARKED = re.compile(r"\[\[(.*?)\]\]")

AGES = """
Ze woont in Zutphen en is er [[zeven]].
Wij wonen in Deventer. Onze oudste wordt in mei [[negen]].
Op haar [[negende verjaardag]] verhuisden we naar Tiel.
Hij kwam uit Almelo en was [[vijf jaar jong]].
In Goes woonde een [[veertienjarige]] die niet meer naar buiten ging.
Mijn dochter ([[11]]) zit op school in Breda.
De jongste is [[4]], de oudste [[9]]. We wonen in Emmen.
Er waren twee kinderen, [[zes]] en [[acht]], in een flat in Zwolle.
Ik was [[achttien]] toen ik in Assen kwam wonen.
Toen ik [[tien]] werd, verhuisden we naar Delft.
Mijn zoon van [[zestien]] fietst elke dag naar Gouda.
Ze was [[bijna dertien]] en woonde bij haar oma in Sneek.
Een jongetje van een jaar of [[zes]] stond in Leiden voor de deur.
Hij is net [[twaalf geworden]], vertelt de buurvrouw in Hengelo.
De baby was [[acht weken]] oud en lag in het ziekenhuis in Ede.
De baby van [[acht maanden]] sliep. Het was stil in Weert.
Zij is [[halverwege de dertig]] en woont in Kampen.
In Meppel zit ze in [[de tweede klas van de mavo]].
Hij zit in [[3 havo]] in Veghel.
Ze begon in Uden in [[groep 4]].
Hun kinderen zijn [[3, 5 en 8]] en ze wonen in Roosendaal.
Ik ben [[42]], moeder van drie en ik woon in Purmerend.
Sinds ze [[vijftien]] is woont ze in Hoorn in een pleeggezin.
In Venlo werd ik op mijn [[zeventiende]] moeder.
We woonden in Vlissingen. Daar bleef ik tot mijn [[twintigste]].
De [[drieëntwintigjarige]] moeder woonde in Heerlen.
Een meisje van [[anderhalf]] in Wageningen.
Haar zoontje werd in Tiel [[vier]].
Op zijn [[8e]] kwam hij in Soest terecht.
Mijn broer, toen [[elf]], bleef in Hulst.
Toen mijn zusje [[twee]] was, gingen we weg uit Lochem.
Ze zijn [[tien]] en [[twaalf]], en zitten in Oss op school.
De [[zesjarige]] vroeg of Utrecht ver was.
Ik ben een vrouw van [[begin veertig]] uit Roermond.
De jongen is [[15 jaar]]. Hij is opgegroeid in Bussum.
leeftijd: [[9]]. Woonplaats: Wijchen.
Drie kinderen ([[2]], [[5]], [[7]]) in Zeist.
Ze moet nog [[zes]] worden, en in Houten kent iedereen haar al.
Met [[zestien]] ging ik werken in Rhenen.
Nu ze [[achttien]] is, woont ze in Boxtel.
Ons meisje was nog geen [[twee]] en we woonden in Nijkerk.
De tweeling van [[vijf]] ging in Bunnik naar school.
Ze zat in Tiel in de [[brugklas]].
"""

DATES = """
Het gebeurde op [[14 maart 2021]].
Op [[3 mei]] stond ze voor de deur.
In de nacht van [[3 op 4 mei]] belde ik.
De zitting was [[12-10-'22]].
Hij kwam vrij op [[1 juni jl.]].
We spraken af op [[vrijdag de veertiende]].
[[12 sept. 2020]]: eerste gesprek.
Het was [[tweede paasdag 2019]].
Het was [[oudejaarsdag 2018]].
Op [[eerste kerstdag 2020]] kwam hij niet.
Met [[Pasen 2021]] zaten we daar.
Het overleg van [[24/11]] ging niet door.
Op [[maandag 4 februari]] begon het.
[[2019-05-23]] eerste melding.
Op [[zeven november]] ging ze weg.
De [[negende van september]] vergeet ik nooit.
Tussen [[4 en 9 juli]] sliep hij bij oma.
Van [[12 tot en met 16 augustus]] was hij weg.
Hij overleed op [[21 januari tweeduizendtwintig]].
Dat was [[23.04.2018]].
Op [[dinsdagavond 8 oktober]] stond de politie er.
Het staat in de brief van [[6 dec]].
Ik weet het nog: [[9 aug '17]].
Sinds [[11 november vorig jaar]] slaapt ze hier.
Afspraak: [[di 14/5]], half tien.
Op [[Valentijnsdag 2022]] ging het mis.
In de week van [[3 juni]] belde ze niet.
Datum: [[4-5]].
[[Woensdag 17 april 2024]]
Op [[één april]] nam ze afscheid van haar baan.
Op [[31 augustus]] ging de deur dicht.
Dat was op de dag voor Sinterklaas, [[4 december 2019]].
Ze kwam [[de 28e]] terug.
"""

BIRTHS = """
Geboren op [[2 april 2012]].
Geb. [[13-07-2009]].
Zij is van [[5 mei 2010]].
Geboortedatum [[4/8/15]].
Hij is op [[3 maart]] jarig.
Mijn zoon is geboren in [[juli 2014]].
Haar verjaardag is [[12 november]].
"""

NAMES = """
Toen riep [[Fenna]] dat ze wegging.
[[Youssef]] keek op en zei niets.
Ik belde [[mevrouw De Wit]].
De brief was van [[J. van der Voorbeeld]].
Meester [[Koen]] hielp haar.
Ze heet [[Noortje]].
[[Daantje]] sliep al.
Haar vriendin [[Zeynep]] kwam langs.
Mijn broertje [[Jip]] huilde.
Dit is het verhaal van [[Marloes Hendriks]].
[[Marloes]] en ik gingen zitten.
Voor [[Lotte]] was het anders.
Dag [[Bram]], zei ik.
‘[[Tygo]], kom je?’
Lieve [[Aisha]], ik schrijf je dit.
Groetjes, [[Milan]]
[[Sem]]s moeder deed open.
Ik vroeg [[Sannes]] moeder om hulp.
De jongen, [[Kyano]], zei niets.
[[Kyano]] zei niets.
[[Xaviera]] wilde niet mee.
Daar stond [[Djenna]] met haar tas.
[[Oma Riek]] kwam elke dinsdag.
De wijkagent, [[Bas Kuipers]], kende ons.
Collega [[Ineke]] nam het over.
[[Mw. Jansen]] was er niet.
[[Dhr. El Amrani]] tekende.
We noemden haar [[Puk]].
Haar man [[Wouter]] werkte.
De kinderen [[Liam]] en [[Nova]] sliepen.
[[Nova]] sliep.
[[Fleur]] lachte.
Gezin [[Bakker]] woonde boven.
Familie [[Van Dijk]] woonde boven.
De [[Van Dijkjes]] noemden we ze.
ik appte [[sanne]] maar ze zei niks
[[SANNE]] stond er op de tas.
Vraag maar aan [[tante Corrie]].
[[K.]] is mijn jongste zoon.
Mijn zoon [[K.]] is de jongste.
Dokter [[Osei]] belde terug.
Ik ben [[Jolanda]], moeder van twee.
Mijn naam is [[Peter-Paul]].
Met [[Hatice]] praatte ik vaak.
[[Hatice]]: ‘Wij wilden dat ook.’
[[Prakash]] tekende een huis.
Toen [[Prakash]] tekende, werd het stil.
Aan de keukentafel zat [[Ewelina]].
[[Ewelina]] schonk thee in.
[[Ewelina]], de buurvrouw, schonk thee in.
Door [[Thirza]] leerde ik wachten.
[[Thirza]] had een tas bij zich.
[[Odile]] had een tas bij zich.
[[Odile]] was zes.
[[Odile]] en haar zus waren stil.
Het was [[Odile]] die belde.
Het huis van [[Odile]] stond leeg.
[[Jeroen de Boer]] kwam.
Vertrouwenspersoon [[Anouk Verhagen]] schreef het op.
Rechter [[mr. Pietersen]] luisterde.
Juf [[Marjan]] van groep zes.
[[Mo]] en [[Bo]] zijn tweelingen.
Zijn vriendje [[Boaz]] mocht mee.
Ze riep: ‘[[Quinten]]!’
[[Quinten]]!
"""

PLACES = """
Ze woont in [[Oosterblokker]].
We verhuisden naar [[Sint Jansteen]].
Hij komt uit [[Wijk en Aalburg]].
In [[Klein-Zundert]] kent iedereen elkaar.
Het dorp [[Loenersloot]] is klein.
Het was in de wijk [[Zuiderburen]].
[[Haarlem]] was ver weg.
Vanuit [[Haarlem-Noord]] kwam de bus.
De gemeente [[Westerkwartier]] belde.
Ze liep door [[Kanaleneiland]].
Achter het station van [[Bovenkarspel]] stond hij.
Het kamp bij [[Budel]].
Tussen [[Almere]] en [[Lelystad]].
De flat in [[Malburgen]] was leeg.
"""

SCHOOLS = """
Zij zit op basisschool [[De Regenboog]].
Hij gaat naar [[obs De Vlieger]].
Op [[het Stedelijk Lyceum]] kende niemand haar.
De [[Sint Jozefschool]] belde.
Op het [[Bonhoeffer College]] ging het beter.
Ze werkt op kinderdagverblijf [[Pippeloentje]].
Op [[De Kleine Beer]] is ze juf in groep drie.
"""

CLUBS = """
Hij voetbalt bij [[VV Oranje Wit]].
Ze turnt bij [[Excelsior]].
Bij scouting [[De Zwervers]] leerde ze koken.
Hij zit op judo bij [[Sportinstituut Van Es]].
De [[Al Fath moskee]] hielp ons.
In de [[Ontmoetingskerk]] zongen we.
Hij zingt in [[Shantykoor De Zeebonken]].
"""

INSTITUTIONS = """
Ze werd opgenomen in [[het Meander]].
Wijkteam [[Zuidwest]] belde.
[[Stichting De Brug]] betaalde.
Bij [[Huize Maria]] woonde oma.
Ze sliep bij [[de Vluchtheuvel]].
Gezinshuis [[De Kiem]] ving hem op.
Jeugdzorg [[Noordrand]] schreef.
Het [[Rijnstate]] belde.
"""

EMPLOYERS = """
Hij werkt bij [[Bouwmaat]].
Zij werkte bij [[Van Gelder Transport]].
Ze maakt schoon bij [[Hotel De Zon]].
Mijn vader had een baan bij [[Fokker]].
Ik sta in de winkel bij [[Schoenen Torenbeek]].
Hij reed voor [[Koerierdienst Snel]].
Bij [[Garage Smit]] was ik monteur.
"""

STREETS = """
Ze woont aan de [[Lindelaan 14]].
Op [[Kerkstraat 3-b]] brandde licht.
[[Prins Bernhardstraat 112]] was het.
Wij woonden op [[de Meent 5]].
Op nummer 8 van de [[Zuiderweg]].
Aan het [[Wilhelminaplein, nummer 4]].
In de [[Beatrixstraat]] stond een busje.
"""

POSTCODES = """
Postcode [[1234 AB]].
Het was [[7411LK]].
In postcodegebied [[7411]].
"""

PHONES = """
Bel [[06-12345678]].
Mijn nummer is [[0612 34 56 78]].
Bel [[+31 6 1234 5678]].
Ze belde [[0570 - 123 456]].
Bel naar [[(0570) 12 34 56]].
App me op [[zes twaalf drieëndertig]].
"""

FILES = """
Zaaknummer [[C/05/412345]].
Het dossier [[2021-00345]].
Meldingsnummer [[VT2021/445]].
Rekestnummer [[200.123.456/01]].
Onder kenmerk [[AB-12-3344]].
Cliëntnummer [[445566]].
"""

HANDLES = """
Ze heet op insta [[@noor.xx]].
Op Snapchat [[sjonnie_2009]].
Zijn gamertag is [[DragonSlayer77]].
Mijn TikTok is [[lisaatje08]].
"""

ILLNESSES = """
Hij heeft [[Duchenne]] en woont in Tiel.
Ze heeft [[het syndroom van Rett]]. In Goes kent men haar.
In Delft woont een jongen met [[taaislijmziekte]].
Haar [[ziekte van Batten]] werd in Zwolle ontdekt.
"""

PLATES = """
Een auto met kenteken [[AB-123-C]].
De [[12-ABC-3]] stond er weer.
Een busje, [[VX 04 KL]] op het kenteken.
"""

CLEAN = """
Veilig Thuis belde op een dinsdag. De Raad voor de Kinderbescherming kwam later. Jeugdzorg ook.
Hoop had ik niet meer. Toch bleef de hoop. Een roos op tafel. Roos was haar lievelingskleur.
Het Toekomstscenario gaat over ons. Het Regionaal Veiligheidsteam dacht mee. Het Lokaal Team ook.
Oma bakte koekjes. Opa sliep. Mama huilde. Papa zweeg. Mam, zei ik.
De Kindertelefoon luisterde. Ik zocht op Google en vond Slachtofferhulp Nederland.
Ik kom uit Syrië en spreek Arabisch. Mijn buren zijn Pools. Zij spreekt Tigrinya.
Op maandag was er school. In januari begon het opnieuw. In 2021 was alles dicht door corona.
Het was Kerst. Met Sinterklaas kregen we chocola. Tijdens de Ramadan aten we laat.
De Wmo, de Jeugdwet en de AVG stonden in de brief. De GGZ had een wachtlijst.
Ik las het in Excel. We belden via Teams. Ze stuurde een WhatsApp.
‘Sorry,’ zei hij. ‘Echt?’ vroeg ik. ‘Nee,’ zei zij. ‘Altijd,’ fluisterde hij.
Bang was ze niet. Boos ook niet. Verdrietig wel.
Donderdag belde ze weer. Vrijdag niet. Zondag wel.
Er waren drie kinderen, twee honden en één kat. Vijf jaar later was ze weg.
Mijn moeder was ziek. Zij heeft reuma. Mijn vader had kanker.
De wijkagent kwam langs, met een collega. De huisarts belde. De juf schreef.
Zes weken wachtten we. Na acht maanden kwam er plek. Om tien uur ging de bel.
Het gezin woonde op de derde verdieping, boven een winkel, aan een drukke weg.
Mijn zoon zit in groep vier en vindt rekenen leuk. Mijn dochter van acht leest graag.
Iedere ochtend om half acht stond ik op. Elke avond las ik voor.
Stel je voor: je bent twaalf en niemand vraagt iets. Wat doe je dan?
Lees het hardop. Wacht even. Vraag door. Luister. Schrijf het op.
Verdriet heeft tijd nodig. Schaamte heeft geen stem. Angst had een plek aan tafel.
Koffie stond klaar. Thee ook. Suiker niet. Melk was op.
Buurvrouwen weten meer. Kinderen zien alles. Mannen praten niet snel.
Politie en justitie keken mee. Onderwijs en zorg werken samen.
Woensdagmiddag was van ons. Zaterdag was van zijn vader.
Ik werk bij een gemeente. Zij werkt bij een wijkteam. Hij werkt in de bouw.
De school belde. De club belde ook. Het ziekenhuis niet.
Alles was grijs, behalve de gele jas van mijn dochter. Geel is mijn kleur.
Het team heette anders toen. De methode heet Signs of Safety.
Lente was het, en de magnolia bloeide. Storm stond er die nacht.
De Voedselbank gaf ons brood. Het Leger des Heils gaf een bed.
In Nederland mag dat. In Friesland ook. In Europa niet overal.
Haar zoon speelde Fortnite. Mijn man keek naar Ajax. Ik keek Netflix.
Beste lezer, dit is mijn verhaal. Met vriendelijke groet, een moeder.
Het plan had vier stappen: luisteren, schrijven, lezen en doen.
Ik ben begeleider, geen politieagent. Ik ben moeder van twee. Ik ben 1 van de 6.
Mei was warm. Augustus was nat. Max was de hond van niemand.
Veilig Thuis belde. Wij belden terug.
De Raad voor de Kinderbescherming keek mee.
Ik had hoop. Hoop is geen plan.
De roos in de tuin bloeide. Roos en jasmijn, zei oma.
Iedereen aan tafel dronk koffie. Niemand zei iets.
Toen kwam de wijkagent. Hij was zes jaar agent.
Stilte viel. Langzaam liep ik terug.
Kinderen voelen dat. Ouders ook. Hulpverleners soms later.
Boos was ik. Bang was ik ook. Moe was ik vooral.
Samen aan tafel is beter. Luisteren helpt.
Sindsdien vraag ik het altijd. Eigenlijk weet ik dat.
Elf mensen zaten aan tafel. Twee weken later kwam er niemand.
Het Toekomstscenario helpt. Het Handelingskader ook.
Op maandag bellen we. In december was het koud. Rond kerst belde ze.
Over drie jaar is het anders. Zes maanden duurde het. Vijf keer belde ik.
Thuis was het warm. School was ver. Werk was dichtbij.
De rechter zei nee. De juf zei ja. Mevrouw, zei ik.
‘Kom binnen,’ zei ze. ‘Graag,’ zei ik. ‘Dank je,’ zei hij.
Natuurlijk had ik het gezien. Misschien wilde ik het niet.
Regen had ik verwacht. Zon scheen.
Vertrouwen komt te voet. Praten helpt. Wachten ook.
"""

MIXED = """
Mijn zusje [[Rosalie]] was er niet bij.
[[Rosalie]] was er niet bij.
We noemden hem [[Dré]].
[[Dré]] zei dat hij wel meeging.
Volgens [[Gijsbert]] was alles goed.
Het idee kwam van [[Willeke]].
Sindsdien praat [[Joëlle]] weer.
Ik zag hoe [[Burak]] zijn schoenen uitdeed.
Bij [[Semra]] thuis was het warm.
M'n broer [[dennis]] kwam ook.
hoi [[fatima]], kom je nog?
Ondertekend door [[A.M. de Voogd]].
Getekend: [[B. Smits-de Jager]]
[[Familie De Groot]] kreeg hulp.
Het gezin [[El Khattabi]] kreeg hulp.
De heer [[Van 't Hof]] schreef terug.
Mevrouw [[Ter Braak-Bos]] keek op.
Zuster [[Agnes]] gaf me water.
Leidster [[Mieke]] ving me op.
Mijn pleegouders, [[Ton]] en [[Ria]], wachtten.
Ex-man [[Rogier]] belde elke week.
Voor mijn vriendin [[Sharona]].
Aan [[Sharona]] heb ik alles verteld.
In [[Steggerda]] kent iedereen ons.
We verhuisden van [[Stiens]] naar [[Damwoude]].
Ze vluchtte naar [[Landgraaf]].
Hij werkt in [[Veghel]] bij [[Jansen Metaal]].
De kerk in [[Moerkapelle]] hielp.
Ik groeide op in [[Het Zand]].
Uit [[Aleppo]] kwamen ze, via [[Ter Apel]].
De trein naar [[Zandvoort aan Zee]] was leeg.
Op camping [[De Zonnehoek]] sliepen we.
Zwembad [[De Dolfijn]] was dicht.
Café [[De Kroon]] was zijn tweede huis.
Ze zat op [[CBS De Bron]].
Mijn school heette [[het Wellant]].
Ze volgde mbo op het [[Graafschap College]].
Op [[SBO De Piramide]] ging het beter.
Peuterspeelzaal [[’t Kuikentje]] belde.
We kwamen bij [[Humanitas]] terecht.
Opvanglocatie [[De Haven]] was vol.
In het [[Erasmus MC]] lag ze drie weken.
Bij [[Parnassia]] stond ik op een lijst.
Hij werd behandeld in [[De Viersprong]].
[[GGZ Oost Brabant]] belde af.
Ze werkt als caissière bij de [[Plus in Ommen]].
Hij zat bij [[Defensie]].
De zitting was op [[15 september jongstleden]].
Sinds de [[22ste]] slaapt hij hier.
In de nacht van [[zaterdag 5 op zondag 6 november]].
Hij is op [[08-08-08]] geboren.
Mijn geboortedag is [[de elfde van de elfde]].
Ze is nu [[dertien en een half]] en woont in Tiel.
Mijn jongens van [[7]] en [[9]] zitten in Ommen op school.
Ik werd moeder op mijn [[19e]], in Almelo.
Ze kwam als [[achtjarige]] in Hoorn wonen.
Een [[tienjarig]] meisje uit Goes.
Twee jongens (van [[twaalf]] en [[vijftien]]) uit Wezep.
Hij moet in Weert naar school, hij is [[14]].
In Weesp zit hij in [[havo 4]].
Mijn telefoonnummer: [[06 1234 5678]].
Je bereikt haar op [[+31612345678]].
Mail naar [[sanne.jansen(at)voorbeeld.nl]].
Zie [[https://eur02.safelinks.protection.outlook.com/?url=x]].
Foto: [[IMG_Sanne_strand.jpg]].
Rekening [[NL91 ABNA 0417 1643 00]].
V-nummer [[2801234567]].
Parketnummer [[05/123456-21]].
Zaak [[NL21.12345]].
"""

GIVING_AWAY = (
    MIXED,
    AGES,
    DATES,
    BIRTHS,
    NAMES,
    PLACES,
    SCHOOLS,
    CLUBS,
    INSTITUTIONS,
    EMPLOYERS,
    STREETS,
    POSTCODES,
    PHONES,
    FILES,
    HANDLES,
    ILLNESSES,
    PLATES,
)


def plain(line: str) -> tuple[str, list[tuple[int, int]]]:
    """Returns the line without its brackets, and where what they held stands."""
    text, places = "", []
    for number, part in enumerate(_MARKED.split(line)):
        if number % 2:
            places.append((len(text), len(text) + len(part)))
        text += part
    return text, places


@pytest.mark.parametrize("line", [line for text in GIVING_AWAY for line in text.strip().splitlines()])
def test_what_gives_somebody_away_is_found_in_many_a_wording(line: str) -> None:
    text, places = plain(line)
    spots = scan(f"{text}\n\nDe kinderen waren thuis en het was stil.")

    missed = [
        text[start:end]
        for start, end in places
        if not any(one.start < end and start < one.end for one in spots)
    ]
    assert missed == []


@pytest.mark.parametrize("line", CLEAN.strip().splitlines())
def test_what_anybody_could_say_is_left_alone(line: str) -> None:
    assert [line[one.start : one.end] for one in scan(line)] == []


def test_an_age_counts_in_the_paragraph_of_a_place_and_not_in_another() -> None:
    near = "Wij woonden in Zutphen. Het huis was klein. De muren waren dun. Ik was negen en hoorde alles."
    far = near.replace(". De muren", ".\n\nDe muren")

    assert [one.kind.value for one in scan(near)] == ["plaats", "leeftijd-met-plaats"]
    assert [one.kind.value for one in scan(far)] == ["plaats"]


def test_looking_near_digits_finds_what_looking_everywhere_finds() -> None:
    pattern = re.compile(r"\b[A-Z]\w+ \d+\b")
    text = ("Een lange zin zonder iets. " * 40).join(["Kade 1 ", "", "Kade 22 Kade 3", " Laan 4"])

    assert [hit[0] for hit in near_digits(pattern, text)] == pattern.findall(text)
