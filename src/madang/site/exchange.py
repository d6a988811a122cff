"""The WSGI application of the exchange's own mutual-TLS port: `granian madang.site.exchange:application`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.demo")
django.setup()

from madang.exchange.server import application  # noqa: E402 - Django loads first

__all__ = ["application"]
