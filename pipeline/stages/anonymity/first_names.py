"""First names as they are given in the Netherlands, by the group an alias is chosen from.

Written by ourselves, from what is common; no list is complete, and a name that is not here is still found in
the middle of a sentence, by its capital.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.stages.anonymity.vocabulary import listed

# A group is where a name sounds from, and whom it is usually given to. Aliases stay in the group.
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "nederlands-v": tuple(
            listed(
"""
Sanne Lisa Anne Emma Julia Sophie Eva Lotte Fleur Femke Maud Iris Marieke Marloes Marleen Marjolein
Annemarie Annelies Anneke Anouk Astrid Anita Annet Angelique Angela Bianca Bregje Britt Carla
Carolien Caroline Charlotte Chantal Christa Christel Claudia Corrie Daniëlle Daphne Debbie Denise
Desiree Diana Dorien Ellen Elly Els Elsbeth Elise Esmee Esther Eline Evelien Evi Fenna Feline
Floortje Francien Froukje Geertje Gerda Gonny Greetje Gerrie Hanna Hannah Hanneke Hannie Heleen
Helma Hennie Henriëtte Hetty Ilse Ingrid Ineke Irene Iris Isa Jacqueline Janna Janneke Jantje
Jasmijn Jeannette Jenny Jet Jette Johanna Jolanda Jolien Josien Joke Joyce Judith Juliette Juul
Karin Karlijn Katja Kim Kirsten Klaartje Laura Leonie Lianne Liesbeth Lies Lieke Lien Lieve Linda
Linde Lineke Lise Lisanne Liv Loes Loïs Lonneke Lot Lotje Louise Lucie Lynn Maaike Madelief Manon
Margriet Margo Maria Marian Marianne Marije Marijke Marit Marja Martine Mathilde Meike Mees Melanie
Merel Mieke Miep Milou Mila Miriam Mirjam Mirthe Monique Myrthe Nadine Natasja Nicole Nienke Nina
Noor Noortje Nora Olivia Patricia Paulien Paula Petra Pien Pleun Puck Rachel Renate Renske Ria Riet
Rianne Rinske Rosa Rosalie Roos Roosmarijn Sabine Sara Sarah Saar Saartje Saskia Selma Senna Silvia
Simone Sien Sietske Sofie Sonja Stefanie Sterre Susan Suzanne Suze Sylvia Tamara Tanja Tara Tess
Tessa Thea Thirza Tineke Titia Tjitske Toos Trudy Truus Vera Veerle Vivian Wendy Wietske Willemijn
Willemien Wilma Yvette Yvonne Zoë Yara Jolijn Aafke Aaltje Afke Baukje Doutzen Eefje Elske Famke
Fokje Fenne Geeske Hiltje Hinke Jeltje Jildou Lobke Neeltje Nynke Renée Romy Rixt Sjoukje Tetske
Wytske Josje José Mandy Priscilla Samantha Kelly Shirley Sharon Wilhelmina Cornelia Antje Grietje
Trijntje Aukje
Ada Adriana Agnes Aletta Alice Alida Alma Amber Amelie Amy Amélie Anja Anke Ankie Annabel Anneloes
Annemiek Annemieke Annette Annie Anniek Annika Ans Antonia Ariane Arianne Arlette Babette Babs Barbara
Beatrijs Bente Bep Berber Berendina Betsy Betty Bibi Birgit Bo Bodil Brigitte Carlijn Carmen Catharina
Cathelijne Cato Cecile Chantalle Charissa Christien Christina Christine Cindy Clara Colette Coosje
Corine Corinne Cynthia Danique Deborah Demi Diede Dineke Ditte Doortje Dora Dorine Doris Dorothea Eefke
Elin Elisa Elisabeth Eliza Elize Ella Ellie Eloïse Elvira Emilia Emilie Emily Emmy Erica Erika Ester
Eveline Evelyn Evy Fanny Fay Faye Fem Fientje Filou Fransje Frederique Frédérique Gaia Gea Geertrui
Geesje Gemma Gerdien Gertrude Gina Ginny Gitte Giulia Grace Greet Greta Griet Gwen Hailey Hanne Hedwig
Helena Helga Hester Hilda Hilde Hiske Hélène Ida Iefke Ietje Ilona Imke Ina Inge Inger Isabeau Isabel
Isabella Isabelle Jade Jana Jantien Jantine Jeanine Jennifer Jenthe Jessica Jessie Jetske Jikke Jill
Joan Joanne Jojanneke Jolie Jorieke Jorien Jorinde Josefien Josephine Jozefien Juliana Julie Kaatje
Karen Karina Katinka Klara Lara Lauren Lena Lisbeth Lisette Liz Lizzy Loa Loeki Lola Lonne Lotta Luca
Lucia Lucy Luna Lydia Lynette Maartje Macha Maddy Mare Marga Margaretha Margje Margreet Marietje Mariska
Marissa Mariëlle Mariëtte Marlies Marlijn Marlinde Marloe Marscha Marthe Maryse Melissa Mette Michelle
Mijke Mira Mirella Mirre Monica Nanda Natasha Nathalie Nel Nelleke Nellie Nicolet Nicolien Nikki Noah
Norah Nova Noémi Noë Odette Odile Ottilie Pauline Petronella Quirine Ramona Rebecca Regina Renee Rita
Rosalien Rosanne Roselien Rosemarie Rowan Roxanne Sacha Sientje Sigrid Sofia Sofieke Sophia Stella
Stephanie Stien Suus Tessel Tina Tirza Toni Trees Trijn Ursula Ute Vajèn Valerie Vanessa Veronique
Victoria Vivianne Wanda Wieke Wies Willeke Willy Yentl Ymke Yolanda Yoni Yuna Zita Zoey
"""
)
        ),
        "nederlands-m": tuple(
            listed(
"""
Daan Sem Lucas Luuk Finn Levi Bram Thijs Thijmen Milan Jesse Jelle Jelmer Joris Joost Jasper Jeroen
Jan Jaap Jacob Janus Johan Johannes Joop Jos Jochem Jurre Jurgen Julian Job Jip Jens Kees Klaas Koen
Kevin Lars Laurens Leo Leon Luc Lex Maarten Marcel Marco Mark Martijn Martin Mathijs Matthijs Mats
Max Melle Menno Merijn Michel Michiel Mick Mike Niels Nick Nico Noud Okke Olaf Olivier Otto Pascal
Patrick Paul Pepijn Peter Piet Pieter Pim Quinten Ralph Ramon Raymond Reinier Remco Rens René
Richard Rick Rik Rob Robbert Robert Robin Roel Roeland Rogier Ron Ronald Roy Ruben Rutger Ruud
Sander Sebastiaan Siebe Siem Sietse Sil Simon Sjaak Sjoerd Stan Stef Stefan Steven Stijn Sven Teun
Teunis Theo Theun Thom Thomas Tibor Tijn Tijs Tim Timo Tjeerd Tobias Tom Ton Toon Twan Victor
Vincent Wessel Willem Wim Wouter Wout Xander Yorick Abel Adriaan Albert Albert-Jan Alex Alexander
André Anton Antoon Ard Arend Arie Arjan Arjen Arno Arnoud Arthur Auke Barend Bart Bas Bastiaan
Benjamin Bennie Bernard Bert Boaz Boudewijn Casper Chris Christiaan Coen Cor Cornelis David Dennis
Derk Dick Diederik Dirk Dolf Douwe Duco Durk Eelco Egbert Elmar Emiel Eric Erik Erwin Evert Fabian
Feike Ferry Floris Fons Frank Frans Freek Freddy Frits Gerard Gerben Gerrit Gert Gertjan Gijs Giel
Guido Guus Haico Hans Harm Harmen Harrie Harry Hein Hendrik Henk Henri Herman Hessel Hidde Hubert
Hugo Huub Ivo Jorn Jorrit Jort Krijn Lennart Ludo Lukas Maurits Maurice Mees Moos Oscar Obe Pier
Rein Reinder Rienk Rinse Roelof Rudolf Sake Sybren Taco Tiemen Tieme Tjalling Toine Ubbo Valentijn
Vic Walter Wiebe Willem-Jan Wilfred Ype Danny Jordy Brian Remy Jeffrey Randy Wesley Marvin Mitchell
Barry Guido Tygo Jurriaan Jan-Willem Ties Dex
Aaron Aart Abe Abraham Adri Adrian Albertus Alfons Alfred Andre Andreas Andries Antonie Antonius Arent
Arjo Arnold Aron Axel Ben Benno Berend Bernd Berry Bjorn Björn Bob Bobby Boris Bouke Brent Bruno Bryan
Camiel Carel Cas Charles Charlie Christian Christoffel Clemens Colin Corné Cyriel Damiaan Damian Dani
Daniel Daniël Dave Davy Dean Detlef Dion Dirk-Jan Djurre Dominique Don Donny Dorus Dylan Eddy Edo Eduard
Edward Edwin Eelke Eliah Elias Elijah Elroy Emanuel Emil Emile Engbert Ernst Ewoud Ewout Ezechiel Ezra
Fabio Fedde Felix Ferdinand Ferre Finley Frederik Friso Gabriel Gaston Geert Gideon Gilles Gust Hannes
Harold Harro Henny Henry Herbert Hilbert Hilko Ian Ivar Iwan Jacco Jack Jacky Jacques Jake James Jamie
Jan-Peter Jarno Jason Jax Jaxx Jef Jeremy Jesper Jimmy Jochen Joey John Jonah Jonas Jonathan Jordan
Jordi Josh Joshua Justin Kai Kay Keano Kjeld Klaas-Jan Kyan Kyano Leendert Leonard Liam Lian Lieuwe
Linus Lodewijk Loek Lorenzo Loris Louis Luka Luke Luut Maikel Manuel Marc Marijn Marinus Marius Mason
Mathias Matteo Matthias Mauro Maxim Maximiliaan Meindert Merlijn Micha Michael Midas Miguel Mika Mikai
Mitchel Morris Nathan Nathaniel Nicholas Nicolaas Nils Nino Oene Olav Oliver Onno Oswald Owen Peer Perry
Philip Philippe Pieter-Jan Pjotr Quentin Quint Quirijn Raf Rafael Raymon Reinout Riley Rinus Rolf Romain
Romano Rudi Rudy Ruurd Ryan Sam Samuel Sebas Senn Seth Sicco Siebren Siep Silas Silvan Simeon Sipke
Sjors Stefano Stephan Steve Sylvester Ted Teunis-Jan Thierry Thije Timon Timothy Tommie Tommy Tony
Tristan Tycho Tyler Valentin Vik Vince Wiebren Wijnand Wilbert Wilco Willem-Alexander Wouter-Jan Xavi
Yannick Yoran Youri Yves Zacharias Zeb
"""
)
        ),
        "turks-v": tuple(
            listed(
"""
Ayşe Ayse Zeynep Elif Fatma Emine Hatice Merve Esra Büşra Busra Kübra Kubra Özlem Ozlem Sevgi Gül
Gülsen Gulsen Ebru Derya Dilek Seda Sibel Sultan Tuğba Tugba Yasemin Zehra Nur Nuray Melek Meryem
Selin Ceren Ecrin Defne Azra Hülya Hulya Aylin Filiz Havva Songül Songul Şeyma Seyma Hazal
Aleyna Asli Aslı Ayla Aysegül Aysun Ayşegül Betul Betül Beyza Büsra Canan Cansu Damla Didem Duygu Ece
Eda Emel Esma Gamze Gizem Gulay Gülay Gülcan Hacer Hande Hanife Ipek Irem Kader Lale Mihriban Nazan
Nazli Nazlı Nesrin Nihal Nurcan Pelin Pinar Pınar Rabia Rüya Seher Sema Serap Sevda Sevim Sinem Sule
Suna Tulay Tülay Yeliz Zeliha Öznur İpek İrem Şule
"""
)
        ),
        "turks-m": tuple(
            listed(
"""
Mehmet Mustafa Ahmet Ali Hüseyin Huseyin Hasan İbrahim Ibrahim Murat Emre Burak Kemal Okan Orhan
Osman Serkan Yusuf Ömer Omer Can Cem Deniz Emir Eren Erkan Fatih Gökhan Gokhan Halil Hakan Kaan
Kerem Metin Onur Recep Selim Tarkan Tolga Umut Volkan Yasin Furkan Berat Yiğit Yigit
Adem Alper Arda Aydin Aydın Baran Bekir Bulent Bülent Cengiz Cetin Dogan Doğan Ekrem Emin Engin Erdal
Erdem Erdoğan Erhan Ersin Ferhat Görkem Haluk Hamit Harun Ilhan Ilker Ismet Kadir Koray Levent Mesut
Mirac Miraç Muhammed Necati Oguz Oktay Ozgur Oğuz Polat Ramazan Riza Rıza Savas Savaş Sedat Serdar Sinan
Suat Suleyman Süleyman Taner Tayfun Turgut Ugur Uğur Yavuz Yilmaz Yılmaz Zafer Çetin Özgür İlhan İlker
İsmail Şahin
"""
)
        ),
        "arabisch-v": tuple(
            listed(
"""
Fatima Fatiha Aïcha Aicha Amina Amira Asma Bouchra Dounia Farida Ghizlane Hafida Hajar Hanan Hanane
Ikram Imane Jamila Karima Khadija Laila Layla Latifa Loubna Malika Mariam Maryam Mina Mouna Nadia
Naima Najat Najla Nawal Nora Noura Rachida Rahma Rania Saïda Saida Samira Sanae Siham Soraya Souad
Soumaya Touria Wafa Yamina Yasmin Yasmina Yousra Zahra Zineb Zohra Salma Safae Sara Lina Rim Hiba
Inaya Aya Dina Shirin Parisa Nasrin Zarah Sahar Mahnaz Roya Hodan Ayaan Faduma Hibo Sagal Selam
Rahel Feven
Aaliyah Aisha Amaal Amal Amel Anissa Asmae Assia Ayesha Aziza Aïsha Basma Btissam Chadia Chaima Chaimae
Dalal Dalia Dounya Fadma Faiza Farah Fatna Fatoumata Ghita Habiba Hafsa Hafssa Halima Hamda Hanae Hasna
Hayat Hind Houda Huda Ibtissam Idil Ifrah Ilham Iman Insaf Jihane Kaltoum Kaoutar Kenza Khadisha Khadra
Lamia Leila Leyla Loubaba Maha Manal Meriem Meryam Mimount Mounia Nabila Nada Najiba Najoua Nasteho
Naziha Nisrine Nour Nouria Oumaima Oumayma Rabiaa Rajae Ranya Romaissa Rukia Saadia Safa Safia Sahra
Salima Samia Shaima Shayma Sihame Souhaila Soukaina Soumia Sumaya Suraya Tasnim Yassmina Yosra Zahira
Zainab Zakia Zara Zaynab Zoulikha
"""
)
        ),
        "arabisch-m": tuple(
            listed(
"""
Mohamed Mohammed Muhammad Mohammad Ahmed Achmed Abdel Abdelkarim Abdellah Abdelaziz Abdul Abdullah
Abderrahim Adil Adnan Amin Amine Anas Anouar Ayman Ayoub Bilal Brahim Driss El-Mehdi Fouad Hamid
Hamza Hassan Hicham Houssein Hussein Idris Ilias Ilyas Imad Ismail Ismaël Jamal Jawad Kamal Karim
Khalid Marouane Mimoun Mohsin Mounir Mourad Nabil Nordin Noureddine Omar Othman Rachid Rayan Reda
Redouan Said Saïd Salah Salim Sami Samir Sofian Soufiane Tarik Walid Yahya Yassin Yassine Younes
Youssef Zakaria Ziad Fares Firas Khaled Majd Mahmoud Mazen Nizar Tareq Reza Hamed Farhad Navid Abdi
Abdirahman Yonas Tesfay Filmon
Abdelhak Abdelhamid Abdelkader Abderrahman Abdessamad Abdou Aboubakr Achraf Adham Aiman Allal Amer Amir
Ammar Anass Anwar Ashraf Aymane Ayoube Aziz Bader Badr Bashir Biniam Chakib Charif Dahir Fadi Fahd
Faisal Farid Faris Faysal Ghassan Habib Hadi Haitham Hakim Hamada Haroun Hatem Hossam Houssam Hussain
Ibrahima Ihab Ihsan Ilyass Imran Issa Issam Jaber Jalal Jibril Kais Karam Kareem Khalil Kibrom Lahcen
Larbi Liban Lotfi Louay Mahad Mahdi Malik Marwan Mehdi Merhawi Mo Moad Moez Mohamad Mohcine Montassir
Mouad Mounaim Moussa Moustafa Munir Nadir Naoufal Nasser Nassim Naufal Nouri Oualid Oussama Qasim Rafik
Rami Rashid Riad Ridouan Saad Saber Salem Salman Samer Shakir Sharif Sharmarke Sofyan Soulaiman Sulaiman
Taha Tahar Taher Tamer Tariq Wael Wassim Yacine Yasser Yassir Youness Yunus Zaid Zakariya Ziyad Zouhair
"""
)
        ),
        "caribisch-v": tuple(
            listed(
"""
Shanaya Shanice Shaniqua Shantel Sharida Cherida Rowena Rosita Mavis Muriel Norine Ruth Glenda
Gladys Jenella Chiva Ashley Kimberly Latoya Naomi Natalia Gianna Jaylinn Kyara Zuleika Soraida
Mildred Urmila Anushka Indra Rishma Shanti Sunita Usha Priya Savitri Radha Roshni Aarti
Anaisa Angelina Chantell Charlene Charmaine Cherisse Cherryl Chivany Dayenne Delicia Djamila Djenna
Djuna Esmeralda Farisha Gaitrie Geraldine Giselle Ilonka Jada Jadelynn Jahmila Jeanelle Jenaira Jennyfer
Jovanna Joycelyn Kamla Kavita Keisha Kiana Kiara Lakshmi Leilani Lovelyn Marisol Marlene Maylin Milagros
Naisha Nalini Nathalia Naya Nayeli Nirmala Nisha Pooja Prya Quiana Raisa Raquel Rashmi Reshma Rosario
Rubina Ruwendeline Sandhia Savannah Shakira Shanella Shania Sharayna Sharmila Sheryl Shivani Soerajwatie
Sudha Sumitra Surya Tanisha Tiffany Tirsa Tyra Varsha Xaviera Xiomara Yanira Zoraida
"""
)
        ),
        "caribisch-m": tuple(
            listed(
"""
Djayden Jayden Jaden Jaylen Giovanni Gilberto Ruvienne Rodney Romeo Clyde Clifton Clarence Delano
Denzel Dwight Edgar Errol Giandro Gianni Humphrey Jairo Jermaine Jurmaine Kenneth Kishan Ludwig
Marlon Orlando Quincy Raoul Rishi Rivaldo Shaquille Stanley Tyrell Tyrone Winston Anil Ashwin Dinesh
Rakesh Sanjay Vijay Radjen Soerin
Aidan Alvin Andy Angelo Anthony Ashton Calvin Carlos Cedric Chad Cheyenne Clarens Clive Darryl Derrick
Desmond Diego Djair Djordi Dwayne Earl Edson Elton Enrique Ethan Fabrice Fernando Franklin Gerald
Gregory Guillermo Irwin Jahmal Jahseh Javier Jerome Jerrel Jerrol Jorge Jose Juan Julio Kenrick Kishore
Krishna Lloyd Luciano Luis Manoj Marciano Mario Melvin Milton Mohan Narain Nelson Nigel Patrice Prakash
Rafaël Rajesh Ramesh Ravi Ravish Reggie Revelino Rey Ricardo Rishikesh Roberto Rocky Romario Ronny
Sandro Satish Sherwin Shivam Shurendy Sunil Suresh Terrence Tevin Tito Trevor Vishal Wendell Wilfredo
Xavier Yuri Zino
"""
)
        ),
        "oost-europees-v": tuple(
            listed(
"""
Agnieszka Aleksandra Anastasia Aneta Anna Beata Danuta Dorota Elena Elżbieta Elzbieta Ewa Galina
Gosia Halina Irina Iwona Ivana Jadwiga Joanna Justyna Kasia Katarzyna Kinga Ludmila Magda Magdalena
Małgorzata Malgorzata Mariana Monika Nadja Natalia Oksana Olena Olga Paulina Radka Renata Svetlana
Sylwia Tatjana Teresa Valentina Weronika Zofia Zuzanna Milena Jelena Snezana Vesna Yulia Daria
Alicja Alina Anca Andreea Angelika Ania Aniela Barbora Bogna Bozena Bożena Cristina Daniela Danka
Desislava Dominika Edita Edyta Emilija Ewelina Gabriela Georgeta Grazyna Grażyna Hania Hanka Ioana Irena
Iryna Izabela Jagoda Jolana Julita Jurga Kamila Karolina Kateryna Klaudia Kristina Krystyna Larysa Lenka
Lidia Liliana Lucyna Lyudmyla Maja Marija Marina Mariola Marta Martyna Marzena Mihaela Mirela Natalya
Nela Nikolina Oksanka Oleksandra Oliwia Patrycja Raluca Rasa Roksana Ruxandra Sabina Simona Snežana
Sofiya Sonia Stanislava Stefania Teodora Tetiana Tetyana Urszula Viktoria Viktorija Viorica Wioletta
Yana Yuliia Zdenka Zhanna Zlata Zuzia
"""
)
        ),
        "oost-europees-m": tuple(
            listed(
"""
Adam Andrzej Bogdan Dariusz Dawid Dmitri Goran Grzegorz Igor Ivan Jacek Jakub Janusz Jerzy Kacper
Kamil Krzysztof Łukasz Lukasz Maciej Marcin Marek Mariusz Mateusz Michal Michał Mihai Milos Nikola
Oleksandr Pawel Paweł Piotr Radek Roman Sergej Slawomir Stanislav Tomasz Vasile Viktor Vlad Vladimir
Wojciech Zbigniew Zoran Dejan Dragan Nenad Filip Bartek Szymon
Aleksandar Aleksander Alexandru Anatoli Andrei Andriy Artem Artur Bogusław Bohdan Boleslaw Borys Branko
Constantin Cristian Daniil Danylo Denys Dima Dumitru Dusan Florin Georgi Gheorghe Gintaras Ihor Ilie
Ilya Ionut Iulian Jaroslaw Jarosław Josip Kazimierz Kiril Konrad Kuba Lech Leszek Liviu Lubomir Maksim
Maksym Mikolaj Mikołaj Mirko Miroslav Mykola Nikolai Nikolay Oleg Oleh Ovidiu Pavel Petar Petr Przemek
Przemysław Radoslaw Radu Rafal Rafał Razvan Ryszard Sasha Sebastian Sergei Sergiu Serhiy Slawek Sławek
Tadeusz Taras Tudor Tymon Vasil Vasyl Vitali Vladislav Volodymyr Witold Wladek Włodek Yaroslav Yevhen
Zdenek Zlatan
"""
)
        ),
        "oost-aziatisch": tuple(listed(
"""
Mei Ling Xin Wei Jun Minh Linh Thanh Phuong Kim-Ly Putri Dewi Wayan Budi Siti Nyoman
Agus Aiko Akira Anh Ayu Bao Binh Chen Dian Fitri Haruto Hiro Hoa Jia Jing Kenji Ketut Kim-Anh Lin
Mai-Linh Ming Naoko Ngoc Nguyet Nhi Phuc Rini Sakura Sri Thuy Tran Trang Tuan Tuyet Vinh Wahyu Wati Xiao
Yuki Yuni Zhen
"""
)),
    }
)  # fmt: skip

FIRST_NAMES = frozenset(name for names in GROUPS.values() for name in names)

# Names that are also words; as such they begin sentences, so there they need more than a capital.
ALSO_WORDS = frozenset(
    listed(
        """
Bas Bert Beer Can Cor Daan Dex Fleur Floor Gul Gül Hein Hoop Iris Jasmijn Jet Job Jun Juul Lente
Lien Lies Lieve Linde Lot Lotje Madelief Mark Mats Max Mees Mei Merel Mina Noor Nur Otto Pim Pleun
Puck Rein Rim Rob Roman Ron Roos Rosa Said Sem Sil Stan Stef Ster Sterre Storm Sultan Suze Tara Ton
Toon Toos Twan Vic Wei Wil Wim Zon Wout Joop Kim Lise Liv Leo Indra Ruth Roy Ling Xin Maria Dolf
Fons Kees Jan Piet Klaas Frank Adam Tim
Ben Ernst Amber Bente Peer Grace Mare Hind Nova Luna Bob Don Trees Wies Jade Stella Victoria Regina Mason
Jordan Alma Cas Christian Gabriel Jack Marc Jo Milan Philippe Sam Sri Gust Vik
"""
    )
) - frozenset(
    listed(
        """
Daan Jan Piet Kees Klaas Tim Kim Maria Noor Sem Roy Ruth Wim Joop Leo Stan Stef Twan Bert Tara
"""
    )
)


def group_of(name: str) -> str:
    """Returns the group of a first name; "" when it is in none."""
    return next((group for group, names in GROUPS.items() if name in names), "")
