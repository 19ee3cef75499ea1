package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

func mac(key, message []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(message)
	return h.Sum(nil)
}

// VerifySignature checks X-AviationAlley-Signature. body is the raw body as it came, before any JSON parser.
func VerifySignature(secret string, body []byte, signature string) bool {
	wanted := hex.EncodeToString(mac([]byte(secret), body))
	return hmac.Equal([]byte(wanted), []byte(signature))
}

// VerifyStandard checks webhook-signature (Standard Webhooks). It also refuses what is older or newer than five
// minutes, so that nothing can be replayed.
func VerifyStandard(secret string, body []byte, id, timestamp, signatures string, now time.Time) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || seconds < now.Unix()-300 || seconds > now.Unix()+300 {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	signed := append([]byte(id+"."+timestamp+"."), body...)
	wanted := "v1," + base64.StdEncoding.EncodeToString(mac(key, signed))
	for _, one := range strings.Split(signatures, " ") {
		if hmac.Equal([]byte(wanted), []byte(one)) {
			return true
		}
	}
	return false
}

// Tries it by hand: the body on standard input, the rest in the environment.
func main() {
	body, _ := io.ReadAll(os.Stdin)
	secret := os.Getenv("SECRET")
	fmt.Println(
		VerifySignature(secret, body, os.Getenv("SIGNATURE")),
		VerifyStandard(secret, body, os.Getenv("ID"), os.Getenv("TIMESTAMP"), os.Getenv("SIGNATURES"), time.Now()),
	)
}
