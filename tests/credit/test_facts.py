from decimal import Decimal

import pytest

from workbench.credit.facts import Family, Kind, PersonalData, dictionary, use_own
from workbench.i18n import Language

FACTS = dictionary()


def _own(tmp_path, entry):
    file = tmp_path / "dictionary.toml"
    file.write_text(f'version = "1"\n[facts.pay]\n{entry}', encoding="utf-8")
    return file


def test_the_dictionary_holds_every_family_of_facts():
    assert len(FACTS.facts) >= 60
    assert {fact.family for fact in FACTS} == set(Family)
    assert len({fact.name for fact in FACTS}) == len(FACTS.facts)


@pytest.mark.parametrize("fact", FACTS.facts, ids=lambda fact: fact.name)
def test_every_fact_speaks_both_languages(fact):
    assert fact.text(Language.EN)
    assert not fact.text(Language.ZH).isascii()
    for choice in fact.choices:
        assert choice.label["en"]
        assert choice.label["zh"]


@pytest.mark.parametrize("fact", FACTS.facts, ids=lambda fact: fact.name)
def test_every_fact_is_whole(fact):
    assert bool(fact.choices) == (fact.kind is Kind.CHOICE)
    assert fact.unit or fact.kind is not Kind.DURATION
    if fact.least is not None and fact.most is not None:
        assert fact.least < fact.most


def test_amount_and_term_are_what_an_application_cannot_lack():
    assert [fact.name for fact in FACTS.required()] == ["amount_requested", "term_months"]


def test_protected_characteristics_are_marked():
    protected = {fact.name for fact in FACTS if fact.personal is PersonalData.PROTECTED}
    assert {"sex", "birth_date", "marital_status", "nationality"} <= protected


def test_a_fact_is_found_by_its_name():
    assert "purpose" in FACTS
    assert FACTS["purpose"].kind is Kind.CHOICE
    assert FACTS["purpose"].choice("car").word == "car"
    assert FACTS["purpose"].choice("spaceship") is None
    assert "shoe_size" not in FACTS
    with pytest.raises(KeyError, match="shoe_size"):
        FACTS["shoe_size"]


def test_an_own_dictionary_is_read_in_full(tmp_path):
    entry = 'kind = "money"\nfamily = "income"\nlabel = {en = "Pay", zh = "工资"}\nleast = 0.5\n'
    (fact,) = dictionary(_own(tmp_path, entry + 'synonyms = ["wage"]\nrequired = true'))
    assert (fact.name, fact.kind, fact.family) == ("pay", Kind.MONEY, Family.INCOME)
    assert (fact.least, fact.most, fact.synonyms) == (Decimal("0.5"), None, ("wage",))
    assert fact.personal is PersonalData.NONE
    assert fact.required


def test_the_lenders_own_facts_stand_behind_the_shipped_ones(tmp_path):
    shipped = len(dictionary().facts)
    entry = 'kind = "money"\nfamily = "income"\nlabel = {en = "Pay", zh = "工资"}'
    use_own(tuple(dictionary(_own(tmp_path, entry))))
    assert len(dictionary().facts) == shipped + 1
    assert dictionary()["pay"].kind is Kind.MONEY


def test_a_fact_is_neither_required_nor_locked_unless_it_says_so(tmp_path):
    (fact,) = dictionary(
        _own(tmp_path, 'kind = "text"\nfamily = "income"\nlabel = {en = "Pay", zh = "工资"}')
    )
    assert not fact.required and not fact.locked
    assert (fact.mends_after_days, fact.least, fact.choices) == (None, None, ())


@pytest.mark.parametrize(
    "entry",
    [
        'family = "income"\nlabel = {en = "Pay", zh = "工资"}',
        'kind = "colour"\nfamily = "income"\nlabel = {en = "Pay", zh = "工资"}',
        'kind = "money"\nfamily = "income"',
        'kind = "money"\nfamily = "income"\nlabel = {en = "Pay", zh = "工资"}\nwidth = 3',
        'kind = "choice"\nfamily = "income"\nlabel = {en = "a", zh = "b"}\nchoices.x = {en = "X"}',
    ],
)
def test_a_faulty_entry_names_its_fact(tmp_path, entry):
    with pytest.raises(ValueError, match="Fact pay in the dictionary"):
        dictionary(_own(tmp_path, entry))
