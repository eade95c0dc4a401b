"""Numbers that states give to people and firms outside Europe, with right check digits. Pure: the random source is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkdigits import luhn, mod_11_2, mrz, verhoeff, weighted
from national import birthday, digits

if TYPE_CHECKING:
    import random

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def us_ssn(source: random.Random) -> str:
    """SSA POMS RM 10201.035: no area 000, 666 or from 900 on, no group 00, no serial 0000."""
    area = source.choice([number for number in range(1, 900) if number != 666])
    return f"{area:03}-{source.randrange(1, 100):02}-{source.randrange(1, 10_000):04}"


def us_itin(source: random.Random) -> str:
    """IRS publication 1915: a 9, and groups 50-65, 70-88, 90-92, 94-99."""
    group = source.choice([*range(50, 66), *range(70, 89), 90, 91, 92, *range(94, 100)])
    return f"9{digits(source, 2)}-{group}-{digits(source, 4)}"


def us_ein(source: random.Random) -> str:
    """IRS, "How EINs are assigned": two digits of a campus, seven of the firm."""
    return f"{source.choice((12, 20, 26, 27, 36, 45, 46, 47, 61, 75, 81, 82, 83, 94))}-{digits(source, 7)}"


def us_npi(source: random.Random) -> str:
    """45 CFR 162.406: Luhn with 80840 before it."""
    body = digits(source, 9, "12")
    return body + luhn("80840" + body)


def us_mbi(source: random.Random) -> str:
    """CMS, "Understanding the MBI format": eleven places, letters without S L O I B Z."""
    letters, figures = "ACDEFGHJKMNPQRTUVWXY", "0123456789"
    places = ("123456789", letters, letters + figures, figures, letters, letters + figures, figures, letters, letters)
    number = "".join(source.choice(place) for place in (*places, figures, figures))
    return source.choice((number, f"{number[:4]}-{number[4:7]}-{number[7:]}"))


def us_dea(source: random.Random) -> str:
    """21 CFR 1301, as the DEA's diversion manual tells it: odd places plus twice the even ones."""
    body = digits(source, 6)
    check = (weighted(body[::2], (1,)) + 2 * weighted(body[1::2], (1,))) % 10
    return f"{source.choice('ABFGM')}{source.choice(_CAPITALS)}{body}{check}"


def us_driver_license(source: random.Random) -> str:
    """AAMVA: California's form, a letter and seven digits, or Florida's, a letter and twelve."""
    return source.choice(_CAPITALS) + digits(source, source.choice((7, 12)))


def ca_sin(source: random.Random) -> str:
    """Service Canada, SIN code of practice: Luhn."""
    body = digits(source, 8, "1234567")
    number = body + luhn(body)
    return source.choice((f"{number[:3]}-{number[3:6]}-{number[6:]}", f"{number[:3]} {number[3:6]} {number[6:]}"))


def mx_curp(source: random.Random) -> str:
    """Instructivo normativo CURP (DOF 18/10/2021): 17 places, then weights 18 to 2, modulus 10."""
    alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    year, month, day = birthday(source)
    body = source.choice("BCDFGHLMPR") + source.choice("AEIOU") + source.choice("BCDFGLMR") + source.choice("JMPR")
    body += f"{year % 100:02}{month:02}{day:02}{source.choice('HM')}{source.choice(('DF', 'JC', 'NL', 'OC'))}"
    body += "".join(source.choice("BCDFGLMNPRST") for _ in range(3)) + "0"
    total = sum(alphabet.index(character) * (18 - place) for place, character in enumerate(body))
    return body + str(-total % 10)


def mx_rfc(source: random.Random) -> str:
    """SAT, anexo 20: 12 places of a person, then modulus 11 (10 is A, 11 is 0)."""
    alphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
    year, month, day = birthday(source)
    body = "".join(source.choice(letters) for letters in ("BCDGLMPR", "AEIO", "BCDGLMR", "BCFJMR"))
    body += f"{year % 100:02}{month:02}{day:02}{source.choice(_CAPITALS)}{source.choice('123456789')}"
    total = sum(alphabet.index(character) * (13 - place) for place, character in enumerate(body))
    check = 11 - total % 11
    return body + {10: "A", 11: "0"}.get(check, str(check))


def br_cpf(source: random.Random) -> str:
    """Receita Federal, IN 1548/2015: two digits, modulus 11."""
    body = digits(source, 9)
    for start in (10, 11):
        check = -weighted(body, tuple(range(start, 1, -1))) % 11
        body += str(check if check < 10 else 0)
    return source.choice((f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}", body))


def br_cnpj(source: random.Random) -> str:
    """Receita Federal, IN 1863/2018: two digits, weights that run from 9 down to 2 again."""
    body = digits(source, 8) + "0001"
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)):
        check = -weighted(body, weights) % 11
        body += str(check if check < 10 else 0)
    return source.choice((f"{body[:2]}.{body[2:5]}.{body[5:8]}/{body[8:12]}-{body[12:]}", body))


def ar_cuit(source: random.Random) -> str:
    """AFIP RG 10/1997: weights 5 4 3 2 7 6 5 4 3 2, modulus 11."""
    while True:
        body = source.choice(("20", "23", "27")) + digits(source, 8, "1234")
        check = -weighted(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return source.choice((f"{body[:2]}-{body[2:]}-{check}", f"{body}{check}"))


def cl_rut(source: random.Random) -> str:
    """Servicio de Impuestos Internos: weights 2 to 7 from the right, modulus 11, 10 is K."""
    body = str(source.randrange(5_000_000, 26_000_000))
    check = -weighted(body[::-1], (2, 3, 4, 5, 6, 7)) % 11
    dotted = f"{int(body):,}".replace(",", ".")
    return f"{source.choice((body, dotted))}-{'K' if check == 10 else check}"


def in_aadhaar(source: random.Random) -> str:
    """UIDAI: twelve digits, not beginning with 0 or 1, Verhoeff."""
    body = digits(source, 11, "23456789")
    number = body + verhoeff(body)
    return source.choice((f"{number[:4]} {number[4:8]} {number[8:]}", number))


def in_pan(source: random.Random) -> str:
    """Income Tax Department: five letters of which the fourth is P for a person, four digits, a letter."""
    letters = [source.choice(_CAPITALS) for _ in range(5)]
    return f"{''.join(letters[:3])}P{letters[3]}{digits(source, 4)}{letters[4]}"


def in_gstin(source: random.Random) -> str:
    """GST network: state, PAN, entity, Z, then a digit in base 36 with factors 1 and 2."""
    alphabet = "0123456789" + _CAPITALS
    body = f"{source.randrange(1, 38):02}{in_pan(source)}1Z"
    total = 0
    for place, character in enumerate(body):
        product = alphabet.index(character) * (1 + place % 2)
        total += product // 36 + product % 36
    return body + alphabet[-total % 36]


def au_tfn(source: random.Random) -> str:
    """ATO: weights 1 4 3 7 5 8 6 9 10, modulus 11."""
    while True:
        body = digits(source, 8, "123456789")
        check = weighted(body, (1, 4, 3, 7, 5, 8, 6, 9)) % 11
        if check < 10:  # the weight of the last place is 10, that is -1
            return source.choice((f"{body[:3]} {body[3:6]} {body[6:]}{check}", f"{body}{check}"))


def au_medicare(source: random.Random) -> str:
    """Services Australia: weights 1 3 7 9 over eight digits, modulus 10, then the issue."""
    body = digits(source, 8, "23456")
    return f"{body[:4]} {body[4:]}{weighted(body, (1, 3, 7, 9)) % 10} {source.randrange(1, 6)}"


def au_abn(source: random.Random) -> str:
    """Australian Business Register: one less in the first place, weights 10 1 3 5 ..., modulus 89."""
    body = digits(source, 9, "123456789")
    first = next(
        n for n in range(11, 100) if (10 * (n // 10 - 1) + n % 10 + weighted(body, tuple(range(3, 20, 2)))) % 89 == 0
    )
    return source.choice((f"{first} {body[:3]} {body[3:6]} {body[6:]}", f"{first}{body}"))


def nz_ird(source: random.Random) -> str:
    """Inland Revenue, RWT/NRWT specification: weights 3 2 7 6 5 4 3 2, modulus 11."""
    while True:
        body = str(source.randrange(10_000_000, 13_000_000))
        check = -weighted(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return f"{body[:3] if len(body) > 8 else body[:2]}-{body[-6:-3]}-{body[-3:]}{check}"


def sg_nric(source: random.Random) -> str:
    """ICA: weights 2 7 6 5 4 3 2, modulus 11, a letter."""
    prefix, body = source.choice("ST"), digits(source, 7)
    total = weighted(body, (2, 7, 6, 5, 4, 3, 2)) + (4 if prefix == "T" else 0)
    return prefix + body + "JZIHGFEDCBA"[total % 11]


def kr_rrn(source: random.Random) -> str:
    """Resident Registration Act: weights 2 to 9 and 2 to 5, modulus 11."""
    year, month, day = birthday(source)
    body = f"{year % 100:02}{month:02}{day:02}{source.choice('12')}{source.randrange(97):02}{digits(source, 3)}"
    check = (11 - weighted(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    return f"{body[:6]}-{body[6:]}{check}"


def jp_my_number(source: random.Random) -> str:
    """Ministry of Internal Affairs ordinance 85/2014, article 5: weights 2 to 7 and 2 to 6 from the right."""
    body = digits(source, 11)
    rest = weighted(body[::-1], (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)) % 11
    number = body + str(0 if rest <= 1 else 11 - rest)
    return source.choice((number, f"{number[:4]} {number[4:8]} {number[8:]}"))


def cn_resident_id(source: random.Random) -> str:
    """GB 11643-1999: area, date of birth, serial, ISO 7064 mod 11-2."""
    year, month, day = birthday(source)
    body = f"{source.choice(('110101', '310104', '320102'))}{year}{month:02}{day:02}{digits(source, 3)}"
    return body + mod_11_2(body)


def tw_id(source: random.Random) -> str:
    """Ministry of the Interior: the letter counts as two digits, weights 1 9 8 ... 1, modulus 10."""
    letter, body = source.choice(_CAPITALS), source.choice("12") + digits(source, 7)
    code = str(10 + "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(letter))
    return letter + body + str(-weighted(code + body, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1)) % 10)


def hk_id(source: random.Random) -> str:
    """Immigration Department: a blank counts 36, the letter from 10, weights 9 to 2, modulus 11, 10 is A."""
    letter, body = source.choice("ABCDEGHKMPRVYZ"), digits(source, 6)
    total = 36 * 9 + int(letter, 36) * 8 + weighted(body, (7, 6, 5, 4, 3, 2))
    return f"{letter}{body}({'0123456789A'[-total % 11]})"


def th_id(source: random.Random) -> str:
    """Department of Provincial Administration: weights 13 to 2, modulus 11, then 10."""
    body = digits(source, 12, "12345")
    check = (11 - weighted(body, tuple(range(13, 1, -1))) % 11) % 10
    return source.choice((f"{body[0]}-{body[1:5]}-{body[5:10]}-{body[10:]}-{check}", f"{body}{check}"))


def tr_tckn(source: random.Random) -> str:
    """Law 5490: seven times the odd places minus the even ones; then the sum of ten."""
    body = digits(source, 9, "123456789")
    tenth = (7 * weighted(body[::2], (1,)) - weighted(body[1::2], (1,))) % 10
    return f"{body}{tenth}{(weighted(body, (1,)) + tenth) % 10}"


def il_id(source: random.Random) -> str:
    """Population Registry: Luhn over nine digits."""
    body = digits(source, 8)
    return body + luhn(body)


def za_id(source: random.Random) -> str:
    """Identification Act 68 of 1997: date of birth, serial, citizenship, 8, Luhn."""
    year, month, day = birthday(source)
    body = f"{year % 100:02}{month:02}{day:02}{digits(source, 4)}08"
    return body + luhn(body)


def passport(source: random.Random) -> str:
    """By its key only: two letters and seven digits, a letter and eight, or nine of both."""
    return source.choice(
        (f"{source.choice('CFGHK')}{digits(source, 8)}", "".join(source.sample(_CAPITALS, 2)) + digits(source, 7))
    )


def mrz_lines(source: random.Random, family: str, given: str) -> str:
    """ICAO Doc 9303 part 4: the two lines of a passport, one after the other."""
    year, month, day = birthday(source)
    number, born, until = (
        digits(source, 9, "CFGHK"),
        f"{year % 100:02}{month:02}{day:02}",
        f"3{digits(source, 1)}0{source.randrange(1, 10)}15",
    )
    first = f"P<UTO{family.upper()}<<{given.upper()}".replace(" ", "<").replace("-", "<")[:44].ljust(44, "<")
    body = f"{number}{mrz(number)}UTO{born}{mrz(born)}{source.choice('FM')}{until}{mrz(until)}{'<' * 14}0"
    return f"{first}\n{body}{mrz(body[:10] + body[13:20] + body[21:43])}"


def license_plate(source: random.Random) -> str:
    """By its key only: the forms of DE, UK and FR."""
    pair = "".join(source.sample("ABCDEFGHJKLMNPRSTVWXYZ", 2))
    return source.choice(
        (
            f"B-{pair} {source.randrange(100, 9999)}",
            f"{pair}{source.randrange(51, 76)} KXR",
            f"{pair}-{digits(source, 3)}-GX",
        )
    )
