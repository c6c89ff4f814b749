"""The address of a picture for those who take nothing newer than JPEG."""

from __future__ import annotations

from typing import Any

from storefront.machines.addresses import absolute
from storefront.pictures.showing import largest_jpeg, shown


def picture_address(picture: Any) -> str | None:
    """Return the absolute address of a product's picture or an image of the library; None without one."""
    if not picture:
        return None
    if hasattr(picture, "focal_point_x"):
        seen = shown(picture)
        return absolute(seen.src) if seen else None
    return absolute(largest_jpeg(picture))
