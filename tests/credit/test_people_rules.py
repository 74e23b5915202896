from dataclasses import replace

import pytest

from workbench.credit.authority import authority_matrix
from workbench.credit.people_rules import objections_to_adding, objections_to_change
from workbench.credit.roles import Person, PersonState, Right

MATRIX = authority_matrix()
ADA = Person(1, "ada", "Ada Brandt", "", "administrator", "", PersonState.ACTIVE)
OMAR = Person(2, "omar", "Omar Haddad", "", "officer", "", PersonState.ACTIVE)


def adding(new, people=(ADA,)):
    return list(objections_to_adding(new, people, MATRIX))


def changing(before, after, people=(ADA, OMAR), actor="Ada Brandt"):
    return list(objections_to_change(before, after, people, actor, MATRIX))


def test_a_named_person_with_a_known_role_is_added():
    assert adding(OMAR) == []
    assert adding(ADA, ()) == []


def test_the_first_one_must_be_able_to_add_the_others():
    assert adding(OMAR, ()) == [
        "The first person must be able to add the others. Choose one of: Administrator."
    ]


@pytest.mark.parametrize("name", ["o", "o mar", "", "x" * 81, "o/mar"])
def test_a_sign_in_name_is_short_and_plain(name):
    assert "2 to 80 letters" in adding(replace(OMAR, name=name))[0]
    assert adding(replace(OMAR, name="o.haddad@north-2")) == []


def test_a_person_needs_a_name_to_show():
    assert adding(replace(OMAR, shown_name=" ")) == [
        "Enter the name that decisions and letters show."
    ]


@pytest.mark.parametrize("role", ["king", "sole_officer"])
def test_a_role_is_one_of_the_matrix_and_not_that_of_one_alone(role):
    (sentence,) = adding(replace(OMAR, role=role))
    assert sentence == (
        f"There is no role “{role}”. Known: officer, senior, manager, committee, risk, auditor, "
        "administrator."
    )


@pytest.mark.parametrize("name", ["ADA", "ada brandt"])
def test_nobody_takes_anothers_name_in_whatever_case(name):
    assert adding(replace(OMAR, name="omar", shown_name=name)) == [
        "“Ada Brandt” is another person's name already."
    ]


def test_a_role_is_changed_by_another():
    assert changing(OMAR, replace(OMAR, role="senior")) == []
    assert changing(OMAR, replace(OMAR, role="senior"), actor="Omar Haddad") == [
        "Nobody changes their own role, or disables themselves. Ask a colleague."
    ]
    assert changing(OMAR, replace(OMAR, title="Officer"), actor="Omar Haddad") == []


def test_nobody_disables_themselves():
    off = replace(OMAR, state=PersonState.DISABLED)
    assert len(changing(OMAR, off, actor="Omar Haddad")) == 1
    assert changing(OMAR, off) == []


@pytest.mark.parametrize(
    "change", [{"role": "risk"}, {"state": PersonState.DISABLED}, {"elsewhere": True}]
)
def test_somebody_who_adds_people_remains(change):
    last = changing(ADA, replace(ADA, **change), actor="Omar Haddad")
    assert last == ["Somebody who may add people must remain. Give that role to another first."]
    eva = replace(ADA, id=3, name="eva", shown_name="Eva Novak")
    assert changing(ADA, replace(ADA, **change), (ADA, OMAR, eva), "Eva Novak") == []


def test_an_event_belongs_to_the_rights_that_name_it_or_to_the_rest():
    assert MATRIX.covering("decided") == {Right.DECIDE, Right.SIGN}
    assert MATRIX.covering("accounts_scored") == {Right.OTHER}


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("officer", "decided", "proposal_approved"),
        ("senior", "proposal_approved", "person_added"),
        ("manager", "day_closed", "person_added"),
        ("administrator", "person_added", "decided"),
        ("risk", "strategy_published", "decided"),
        ("auditor", "exported", "noted"),
        ("auditor", "identifiers_shown", "accounts_scored"),
    ],
)
def test_what_each_role_may_and_may_not(role, may, may_not):
    assert MATRIX.grants(role, may)
    assert not MATRIX.grants(role, may_not)


def test_a_person_is_active_until_disabled():
    assert OMAR.is_active
    assert not replace(OMAR, state=PersonState.DISABLED).is_active
