"""What this room makes known at start-up."""


def declare() -> None:
    """Revenue accounts, what follows charges, procedures, messages, documents."""
    from django.utils.translation import gettext_lazy as _

    from madang.framework.money import accounts
    from madang.framework.money.progress import on_charge_changed
    from madang.framework.money.usecases import repay
    from madang.systems.tax.domain.words import Tax
    from madang.systems.tax.usecases.dues import certify, dispute_assessment, messages, papers, pay_later
    from madang.systems.tax.usecases.dues.follow_charge import follow_charge
    from madang.systems.tax.usecases.dues.pay_together import share_out
    from madang.systems.tax.usecases.dues.raise_due import ACCOUNT, account_of
    from madang.systems.tax.usecases.dues.repay_refunds import REPAYMENTS
    from madang.systems.tax.usecases.dues.wording import TAXES

    accounts.declare(ACCOUNT, title=_("Taxes"))
    for tax in Tax:
        accounts.declare(account_of(tax=tax.value), title=TAXES[tax])
    on_charge_changed(follow_charge)
    on_charge_changed(share_out)
    dispute_assessment.register_procedures()
    pay_later.register_procedures()
    messages.register_messages()
    repay.declare(REPAYMENTS)
    papers.register_documents()
    certify.register_documents()
