package io.durablestatus.functions.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void a_byte_order_mark_blank_lines_and_any_line_end_are_ignored() throws InvalidTableException {
        Table table = Table.parse("\uFEFFname,city\r\n\r\nAnna,Köln\n\n\nBen,Cork\rCleo,Graz");

        assertThat(table.columns()).containsExactly("name", "city");
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.cells(2)).containsExactly("Cleo", "Graz");
    }

    @Test
    void quoted_cells_may_hold_quotes_commas_and_line_ends() throws InvalidTableException {
        Table table = Table.parse("name,note\n\"O\"\"Brien, Pat\",\"two\r\nlines\"\n");

        assertThat(table.cells(0)).containsExactly("O\"Brien, Pat", "two\r\nlines");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                        | The CSV is empty; send a header line and rows.
                    'a,b;1,2;3'               | Row 2 has 1 cells, the header has 2; quote cells that contain commas.
                    'a,b;1,2,3'               | Row 1 has 3 cells, the header has 2; quote cells that contain commas.
                    'a,b;1,2;3,"open'         | The CSV cannot be read after row 1
                    'a,b;1,"x"y'              | The CSV cannot be read after row 0
                    """)
    void what_cannot_be_read_is_refused_with_the_place(String csv, String message) {
        assertThatThrownBy(() -> Table.parse(csv.replace(';', '\n')))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_cell_that_would_cost_too_much_is_refused() {
        assertThatThrownBy(() -> Table.parse("a,b\nx," + "y".repeat(4_001)))
                .hasMessage("Row 1 has a cell of 4001 characters; the limit is 4000.");
    }

    @Provide
    Arbitrary<List<List<String>>> rows() {
        return Tables.rows(9);
    }

    @Property(tries = 500)
    void the_text_of_any_rows_reads_back_as_these_rows(@ForAll("rows") List<List<String>> rows)
            throws InvalidTableException {
        Table table = Table.parse(Tables.csv(rows));

        assertThat(IntStream.range(0, table.size()).mapToObj(table::cells)).isEqualTo(rows);
        for (int from = 0; from <= rows.size(); from++) {
            for (int to = from; to <= rows.size(); to++) {
                assertThat(Table.rows(table.text(from, to)).stream().map(Arrays::asList))
                        .isEqualTo(rows.subList(from, to));
            }
        }
    }

    @Property(tries = 500)
    void a_rows_json_length_is_what_jackson_writes(@ForAll("rows") List<List<String>> rows)
            throws InvalidTableException, JsonProcessingException {
        Table table = Table.parse(Tables.csv(rows));

        int total = 0;
        for (int row = 0; row < table.size(); row++) {
            String json = new JsonMapper().writeValueAsString(table.text(row, row + 1));
            assertThat(table.jsonLength(row)).isEqualTo(json.length() - 2);
            total += table.jsonLength(row);
        }
        assertThat(table.jsonLength()).isEqualTo(total);
    }
}
