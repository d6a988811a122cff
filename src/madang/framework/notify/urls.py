"""The doors of notify."""

from django.urls import path

from madang.framework.notify.web import messages

app_name = "notify"
urlpatterns = [
    path("me/messages/", messages.inbox, name="inbox"),
    path("me/messages/settings/", messages.contact, name="contact"),
    path("me/messages/<int:number>/", messages.message, name="message"),
]
