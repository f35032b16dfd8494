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
"""
)
        ),
        "turks-v": tuple(
            listed(
"""
Ayşe Ayse Zeynep Elif Fatma Emine Hatice Merve Esra Büşra Busra Kübra Kubra Özlem Ozlem Sevgi Gül
Gülsen Gulsen Ebru Derya Dilek Seda Sibel Sultan Tuğba Tugba Yasemin Zehra Nur Nuray Melek Meryem
Selin Ceren Ecrin Defne Azra Hülya Hulya Aylin Filiz Havva Songül Songul Şeyma Seyma Hazal
"""
)
        ),
        "turks-m": tuple(
            listed(
"""
Mehmet Mustafa Ahmet Ali Hüseyin Huseyin Hasan İbrahim Ibrahim Murat Emre Burak Kemal Okan Orhan
Osman Serkan Yusuf Ömer Omer Can Cem Deniz Emir Eren Erkan Fatih Gökhan Gokhan Halil Hakan Kaan
Kerem Metin Onur Recep Selim Tarkan Tolga Umut Volkan Yasin Furkan Berat Yiğit Yigit
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
"""
)
        ),
        "caribisch-v": tuple(
            listed(
"""
Shanaya Shanice Shaniqua Shantel Sharida Cherida Rowena Rosita Mavis Muriel Norine Ruth Glenda
Gladys Jenella Chiva Ashley Kimberly Latoya Naomi Natalia Gianna Jaylinn Kyara Zuleika Soraida
Mildred Urmila Anushka Indra Rishma Shanti Sunita Usha Priya Savitri Radha Roshni Aarti
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
"""
)
        ),
        "oost-aziatisch": tuple(listed(
"""
Mei Ling Xin Wei Jun Minh Linh Thanh Phuong Kim-Ly Putri Dewi Wayan Budi Siti Nyoman
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
