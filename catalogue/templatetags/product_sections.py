"""The sections of a product's page in its template. Each is a module of `catalogue.product_sections`."""

from __future__ import annotations

from django import template

from catalogue.product_sections import facts, gallery, heading, notices, offer, related

register = template.Library()

register.simple_tag(heading.summary, name="product_summary")
register.simple_tag(gallery.gallery, name="product_gallery")
register.simple_tag(heading.heading, name="product_heading")
register.simple_tag(notices.notices, name="product_notices")
register.simple_tag(offer.price, name="product_price")
register.simple_tag(offer.offer, name="product_offer")
register.simple_tag(notices.alcohol, name="product_alcohol")
register.simple_tag(facts.facts, name="product_facts")
register.simple_tag(related.related, name="product_related")
