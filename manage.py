#!/usr/bin/env python
"""Runs Django's commands for Sao Làng with the development settings unless told otherwise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- settings must be named first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
