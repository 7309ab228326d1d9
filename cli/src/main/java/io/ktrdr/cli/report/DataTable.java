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
        // the roles are what tables have anyway; but a style that puts cells below each other would take them away
        html.open("div", "class", "scroll", "role", "region", "aria-label", caption, "tabindex", "0")
                .open("table", "role", "table", "class", isExplained() ? "explained" : "plain")
                .element("caption", caption)
                .open("thead", "role", "rowgroup")
                .open("tr", "role", "row");
        for (Column column : columns) {
            html.element("th", column.name(), "scope", "col", "role", "columnheader", "class", column.kind().style);
        }
        html.close().close().open("tbody", "role", "rowgroup");
        for (List<String> row : rows) {
            html.open("tr", "role", "row").element("th", row.getFirst(), "scope", "row", "role", "rowheader");
            for (int i = 1; i < row.size(); i++) {
                String style = columns.get(i).kind().style;
                String cell = row.get(i);
                html.element(
                        "td",
                        cell,
                        "role",
                        "cell",
                        "class",
                        cell.equals(Show.UNDEFINED) ? style + " undefined" : style);
            }
            html.close();
        }
        html.close().close().close();
    }

    /** A name, a number, and what it means: on a narrow screen the meaning goes below the other two. */
    private boolean isExplained() {
        return columns.size() == 3
                && columns.get(1).kind() == Kind.NUMBER
                && columns.get(2).kind() == Kind.TEXT;
    }
}
