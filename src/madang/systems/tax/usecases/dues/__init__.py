"""What is owed: assessments, notices, payment, refunds, arrears, certificates."""
