"""Who among the staff may see consents and do what people ask about their data."""

from __future__ import annotations

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "operator": [
        "privacy.view_consent",
        "privacy.view_agedeclaration",
        "privacy.view_forgetting",
        "privacy.view_erasurerequest",
    ],
}
