"""The pictures of the Strategy page: read, tried, compared, changed, proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.screen_states import Scenes
    from tests.screens import Stage


def strategy_scenes(stage_: Stage) -> Scenes:
    """The sides of the Strategy page."""
    window = stage_.window

    def strategy(part: str) -> None:
        window.go("strategy:read")
        page: Any = window.page("strategy")
        stage_.settle()
        page.document.jump(part)

    def trying(side: str) -> None:
        window.go(f"strategy:{side}")
        page: Any = window.page("strategy")
        stage_.settle()
        {"try": page.trial, "compare": page.compare}[side].start()

    def changing(*, proposed: bool) -> None:
        window.go("strategy:change")
        page: Any = window.page("strategy")
        stage_.settle()
        page.draft.start_over()
        fields = page.draft.fields
        fields["cut_off", "approve"].setText("516")
        fields["cut_off", "approve"].textEdited.emit("516")
        fields["rules", "income_minimum", "threshold"].setText("3,200")
        fields["rules", "income_minimum", "threshold"].textEdited.emit("3,200")
        page.draft.version.setText(f"1.{len(page.shelf._entries)}")
        page.draft.see()
        stage_.settle()
        if proposed:
            page.draft.hand_in()
            stage_.settle()

    return {
        "strategy": lambda: window.go("strategy:read"),
        "strategy_points": lambda: strategy("points"),
        "strategy_rules": lambda: strategy("rules"),
        "strategy_try": lambda: trying("try"),
        "strategy_compare": lambda: trying("compare"),
        "strategy_change": lambda: changing(proposed=False),
        "strategy_proposed": lambda: changing(proposed=True),
    }
