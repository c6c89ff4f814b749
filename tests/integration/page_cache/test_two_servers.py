"""Two servers, each a process of its own, on one database: a sale through one shows at once on the other."""

from __future__ import annotations

import os
import re
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from catalogue.models import Product
from tests.factories.cms import make_site
from tests.factories.purchases import checkout_fields, make_good
from tests.factories.server import Buyer, serving

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
_LEFT = re.compile(r"Còn (\d+)\.")


def page(port: int, address: str) -> str:
    """A page as both servers keep it: under one name."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", address, headers={"Host": "127.0.0.1", "X-Forwarded-Proto": "https"})
    answer = line.getresponse()
    assert (answer.status, answer.getheader("ETag", "")[:2]) == (200, "W/")
    return answer.read().decode()


def test_a_sale_through_one_server_shows_at_once_on_the_other(tmp_path: Path) -> None:
    """By the files both see, and by Redis where there is one."""
    make_site()
    sold, other = make_good("Nước mắm", stock=20), make_good("Mật ong", stock=20)
    typed = checkout_fields()
    addresses = [sold.get_absolute_url(), other.get_absolute_url(), "/san-pham/"]
    left = 20
    # A Redis database of its own: other tests, on another process, empty theirs.
    of_its_own = urlsplit(os.environ.get("REDIS_URL", ""))._replace(path="/9").geturl()
    for redis in ("", of_its_own) if "REDIS_URL" in os.environ else ("",):
        with (
            serving(tmp_path, workers=1, collect=left == 20, REDIS_URL=redis) as one,
            serving(tmp_path, workers=1, collect=False, REDIS_URL=redis) as two,
        ):
            buyer, both = Buyer(one.port), (two.port, one.port)
            for _round in range(2):
                buyer.fill_basket(sold.pk)
                buyer.open_checkout(typed)
                minute = time.time() // 60
                before = {(port, address): page(port, address) for port in both for address in addresses}
                # What nobody tells the servers shows that both answer from what they keep.
                Product.objects.filter(pk=other.pk).update(title=f"Mật ong {left}")
                again = {key: page(*key) for key in before}
                assert again == before or time.time() // 60 != minute
                assert buyer.send(typed)[0] == 302
                left -= 1
                assert [_LEFT.findall(page(port, addresses[0])) for port in both] == [
                    [str(left)],
                    [str(left)],
                ]
                unsold = [page(port, addresses[1]) == before[port, addresses[1]] for port in both]
                assert all(unsold) or time.time() // 60 != minute
