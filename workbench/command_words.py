"""What the command line says of a call that is off, and the headings of its help, in words."""

from __future__ import annotations

import argparse

from workbench.i18n import N_, _

_SAID = {
    "usage: ": N_("usage: "),
    "positional arguments": N_("to be named"),
    "options": N_("options"),
    "show this help message and exit": N_("show this help and stop"),
    "%(prog)s: error: %(message)s\n": N_("%(prog)s: %(message)s\n"),
    "argument %(argument_name)s: %(message)s": N_("%(argument_name)s: %(message)s"),
    "the following arguments are required: %s": N_("still to be named: %s"),
    "unrecognized arguments: %s": N_("not known here: %s; --help names what is"),
    "invalid choice: %(value)r (choose from %(choices)s)": N_(
        "%(value)r is not known here; choose from %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": N_("%(value)r cannot be read here"),
    "expected one argument": N_("needs one value after it"),
    "expected at most one argument": N_("takes one value after it at most"),
    "expected at least one argument": N_("needs at least one value after it"),
    "not allowed with argument %s": N_("does not go together with %s"),
    "one of the arguments %s is required": N_("one of these is to be named: %s"),
    "ambiguous option: %(option)s could match %(matches)s": N_(
        "%(option)s may mean any of %(matches)s; write it out"
    ),
    "ignored explicit argument %r": N_("takes no value, but %r was given"),
}


def speak() -> None:
    """Let argparse speak our words in the language spoken now.

    It has no place to hand them over; it looks its sentences up by the name `_` in its module.
    """
    vars(argparse)["_"] = _said


def _said(sentence: str) -> str:
    return _(_SAID[sentence]) if sentence in _SAID else sentence
