"""The ballot of a draft: more questions, and its words in further languages."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Refusal, clock
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import BallotWords, Election
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.add_question import add_question
from madang.systems.elections.usecases.preparation.translate_ballot import LANGUAGES, ballot_lines, translate_ballot
from madang.systems.elections.web.preparation.draft import QuestionForm
from madang.systems.elections.web.words import title_of


@open_to(officials(MANAGER))
@require_http_methods(["GET", "POST"])
def ballot(request: ActorRequest, uuid: str) -> HttpResponse:
    """What stands on the ballot, and what may be added while it is a draft."""
    held = get_object_or_404(Election, uuid=uuid, office__in=request.actor.offices(MANAGER), state=State.DRAFT.value)
    act, refused = request.POST.get("act", ""), ""
    form = QuestionForm(request.POST if act == "question" else None)
    if act == "question" and form.is_valid():
        with ShownIn(form):
            add_question(election=held, asked=form.asked(), actor=request.actor, now=clock.now())
            return HttpResponseRedirect(request.path)
    if act == "words":
        lines, language = request.POST.get("lines", "").splitlines(), request.POST.get("language", "")
        try:
            translate_ballot(election=held, language=language, lines=lines, actor=request.actor, now=clock.now())
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            refused = str(refusal)
    told = ballot_lines(election=held)
    values = {
        "uuid": uuid,
        "title": title_of(election=held),
        "lines": [native if native == english or not english else f"{native} / {english}" for native, english in told],
        "words": [
            {"name": LANGUAGES[one.language], "lines": one.lines}
            for one in BallotWords.objects.filter(election=held).order_by("language")
        ],
        "languages": list(LANGUAGES.items()),
        "language": request.POST.get("language", ""),
        "typed": request.POST.get("lines", ""),
        "refused": refused,
        "form": form,
    }
    return render(request, "elections/preparation/ballot.html", values, status=422 if refused or form.errors else 200)
