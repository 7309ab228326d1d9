package io.ktrdr.cli.report;

/** A chart's place on the page, with what it shows in words. */
final class Figure {
    private Figure() {}

    /** @param id of the chart in {@link Charts} */
    static void write(Html html, String id, String title, String summary) {
        open(html, title);
        place(html, id, title, summary);
        html.close();
    }

    /** The same with a switch between a linear and a logarithmic scale. */
    static void withScale(Html html, String id, String title, String summary) {
        open(html, title);
        html.element(
                "button",
                "Logarithmic scale",
                "type",
                "button",
                "class",
                "switch",
                "data-log",
                id,
                "aria-pressed",
                "false");
        place(html, id, title, summary);
        html.close();
    }

    private static void open(Html html, String title) {
        html.open("figure").element("h3", title);
    }

    private static void place(Html html, String id, String title, String summary) {
        html.open("div", "class", "chart", "id", id, "role", "img", "aria-label", title + ". " + summary)
                .close()
                .element("figcaption", summary);
    }
}
