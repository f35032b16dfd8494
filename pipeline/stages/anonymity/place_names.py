"""Towns and villages of the Netherlands, and the larger ones of Flanders and the islands.

Written by ourselves: the municipalities, and villages of which there is one. Provinces and countries are left
out on purpose: they give nobody away.
"""

from __future__ import annotations

from pipeline.stages.anonymity.vocabulary import listed

_ONE_WORD = """
Aalsmeer Aalst Aalten Aarle-Rixtel Achtkarspelen Alblasserdam Albrandswaard Alkmaar Almelo Almere Alphen
Altena Ameland Amersfoort Amstelveen Amsterdam Andijk Apeldoorn Appingedam Appelscha Arcen Arnemuiden
Arnhem Assen Assendelft Asten Axel Baarle-Nassau Baarn Badhoevedorp Barendrecht Barneveld Bathmen Bedum
Beekbergen Beekdaelen Beemster Beesel Beilen Bemmel Benschop Bennebroek Bennekom Bergeijk Bergschenhoek
Berkelland Bernheze Beuningen Beusichem Beverwijk Bilthoven Bladel Blaricum Bleiswijk Bloemendaal
Blokzijl Bodegraven Bolsward Borculo Borger Borne Borssele Boskoop Boxmeer Boxtel Brabrand Breda
Breukelen Brielle Bronckhorst Broek Brummen Brunssum Bruinisse Bunnik Bunschoten Bussum Buitenpost
Capelle Castricum Coevorden Cothen Cranendonck Cromstrijen Cuijk Culemborg Dalen Dalfsen Dantumadiel
Dedemsvaart Deil Delden Delft Delfzijl Denekamp Deurne Deventer Didam Diemen Diepenheim Dieren Dinteloord
Dinxperlo Doesburg Doetinchem Dokkum Domburg Dongen Doorn Doornspijk Dordrecht Drachten Driebergen
Drimmelen Dronten Druten Duiven Dussen Echt-Susteren Edam Eemnes Eemshaven Eersel Egmond Eibergen
Eindhoven Elburg Emmeloord Emmen Enkhuizen Enschede Epe Ermelo Erp Etten-Leur Eygelshoven Ferwert
Finsterwolde Franeker Gaanderen Garderen Geertruidenberg Geldermalsen Geldrop Geleen Gemert Gendringen
Gendt Genemuiden Gennep Giesbeek Giessenburg Gieten Gilze Goedereede Goirle Goor Gorinchem Gorredijk
Gorssel Gouda Gouderak Groenlo Groesbeek Groningen Grou Gulpen Haaksbergen Haarlem Haarlemmermeer
Haastrecht Halsteren Hardenberg Harderwijk Hardinxveld Harlingen Hattem Heemskerk Heemstede Heerde
Heerenveen Heerhugowaard Heerlen Heesch Heeswijk Heeze Heiloo Heino Helden Hellendoorn Hellevoetsluis
Helmond Hendrik-Ido-Ambacht Hengelo Heteren Heumen Heusden Hillegom Hilvarenbeek Hilversum Hindeloopen
Hoensbroek Hoevelaken Holten Hoofddorp Hoogeveen Hoogezand Hoogvliet Hoorn Houten Huissen Hulst Hummelo
IJlst IJmuiden IJsselmuiden IJsselstein Joure Kampen Katwijk Kerkdriel Kerkrade Kesteren Klazienaveen
Kloosterhaar Klundert Kollum Koog Koudekerk Kortenhoef Krimpen Krommenie Kruiningen Kudelstaart Landgraaf
Landsmeer Langedijk Lansingerland Laren Leerdam Leersum Leeuwarden Leiden Leiderdorp Leidschendam
Lelystad Lemmer Leusden Lichtenvoorde Lienden Lieshout Limmen Linschoten Lisse Lochem Loosdrecht Lopik
Losser Maarn Maarssen Maasbree Maasdriel Maasgouw Maassluis Maastricht Margraten Marssum Marum Medemblik
Meerkerk Meerssen Meppel Middelburg Middelharnis Middelstum Mijdrecht Millingen Moerdijk Monnickendam
Montfoort Monster Mook Moordrecht Muiden Muiderberg Naaldwijk Naarden Neede Nederweert Nieuwegein
Nieuwerkerk Nieuwkoop Nieuwleusen Nieuwpoort Nijkerk Nijmegen Nijverdal Nispen Noordwijk Noordwijkerhout
Norg Nuenen Nunspeet Nuth Obdam Oegstgeest Oirschot Oisterwijk Oldebroek Oldenzaal Olst Ommen Oosterbeek
Oosterhout Oosterwolde Oostburg Oostzaan Ootmarsum Ophemert Opheusden Opmeer Oss Ossendrecht Oterleek
Oud-Beijerland Ouddorp Oudenbosch Oudewater Ouderkerk Overloon Panningen Papendrecht Pekela Pijnacker
Poeldijk Poortugaal Prinsenbeek Purmerend Putten Raalte Raamsdonksveer Ravenstein Reeuwijk Renesse Renkum
Renswoude Reusel Reuver Rheden Rhenen Rhoon Ridderkerk Rijnsburg Rijssen Rijswijk Rilland Roden Roermond
Roosendaal Rosmalen Rotterdam Rozenburg Rucphen Ruinen Ruurlo Santpoort Sassenheim Schagen Schalkhaar
Scherpenzeel Scheveningen Schiedam Schiermonnikoog Schijndel Schinnen Schinveld Schipluiden Schoonebeek
Schoonhoven Schoorl Schouwen-Duiveland Sittard Sleeuwijk Slagharen Sliedrecht Slochteren Sluis Smilde
Sneek Soest Soesterberg Someren Spakenburg Spijkenisse Sprang-Capelle Stadskanaal Staphorst Steenbergen
Steenwijk Stolwijk Susteren Swalmen Tegelen Terborg Terneuzen Terschelling Texel Tholen Tiel Tilburg
Tubbergen Twello Tynaarlo Tzummarum Uden Udenhout Uitgeest Uithoorn Uithuizen Ulft Ulvenhout Urk Utrecht
Vaals Vaassen Valkenburg Valkenswaard Varsseveld Veendam Veenendaal Veere Veghel Veldhoven Velp Velsen
Venlo Venray Vianen Vinkeveen Vlaardingen Vlagtwedde Vleuten Vlieland Vlijmen Vlissingen Volendam
Voorburg Voorhout Voorschoten Voorst Voorthuizen Vorden Vriezenveen Vroomshoop Vught Waalre Waalwijk
Waddinxveen Wageningen Walcheren Wassenaar Waterlandkerkje Weert Weesp Wehl Werkendam Westervoort
Westerwolde Westkapelle Wezep Wierden Wieringermeer Wijchen Wijhe Wijdemeren Winschoten Winsum
Winterswijk Woerden Wognum Wolvega Workum Wormer Wormerveer Woudenberg Woudrichem Wouw Yerseke Zaandam
Zaandijk Zaanstad Zaltbommel Zandvoort Zeewolde Zeist Zelhem Zevenaar Zevenbergen Zevenhuizen Zierikzee
Zoetermeer Zoeterwoude Zoutkamp Zuidhorn Zuidlaren Zuidwolde Zundert Zutphen Zwanenburg Zwartsluis
Zwijndrecht Zwolle Ypenburg Bijlmer Katendrecht Kanaleneiland Overvecht Schilderswijk Transvaal Charlois
Feijenoord IJburg Leidsche-Rijn Ubbergen Wijnjewoude Giethoorn Vollenhove Antwerpen Brugge Brussel Gent
Hasselt Leuven Mechelen Turnhout Genk Kortrijk Aalter Lommel Willemstad Oranjestad Paramaribo Philipsburg
Kralendijk Emmerik Kleef Gronau
"""

# Written as more than one word; tested as runs of capitalised words with what stands between them.
_MORE_WORDS = """
Den Haag|Den Bosch|Den Helder|Den Burg|Den Dolder|Den Ham|Bergen op Zoom|Alphen aan den Rijn
Capelle aan den IJssel
Krimpen aan den IJssel|Nieuwerkerk aan den IJssel|Katwijk aan Zee|Noordwijk aan Zee|Egmond aan Zee
Wijk bij Duurstede
Wijk aan Zee|De Bilt|De Lier|De Meern|De Rijp|De Steeg|De Wolden|De Ronde Venen|De Fryske Marren
Hoek van Holland
Berkel en Rodenrijs|Sint Maarten|Sint Michielsgestel|Sint Oedenrode|Sint Anthonis|Sint Annaland|Sint Pancras
Ter Apel|Ter Aar|Oude Pekela|Nieuwe Pekela|Oude Tonge|Nieuw Vennep|Nieuw-Vennep|Son en Breugel|Etten Leur
Nieuw Lekkerland|Leidsche Rijn|Gilze en Rijen|Bosch en Duin|Rockanje aan Zee|Lage Zwaluwe|Hoge Hexel
Edam-Volendam
Midden-Delfland|Goeree-Overflakkee|Hollands Kroon|Peel en Maas|Horst aan de Maas|Bergen aan Zee
"""

# Words as well: a place only after a word such as "in" or "uit".
AMBIGUOUS = frozenset(
    listed(
        """
Beek Bergen Best Boom Born Broek Buren Dalen Dam Deil Dieren Doorn Echt Ede Elst Goes Goor Grave
Haren Heel Heide Helden Hoek Hoorn Horst Houten Huizen Hulst Koog Leek Lent Loon Made Meer Monster
Muiden Nes Norg Olst Oost Putten Rijen Ruinen Sluis Son Steen Stein Steeg Veen Velden Venen Vuren
Wanroij Weert Well Wijk Zaag Zwaag Zand Zeeland
"""
    )
)

# What is of a large town, where its name changes in the word.
CITY_WORDS = frozenset(
    listed(
        """
Haagse Hagenees Hagenaar Zwolse Goudse Leidse Leidenaar Dordtse Dordtenaar Nijmeegse Groningse Zaanse Bossche
Bosschenaar Bredase Almeerse Tilburgse Enschedese Deventenaar Amersfoortse Helderse Venlose Heerlense
Eindhovense Eindhovenaar Zutphense Tielse Hengelose Almelose Emmense Zeister Goese
"""
    )
)

PLACES = frozenset(_ONE_WORD.split()) - AMBIGUOUS
PLACES_OF_MORE_WORDS = frozenset(
    name.strip() for line in _MORE_WORDS.strip().splitlines() for name in line.split("|")
)
