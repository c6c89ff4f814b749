"""The only writer of the ledger.

Each function locks the product's row, checks, writes one entry and leaves a line in the audit log, in that
order and in one transaction. Telling the same facts twice returns the entry that is there. What is refused
raises `LedgerError` with a stable code and changes nothing.
"""

from __future__ import annotations

from catalogue.certification.checks import check_recognition
from catalogue.certification.ledger.batches import plan_revocation, plan_revocations, revoke_many
from catalogue.certification.ledger.corrections import correct_entry
from catalogue.certification.ledger.deciding import get_or_create_decision
from catalogue.certification.ledger.ending import extend_recognition, revoke_recognition
from catalogue.certification.ledger.entering import in_bulk
from catalogue.certification.ledger.evaluating import record_evaluation
from catalogue.certification.ledger.recognising import record_recognition
from catalogue.certification.ledger.reporting import record_reported_claim
from catalogue.certification.ledger.sources import keep_source_file

__all__ = [
    "check_recognition",
    "correct_entry",
    "extend_recognition",
    "get_or_create_decision",
    "in_bulk",
    "keep_source_file",
    "plan_revocation",
    "plan_revocations",
    "record_evaluation",
    "record_recognition",
    "record_reported_claim",
    "revoke_many",
    "revoke_recognition",
]
