"""How long things of the protocol live. Law does not set these; the standards recommend them."""

from datetime import timedelta

# RFC 6749 s. 4.1.2: at most ten minutes. The client redeems it at once.
CODE = timedelta(minutes=1)
# RFC 9126 s. 2.2 recommends a short life; a person must find time to sign in.
PUSHED_REQUEST = timedelta(minutes=10)
ACCESS_TOKEN = timedelta(minutes=5)
# A refresh token ends with the session at the latest; each use replaces it.
REFRESH_TOKEN = timedelta(hours=12)
ID_TOKEN = timedelta(minutes=5)
# A client assertion that lives longer would have to be remembered longer (RFC 7523 s. 3, points 4 and 7). Libraries in
# use give theirs an hour.
LONGEST_ASSERTION = timedelta(minutes=65)
# A new signing key stands in the published set before it signs, and an old one after it signed.
KEY_PUBLISHED_BEFORE = timedelta(days=1)
KEY_SIGNS_FOR = timedelta(days=90)
KEY_KEPT_AFTER = timedelta(days=1)
CONSENT_YEARS = 1
