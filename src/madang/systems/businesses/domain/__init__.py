"""The rules of the business register: numbers, sectors, status, what an application must say. Plain Python."""
