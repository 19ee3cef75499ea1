import java.lang.reflect.Method;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.*;
import org.openapitools.client.model.*;

/** The client that openapi-generator makes for Java, used as a customer would use it. */
public class Book {
  static final ObjectMapper JSON = new ObjectMapper();

  static ApiClient connect(JsonNode world, String token) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(world.get("api").asText());
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    return client;
  }

  /** Walks a list to its end: its first two parameters are limit and cursor, as in the document. */
  static int every(Object api, int limit) throws Exception {
    Method list = List.of(api.getClass().getMethods()).stream()
        .filter(method -> method.getName().startsWith("list") && !method.getName().endsWith("HttpInfo"))
        .min(Comparator.comparing(Method::getParameterCount)).orElseThrow();
    int count = 0;
    String cursor = null;
    do {
      Object[] arguments = new Object[list.getParameterCount()];
      arguments[0] = limit;
      arguments[1] = cursor;
      Object page = list.invoke(api, arguments);
      count += ((List<?>) page.getClass().getMethod("getData").invoke(page)).size();
      cursor = ((Pagination) page.getClass().getMethod("getPagination").invoke(page)).getNextCursor();
    } while (cursor != null);
    return count;
  }

  public static void main(String[] args) throws Exception {
    JsonNode world = JSON.readTree(System.getenv("WORLD"));
    ApiClient client = connect(world, world.get("token").asText());
    List<Integer> counts = new ArrayList<>();
    for (Object api : List.of(
LISTS
    )) counts.add(every(api, world.get("limit").asInt()));

    BookingsApi bookings = new BookingsApi(client);
    OffsetDateTime starts = OffsetDateTime.parse(world.get("startsAt").asText());
    BookingDraft draft = new BookingDraft()
        .simulatorId(UUID.fromString(world.get("simulatorId").asText()))
        .addTraineesItem(new BookingDraftTraineesInner()
            .id(UUID.fromString(world.get("trainee").asText()))
            .seat(BookingDraftTraineesInner.SeatEnum.LEFT))
        .startsAt(starts).endsAt(starts.plusHours(2))
        .sessionType(BookingDraft.SessionTypeEnum.TRAINING).notes("żółw ✈");
    String key = world.get("key").asText();
    Booking made = bookings.createBooking(draft, key);
    Booking again = bookings.createBooking(draft, key);
    Booking cancelled = bookings.updateBooking(made.getId(),
        new UpdateBookingBody().status(UpdateBookingBody.StatusEnum.CANCELLED).cancelReason("Conformance"),
        null, "\"" + made.getVersion() + "\"");
    BookingPage found = bookings.listBookings(null, null, List.of("CANCELLED"), null, null, null, null, starts,
        starts.plusSeconds(1), List.of(made.getId()), null, null);

    String refused = null;
    try {
      new BookingsApi(connect(world, "aa_test_" + "0".repeat(32)))
          .listBookings(null, null, null, null, null, null, null, null, null, null, null, null);
    } catch (ApiException error) {
      refused = JSON.readTree(error.getResponseBody()).get("code").asText();
    }
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("counts", counts);
    said.put("booked", made.getId().toString());
    said.put("replayed", again.getId().equals(made.getId()));
    said.put("notes", made.getNotes());
    said.put("status", cancelled.getStatus().getValue());
    said.put("found", found.getData().size());
    said.put("refused", refused);
    System.out.println(JSON.writeValueAsString(said));
  }
}
