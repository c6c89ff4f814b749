"""Bundles of style sheets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storefront.styles import BUNDLES, CSS, WITH_THEMES, build, sources, squeezed


@pytest.mark.parametrize("bundle", sorted(BUNDLES))
def test_a_bundle_holds_its_sources_once_in_order(tmp_path: Path, bundle: str) -> None:
    text = build(bundle, tmp_path).read_text(encoding="utf-8")
    places = [text.index(squeezed(part.read_text(encoding="utf-8")).strip()) for part in sources(bundle)]
    assert places == sorted(places)
    assert bundle == WITH_THEMES or sources(bundle)[0] == CSS / "tokens.css"


def test_workers_that_start_together_do_not_trip_over_each_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as workers:
        built = list(workers.map(lambda _number: build("css/site.css", tmp_path), range(40)))
    assert set(built) == {tmp_path / "css" / "site.css"}
    assert [path.name for path in (tmp_path / "css").iterdir()] == ["site.css"]


def test_a_source_changed_is_a_bundle_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "tokens.css"
    source.write_text(":root { --leaf: green }", encoding="utf-8")
    monkeypatch.setattr("storefront.styles.CSS", tmp_path)
    monkeypatch.setitem(BUNDLES, "css/one.css", ("tokens.css",))
    assert build("css/one.css", tmp_path / "out").read_text(encoding="utf-8") == ":root { --leaf: green }\n"
    source.write_text(":root { --leaf: lime }", encoding="utf-8")
    assert build("css/one.css", tmp_path / "out").read_text(encoding="utf-8") == ":root { --leaf: lime }\n"
