// Reads { secret, headers, body }, and says what the Standard Webhooks library of Go makes of it.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

func main() {
	var delivery struct {
		Secret, Body string
		Headers      map[string]string
	}
	if err := json.NewDecoder(os.Stdin).Decode(&delivery); err != nil {
		log.Fatal(err)
	}
	headers := http.Header{}
	for name, value := range delivery.Headers {
		headers.Set(name, value)
	}
	webhook, err := standardwebhooks.NewWebhook(delivery.Secret)
	if err != nil {
		log.Fatal(err)
	}
	if webhook.Verify([]byte(delivery.Body), headers) == nil {
		fmt.Println("verified")
	} else {
		fmt.Println("refused")
	}
}
