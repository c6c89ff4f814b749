"""The editor writes and sends; the operator, who answers for personal data, reads, sends and stops."""

from __future__ import annotations

VIEW = "newsletters.view_newsletter"
SEND = "newsletters.send_newsletter"

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "editor": [
        VIEW,
        SEND,
        "newsletters.add_newsletter",
        "newsletters.change_newsletter",
        "newsletters.delete_newsletter",
    ],
    "operator": [VIEW, SEND],
}
