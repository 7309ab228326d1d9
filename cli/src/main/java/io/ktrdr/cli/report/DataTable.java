package io.ktrdr.cli.report;

import java.util.ArrayList;
import java.util.List;

/** A table: the first cell of a row names it, and what does not fit the screen scrolls by keyboard as well. */
final class DataTable {
    private enum Kind {
        TEXT("text"),
        NUMBER("number"),
        CODE("code");

        private final String style;

        Kind(String style) {
            this.style = style;
        }
    }

    private record Column(String name, Kind kind) {}

    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    DataTable(String caption) {
        this.caption = caption;
    }

    DataTable text(String name) {
        columns.add(new Column(name, Kind.TEXT));
        return this;
    }

    DataTable number(String name) {
        columns.add(new Column(name, Kind.NUMBER));
        return this;
    }

    /** Hashes and the like, which may be broken anywhere. */
    DataTable code(String name) {
        columns.add(new Column(name, Kind.CODE));
        return this;
    }

    DataTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void write(Html html) {
        html.open("div", "class", "scroll", "role", "region", "aria-label", caption, "tabindex", "0")
                .open("table")
                .element("caption", caption)
                .open("thead")
                .open("tr");
        columns.forEach(column -> html.element("th", column.name(), "scope", "col", "class", column.kind().style));
        html.close().close().open("tbody");
        for (List<String> row : rows) {
            html.open("tr").element("th", row.getFirst(), "scope", "row");
            for (int i = 1; i < row.size(); i++) {
                String style = columns.get(i).kind().style;
                html.element(
                        "td", row.get(i), "class", row.get(i).equals(Show.UNDEFINED) ? style + " undefined" : style);
            }
            html.close();
        }
        html.close().close().close();
    }
}
