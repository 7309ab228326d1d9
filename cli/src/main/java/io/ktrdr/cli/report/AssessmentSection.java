package io.ktrdr.cli.report;

import java.util.List;

/** What the assessor made of it. */
final class AssessmentSection {
    private AssessmentSection() {}

    static void write(Html html, Findings found) {
        Findings assessment = found.at("/assessment");
        if (!found.has("/assessment")) {
            Absent.write(html, "It was not assessed.");
            return;
        }
        String method = assessment.text("/method");
        if (!method.isEmpty()) {
            html.element("p", "By: " + method, "class", "note");
        }
        list(html, "Strengths", assessment.texts("/strengths"));
        list(html, "Weaknesses", assessment.texts("/weaknesses"));
        list(html, "Suggestions", assessment.texts("/suggestions"));
        list(html, "To be tested next", assessment.texts("/hypotheses"));
    }

    private static void list(Html html, String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        html.element("h3", title).open("ul");
        items.forEach(item -> html.element("li", item));
        html.close();
    }
}
