from __future__ import annotations

import pytest
from django.utils.translation import gettext

from cms.blocks import ArticleBody, HomeBody, StoryBody

BLOCKS = {
    f"{body.__name__}.{name}": block
    for body in (StoryBody, ArticleBody, HomeBody)
    for name, block in body().child_blocks.items()
}
PREVIEWED = {name: block for name, block in BLOCKS.items() if not name.startswith("HomeBody.")}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_block_tells_the_editor_what_it_is(block):
    assert block.meta.icon not in ("", "placeholder")
    assert gettext(block.label)
    assert block.get_description()
    assert block.meta.template.startswith("cms/blocks/")


@pytest.mark.parametrize("block", PREVIEWED.values(), ids=PREVIEWED.keys())
def test_block_renders_its_preview(block):
    assert block.render(block.get_preview_value()).strip() or block.name == "picture"


def test_quote_is_set_in_marks_and_names_the_speaker():
    block = StoryBody().child_blocks["quote"]

    html = block.render(block.to_python({"words": "Chưa rút nỏ <b>", "speaker": "Bà Hoà", "role": "thợ cả"}))

    assert "“Chưa rút nỏ &lt;b&gt;”" in html
    assert "Bà Hoà, thợ cả" in html
