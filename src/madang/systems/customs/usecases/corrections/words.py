"""How corrections and their steps are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.systems.customs.domain.appeal import AppealKind, AppealState
from madang.systems.customs.domain.correction import ClaimGround, CorrectionKind, CorrectionState, Fraud, WithoutNotice

KINDS = {
    CorrectionKind.SUPPLEMENT.value: _("Supplementary payment"),
    CorrectionKind.AMENDED.value: _("Amended declaration"),
    CorrectionKind.CLAIM.value: _("Claim for correction"),
    CorrectionKind.ASSESSED.value: _("Assessment by customs"),
    CorrectionKind.SET_ASIDE.value: _("Assessment set aside"),
}
STATES = {
    CorrectionState.FILED.value: _("waiting for its decision"),
    CorrectionState.TOLD.value: _("told before it is assessed"),
    CorrectionState.DROPPED.value: _("not assessed, after the review"),
    CorrectionState.DONE.value: pgettext_lazy("customs", "in effect"),
    CorrectionState.REFUSED.value: pgettext_lazy("customs", "refused"),
}
TONES = {CorrectionState.DONE.value: "success", CorrectionState.REFUSED.value: "danger"}
STEPS = {
    "interest": _("Interest of the supplement"),
    "penalty": _("Additional tax on the shortfall"),
    "fraud": _("Additional tax on what was hidden"),
    "late": _("Additional tax for paying after the day"),
    "slow": _("Less for the days by which the review was late"),
    "cut": _("Less for correcting it yourself in time"),
    "days": _("Additional tax for each day"),
}
REFUNDS = {
    "owed": _("on its way to your account"),
    "paid": pgettext_lazy("customs", "paid"),
    "returned": _("waiting for an account"),
    "offset": _("set off against what you owe"),
}
APPEALS = {
    AppealKind.REVIEW.value: _("Review before an assessment"),
    AppealKind.OBJECTION.value: _("Objection to a customs decision"),
    AppealKind.EXAMINATION.value: _("Examination by the head of customs"),
}
APPEAL_STATES = {
    AppealState.FILED.value: _("waiting for its decision"),
    AppealState.UPHELD.value: pgettext_lazy("customs", "upheld"),
    AppealState.DISMISSED.value: pgettext_lazy("customs", "dismissed"),
}
APPEAL_TONES = {AppealState.UPHELD.value: "success", AppealState.DISMISSED.value: "danger"}
GROUNDS = {
    ClaimGround.JUDGMENT.value: _("A judgment settled it otherwise"),
    ClaimGround.RECORDS.value: _("Seized records, or another hindrance, is over"),
    ClaimGround.ORIGIN.value: _("The answer on a proof of origin came"),
}
FRAUDS = {
    Fraud.PAPERS.value: _("Two invoices, two contracts or false papers"),
    Fraud.DESTROYED.value: _("Records that were asked were destroyed"),
    Fraud.HIDDEN.value: _("Deeds or dealings were arranged or hidden"),
    Fraud.OTHER.value: _("Duty was evaded in another dishonest way"),
}
WITHOUT = {
    WithoutNotice.FINAL_PRICE.value: _("The declarant told the final price"),
    WithoutNotice.BEFORE_RELEASE.value: _("It is examined before release"),
    WithoutNotice.RELIEF.value: _("The conditions of a relief were not met"),
    WithoutNotice.ACCUSED.value: _("The declarant is accused of evading duty"),
    WithoutNotice.DANGER.value: _("The duty could hardly be collected afterwards"),
    WithoutNotice.LAPSING.value: _("The period of assessment is nearly over"),
}
