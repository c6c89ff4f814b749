"""The sections of a product's page: each module gives a template its texts (`storefront.ready_templates`)."""
