import pytest

from workbench import i18n
from workbench.credit.passwords import (
    PasswordRules,
    canonical_password,
    password_objections,
    password_rules,
)

RULES = password_rules()


def against(password, names=("omar", "Omar Haddad")):
    return list(password_objections(password, names, RULES))


def test_a_long_sentence_of_ones_own_is_taken():
    assert against("rivers carry loam in May") == []
    assert against("江水在五月带来肥沃的泥土真好") != []
    assert against("江水在五月带来肥沃的泥土真的很好") == []


def test_there_are_no_rules_of_composition():
    assert against("seven lamps in the harbour") == []
    assert against("quietstonesunderbridges") == []


def test_the_length_is_counted_and_said():
    assert len("abc defgh ijklm") == 15
    (sentence,) = against("river loam mays"[:14])
    assert sentence.startswith("A password has at least 15 characters; this one has 14.")
    assert against("river loam mays") == []


def test_128_characters_are_taken_and_one_more_is_not():
    words = "river loam may " * 9
    assert against(words[:128]) == []
    assert against(words[:129]) == ["A password has at most 128 characters."]


@pytest.mark.parametrize(
    "listed",
    ["passwordpassword", "Password 1234567890", "correct horse battery staple", "qwerty qwerty 99",
     "wodemima5201314woaini", "WELCOME-welcome-2026"],
)  # fmt: skip
def test_what_everybody_tries_is_refused_however_it_is_dressed(listed):
    assert against(listed) == ["This password is among those that everybody tries; choose another."]


def test_a_name_of_three_letters_is_looked_for_and_one_of_two_is_not():
    assert against("rivers carry annual loam", names=("Ann",)) == [
        "A password does not hold the name of its owner; choose another."
    ]
    assert against("rivers carry annual loam", names=("An",)) == []


def test_four_letters_of_ones_own_are_the_least_beside_a_listed_word():
    assert against("password password loam") == []
    assert len(against("password password loa")) == 1


def test_a_listed_word_among_others_is_no_harm():
    assert against("the bank by the slow green river") == []


def test_a_few_characters_repeated_are_refused():
    assert against("abababababababab") == [
        "This password repeats a few characters; choose more different ones."
    ]
    assert against("1111222233334444") == [
        "This password repeats a few characters; choose more different ones."
    ]


def test_five_different_characters_are_enough():
    assert against("qzkvqzkvqzkvqzkvx") == []


def test_ones_own_name_is_no_password():
    assert against("Omar-Haddad in the harbour") == [
        "A password does not hold the name of its owner; choose another."
    ]
    assert against("in the harbour by noon", names=("in", "")) == []


def test_the_sentences_are_there_in_chinese():
    i18n.use("zh")
    assert against("short words")[0].startswith("密码至少 15 个字符")


def test_every_keyboard_gives_the_same_password():
    assert canonical_password("ｒｉｖｅｒ") == "river"
    assert canonical_password("e\u0301") == "\u00e9"


def test_waiting_grows_and_stays_at_the_last():
    waits = [RULES.wait_after(n) for n in range(10)]
    assert waits == [0, 0, 0, 2, 5, 15, 60, 300, 900, 900]
    assert PasswordRules(1, 2, (7,), frozenset(), RULES.argon2id).wait_after(3) == 7


def test_hashing_costs_what_the_standard_asks():
    cost = RULES.argon2id
    assert (cost.rounds, cost.memory, cost.lanes) == (3, 65_536, 4)


def test_a_lenders_own_rules_are_read(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(
        'least = 20\nmost = 64\nwait = [1]\nblocked = ["Our Bank"]\n'
        "[argon2id]\nrounds = 4\nmemory = 1024\nlanes = 2\n"
    )
    own = password_rules(file)
    assert (own.least, own.most, own.wait, own.blocked) == (20, 64, (1,), {"ourbank"})
