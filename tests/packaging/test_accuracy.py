"""``make accuracy`` measures what it says: its values are where the labels are, its numbers are right, its judge is neither blind nor harsh.

Other engines are not run here. The checks of numbers are written another way round than ``accuracy/checkdigits.py``: they verify whole numbers.
"""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "accuracy"))
import checkdigits
import generate
import judge
import loghub
import money
import national
import tally
import template
import world
from engines import SAMPLES, Masked
from escapes import essence, readable

if TYPE_CHECKING:
    from collections.abc import Callable

ACCURACY = Path(generate.__file__).parent
_LINES = generate.lines(3000)


def test_records_are_the_same_at_every_run() -> None:
    """The seed decides, whatever order Python keeps sets in; another seed gives other records."""
    code = "import generate, hashlib; print(hashlib.sha256(repr(generate.lines(400)).encode()).hexdigest())"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ACCURACY, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert generate.lines(50, seed=1) != generate.lines(50, seed=2)


def test_labels_lie_on_the_planted_values() -> None:
    """The bytes of each label, read without escapes, hold each part that identifies; labels are disjoint and in order."""
    for line in _LINES:
        data, end = line.text.encode(), 0
        for label in line.labels:
            assert end <= label.start < label.end <= len(data)
            shown, end = essence(data[label.start : label.end].decode()), label.end
            assert all(essence(core) in shown for core in label.cores), line.template.name


def test_samples_meet_clean_and_labelled_records() -> None:
    """The sample of a slow engine has both sorts of records in it."""
    for step in SAMPLES.values():
        assert {bool(line.planted) for line in _LINES[::step]} == {True, False}


def test_half_of_the_records_are_clean_and_kinds_are_many() -> None:
    """Clean records come every second time; well over 60 kinds and all formats are there, each in both parts."""
    assert sum(not line.planted for line in _LINES) == len(_LINES) // 2
    templates = template.load()
    assert len({label.kind for line in _LINES for label in line.planted}) > 100
    assert len({one.name for one in templates}) == len(templates)
    for shape in {one.shape for one in templates}:
        mine = [one for one in templates if one.shape == shape]
        assert len(mine) >= 12
        assert {one.is_tuning for one in mine} == {True, False}
    assert 0.6 < sum(one.is_tuning for one in templates) / len(templates) < 0.8


def _sum(number: str, weights: list[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))


def _luhn(number: str) -> bool:
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2]]
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def _plain(number: str) -> str:
    return "".join(character for character in number if character.isalnum())


def _mod_11_10(number: str) -> bool:
    product = 5  # the same recursion from its other end: the last sum has to be 1
    for digit in number:
        product = ((product or 10) * 2 % 11 + int(digit)) % 10
    return product == 1


def _iban(number: str) -> bool:
    return int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97 == 1


def _base58(text: str) -> bool:
    value = 0
    for character in text:
        value = value * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(character)
    data = value.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] == data[-4:]


_CHECKS: dict[str, tuple[Callable[[random.Random], str], Callable[[str], bool]]] = {
    "payment_card": (lambda s: money.card(s, "dashed"), _luhn),
    "imei": (money.imei, _luhn),
    "iban": (lambda s: money.iban(s, "spaced"), _iban),
    "bitcoin": (money.bitcoin, _base58),
    "aba": (money.aba_routing, lambda n: _sum(n, [3, 7, 1] * 3) % 10 == 0),
    "ca_sin": (world.ca_sin, _luhn),
    "us_npi": (world.us_npi, lambda n: _luhn("80840" + n)),
    "za_id": (world.za_id, _luhn),
    "il_id": (world.il_id, _luhn),
    "se_personnummer": (national.se_personnummer, lambda n: _luhn(n[-10:])),
    "uk_nhs": (national.uk_nhs, lambda n: _sum(n, [*range(10, 0, -1)]) % 11 == 0),
    "de_tax_id": (national.de_tax_id, _mod_11_10),
    "hr_oib": (national.hr_oib, _mod_11_10),
    "fr_nir": (national.fr_nir, lambda n: (int(n[:13]) + int(n[13:])) % 97 == 0),
    "be_nrn": (national.be_nrn, lambda n: (int(n[:9]) + int(n[9:])) % 97 == 0),
    "nl_bsn": (national.nl_bsn, lambda n: _sum(n, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0),
    "pl_pesel": (national.pl_pesel, lambda n: _sum(n, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0),
    "dk_cpr": (national.dk_cpr, lambda n: _sum(n, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0),
    "no_fodselsnummer": (national.no_fodselsnummer, lambda n: _sum(n, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0),
    "cz_rodne_cislo": (national.cz_rodne_cislo, lambda n: int(n) % 11 == 0),
    "au_tfn": (world.au_tfn, lambda n: _sum(n, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0),
    "au_abn": (world.au_abn, lambda n: (_sum(n, [10, *range(1, 20, 2)]) - 10) % 89 == 0),
    "nz_ird": (world.nz_ird, lambda n: _sum(n, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0),
    "th_id": (world.th_id, lambda n: (_sum(n, [*range(13, 0, -1)])) % 11 in {0, 1, 10}),
    "tr_tckn": (
        world.tr_tckn,
        lambda n: (
            sum(map(int, n[:10])) % 10 == int(n[10])
            and (7 * sum(map(int, n[:9:2])) + 9 * sum(map(int, n[1:8:2]))) % 10 == int(n[9])
        ),
    ),
    "cn_resident_id": (
        world.cn_resident_id,
        lambda n: sum((10 if c == "X" else int(c)) * pow(2, 17 - i) for i, c in enumerate(n)) % 11 == 1,
    ),
    "ar_cuit": (world.ar_cuit, lambda n: _sum(n, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0),
}


@pytest.mark.parametrize("kind", _CHECKS)
def test_numbers_pass_an_independent_check(kind: str) -> None:
    """A hundred numbers of a kind pass a check of the whole number; with its last digit changed none does."""
    make, passes = _CHECKS[kind]
    source = random.Random(kind)  # noqa: S311 - repeatable, not secret
    for _ in range(100):
        number = make(source)
        plain = number if kind == "bitcoin" else _plain(number)
        assert passes(plain), number
        other = plain[:-1] + ("2" if plain[-1] in "13579X" else "7")
        assert kind == "th_id" or other == plain or not passes(other)


def test_numbers_agree_with_published_examples() -> None:
    """Check digits of examples in the rules themselves."""
    assert checkdigits.luhn("411111111111111") == "1"
    assert checkdigits.verhoeff("236") == "3"
    assert checkdigits.mod_97("WEST12345698765432GB00") == "82"
    assert checkdigits.mod_11_10("8609574271") == "9"
    assert checkdigits.mod_11_2("079") == "X"
    assert checkdigits.mrz("L898902C3") == "6"
    assert checkdigits.base58_check(bytes(21)) == "1111111111111111111114oLvT2"


def _line(text: str) -> template.Line:
    """A record of a template that is written here."""
    return template.Template("test/one", text, "").render(random.Random(4))  # noqa: S311 - as above


def _fate(line: template.Line, output: str, spans: Any = None) -> tuple[bool, str, bool]:
    verdict = judge.judge(line, output, spans)
    return verdict.leaked[0], verdict.wrong[0], verdict.is_damaged


def test_a_value_that_stays_has_leaked() -> None:
    """Unchanged text leaks, under any escape of the place; a masked value does not."""
    for place in ("email", "email|url", "email|u0040", "email|url2"):
        line = _line(f"to=«{place}» ok")
        assert _fate(line, line.text) == (True, "", False)
        assert _fate(line, "to=<EMAIL> ok") == (False, "", False)


def test_a_part_that_identifies_has_leaked() -> None:
    """Nine digits of a card leak, its last four do not; the surname of a full name leaks, three letters do not."""
    card = _line("card «payment_card:spaced» declined")
    digits = card.text.split("card ")[1].split(" declined")[0]
    assert _fate(card, f"card ************{digits[-4:]} declined") == (False, "", False)
    assert _fate(card, f"card {digits[: len(digits) // 2 + 3]}****** declined") == (True, "", False)
    name = _line("by «name»!")
    last = name.planted[0].cores[-1]
    assert _fate(name, f"by <NAME> {last}!") == (True, "", False)
    assert _fate(name, "by <NAME>!") == (False, "", False)


def test_damage_is_seen_beside_a_masked_value() -> None:
    """Changed text outside a label is damage; the value is still judged by its own place."""
    line = _line("job 4711 to=«email» ok")
    value = line.text.split("to=")[1].split(" ok")[0]
    assert _fate(line, "job <ID> to=<EMAIL> ok") == (False, "", True)
    assert _fate(line, f"job <ID> to={value} ok") == (True, "", True)


def test_free_text_and_glue_may_go_or_stay() -> None:
    """What a template calls free, and a single blank between two values, may be masked with them."""
    line = _line("«~Bearer »«bearer_token», «name:first» «name:last» x")
    for output in ("<T>, <N> <N> x", "Bearer <T>, <N> x", "<T>, <N> x"):
        assert judge.judge(line, output).is_damaged is False
    assert judge.judge(line, "<T> <N> y").is_damaged


def test_another_kind_is_told_from_the_right_one() -> None:
    """A finding of another kind on a masked value is wrong; any kind of credential is right for a credential."""
    line = _line("n=«us_npi» t=«github_token»")
    first, second = line.planted
    spans = [(first.start, first.end, "phone"), (second.start, second.end, "token")]
    assert judge.judge(line, "n=<PHONE> t=<TOKEN>", spans).wrong == ("phone", "")
    assert judge.judge(line, "n=<US_NPI> t=<TOKEN>", [(first.start, first.end, "us_npi")]).wrong == ("", "")


def test_a_fake_engine_is_counted_rightly() -> None:
    """One leak and one damage among records that are masked in full: just these are counted, and the targets say so."""
    lines = [_line(text) for text in ("a=«email» b", "a=«email» b", "quiet 1", "quiet 2")]
    masked = Masked([lines[0].text, "a=<EMAIL> b", "quiet 1", "quiet <N>"], 0.5)
    both = tally.tally("fake", lines, masked).both
    assert (both.kinds["email"].planted, both.kinds["email"].leaked) == (2, 1)
    assert (both.clean, both.clean_damaged, both.labelled, both.labelled_damaged) == (2, 1, 2, 0)
    assert len(tally.missed(tally.tally("fake", lines, masked))) == 3


def test_examples_come_from_the_tuning_part_only() -> None:
    """An engine that masks nothing leaks in both parts and is shown failures of one."""
    result = tally.tally("fake", _LINES, Masked([line.text for line in _LINES], 1.0))
    held_back = {one.name for one in template.load() if not one.is_tuning}
    assert result.parts["held back"].total().leaked == result.parts["held back"].total().planted > 0
    assert result.both.clean_damaged == result.both.labelled_damaged == 0
    assert result.examples
    assert not held_back & {example.template for example in result.examples}


def test_an_engine_that_masks_all_leaks_nothing() -> None:
    """A row of stars instead of each record: no leak in any kind, all damaged."""
    both = tally.tally("fake", _LINES, Masked(["***"] * len(_LINES), 1.0)).both
    assert both.total().leaked == 0
    assert both.clean_damaged == both.clean


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a%40b", "a@b"),
        ("a%2540b", "a@b"),
        ("a\\u0040b", "a@b"),
        ('a\\\\\\"b', 'a"b'),
        ("a&amp;b", "a&b"),
        ("a\\/b", "a/b"),
    ],
)
def test_escapes_are_undone(text: str, shown: str) -> None:
    """A reader's view of a value, whatever stands around it."""
    assert readable(text) == shown


@pytest.mark.parametrize(
    "line",
    [
        "Jun 15 rhost=host.example.com  user=alice",
        "10.251.90.134:50010:Got exception",
        "PWD=/home/alice",
        "[LeaseRenewer:alice@host-1:9000] Failed",
        "connect from d211-116-254-214.example",
        "Accepted password for alice",
    ],
)
def test_real_lines_with_somebody_in_them_are_left_out(line: str) -> None:
    """The rule for real lines is careful: an address, a user, a home folder or a host puts a line out."""
    assert not loghub.holds_nothing(line)
    assert loghub.holds_nothing(
        "2015-10-18 18:01:53,885 INFO [main] AsyncDispatcher: task_1445144423722_0020_m_000007 done"
    )


def test_the_harness_runs(tmp_path: Path) -> None:
    """A short run prints a row for milkglass, writes its numbers, and ends with 0; an engine that is not there is named."""
    command = [
        sys.executable,
        ACCURACY / "run.py",
        "--lines",
        "300",
        "--engines",
        "milkglass",
        "--json",
        tmp_path / "x.json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "| milkglass | 300 |" in done.stdout
    assert json.loads((tmp_path / "x.json").read_text())[0]["records"] == 300
    wrong = subprocess.run([*command[:4], "--engines", "nobody"], capture_output=True, text=True, check=False)
    assert "no such engine" in wrong.stderr
