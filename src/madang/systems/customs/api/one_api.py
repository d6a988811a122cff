"""The API that every room adds its endpoints to."""

from madang.framework.identity.endpoints import ProblemAPI

api = ProblemAPI(
    title="Customs",
    version="1",
    urls_namespace="customs_api",
    description="For carriers, forwarders, traders and their programs. Amounts are in smallest units of the currency.",
)
