"""Whose vote comes by post: such a voter votes neither online nor at a station."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal
from madang.systems.elections.models import PostalVoter, Voter


class VotesByPost(Refusal):
    """The voter asked for a ballot by post and was sent one, or will be."""

    code = "elections.votes_by_post"
    says = _(
        "You vote by post in this election, as you asked, so you do not vote online. Send the ballot back in time, or hand "
        "it in unused at a polling station and vote there."
    )


def postal_voter_of(*, voter: Voter) -> PostalVoter | None:
    """The admission to vote by post that stands; None where there is none or its ballot was handed back unused."""
    return PostalVoter.objects.filter(voter=voter, handed_back_at=None).first()
