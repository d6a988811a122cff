"""Ways out of the house."""

from madang.framework.notify.gateways.sms import FileSms, SmsGateway, SmsNotSent, sms_gateway

__all__ = ["FileSms", "SmsGateway", "SmsNotSent", "sms_gateway"]
