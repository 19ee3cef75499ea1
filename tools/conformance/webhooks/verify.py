"""Reads `{ secret, headers, body }`, and says what the Standard Webhooks library of Python makes of it."""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

delivery = json.load(sys.stdin)
try:
    Webhook(delivery["secret"]).verify(delivery["body"], delivery["headers"])
    print("verified")
except WebhookVerificationError:
    print("refused")
