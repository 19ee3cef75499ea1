import base64
import hashlib
import hmac
import os
import sys
import time


def verify_signature(secret: str, body: bytes, signature: str) -> bool:
    """X-AviationAlley-Signature. `body` is the raw body as it came, before any JSON parser."""
    wanted = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.encode())


def verify_standard(secret: str, body: bytes, id: str, timestamp: str, signatures: str, now: float | None = None) -> bool:
    """webhook-signature (Standard Webhooks): also refuses what is older or newer than five minutes, so no replays."""
    if not (timestamp.isascii() and timestamp.isdigit()) or abs((now or time.time()) - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    wanted = b"v1," + base64.b64encode(digest)
    return any(hmac.compare_digest(wanted, one.encode()) for one in signatures.split(" "))


# Tries it by hand: the body on standard input, the rest in the environment.
if __name__ == "__main__":
    secret, raw, env = os.environ.get("SECRET", ""), sys.stdin.buffer.read(), os.environ.get
    promised = verify_signature(secret, raw, env("SIGNATURE", ""))
    standard = verify_standard(secret, raw, env("ID", ""), env("TIMESTAMP", ""), env("SIGNATURES", ""))
    print(str(promised).lower(), str(standard).lower())
