"""The table of speeds: each page as a share of a bare "hello" of the same server, in one run.

Two workers, sixteen connections, PostgreSQL. Sizes by BENCH_PRODUCTS. Prints, writes `build/bench.json`;
no speed is asserted.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Product
from catalogue.search.server import writing
from storefront.places.loading import load_places
from tests.benchmarks.many_products import lay_down
from tests.benchmarks.pressing import press, press_each
from tests.benchmarks.results import keep, row
from tests.factories.cms import make_site, make_story
from tests.factories.server import ROOT, free_port, serving

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SIZES = [int(size) for size in os.environ.get("BENCH_PRODUCTS", "2000,20000").split(",")]
SEARCH = "/san-pham/?q=nuoc+mam"
HELLO = "tests.benchmarks.hello"
#: Seconds a search server just started is asked before it is measured: it compiles its own code as it goes.
WARMING = 15


def queries_of(address: str) -> int:
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("products", SIZES)
def test_the_table(tmp_path: Path, products: int) -> None:
    load_places()
    make_site()
    lay_down(products)
    product = Product.objects.listed().order_by("pk")[products // 2]
    addresses = {
        "product": product.get_absolute_url(),
        "listing": "/san-pham/",
        "story": make_story(product=product).url,
        "home": "/",
    }
    with serving(tmp_path, app=HELLO, collect=False) as server:
        (hello,) = press_each(server, ["/"])
    print(f"\nhello: {hello.rps:.0f} per second, p50 {hello.p50:.2f} ms")  # noqa: T201
    rows = []
    with serving(tmp_path, ELASTICSEARCH_URL="") as server:
        for name, found in zip(addresses, press_each(server, list(addresses.values())), strict=True):
            rows.append(row(f"{name}, warm", products, found, hello.rps, 0))
        with proxied(tmp_path, server.port) as proxy:
            rows += behind_nginx(proxy, tmp_path, addresses["product"], products)
    anew = {**addresses, "search (database)": SEARCH}
    with serving(tmp_path, collect=False, PAGE_CACHE="0", ELASTICSEARCH_URL="") as server:
        for (name, address), found in zip(anew.items(), press_each(server, list(anew.values())), strict=True):
            rows.append(row(f"{name}, nothing cached", products, found, hello.rps, queries_of(address)))
    keep(rows)


@pytest.mark.elasticsearch
@pytest.mark.parametrize("products", SIZES)
def test_search_over_elasticsearch(tmp_path: Path, products: int, search_server: str, settings: Any) -> None:
    """The same search from a real server (ELASTICSEARCH_URL), nothing cached in the shop."""
    load_places()
    make_site()
    lay_down(products)
    writing.rebuild()
    with serving(tmp_path, app=HELLO, collect=False) as server:
        (hello,) = press_each(server, ["/"])
    index = {"ELASTICSEARCH_URL": search_server, "SEARCH_INDEX_PREFIX": settings.SEARCH_INDEX_PREFIX}
    with serving(tmp_path, PAGE_CACHE="0", **index) as server:
        both = {"listing (Elasticsearch)": "/san-pham/", "search (Elasticsearch)": SEARCH}
        press(server.port, SEARCH, WARMING)
        for (name, address), found in zip(both.items(), press_each(server, list(both.values())), strict=True):
            keep([row(f"{name}, nothing cached", products, found, hello.rps, queries_of(address))])


def behind_nginx(port: int | None, folder: Path, address: str, products: int) -> list[dict[str, Any]]:
    """A page from nginx's cache as a share of a file of the same size from the same nginx ("hello" here)."""
    if port is None:
        print("nginx is not installed: not measured")  # noqa: T201
        return []
    line = HTTPConnection("127.0.0.1", port)
    line.request("GET", address)
    page = line.getresponse().read()
    (folder / "files" / "same-size.html").write_bytes(page)
    press(port, address, 1)
    file = press(port, "/static/same-size.html")
    return [row("product, behind nginx (share of a file)", products, press(port, address), file.rps, 0)]


@contextmanager
def proxied(folder: Path, upstream: int) -> Iterator[int | None]:
    """nginx with the configuration of docs/nginx.conf in front of the server; None where there is no nginx."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        yield None
        return
    port = free_port()
    static = folder / "files"
    static.mkdir()
    text = (ROOT / "docs" / "nginx.conf").read_text()
    for said, meant in {
        "/var/cache/nginx/sao-lang": str(folder / "nginx-cache"),
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/srv/sao-lang/static/": f"{static}/",
        "X-Forwarded-Proto $scheme": "X-Forwarded-Proto https",
    }.items():
        assert said in text
        text = text.replace(said, meant)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;\n"
        + ("user root;\n" if os.geteuid() == 0 else "")
        + "events { worker_connections 512; }\nhttp { access_log off; keepalive_requests 1000000;\n"
        + f"include /etc/nginx/mime.types; sendfile on;\n{text}}}\n"
    )
    with subprocess.Popen([program, "-c", str(whole), "-p", str(folder)]) as nginx:  # noqa: S603 -- our own command
        try:
            sleep(1)
            yield port
        finally:
            nginx.terminate()
