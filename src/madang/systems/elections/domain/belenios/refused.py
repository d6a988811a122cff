"""Why a ballot, a trustee's contribution or an archive is not taken: a permanent code and a sentence."""


class BallotRefused(Exception):
    """A ballot is not counted. `code` is permanent, such as `elections.ballot.signature`; `says` is a sentence.

    The codes: malformed, other_election, shape, not_in_group, signature, individual_proof, overall_proof, blank_proof,
    knowledge_proof.
    """

    def __init__(self, check: str, says: str) -> None:
        super().__init__(says)
        self.check = check
        self.code = f"elections.ballot.{check}"
        self.says = says


class TrusteeRefused(Exception):
    """What a trustee sent is not taken. `code` is permanent, such as `elections.trustee.share`.

    The codes: malformed, not_in_group, key, certificate, polynomial, share, message, output, shuffle, decryption, missing.
    """

    def __init__(self, check: str, says: str) -> None:
        super().__init__(says)
        self.check = check
        self.code = f"elections.trustee.{check}"
        self.says = says
