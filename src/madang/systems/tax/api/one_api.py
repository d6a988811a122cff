"""The API that every room adds its endpoints to."""

from madang.framework.identity.endpoints import ProblemAPI

api = ProblemAPI(
    title="Tax",
    version="1",
    urls_namespace="tax_api",
    description="For taxpayers and their programs. Amounts are in smallest units of the currency unless they say otherwise.",
)
