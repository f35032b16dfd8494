"""Words with a capital that give nobody away, and words that begin sentences."""

from __future__ import annotations

from pipeline.stages.anonymity.vocabulary import listed

# Institutions everybody knows, laws, brands, feasts, peoples and languages.
KNOWN = frozenset(
    listed(
"""
Veilig Thuis Raad Kinderbescherming Jeugdbescherming Jeugdzorg Jeugdwet Wmo Toekomstscenario
Toekomstscenario’s Handelingskader Regionaal Regionale Veiligheidsteam Veiligheidsteams Lokaal
Lokale Team Teams Gezinsbescherming Leger Heils Slachtofferhulp Kindertelefoon Zelfmoordpreventie
Nederland Nederlands Jeugdinstituut Rode Kruis Voedselbank Kinderombudsman Ombudsman Centrum Gezin
Jeugd Rijk Rijksoverheid Ministerie Volksgezondheid Welzijn Sport Justitie Veiligheid Tweede Kamer
Eerste Kamer Kamerbrief Meldcode Signs Safety Stelling Richtlijnen Richtlijn Plan Aanpak
Participatiewet Woo Avg Wlz Zvw Grondwet Kinderrechtenverdrag Verenigde Naties Unicef
Belastingdienst Toeslagen Toeslagenaffaire Centraal Bureau Statistiek Sociale Verzekeringsbank Uwv
Politie Openbaar Ministerie Gemeente Gemeenten Hogeschool Universiteit Inspectie Augeo Movisie
Onderwijs Cultuur Wetenschap Financiën Binnenlandse Zaken Koninkrijk Europa Europese Unie Facebook
Instagram Snapchat TikTok Tiktok WhatsApp Whatsapp YouTube Youtube LinkedIn Linkedin Twitter Google
Teams Zoom Netflix Spotify Facetime FaceTime Skype Signal Telegram Discord Roblox Minecraft Fortnite
Playstation PlayStation Nintendo Xbox Wii iPad Excel Word Outlook PowerPoint Powerpoint Windows
Microsoft Apple Samsung Nokia Android Marktplaats Vinted Bol Amazon Wikipedia Ikea Hema Action Lidl
Aldi Jumbo Kruidvat Blokker Gamma Praxis Xenos Zeeman Wibra Primark Decathlon McDonald’s Mcdonalds
Lego Duplo Playmobil Barbie Pokémon Pokemon Disney Nijntje Bumba Sesamstraat Efteling Netflix Coca
Cola Fanta Sprite Nutella Calvé Opel Volkswagen Volvo Toyota Renault Peugeot Citroën Fiat Ford Kia
Mercedes BMW Audi Golf Polo Corsa Skoda Seat Suzuki Gazelle Batavus Tupperware Tikkie Digid DigiD
Post Pathé Ajax Feyenoord PSV Oranje Nike Adidas Puma Ritalin Concerta Prozac Paracetamol Dettol
Xanax Sinterklaas Sint Pieten Kerst Kerstmis Kerstavond Kerstman Pasen Pinksteren Hemelvaart
Koningsdag Koninginnedag Oudejaarsavond Nieuwjaarsdag Nieuwjaar Moederdag Vaderdag Suikerfeest
Offerfeest Ramadan Ramadhan Carnaval Halloween Valentijnsdag Sint-Maarten Keti Koti Bevrijdingsdag
Dodenherdenking Diwali Chanoeka God Allah Jezus Bijbel Koran Kerk Here Heer Boeddha Onzevader Corona
Covid Brexit Nederlander Nederlanders Nederlandse Nederlandstalig Nederlandstalige Hollands
Hollandse Vlaams Vlaamse Vlaanderen België Belgisch Belgische Duits Duitse Duitsland Duitser Engels
Engelse Engeland Frans Franse Frankrijk Spaans Spaanse Spanje Portugees Portugese Portugal Italië
Italiaans Italiaanse Pools Poolse Polen Roemeens Roemeense Roemenië Bulgaars Bulgaarse Bulgarije
Hongaars Hongarije Turks Turkse Turkije Koerdisch Koerdische Marokko Marokkaans Marokkaanse
Marokkanen Arabisch Arabische Berbers Tamazight Syrië Syrisch Syrische Syriër Irak Iraaks Iraakse
Iran Iraans Iraanse Afghanistan Afghaans Afghaanse Dari Farsi Pakistan Pakistaans India Indiaas
Indisch Indische Indonesië Indonesisch Moluks Molukse Molukken Suriname Surinaams Surinaamse
Surinamers Sranan Hindoestaans Hindoestaanse Javaans Javaanse Curaçao Curaçaos Aruba Bonaire
Antilliaans Antilliaanse Antillen Papiaments Papiamento Kaapverdië Kaapverdiaans Kaapverdische Ghana
Ghanees Ghanese Nigeria Nigeriaans Eritrea Eritrees Eritrese Tigrinya Ethiopië Ethiopisch Somalië
Somalisch Somalische Soedan Congo Congolees Oekraïne Oekraïens Oekraïense Rusland Russisch Russische
Joegoslavië Bosnië Bosnisch Servië Servisch Kroatië Kroatisch Albanees Albanië China Chinees Chinese
Japan Japans Japanse Vietnam Vietnamees Thailand Thais Thaise Filipijnen Amerika Amerikaans
Amerikaanse Canada Australië Afrika Afrikaans Afrikaanse Azië Aziatisch Aziatische Zuid-Amerika
Latijns Latijn Grieks Griekse Griekenland Zweden Zweeds Noors Noorwegen Deens Denemarken Zwitserland
Oostenrijk Oostenrijks Ierland Iers Schots Brits Britse Turken Tunesië Egypte Egyptisch Libanon
Israël Joods Joodse Islam Islamitisch Christelijk Katholiek Friesland Fries Friese Drenthe Drents
Overijssel Gelderland Gelders Flevoland Limburg Limburgs Limburgse Brabant Brabants Brabantse
Noord-Brabant Zeeland Zeeuws Zeeuwse Holland Noord-Holland Zuid-Holland Twente Twents Twentse
Achterhoek Veluwe Betuwe Randstad Randstedelijk Gronings Groningse Amsterdams Amsterdamse Rotterdams
Rotterdamse Haags Haagse Utrechts Utrechtse Waddeneilanden Noordzee Waddenzee IJsselmeer Maas Rijn
Waal Ardennen Alpen Middellandse Zee Schiphol Binnenhof Moeder Vader Mama Papa Mam Pap Oma Opa Tante
Oom Mevrouw Meneer Juf Meester Zij Hij Ik Jij Wij Jullie U Uw Ze Je Mijn Het De Een Die Dat Dit Wat
Wie Waar Hoe Waarom Wanneer Nu Toen Ja Nee Sorry Dag Hoi Hallo Lieve Beste Geachte Amen Oké Ok Stop
Rust Hoop Liefde Hulp Kind Samen Sterk Ga Gesprek Verhaal Verzonnen Herstel Thuis School Politiek
Voorzitter Redactie Team Programma Agenda Verslag Gezinsplan Januari Februari Maart April Mei Juni
Juli Augustus September Oktober November December Maandag Dinsdag Woensdag Donderdag Vrijdag
Zaterdag Zondag Engels Excel Bluetooth Wifi Internet Crocs Velcro Tupperware Aldi Efteling Dove
Sudocrem Senseo Brinta Chocomel Yakult Monopoly Rummikub Stratego Mens-erger-je-niet Netflix
Videoland Journaal Jeugdjournaal Kindertehuis Klokhuis Sonic Frozen Cars Teletubbies Spiderman
Superman Batman Hulk Bambi Dombo Pippi Kikker Muis Konijn Mentos Dubbelfris Kitkat Twix Snickers
Haribo Lays Doritos Bugles Labello Swiffer Ariel Persil Biotex Wmo-loket Jeugdhulp
"""
)
)  # fmt: skip

# Words of more than one part that are no name even though each part could be.
KNOWN_RUNS = frozenset(
    {
        "Raad voor de Kinderbescherming",
        "Leger des Heils",
        "Centrum voor Jeugd en Gezin",
        "Plan van Aanpak",
        "Jip en Janneke",
        "Sint Maarten",
        "Van mens tot mens",
        "Lerend werken",
        "Veiligheid Voorop",
        "Stap voor Stap",
        "Blijf van mijn Lijf",
        "Albert Heijn",
        "Zwarte Piet",
        "Donald Duck",
        "Bob de Bouwer",
        "Pippi Langkous",
        "Dikkie Dik",
        "Red Bull",
        "Coca Cola",
        "Peppa Big",
        "Douwe Egberts",
    }
)

# Small words that begin sentences and lines; none of them is anybody's name.
SENTENCE_STARTS = frozenset(
    listed(
        """
aan achter al alle alleen allebei alles als altijd anders beide bij binnen boven daar daarna daarom
dan dat de deze die dit door drie dus een eerst eerste eén één elk elke en er eraan ergens even geen
gewoon goed haar had hallo heb hem het hier hij hoe hun ieder iedere iedereen iemand iets ik in is
ja je jij jouw jullie kan kom komt laat later maar mag meer men met meteen mij mijn misschien moet
na naast nadat nee nergens niemand niet niets nog nooit nou nu of om omdat onder ons onze ook op
opeens over pas samen sinds sommige soms steeds straks
laatst gisteren morgen vanavond vanmiddag eindelijk buiten bovendien tegen terwijl
thuis toch toen tot totdat twee
u uit vaak van vanaf vandaag veel vier voor voordat vorige vroeger waar waarom wanneer want was wat
we weer wel wie wij wil ze zelf zelfs zes zij zijn zo zoiets zolang zonder zou zulke vader moeder
papa mama oma opa meneer mevrouw mensen kinderen ouders collega collega’s juf meester buren
buurvrouw buurman broer zus tante oom dochter zoon
"""
    )
)
