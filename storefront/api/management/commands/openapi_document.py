"""Print the OpenAPI document, to keep it as docs/openapi.json."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from storefront.api.v1 import api


class Command(BaseCommand):
    help = "In tài liệu OpenAPI của /api/v1/ (giữ ở docs/openapi.json)."

    def handle(self, *args: Any, **options: Any) -> None:
        document = json.loads(json.dumps(api.get_openapi_schema(), default=str))
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
