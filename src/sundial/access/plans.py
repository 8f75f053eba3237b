"""An organization's plan and what it includes (`decisions.md, Plans`). Self-hosted ones are on ``enterprise``."""

from enum import StrEnum


class Plan(StrEnum):
    """The plans, from the smallest."""

    FREE = "free"
    STARTER = "starter"
    PREMIUM = "premium"
    ENTERPRISE = "enterprise"


PLAN_IDS = {Plan.FREE: 0, Plan.STARTER: 1, Plan.PREMIUM: 2, Plan.ENTERPRISE: 3}
MAX_WORKSPACES = {Plan.FREE: 1, Plan.STARTER: 1, Plan.PREMIUM: 20, Plan.ENTERPRISE: None}

STARTER_OR_HIGHER = frozenset({Plan.STARTER, Plan.PREMIUM, Plan.ENTERPRISE})
PREMIUM_OR_HIGHER = frozenset({Plan.PREMIUM, Plan.ENTERPRISE})
