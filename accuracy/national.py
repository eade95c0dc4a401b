"""Numbers that states give to people and firms in Europe, with right check digits. Pure: the random source is an argument.

Each function names where its rule is written down. ``world.py`` holds the other continents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkdigits import luhn, mod_11_10, weighted

if TYPE_CHECKING:
    import random


def digits(source: random.Random, count: int, first: str = "0123456789") -> str:
    """That many digits; the first one of a set."""
    return source.choice(first) + "".join(source.choice("0123456789") for _ in range(count - 1))


def birthday(source: random.Random) -> tuple[int, int, int]:
    """Year, month and day of an adult."""
    return source.randrange(1945, 2000), source.randrange(1, 13), source.randrange(1, 29)


def uk_nino(source: random.Random) -> str:
    """HMRC NIM39110: letters that are not used, six digits, a suffix A to D."""
    while True:
        prefix = source.choice("ABCEGHJKLMNOPRSTWXYZ") + source.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
            break
    number, suffix = digits(source, 6), source.choice("ABCD")
    if source.random() < 0.4:
        return f"{prefix} {number[:2]} {number[2:4]} {number[4:]} {suffix}"
    return prefix + number + suffix


def uk_nhs(source: random.Random) -> str:
    """NHS data dictionary, "NHS number": weights 10 to 2, modulus 11."""
    while True:
        body = digits(source, 9, "4679")
        check = 11 - weighted(body, tuple(range(10, 1, -1))) % 11
        if check != 10:
            break
    number = body + str(check % 11)
    return source.choice((number, f"{number[:3]} {number[3:6]} {number[6:]}"))


def uk_utr(source: random.Random) -> str:
    """HMRC: the first digit checks the other nine (weights 6 7 8 9 10 5 4 3 2, modulus 11)."""
    body = digits(source, 9)
    return "21987654321"[weighted(body, (6, 7, 8, 9, 10, 5, 4, 3, 2)) % 11] + body


def de_tax_id(source: random.Random) -> str:
    """Section 139b AO: ten digits of which one occurs twice, then ISO 7064 mod 11,10."""
    while True:
        chosen = source.sample("0123456789", 9)
        chosen.insert(source.randrange(1, 9), source.choice(chosen))
        body = "".join(chosen)
        if body[0] != "0":
            break
    number = body + mod_11_10(body)
    return source.choice((number, f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"))


def fr_nir(source: random.Random) -> str:
    """Decree 82-103: sex, year, month, department, commune, order; key 97 minus the number modulo 97."""
    year, month, _ = birthday(source)
    body = f"{source.choice('12')}{year % 100:02}{month:02}{source.randrange(21, 96):02}{digits(source, 6)}"
    key = f"{97 - int(body) % 97:02}"
    parts = (body[0], body[1:3], body[3:5], body[5:7], body[7:10], body[10:], key)
    return source.choice((body + key, " ".join(parts)))


def it_fiscal_code(source: random.Random) -> str:
    """Ministerial decree of 12 March 1974: values of odd and even places, modulus 26."""
    odd = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True))
    odd |= dict(
        zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
            strict=True,
        )
    )
    year, month, day = birthday(source)
    letters = "".join(source.choice("BCDFGLMNPRSTVZ") for _ in range(6))
    body = f"{letters}{year % 100:02}{'ABCDEHLMPRST'[month - 1]}{day + 40 * source.randrange(2):02}"
    body += source.choice("ABCDEFGHL") + digits(source, 3)
    total = sum(odd[character] for character in body[::2])
    total += sum(int(character, 36) - 10 if character.isalpha() else int(character) for character in body[1::2])
    return body + chr(65 + total % 26)


def es_dni(source: random.Random) -> str:
    """Real Decreto 1553/2005: eight digits and the letter of their remainder by 23."""
    body = digits(source, 8)
    return body + source.choice(("", "", "-")) + "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23]


def es_nie(source: random.Random) -> str:
    """Orden INT/2058/2008: X, Y or Z stands for 0, 1 or 2."""
    first, body = source.randrange(3), digits(source, 7)
    return "XYZ"[first] + body + "TRWAGMYFPDXBNJZSQVHLCKE"[int(f"{first}{body}") % 23]


def nl_bsn(source: random.Random) -> str:
    """Besluit BSN: the eleven test, weights 9 to 2 and -1."""
    while True:
        body = digits(source, 8, "12345678")
        check = weighted(body, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return body + str(check)


def be_nrn(source: random.Random) -> str:
    """Royal decree of 3 April 1984: 97 minus the number modulo 97."""
    year, month, day = birthday(source)
    body = f"{year % 100:02}{month:02}{day:02}{source.randrange(1, 998):03}"
    check = f"{97 - int(body) % 97:02}"
    return source.choice((body + check, f"{body[:2]}.{body[2:4]}.{body[4:6]}-{body[6:]}.{check}"))


def pt_nif(source: random.Random) -> str:
    """Decreto-Lei 14/2013: weights 9 to 2, modulus 11, 10 and 11 become 0."""
    body = digits(source, 8, "123")
    check = 11 - weighted(body, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return body + str(check if check < 10 else 0)


def pl_pesel(source: random.Random) -> str:
    """Act on population records, article 15: weights 1 3 7 9, modulus 10."""
    year, month, day = birthday(source)
    body = f"{year % 100:02}{month:02}{day:02}{digits(source, 4)}"
    return body + str(-weighted(body, (1, 3, 7, 9)) % 10)


def se_personnummer(source: random.Random) -> str:
    """Skatteverket SKV 704: Luhn over the last ten digits."""
    year, month, day = birthday(source)
    body = f"{year % 100:02}{month:02}{day:02}{digits(source, 3)}"
    number = f"{body[:6]}-{body[6:]}{luhn(body)}"
    return source.choice((number, f"{year // 100}{number}"))


def no_fodselsnummer(source: random.Random) -> str:
    """Skatteetaten: two check digits, modulus 11."""
    while True:
        year, month, day = birthday(source)
        body = f"{day:02}{month:02}{year % 100:02}{source.randrange(500):03}"
        first = -weighted(body, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
        second = -weighted(f"{body}{first}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11 if first < 10 else 10
        if second < 10:
            return f"{body}{first}{second}"


def dk_cpr(source: random.Random) -> str:
    """CPR-kontoret, "Personnummeret i CPR": weights 4 3 2 7 6 5 4 3 2 1, modulus 11 (given out until 2007)."""
    while True:
        year, month, day = birthday(source)
        body = f"{day:02}{month:02}{year % 100:02}{source.randrange(400):03}"
        check = -weighted(body, (4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return f"{body[:6]}-{body[6:]}{check}"


def fi_hetu(source: random.Random) -> str:
    """Digital and Population Data Services Agency: remainder by 31."""
    year, month, day = birthday(source)
    date, serial = f"{day:02}{month:02}{year % 100:02}", f"{source.randrange(2, 900):03}"
    return f"{date}-{serial}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(date + serial) % 31]}"


def ro_cnp(source: random.Random) -> str:
    """Law 105/1996: weights 279146358279, modulus 11, 10 becomes 1."""
    year, month, day = birthday(source)
    body = f"{source.choice('12')}{year % 100:02}{month:02}{day:02}{source.randrange(1, 47):02}{digits(source, 3)}"
    check = weighted(body, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return body + str(1 if check == 10 else check)


def bg_egn(source: random.Random) -> str:
    """ESGRAON: weights 2 4 8 5 10 9 7 3 6, modulus 11, 10 becomes 0."""
    year, month, day = birthday(source)
    body = f"{year % 100:02}{month:02}{day:02}{digits(source, 3)}"
    return body + str(weighted(body, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10)


def cz_rodne_cislo(source: random.Random) -> str:
    """Act 133/2000: ten digits that 11 divides; women have 50 more in the month."""
    while True:
        year, month, day = birthday(source)
        body = f"{year % 100:02}{month + 50 * source.randrange(2):02}{day:02}{digits(source, 3)}"
        if int(body) % 11 < 10 and year > 1953:
            return f"{body[:6]}/{body[6:]}{int(body) % 11}"


def hr_oib(source: random.Random) -> str:
    """OIB act (NN 60/08): ISO 7064 mod 11,10."""
    body = digits(source, 10)
    return body + mod_11_10(body)


def gr_afm(source: random.Random) -> str:
    """AADE: powers of two, modulus 11, then 10."""
    body = digits(source, 8)
    return body + str(weighted(body, tuple(2**power for power in range(8, 0, -1))) % 11 % 10)


def ie_pps(source: random.Random) -> str:
    """Department of Social Protection: weights 8 to 2, remainder by 23 as a letter."""
    body = digits(source, 7)
    return body + "WABCDEFGHIJKLMNOPQRSTUV"[weighted(body, (8, 7, 6, 5, 4, 3, 2)) % 23]


def eu_vat(source: random.Random) -> str:
    """The numbers of one-man firms: DE (mod 11,10), IT (Luhn), NL (eleven test of the BSN), PL (weights 6 5 7 2 3 4 5 6 7)."""
    country = source.choice(("DE", "IT", "PL"))
    if country == "DE":
        body = digits(source, 8, "123456789")
        return "DE" + body + mod_11_10(body)
    if country == "IT":
        body = "0" + digits(source, 6) + f"{source.randrange(1, 101):03}"
        return "IT" + body + luhn(body)
    while True:
        body = digits(source, 9, "123456789")
        check = weighted(body, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11
        if check < 10:
            return "PL" + body + str(check)
