require "openssl"

# X-AviationAlley-Signature. `body` is the raw body as it came (request.raw_post), before any JSON parser.
def verify_signature(secret, body, signature)
  OpenSSL.secure_compare(OpenSSL::HMAC.hexdigest("SHA256", secret, body), signature)
end

# webhook-signature (Standard Webhooks): also refuses what is older or newer than five minutes, so no replays.
def verify_standard(secret, body, id, timestamp, signatures, now = Time.now.to_i)
  return false unless timestamp.match?(/\A\d+\z/) && (now - timestamp.to_i).abs <= 300

  key = secret.delete_prefix("whsec_").unpack1("m")
  wanted = "v1," + [OpenSSL::HMAC.digest("SHA256", key, "#{id}.#{timestamp}.".b + body.b)].pack("m0")
  signatures.split(" ").any? { |one| OpenSSL.secure_compare(wanted, one) }
end

# Tries it by hand: the body on standard input, the rest in the environment.
if __FILE__ == $PROGRAM_NAME
  body = $stdin.binmode.read
  secret = ENV.fetch("SECRET", "")
  promised = verify_signature(secret, body, ENV.fetch("SIGNATURE", ""))
  standard = verify_standard(secret, body, ENV.fetch("ID", ""), ENV.fetch("TIMESTAMP", ""), ENV.fetch("SIGNATURES", ""))
  puts "#{promised} #{standard}"
end
