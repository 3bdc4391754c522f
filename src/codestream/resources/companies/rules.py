"""What is decided about companies, without asking anybody (contract 20, sections 2, 3 and 6)."""

from __future__ import annotations

from typing import Any, Final

from codestream.kit.clock import DAY_MS

TRIAL_MS: Final = 16 * DAY_MS
"""Two days more than the trial's name says: breathing room."""
TRIAL_PLAN: Final = "14DAYTRIAL"
FREE_PLAN: Final = "FREEPLAN"
PLAN_FIELDS: Final = ("plan", "trialStartDate", "trialEndDate", "planStartDate")
"""Fields of a company that its teams are shown with."""


def plan_of_new_company(now_ms: int, *, on_prem: bool) -> dict[str, Any]:
    if not on_prem:
        return {"plan": FREE_PLAN}
    return {"plan": TRIAL_PLAN, "trialStartDate": now_ms, "trialEndDate": now_ms + TRIAL_MS}
