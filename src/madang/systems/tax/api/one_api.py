"""The API that every room adds its endpoints to."""

from madang.framework.identity.endpoints import ProblemAPI

api = ProblemAPI(
    title="Tax",
    version="1",
    urls_namespace="tax_api",
    description="What taxpayers and their programs file and read. Amounts are in smallest units of the currency.",
)
