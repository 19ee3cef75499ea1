<?php

/** X-AviationAlley-Signature. $body is the raw body as it came: file_get_contents('php://input'). */
function verify_signature(string $secret, string $body, string $signature): bool
{
    return hash_equals(hash_hmac('sha256', $body, $secret), $signature);
}

/** webhook-signature (Standard Webhooks): also refuses what is older or newer than five minutes, so no replays. */
function verify_standard(string $secret, string $body, string $id, string $timestamp, string $signatures, ?int $now = null): bool
{
    if (!ctype_digit($timestamp) || abs(($now ?? time()) - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(preg_replace('/^whsec_/', '', $secret), true);
    if ($key === false) {
        return false;
    }
    $wanted = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    foreach (explode(' ', $signatures) as $one) {
        if (hash_equals($wanted, $one)) {
            return true;
        }
    }
    return false;
}

// Tries it by hand: the body on standard input, the rest in the environment.
if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    $body = stream_get_contents(STDIN);
    $secret = (string) getenv('SECRET');
    $promised = verify_signature($secret, $body, (string) getenv('SIGNATURE'));
    $standard = verify_standard($secret, $body, (string) getenv('ID'), (string) getenv('TIMESTAMP'), (string) getenv('SIGNATURES'));
    echo json_encode($promised), ' ', json_encode($standard), "\n";
}
