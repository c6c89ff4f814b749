"""Whoever opens the address of a button gets a page that says so, not an empty window."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render


class WrongMethodPage:
    """Fill the empty 405 of a view with `405.html` when a person's browser asked; `Allow` stays as it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        if request.method not in {"GET", "POST"}:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
