"""The kinds that are planted: for each one how to make a value, which part of it identifies somebody, and under which keys it stands.

Between the makers of numbers, people and credentials and the templates. Pure: everything random comes from the record's source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import money
import national
import people
import secrets_made
import world

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Value:
    """What is planted.

    Args:
        text: As it is written, before any escape of its place.
        cores: The parts of it that identify; it has leaked if one of them can be read.
    """

    text: str
    cores: tuple[str, ...]


@dataclass(slots=True)
class Record:
    """What one generated record has in common: its randomness, the people it is about, the kind that stands for ``any``."""

    source: random.Random
    subject: str = ""
    key: str = ""
    persons: dict[str, people.Person] = field(default_factory=dict)
    made: dict[str, Value] = field(default_factory=dict)

    def person(self, who: str) -> people.Person:
        """The first, second ... person of this record."""
        if who not in self.persons:
            self.persons[who] = people.person(self.source)
        return self.persons[who]


_NATIONAL = [
    "uk_nino",
    "uk_nhs",
    "uk_utr",
    "de_tax_id",
    "fr_nir",
    "it_fiscal_code",
    "es_dni",
    "es_nie",
    "nl_bsn",
    "be_nrn",
    "pt_nif",
    "pl_pesel",
    "se_personnummer",
    "no_fodselsnummer",
    "dk_cpr",
    "fi_hetu",
    "ro_cnp",
    "bg_egn",
    "cz_rodne_cislo",
    "hr_oib",
    "gr_afm",
    "ie_pps",
    "eu_vat",
]
_WORLD = [
    "us_ssn",
    "us_itin",
    "us_ein",
    "us_npi",
    "us_mbi",
    "us_dea",
    "us_driver_license",
    "ca_sin",
    "mx_curp",
    "mx_rfc",
    "br_cpf",
    "br_cnpj",
    "ar_cuit",
    "cl_rut",
    "in_aadhaar",
    "in_pan",
    "in_gstin",
    "au_tfn",
    "au_medicare",
    "au_abn",
    "nz_ird",
    "sg_nric",
    "kr_rrn",
    "jp_my_number",
    "cn_resident_id",
    "tw_id",
    "hk_id",
    "th_id",
    "tr_tckn",
    "il_id",
    "za_id",
    "passport",
    "license_plate",
]

# Snake case; the first is the commonest. Templates spell them in other ways.
KEYS: dict[str, tuple[str, ...]] = {
    "us_ssn": ("ssn", "social_security_number"), "us_itin": ("itin",), "us_ein": ("ein", "employer_id_number"), "us_npi": ("npi", "provider_npi"),
    "us_mbi": ("mbi", "medicare_beneficiary_id"), "us_dea": ("dea_number", "dea"), "us_driver_license": ("driver_license", "drivers_license_number"),
    "ca_sin": ("sin", "social_insurance_number"), "uk_nino": ("nino", "national_insurance_number"), "uk_nhs": ("nhs_number",), "uk_utr": ("utr", "unique_taxpayer_reference"),
    "de_tax_id": ("steuer_id", "tax_id", "identifikationsnummer"), "fr_nir": ("nir", "numero_securite_sociale"), "it_fiscal_code": ("codice_fiscale", "fiscal_code"),
    "es_dni": ("dni",), "es_nie": ("nie",), "nl_bsn": ("bsn", "burgerservicenummer"), "be_nrn": ("rijksregisternummer", "niss"), "pt_nif": ("nif", "contribuinte"),
    "pl_pesel": ("pesel",), "se_personnummer": ("personnummer",), "no_fodselsnummer": ("fodselsnummer",), "dk_cpr": ("cpr", "cpr_number"), "fi_hetu": ("hetu", "henkilotunnus"),
    "ro_cnp": ("cnp",), "bg_egn": ("egn",), "cz_rodne_cislo": ("rodne_cislo",), "hr_oib": ("oib",), "gr_afm": ("afm",), "ie_pps": ("pps_number", "ppsn"),
    "eu_vat": ("vat_id", "vat_number"), "mx_curp": ("curp",), "mx_rfc": ("rfc",), "br_cpf": ("cpf",), "br_cnpj": ("cnpj",), "ar_cuit": ("cuit", "cuil"), "cl_rut": ("rut",),
    "in_aadhaar": ("aadhaar", "aadhaar_number"), "in_pan": ("pan_number", "pan_card"), "in_gstin": ("gstin",), "au_tfn": ("tfn", "tax_file_number"),
    "au_medicare": ("medicare_number",), "au_abn": ("abn",), "nz_ird": ("ird_number",), "sg_nric": ("nric",), "kr_rrn": ("rrn", "resident_registration_number"),
    "jp_my_number": ("my_number",), "cn_resident_id": ("resident_id", "id_card_number"), "tw_id": ("national_id",), "hk_id": ("hkid",), "th_id": ("thai_id", "national_id"),
    "tr_tckn": ("tckn", "tc_kimlik_no"), "il_id": ("teudat_zehut",), "za_id": ("sa_id_number", "rsa_id"), "passport": ("passport_number", "passport_no"),
    "license_plate": ("license_plate", "plate_number"), "payment_card": ("card_number", "pan", "cc"), "card_cvv": ("cvv", "cvc"), "card_expiry": ("card_expiry", "exp_date"),
    "iban": ("iban", "account_iban"), "bic": ("bic", "swift_code"), "aba_routing": ("routing_number", "aba"), "bank_account": ("account_number", "bank_account"),
    "bitcoin_address": ("btc_address", "wallet"), "ethereum_address": ("eth_address", "wallet"), "upi_id": ("upi_id", "vpa"), "imei": ("imei", "device_imei"),
    "mac": ("mac", "mac_address"), "ipv4": ("ip", "client_ip", "remote_addr"), "ipv6": ("ip", "client_ip"), "email": ("email", "mail", "user_email"),
    "phone": ("phone", "mobile", "phone_number"), "birth_date": ("date_of_birth", "dob", "birthdate"), "postal_address": ("address", "shipping_address", "home_address"),
    "medical_record_number": ("mrn", "medical_record_number"), "health_plan_id": ("health_plan_id", "member_id"), "device_id": ("device_id", "android_id", "idfa"),
    "name": ("full_name", "customer_name", "patient_name"), "username": ("username", "user", "login"), "password": ("password", "passwd", "db_password"),
    "secret": ("client_secret", "secret_key"), "token": ("access_token", "refresh_token", "csrf_token"), "session_id": ("session_id", "jsessionid"), "api_key": ("api_key", "apikey"),
    "jwt": ("id_token", "jwt"), "aws_secret_key": ("aws_secret_access_key",), "twilio_key": ("twilio_api_key",), "azure_account_key": ("account_key",), "mailgun_key": ("mailgun_api_key",),
}  # fmt: skip

# What a reader recognises without a key in front of it.
BARE = [
    "email",
    "email",
    "ipv4",
    "ipv6",
    "mac",
    "payment_card",
    "iban",
    "us_ssn",
    "bitcoin_address",
    "ethereum_address",
    "jwt",
    "aws_access_key",
    "github_token",
    "gitlab_token",
    "slack_token",
    "stripe_key",
    "google_api_key",
    "openai_key",
    "anthropic_key",
    "npm_token",
    "pypi_token",
    "huggingface_token",
    "sendgrid_key",
    "digitalocean_token",
    "telegram_token",
    "discord_token",
    "shopify_token",
    "it_fiscal_code",
    "es_nie",
    "br_cpf",
    "uk_nino",
    "fi_hetu",
    "mx_curp",
    "in_gstin",
    "cn_resident_id",
]

# Kinds that many templates name are drawn for ``any`` a quarter as often as the others.
COMMON = frozenset(
    [
        "email",
        "ipv4",
        "ipv6",
        "name",
        "username",
        "password",
        "mac",
        "phone",
        "token",
        "session_id",
        "payment_card",
        "iban",
        "api_key",
        "jwt",
        "postal_address",
    ]
)
SUBJECTS = tuple(kind for kind in KEYS for _ in range(1 if kind in COMMON else 4))


def make(kind: str, record: Record, style: str, who: str) -> Value:
    """A value of a kind; within a record the same kind, style and person give the same value."""
    name = f"{kind}:{style}@{who}"
    if name not in record.made:
        record.made[name] = _make(kind, record, style, who)
    return record.made[name]


def _make(kind: str, record: Record, style: str, who: str) -> Value:
    source = record.source
    if kind in _PERSONAL:
        return _PERSONAL[kind](record.person(who), style)
    if kind in secrets_made.SHAPES:
        return _whole(secrets_made.SHAPES[kind](source))
    if kind in _NATIONAL or kind in _WORLD:
        return _whole(getattr(national if kind in _NATIONAL else world, kind)(source))
    return _OTHERS[kind](record, style)


def _whole(text: str) -> Value:
    return Value(text, (text,))


def _name(person: people.Person, style: str) -> Value:
    if style == "comma":
        return Value(f"{person.last}, {person.first}", (person.last,))
    part = {"first": person.first, "last": person.last, "caps": person.full.upper()}.get(style)
    return _whole(part) if part and style != "caps" else Value(part or person.full, (part or person.full, person.last))


def _url_userinfo(record: Record, style: str) -> Value:
    password = secrets_made.password(record.source, "plain")
    return Value(f"{record.source.choice(('app', 'svc_orders', 'reader', 'root'))}:{password}", (password,))


def _address(record: Record, style: str) -> Value:
    text, door = people.address(record.source)
    return Value(door if style == "street" else text, (door,))


def _phone(record: Record, style: str) -> Value:
    text, core = people.phone(record.source, style or record.source.choice(("e164", "spaced", "national", "bare")))
    return Value(text, (core,))


def _coordinates(record: Record, style: str) -> Value:
    latitude, longitude = money.coordinates(record.source)
    return {"lat": _whole(latitude), "lon": _whole(longitude)}.get(
        style, Value(f"{latitude}, {longitude}", (latitude, longitude))
    )


def _birth_date(record: Record, style: str) -> Value:
    year, month, day = national.birthday(record.source)
    forms = (f"{year}-{month:02}-{day:02}", f"{day:02}.{month:02}.{year}", f"{month:02}/{day:02}/{year}")
    return _whole(forms[0] if style == "iso" else record.source.choice(forms))


def _private_key(record: Record, style: str) -> Value:
    _, body, _ = secrets_made.private_key(record.source)
    return Value(body, tuple(body.split("\n")))


def _mrz(record: Record, style: str) -> Value:
    person = record.person("1")
    text = world.mrz_lines(record.source, people._ascii(person.last) or "Sato", people._ascii(person.first) or "Mika")  # noqa: SLF001
    return Value(text.split("\n")[1], (text.split("\n")[1][:28],))


def _expiry(record: Record, style: str) -> Value:
    return _whole(f"{record.source.randrange(1, 13):02}/{record.source.randrange(27, 33)}")


def _device(record: Record, style: str) -> Value:
    text = record.source.randbytes(16).hex()
    return _whole(
        record.source.choice((text[:16], "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))))
    )


_PERSONAL: dict[str, Callable[[people.Person, str], Value]] = {
    "name": _name,
    "username": lambda person, _: _whole(person.username),
    "home_path": lambda person, _: _whole(person.username.split(".")[0]),
    "email": lambda person, _: Value(person.email, (person.email.partition("@")[0],)),
}
_OTHERS: dict[str, Callable[[Record, str], Value]] = {
    "phone": _phone,
    "postal_address": _address,
    "birth_date": _birth_date,
    "coordinates": _coordinates,
    "url_userinfo": _url_userinfo,
    "private_key": _private_key,
    "mrz": _mrz,
    "card_expiry": _expiry,
    "device_id": _device,
    "ipv4": lambda record, _: _whole(money.ipv4(record.source)),
    "ipv6": lambda record, _: _whole(money.ipv6(record.source)),
    "mac": lambda record, _: _whole(money.mac(record.source)),
    "imei": lambda record, _: _whole(money.imei(record.source)),
    "payment_card": lambda record, style: _whole(money.card(record.source, style)),
    "card_cvv": lambda record, _: _whole(national.digits(record.source, 3)),
    "iban": lambda record, style: _whole(money.iban(record.source, style)),
    "bic": lambda record, _: _whole(money.bic(record.source)),
    "aba_routing": lambda record, _: _whole(money.aba_routing(record.source)),
    "bank_account": lambda record, _: _whole(national.digits(record.source, record.source.choice((8, 10, 12)))),
    "bitcoin_address": lambda record, _: _whole(money.bitcoin(record.source)),
    "ethereum_address": lambda record, _: _whole(money.ethereum(record.source)),
    "upi_id": lambda record, _: _whole(
        f"{record.person('1').username}@{record.source.choice(('okbank', 'upi', 'paybank'))}"
    ),
    "medical_record_number": lambda record, _: _whole(
        record.source.choice(("", "MRN-")) + national.digits(record.source, 8)
    ),
    "health_plan_id": lambda record, _: _whole(
        f"{secrets_made.text(record.source, 3, 'ABCDEFGHX')}{national.digits(record.source, 9)}"
    ),
    "password": lambda record, style: _whole(secrets_made.password(record.source, style)),
    "jwt": lambda record, _: _whole(secrets_made.jwt(record.source)),
    "basic_auth": lambda record, _: _whole(secrets_made.basic(record.source)),
    "sentry_dsn": lambda record, _: _whole(secrets_made.sentry_dsn_user(record.source)),
}
KINDS = sorted({*_PERSONAL, *_OTHERS, *secrets_made.SHAPES, *_NATIONAL, *_WORLD})
