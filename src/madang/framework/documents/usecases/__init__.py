"""What can be done with documents, one verb a file."""

from madang.framework.documents.usecases.issue import issue
from madang.framework.documents.usecases.reissue import reissue
from madang.framework.documents.usecases.revoke import revoke
from madang.framework.documents.usecases.share import end_share, open_share, share
from madang.framework.documents.usecases.verify_number import verify_number
from madang.framework.documents.usecases.verify_photo import verify_photo
from madang.framework.documents.usecases.verify_upload import verify_upload

__all__ = [
    "end_share",
    "issue",
    "open_share",
    "reissue",
    "revoke",
    "share",
    "verify_number",
    "verify_photo",
    "verify_upload",
]
