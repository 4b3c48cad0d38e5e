package io.durablestatus.localruntime.durablehttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the API against an instance in every state, and against none. */
class EveryRouteTest {
    private static DurableHttpFixture fixture;

    /** The columns: no such instance, then the states in the order of {@link RuntimeStatus}. */
    private static final String[] COLUMNS = {
        "none", "Running", "Completed", "ContinuedAsNew", "Failed", "Canceled", "Terminated", "Pending", "Suspended"
    };

    private static final String[] TABLE = {
        // route | none | Run Comp CAN Fail Canc Term Pend Susp
        "GET /instances/x                     | 404 | 202 200 202 200 200 200 202 202",
        "GET /instances/x?showHistory=true    | 404 | 202 200 202 200 200 200 202 202",
        "GET /instances/x?returnInternalServerErrorOnFailure=true | 404 | 202 200 202 500 200 200 202 202",
        "GET /instances/x/                    | 404 | 202 200 202 200 200 200 202 202",
        "GET /INSTANCES/x                     | 404 | 202 200 202 200 200 200 202 202",
        "GET /instances                       | 200 | 200 200 200 200 200 200 200 200",
        "DELETE /instances/x                  | 404 | 200 200 200 200 200 200 200 200",
        "DELETE /instances                    | 400 | 400 400 400 400 400 400 400 400",
        "DELETE /instances?createdTimeFrom=2020-01-01 | 404 | 404 200 404 200 200 200 404 404",
        "POST /instances/x/terminate?reason=r | 404 | 202 410 202 410 410 410 202 202",
        "POST /instances/x/Terminate          | 404 | 202 410 202 410 410 410 202 202",
        "POST /instances/x/suspend            | 404 | 202 410 202 410 410 410 202 500",
        "POST /instances/x/resume             | 404 | 500 410 500 410 410 410 500 202",
        "POST /instances/x/raiseEvent/e       | 404 | 202 410 202 410 410 410 202 202",
        "POST /instances/x/restart            | 400 | 202 202 202 202 202 202 202 202",
        "POST /instances/x/restart?restartWithNewInstanceId=false | 400 | 500 202 500 202 202 202 500 500",
        "POST /orchestrators/Order/x          | 202 | 500 202 500 202 202 202 500 500",
        "POST /orchestrators/order            | 202 | 202 202 202 202 202 202 202 202",
        "POST /orchestrators/Unknown          | 400 | 400 400 400 400 400 400 400 400",
        "POST /instances/x/rewind             | 404 | 404 404 404 404 404 404 404 404",
        "POST /instances/x/nothing            | 404 | 404 404 404 404 404 404 404 404",
        "GET /instances/x/terminate           | 404 | 404 404 404 404 404 404 404 404",
        "POST /instances/x                    | 404 | 404 404 404 404 404 404 404 404",
        "PUT /instances/x                     | 404 | 404 404 404 404 404 404 404 404",
        "HEAD /instances/x                    | 404 | 404 404 404 404 404 404 404 404",
        "OPTIONS /instances                   | 404 | 404 404 404 404 404 404 404 404",
        "PATCH /orchestrators/Order           | 404 | 404 404 404 404 404 404 404 404",
        "GET /instances/x/raiseEvent/e        | 404 | 404 404 404 404 404 404 404 404",
        "GET /orchestrators/Order             | 404 | 404 404 404 404 404 404 404 404",
        "GET /entities                        | 404 | 404 404 404 404 404 404 404 404",
        "POST /makeprimary                    | 404 | 404 404 404 404 404 404 404 404",
    };

    record Row(String method, String path, String state, int expected) {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String line : TABLE) {
            String[] cells = line.split("\\|", 2);
            String[] route = cells[0].strip().split(" ", 2);
            String[] codes = cells[1].replace('|', ' ').strip().split("\\s+", -1);
            for (int i = 0; i < codes.length; i++) {
                rows.add(new Row(route[0], route[1].strip(), COLUMNS[i], Integer.parseInt(codes[i])));
            }
        }
        return rows;
    }

    @BeforeAll
    static void open() {
        fixture = new DurableHttpFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_status_code_is_that_of_azure(Row row) {
        fixture.instances.records.clear();
        if (!row.state().equals("none")) {
            fixture.instances.plant("x", RuntimeStatus.valueOf(row.state()));
        }

        var response = fixture.call(row.method(), row.path(), row.method().equals("POST") ? "{}" : null);

        assertThat(response.statusCode()).isEqualTo(row.expected());
        boolean links = row.path().startsWith("/orchestrators") || row.path().contains("/restart");
        String expectedRetry =
                row.expected() != 202 ? null : links ? "10" : row.method().equals("GET") ? "5" : null;
        assertThat(response.headers().firstValue("Retry-After").orElse(null)).isEqualTo(expectedRetry);
        assertThat(response.headers().firstValue("Location").isPresent()).isEqualTo(expectedRetry != null);
        if (row.expected() == 404 || row.expected() == 410) {
            assertThat(response.body()).isEmpty();
        }
    }
}
