"""Validates an RO-Crate with roc-validator: python3 validate.py CRATE. No network: the one JSON-LD context comes with the package rocrate."""

import io
import json
import sys
import urllib.error
import urllib.request
import urllib.response
from email.message import Message
from importlib.resources import files

import requests
from requests.adapters import BaseAdapter

PROFILE = "provenance-run-crate-0.5"
CONTEXTS = {"https://w3id.org/ro/crate/1.1/context": (files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()}
assert b'"version": "1.1' in CONTEXTS["https://w3id.org/ro/crate/1.1/context"]


class FromMemory(urllib.request.BaseHandler):
    """What rdflib asks for."""

    handler_order = 100

    def https_open(self, request):
        body = CONTEXTS.get(request.full_url)
        if body is None:
            raise urllib.error.URLError(f"not had here: {request.full_url}")
        headers = Message()
        headers["Content-Type"] = "application/ld+json"
        response = urllib.response.addinfourl(io.BytesIO(body), headers, request.full_url, 200)
        response.msg = "OK"
        return response

    http_open = https_open


class Remembered(BaseAdapter):
    """What the validator itself asks for."""

    def send(self, request, **_):
        response = requests.Response()
        body = CONTEXTS.get(request.url, b"")
        response.status_code = 200 if request.url in CONTEXTS else 404
        response.url, response.request, response._content = request.url, request, body
        response.headers["Content-Type"] = "application/ld+json"
        response.raw = io.BytesIO(body)
        response.raw._request_url = request.url
        return response

    def close(self):
        pass


urllib.request.install_opener(urllib.request.build_opener(FromMemory))
session = requests.Session.__init__


def offline(self, *arguments, **named):
    session(self, *arguments, **named)
    for scheme in ("https://", "http://"):
        self.mount(scheme, Remembered())


requests.Session.__init__ = offline

from rocrate_validator import models, services  # noqa: E402  After the network was replaced.

result = services.validate(
    services.ValidationSettings(
        rocrate_uri=sys.argv[1], profile_identifier=PROFILE, requirement_severity=models.Severity.REQUIRED
    )
)
for issue in result.get_issues():
    print(issue.check.identifier, issue.message)
print(f"{PROFILE}: {'valid' if result.passed() else 'not valid'}")
sys.exit(0 if result.passed() else 1)
