"""Charges, payments, refunds, receipts and the journal.

charge(payer=..., amount=..., purpose=..., reference=..., account="revenue.fees", now=now, actor=actor)
start_payment(charge=..., return_url=..., actor=actor, now=now).url      # both from madang.framework.money.usecases
"""
