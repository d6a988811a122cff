"""Everything of a party at a glance."""

from madang.contracts.cases_v1 import Cases, ListCases
from madang.contracts.documents_v1 import Documents, ListDocuments
from madang.contracts.envelope import Envelope
from madang.contracts.looks_v1 import ListLooks, Looks
from madang.contracts.money_v1 import Charges, ListCharges
from madang.contracts.notices_v1 import ListNotices, Notices
from madang.contracts.overview_v1 import GetOverview, Overview
from madang.exchange.own_answers.cases import list_cases
from madang.exchange.own_answers.documents import list_documents
from madang.exchange.own_answers.looks import list_looks
from madang.exchange.own_answers.money import list_charges
from madang.exchange.own_answers.notices import list_notices
from madang.exchange.registry import answers
from madang.exchange.waiting import tasks_of
from madang.framework.values import clock


@answers(GetOverview)
def get_overview(query: GetOverview, envelope: Envelope) -> Overview:
    """The first rows of each list that was asked for."""
    party = query.party
    return Overview(
        cases=list_cases(ListCases(party=party, limit=query.cases), envelope) if query.cases else Cases(),
        charges=list_charges(ListCharges(party=party, limit=query.charges), envelope) if query.charges else Charges(),
        documents=list_documents(ListDocuments(party=party, limit=query.documents), envelope)
        if query.documents
        else Documents(),
        looks=list_looks(ListLooks(party=party, limit=query.looks), envelope) if query.looks else Looks(),
        notices=list_notices(ListNotices(party=party, limit=query.notices), envelope) if query.notices else Notices(),
        tasks=tasks_of(party=party, limit=query.tasks, now=clock.now()) if query.tasks else (),
    )
