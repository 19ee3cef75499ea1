// The client that openapi-generator makes for Go, used as a customer would use it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	api "conformance/client"
)

type world struct {
	Api, Token, SimulatorId, Trainee, Key string
	StartsAt                              time.Time
	Limit                                 int32
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatalf("%v", err)
	}
	return value
}

func connect(w world, token string) (*api.APIClient, context.Context) {
	config := api.NewConfiguration()
	config.Servers = api.ServerConfigurations{{URL: w.Api}}
	return api.NewAPIClient(config), context.WithValue(context.Background(), api.ContextAccessToken, token)
}

// What every page has of its place in the list.
type page interface {
	GetPagination() api.Pagination
}

// Every row of a list: read gets the cursor, nil at first, and answers the page and how many rows it has.
func every(read func(cursor *string) (page, int, error)) int {
	count := 0
	for cursor := (*string)(nil); ; {
		next, rows, err := read(cursor)
		must(next, err)
		count += rows
		pagination := next.GetPagination()
		if cursor = pagination.NextCursor.Get(); cursor == nil {
			return count
		}
	}
}

func main() {
	var w world
	if err := json.Unmarshal([]byte(os.Getenv("WORLD")), &w); err != nil {
		log.Fatal(err)
	}
	client, ctx := connect(w, w.Token)
	counts := []int{
LISTS
	}

	ends := w.StartsAt.Add(2 * time.Hour)
	trainees := []api.BookingDraftTraineesInner{*api.NewBookingDraftTraineesInner(w.Trainee, "LEFT")}
	draft := api.NewBookingDraft(w.SimulatorId, trainees, w.StartsAt, ends, "TRAINING")
	draft.SetNotes("żółw ✈")
	create := client.BookingsAPI.CreateBooking(ctx).BookingDraft(*draft).IdempotencyKey(w.Key)
	made, _, err := create.Execute()
	must(made, err)
	again, _, err := create.Execute()
	must(again, err)

	change := api.NewUpdateBookingBody()
	change.SetStatus("CANCELLED")
	change.SetCancelReason("Conformance")
	cancelled, _, err := client.BookingsAPI.UpdateBooking(ctx, made.Id).UpdateBookingBody(*change).IfMatch(fmt.Sprintf("%q", fmt.Sprint(made.Version))).Execute()
	must(cancelled, err)
	found, _, err := client.BookingsAPI.ListBookings(ctx).Id([]string{made.Id}).From(w.StartsAt).To(w.StartsAt.Add(time.Second)).Status([]string{"CANCELLED"}).Execute()
	must(found, err)

	stranger, strange := connect(w, "aa_test_"+strings.Repeat("0", 32))
	_, _, err = stranger.BookingsAPI.ListBookings(strange).Execute()
	refused := ""
	if failure, ok := err.(*api.GenericOpenAPIError); ok {
		problem := failure.Model().(api.Problem)
		refused = problem.GetCode()
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"counts": counts, "booked": made.Id, "replayed": again.Id == made.Id, "notes": made.GetNotes(),
		"status": cancelled.Status, "found": len(found.Data), "refused": refused,
	})
}
