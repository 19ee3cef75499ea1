// Not run by our tests, unlike its siblings: Debian has no .NET.
using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

public static class AviationAlleyWebhooks
{
    static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    /// <summary>X-AviationAlley-Signature. The body is the raw one as it came, before any JSON parser.</summary>
    public static bool VerifySignature(string secret, byte[] body, string signature) =>
        Same(Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)).ToLowerInvariant(), signature);

    /// <summary>
    /// webhook-signature (Standard Webhooks): also refuses what is older or newer than five minutes, so no replays.
    /// </summary>
    public static bool VerifyStandard(
        string secret, byte[] body, string id, string timestamp, string signatures, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > 300)
            return false;
        var key = Convert.FromBase64String(secret.StartsWith("whsec_") ? secret[6..] : secret);
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.").Concat(body).ToArray();
        var wanted = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return signatures.Split(' ').Any(one => Same(wanted, one));
    }
}
