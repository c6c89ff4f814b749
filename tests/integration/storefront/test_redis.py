"""The cache on Redis, when a server is named."""

from __future__ import annotations

import pytest
from django.core.cache import cache, caches
from django.test import Client


@pytest.mark.redis
@pytest.mark.django_db
def test_redis_keeps_what_it_is_given_and_readyz_sees_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert type(caches["default"]).__name__ == "RedisCache"
    cache.set("mắm", {"tên": "nước mắm"}, 30)
    assert cache.get("mắm") == {"tên": "nước mắm"}
    monkeypatch.setattr("storefront.health._migrations", lambda: "ok")
    assert client.get("/readyz").json()["checks"]["cache"] == "ok"
