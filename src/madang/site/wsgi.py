"""The WSGI application that granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from madang.framework.law import check_law

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.demo")
application = get_wsgi_application()
# A country that leaves a slot open or a parameter wrong is refused before the first visitor, with every fault listed.
check_law(systems=settings.SYSTEMS)
