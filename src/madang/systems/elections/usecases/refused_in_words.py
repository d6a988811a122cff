"""Why a ballot or a trustee's part was refused, in the reader's language: by the check that failed."""

from django.utils.translation import gettext_lazy as _

BALLOT: dict[str, object] = {
    "malformed": _("It cannot be read as a ballot."),
    "other_election": _("It was made for another election, or for other questions."),
    "shape": _("It has not one answer for each question, or not one choice for each answer."),
    "not_in_group": _("A number in it is none that the encryption makes."),
    "signature": _("Its signature is missing, or was not made over this ballot with its credential."),
    "individual_proof": _("A choice in it is not proved to be yes or no."),
    "overall_proof": _("It is not proved that as many answers are chosen as the question allows."),
    "blank_proof": _("It is not proved that nothing else is chosen beside a blank vote."),
    "knowledge_proof": _("It is not proved that who sent it knows what is in it."),
}
"""By the `check` of BallotRefused."""

TRUSTEE: dict[str, object] = {
    "malformed": _("the file is not the one that is asked for now."),
    "not_in_group": _("a number in it is none that the encryption makes."),
    "key": _("the key is another trustee's, too, or it is not proved that the trustee holds its private part."),
    "certificate": _("the certificate is another trustee's, too, or is not signed with its own key."),
    "polynomial": _("the polynomial does not fit the ceremony, or the trustee did not sign it."),
    "share": _("a share does not fit what its trustee published."),
    "message": _("a message between trustees cannot be opened, or is meant for another."),
    "output": _("the key of the output does not follow from the polynomials of all."),
    "shuffle": _("it is not proved to hold the ballots that the board holds now, or is of another state of the board."),
    "decryption": _("it is not proved to be this trustee's decryption of the sums on the board."),
    "missing": _("it is of somebody who is no trustee, or too few trustees took part."),
}
"""By the `check` of TrusteeRefused."""
