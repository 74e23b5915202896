"""Commands on intake beside `import`: the lender's own facts, and what was put right."""

from __future__ import annotations

import argparse

from workbench.commands import DONE, Add, answer, desk_of, say
from workbench.i18n import _, moment, plural


def define(add: Add) -> None:
    """Add `facts` and `fixes`."""
    facts = add("facts", _("list the lender's own facts, or add one"), own_facts)
    facts.add_argument("--add", metavar="HEADER", help=_("column to make an own fact of"))
    facts.add_argument("--kind", default="text", help=_("type of its values, text by default"))
    facts.add_argument("--label-en", default="", metavar="TEXT")
    facts.add_argument("--label-zh", default="", metavar="TEXT")
    fixed = add("fixes", _("list the cells of an application that were put right"), fixes)
    fixed.add_argument("application", metavar="APPLICATION")


def own_facts(asked: argparse.Namespace) -> int:
    """`workbench facts`: the lender's own facts, after adding the one that was asked for."""
    from workbench.workflow import own_columns

    with desk_of(asked) as desk:
        if asked.add:
            kind = own_columns.kind_named(asked.kind)
            own_columns.add(desk, asked.add, kind, label_en=asked.label_en, label_zh=asked.label_zh)
        listed = own_columns.listed(desk)
    for fact in listed:
        say(f"{fact.name}  {fact.text()}  ({fact.kind.value})  {' · '.join(fact.synonyms)}")
    say(plural("{n} own fact.", "{n} own facts.", len(listed)))
    answer(asked, facts={fact.name: fact.kind.value for fact in listed})
    return DONE


def fixes(asked: argparse.Namespace) -> int:
    """`workbench fixes`: which cells of an application were put right, by whom and from what."""
    from workbench.workflow import repair

    with desk_of(asked) as desk:
        made = repair.fixes_of(desk, asked.application)
    for fix in made:
        values = {
            "cell": f"{fix.letter}{fix.row}",
            "old": fix.old or _("blank"),
            "new": fix.new or _("blank"),
            "actor": fix.actor,
            "at": moment(fix.fixed_at),
        }
        say(_("{cell}: “{old}” became “{new}” ({actor}, {at})", **values))
    say(plural("{n} cell was put right.", "{n} cells were put right.", len(made)))
    answer(asked, fixes=[f"{fix.letter}{fix.row}" for fix in made])
    return DONE
