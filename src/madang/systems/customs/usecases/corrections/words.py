"""How corrections and their steps are called."""

from django.utils.translation import gettext_lazy as _

from madang.systems.customs.domain.appeal import AppealKind
from madang.systems.customs.domain.correction import ClaimGround, CorrectionKind, Fraud, WithoutNotice

KINDS = {
    CorrectionKind.SUPPLEMENT.value: _("Supplementary payment"),
    CorrectionKind.AMENDED.value: _("Amended declaration"),
    CorrectionKind.CLAIM.value: _("Claim for correction"),
    CorrectionKind.ASSESSED.value: _("Assessment by customs"),
    CorrectionKind.SET_ASIDE.value: _("Assessment set aside"),
}
STEPS = {
    "interest": _("Interest of the supplement"),
    "penalty": _("Additional tax on the shortfall"),
    "fraud": _("Additional tax on what was hidden"),
    "late": _("Additional tax for paying after the day"),
    "slow": _("Less for the days by which the review was late"),
    "cut": _("Less for correcting it yourself in time"),
    "days": _("Additional tax for each day"),
}
APPEALS = {
    AppealKind.REVIEW.value: _("Review before an assessment"),
    AppealKind.OBJECTION.value: _("Objection to a customs decision"),
    AppealKind.EXAMINATION.value: _("Examination by the head of customs"),
}
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
