import json
from itertools import pairwise

from fairs.outline import SOURCE, outline, place_on_drawing


def test_outline_shows_both_archipelagos():
    assert [name for _x, _y, name in outline().archipelagos] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]


def test_every_feature_lies_inside_the_drawing():
    for feature in json.loads(SOURCE.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        corners = shape["coordinates"][0] if shape["type"] == "Polygon" else [shape["coordinates"]]
        for corner in corners:
            x, y = place_on_drawing(*corner)
            assert 0 <= x <= outline().width, feature["properties"]["name"]
            assert 0 <= y <= outline().height, feature["properties"]["name"]


def test_land_rings_are_closed_and_turn_left():
    for feature in json.loads(SOURCE.read_text(encoding="utf-8"))["features"]:
        if feature["properties"]["kind"] == "land":
            ring = feature["geometry"]["coordinates"][0]
            assert ring[0] == ring[-1]
    mainland = json.loads(SOURCE.read_text(encoding="utf-8"))["features"][0]["geometry"]["coordinates"][0]
    turned = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(mainland))
    assert turned > 0


def test_all_34_provinces_are_named():
    features = json.loads(SOURCE.read_text(encoding="utf-8"))["features"]
    assert sum(feature["properties"]["kind"] == "place" for feature in features) == 34
