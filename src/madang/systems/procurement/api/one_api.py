"""The API that every room adds its endpoints to."""

from madang.framework.identity.endpoints import ProblemAPI

api = ProblemAPI(
    title="Procurement",
    version="1",
    urls_namespace="procurement_api",
    description="Tenders of public buyers, as everybody may know them. Amounts are in smallest units of the currency.",
)
