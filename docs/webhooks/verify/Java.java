import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Java {
    private Java() {}

    private static byte[] mac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) mac.update(part);
        return mac.doFinal();
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** X-AviationAlley-Signature. {@code body} is the raw body as it came, before any JSON parser. */
    public static boolean verifySignature(String secret, byte[] body, String signature) throws GeneralSecurityException {
        return same(HexFormat.of().formatHex(mac(secret.getBytes(StandardCharsets.UTF_8), body)), signature);
    }

    /** webhook-signature (Standard Webhooks): also refuses what is older or newer than five minutes, so no replays. */
    public static boolean verifyStandard(
            String secret, byte[] body, String id, String timestamp, String signatures, long now)
            throws GeneralSecurityException {
        if (!timestamp.matches("\\d{1,12}") || Math.abs(now - Long.parseLong(timestamp)) > 300) return false;
        byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        String wanted = "v1," + Base64.getEncoder().encodeToString(mac(key, head, body));
        return Arrays.stream(signatures.split(" ")).anyMatch(one -> same(wanted, one));
    }

    private static String env(String name) {
        return System.getenv().getOrDefault(name, "");
    }

    /** Tries it by hand: the body on standard input, the rest in the environment. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        byte[] body = System.in.readAllBytes();
        long now = System.currentTimeMillis() / 1000;
        boolean promised = verifySignature(env("SECRET"), body, env("SIGNATURE"));
        boolean standard =
                verifyStandard(env("SECRET"), body, env("ID"), env("TIMESTAMP"), env("SIGNATURES"), now);
        System.out.println(promised + " " + standard);
    }
}
