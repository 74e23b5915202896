from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.credit.identity_numbers import (
    birth_date,
    is_damaged_by_spreadsheet,
    is_resident_id,
    is_unified_credit_code,
    mask,
    plain,
    resident_check_digit,
    sex,
)

NUMBER = "11010519491231002X"
CODE = "91350100M000100Y43"


@pytest.mark.parametrize(
    "text", [NUMBER, NUMBER.lower(), "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_a_number_is_read_as_people_write_it(text):
    assert plain(text) == NUMBER
    assert is_resident_id(text)


def test_birth_date_and_sex_stand_in_the_number():
    assert birth_date(NUMBER) == date(1949, 12, 31)
    assert sex(NUMBER) == "female"
    assert sex(NUMBER[:16] + "1" + "0") == "male"
    assert resident_check_digit(NUMBER[:17]) == "X"


@pytest.mark.parametrize("text", ["", "110105491231002", NUMBER + "1", "A" * 18])
def test_other_texts_hold_no_birth_date(text):
    assert birth_date(text) is None
    assert sex(text) is None
    assert not is_resident_id(text)


def test_a_birth_date_must_exist():
    first = "11010519490231002"
    number = first + resident_check_digit(first)
    assert birth_date(number) is None
    assert not is_resident_id(number)


@given(st.integers(10**16, 10**17 - 1).map(str))
def test_the_check_digit_is_the_remainder_of_the_standard(first):
    """GB 11643: the weight of each place is 2 to its distance from the end, modulo 11."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first))
    assert resident_check_digit(first) == "0123456789X"[(1 - total) % 11]


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_the_check_sign_is_the_remainder_of_the_standard(first):
    """GB 32100: the weight of each place is a power of 3, modulo 31."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    valid = [sign for sign in signs if is_unified_credit_code(first + sign)]
    assert valid == [signs[-total % 31]]


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(place, more):
    wrong = str((int(NUMBER[place]) + more) % 10)
    assert not is_resident_id(NUMBER[:place] + wrong + NUMBER[place + 1 :])


@pytest.mark.parametrize(
    "text", ["110105194912310000", "1.10105194912310E+17", "1.10105E17", "110105194912310000.0"]
)
def test_a_number_cut_to_fifteen_digits_is_damaged(text):
    assert is_damaged_by_spreadsheet(text)


def test_a_whole_number_that_ends_in_noughts_is_not_damaged():
    assert is_resident_id("110105195812310000")
    assert not is_damaged_by_spreadsheet("110105195812310000")
    assert not is_damaged_by_spreadsheet(NUMBER)
    assert not is_damaged_by_spreadsheet("11010519581231000")
    assert not is_damaged_by_spreadsheet("13800138000")


def test_a_unified_credit_code_has_its_check_sign():
    assert is_unified_credit_code(CODE)
    assert is_unified_credit_code(CODE.lower())
    assert not is_unified_credit_code(CODE[:17] + "4")
    assert not is_unified_credit_code("I" + CODE[1:])
    assert not is_unified_credit_code("")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (NUMBER, "110***********002X"),
        ("13800138000", "1******8000"),
        ("123456", "***456"),
        ("12", "*2"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_a_mask_hides_at_least_half(text, masked):
    assert mask(text) == masked


def test_a_check_digit_is_told_of_seventeen_digits_only():
    with pytest.raises(ValueError, match="shorter"):
        resident_check_digit("1101051949123100")
