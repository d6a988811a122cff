"""The request as views get it."""

from django.http import HttpRequest

from madang.framework.identity.actor import Actor


class ActorRequest(HttpRequest):
    """A request after ActorMiddleware: annotate views with it to read `request.actor`."""

    actor: Actor
