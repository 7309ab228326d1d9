package io.ktrdr.cli.report;

/**
 * A short answer to a question that everybody asks of a backtest.
 *
 * @param about the question, in a word or two
 * @param says  the answer
 */
record Badge(Tone tone, String about, String says) {
    /** Told by a sign as well as by a colour. */
    enum Tone {
        GOOD("good", "✓"),
        WARNING("warning", "!"),
        BAD("bad", "✕"),
        PLAIN("plain", "•");

        private final String style;
        private final String sign;

        Tone(String style, String sign) {
            this.style = style;
            this.sign = sign;
        }

        String style() {
            return style;
        }

        String sign() {
            return sign;
        }
    }

    void write(Html html) {
        html.open("li", "class", "badge " + tone.style())
                .element("span", tone.sign(), "class", "sign", "aria-hidden", "true")
                .text(" ")
                .element("span", about, "class", "about")
                .text(" ")
                .element("span", says, "class", "says")
                .close();
    }
}
