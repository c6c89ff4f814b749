"""Every command of ours says what it is for."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from django.core.management import get_commands, load_command_class

OURS = sorted(
    (name, app)
    for name, app in get_commands().items()
    if str(app).split(".")[0] in {"storefront", "catalogue", "cms", "qr", "fairs"} and find_spec(str(app))
)


@pytest.mark.parametrize(("name", "app"), OURS, ids=[name for name, _app in OURS])
def test_help_can_be_printed(name: str, app: str) -> None:
    parser = load_command_class(app, name).create_parser("manage.py", name)
    words = parser.format_help()
    assert parser.description
    assert name in words
