"""Calls that last as long as their owners."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject

from workbench.ui.listeners import Listeners, forget_gone


def test_what_is_gone_is_let_go_of_as_more_comes():
    listeners = Listeners()
    for _n in range(500):
        listeners.add(owner := QObject(), lambda: None)
        shiboken6.delete(owner)
    assert len(listeners) < 300


def test_the_living_are_told_in_order_and_who_ends_by_it_is_not_told():
    listeners, told = Listeners(), []
    first, second, third = QObject(), QObject(), QObject()
    listeners.add(first, lambda: told.append("first") or shiboken6.delete(second))
    listeners.add(second, lambda: told.append("second"))
    listeners.add(third, lambda: told.append("third"))
    listeners.tell()
    assert told == ["first", "third"]


def test_all_kinds_let_go_of_a_window_that_is_gone():
    kinds, owner = (Listeners(), Listeners()), QObject()
    for listeners in kinds:
        listeners.add(owner, lambda: None)
    shiboken6.delete(owner)
    forget_gone()
    assert [len(listeners) for listeners in kinds] == [0, 0]
