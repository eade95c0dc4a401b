"""People who do not exist: names, user names, addresses, phone numbers in ten languages, put together from short lists.

The lists are written by hand from common given and family names; any likeness of a combination is chance. Phone numbers have the
form of their country; the North American ones are from 555-0100 to 555-0199, which are kept for fiction.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from national import digits

if TYPE_CHECKING:
    import random

_NAMES = {
    "en": (
        "Emma Oliver Grace Harold Nathan Chloe Derek Megan Spencer Heather",
        "Walsh Thompson Bennett Hughes O'Brien Carter Whitfield Morgan Ashworth Keller",
    ),
    "de": (
        "Jürgen Anneliese Björn Käthe Lukas Friederike Sören Ute Matthias Hannelore",
        "Müller Schröder Weiß Vogt Krüger Jäger Hoffmann Bergmann Lindner Köhler",
    ),
    "fr": (
        "François Élodie Thérèse Jean-Luc Margaux Benoît Céline Hugo Maëlle Gérard",
        "Lefèvre Moreau Dubois Gauthier Beaumont Chevalier Rousseau Besnard Mercier Lacroix",
    ),
    "es": (
        "José Lucía Álvaro Begoña Íñigo Pilar Ramón Inés Sofía Joaquín",
        "Muñoz Ibáñez Navarro Peña Castaño Ortega Domínguez Vázquez Herrera Quintana",
    ),
    "pl": (
        "Łukasz Małgorzata Paweł Zofia Grzegorz Agnieszka Wojciech Jolanta Michał Bożena",
        "Wójcik Kowalczyk Zieliński Dąbrowski Szymańska Nowak Kaczmarek Mazur Wróbel Jabłońska",
    ),
    "pt": (
        "João Conceição Mateus Inês Tiago Beatriz Gonçalo Raquel Luís Fátima",
        "Gonçalves Araújo Pereira Magalhães Teixeira Barbosa Falcão Simões Moura Cardoso",
    ),
    "it": (
        "Giulia Alessandro Niccolò Chiara Lorenzo Francesca Matteo Ilaria Davide Noemi",
        "Bianchi Esposito Ferrari Colombo Greco Fontana Marchetti Rinaldi Caruso Gallo",
    ),
    "tr": (
        "Ayşe Çağlar Gülşen Mehmet Özlem Burak Şebnem Emre İpek Yiğit",
        "Yılmaz Öztürk Çelik Şahin Kılıç Aydın Güneş Doğan Koç Aslan",
    ),
    "hi": ("आरती विकास सुनीता राजेश कविता मोहन अनिल प्रिया", "शर्मा गुप्ता वर्मा मिश्रा यादव चौहान जोशी पाण्डेय"),
    "ja": ("健太 美咲 翔太 陽子 大輔 由美 直樹 恵子", "山田 佐藤 鈴木 高橋 渡辺 伊藤 中村 小林"),
    "in": (
        "Kavya Rohan Ananya Arjun Priya Vikram Deepika Suresh Meera Aditya",
        "Sharma Iyer Patel Chatterjee Reddy Nair Banerjee Kulkarni Gupta Menon",
    ),
    "vi": ("Linh Minh Thảo Hùng Trang Đức Phương Quân", "Nguyễn Trần Phạm Hoàng Vũ Đặng Bùi Đỗ"),
}
_SPOKEN = ("en", "en", "en", "de", "de", "fr", "es", "pl", "pt", "it", "tr", "hi", "ja", "in", "vi")
_ADDRESSES = {
    "en": (
        "{n} {street}, {town}",
        ("Maple Avenue", "Old Mill Road", "Church Lane", "Harbour Street", "Elm Drive"),
        ("Springfield, IL 62704", "Leeds LS1 4AP", "Bristol BS8 1QU", "Portland, OR 97205"),
    ),
    "de": (
        "{street} {n}, {town}",
        ("Lindenstraße", "Am Kirchplatz", "Goethestr.", "Bahnhofstraße"),
        ("10115 Berlin", "50667 Köln", "80331 München"),
    ),
    "fr": (
        "{n} {street}, {town}",
        ("rue de la République", "avenue Victor-Hugo", "bd Saint-Michel"),
        ("69002 Lyon", "75005 Paris", "33000 Bordeaux"),
    ),
    "es": (
        "{street} {n}, {town}",
        ("Calle Mayor", "Avda. de la Constitución", "Paseo del Prado"),
        ("28013 Madrid", "41001 Sevilla"),
    ),
    "pl": (
        "{street} {n}, {town}",
        ("ul. Długa", "ul. Piłsudskiego", "al. Jerozolimskie"),
        ("00-238 Warszawa", "31-147 Kraków"),
    ),
    "pt": (
        "{street}, {n}, {town}",
        ("Rua das Flores", "Avenida da Liberdade"),
        ("1200-195 Lisboa", "01310-100 São Paulo"),
    ),
    "it": ("{street} {n}, {town}", ("Via Garibaldi", "Corso Vittorio Emanuele"), ("20121 Milano", "00186 Roma")),
    "ja": ("{town}{street}{n}号", ("2-11-", "1-4-"), ("東京都千代田区丸の内", "大阪府大阪市北区梅田")),
}
_PHONES = {
    "us": ("+1", (3, 3, 4), "({0}) {1}-{2}", "{0}-{1}-{2}"),
    "gb": ("+44", (4, 6), "0{0} {1}", "0{0}{1}"),
    "de": ("+49", (3, 8), "0{0} {1}", "0{0}/{1}"),
    "fr": ("+33", (1, 2, 2, 2, 2), "0{0} {1} {2} {3} {4}", "0{0}.{1}.{2}.{3}.{4}"),
    "es": ("+34", (3, 3, 3), "{0} {1} {2}", "{0}{1}{2}"),
    "pl": ("+48", (3, 3, 3), "{0} {1} {2}", "{0}-{1}-{2}"),
    "br": ("+55", (2, 5, 4), "({0}) {1}-{2}", "{0} {1}-{2}"),
    "in": ("+91", (5, 5), "{0} {1}", "0{0}{1}"),
    "jp": ("+81", (2, 4, 4), "0{0}-{1}-{2}", "0{0}{1}{2}"),
}
_FIRST_DIGITS = {"gb": "7", "de": "1", "fr": "67", "es": "67", "pl": "56", "br": "123", "in": "789", "jp": "789"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom one record is about."""

    language: str
    first: str
    last: str
    username: str
    email: str

    @property
    def full(self) -> str:
        """Both names in the order of the language."""
        return self.last + self.first if self.language == "ja" else f"{self.first} {self.last}"


def person(source: random.Random) -> Person:
    """A new person; user name and address are in ASCII, as most are."""
    language = source.choice(_SPOKEN)
    first, last = (source.choice(names.split()) for names in _NAMES[language])
    shown = _ascii(first), _ascii(last)
    if not all(shown):
        shown = tuple(_ascii(source.choice(names.split())) for names in _NAMES["in"])  # type: ignore[assignment] # two of two
    number = source.choice(("", "", str(source.randrange(2, 99))))
    username = (
        source.choice(
            (f"{shown[0]}.{shown[1]}", f"{shown[0][0]}{shown[1]}", f"{shown[0]}_{shown[1]}", f"{shown[1]}{shown[0][0]}")
        )
        + number
    )
    local = source.choice(
        (f"{shown[0]}.{shown[1]}{number}", f"{shown[0][0]}.{shown[1]}", username, f"{shown[0]}.{shown[1]}+shop")
    )
    domain = source.choice(("example.com", "example.org", "mail.example.net", "example.co.uk", "staff.example.com"))
    return Person(language, first, last, username, f"{local}@{domain}")


def _ascii(text: str) -> str:
    for letter, plain in (("ß", "ss"), ("Ł", "L"), ("ł", "l"), ("ı", "i"), ("đ", "d"), ("Đ", "D")):
        text = text.replace(letter, plain)
    plain_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(character for character in plain_text if character.isalpha()).lower()


def address(source: random.Random) -> tuple[str, str]:
    """A postal address and the part of it that leads to a door."""
    form, streets, towns = _ADDRESSES[source.choice(tuple(_ADDRESSES))]
    street, number = source.choice(streets), str(source.randrange(1, 240))
    door = form.partition("{town}")[0].rstrip(", ") or form.partition("{town}")[2]
    parts = {"street": street, "n": number, "town": source.choice(towns)}
    return form.format(**parts), door.format(**parts)


def phone(source: random.Random, style: str) -> tuple[str, str]:
    """A number as ``e164``, ``spaced`` (international with blanks), ``national`` or ``bare`` (without separators), and the digits that reach the person."""
    country = source.choice(tuple(_PHONES))
    prefix, lengths, *forms = _PHONES[country]
    groups = [digits(source, length) for length in lengths]
    if country == "us":
        groups = [source.choice(("212", "415", "617", "312")), "555", f"01{digits(source, 2)}"]
    else:
        groups[0] = source.choice(_FIRST_DIGITS[country]) + groups[0][1:]
    text = {"e164": prefix + "".join(groups), "spaced": f"{prefix} {' '.join(groups)}"}.get(style)
    return text or forms[style == "bare"].format(*groups), "".join(groups)
