package io.ktrdr.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseErrorList;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void a_full_report_has_every_part() throws Exception {
        Document page = page(AReport.full());
        assertEquals("rsi_reversal_7 · ktrdr research report", page.title());
        assertEquals("rsi_reversal_7", page.expectFirst("h1").text());
        assertEquals(
                "Explore RSI reversals, and be honest about it.",
                page.expectFirst("blockquote").text());
        assertEquals("neutral", page.expectFirst(".verdict strong").text());
        for (String id : List.of(
                "performance", "luck", "costs", "trades", "metrics", "windows", "training", "gates", "provenance")) {
            assertNotNull(page.getElementById(id), id);
        }
        assertEquals(0, page.select(".missing").size(), page.select(".missing").text());
        JsonNode charts = charts(page);
        assertEquals(
                List.of("equity", "drawdown", "rolling", "windows-chart", "loss", "accuracy"),
                page.select(".chart").eachAttr("id"));
        page.select(".chart").forEach(place -> {
            assertTrue(charts.has(place.id()), place.id());
            assertFalse(place.attr("aria-label").isBlank(), place.id());
        });
        assertEquals(1_000, charts.at("/equity/x").size());
        assertEquals(1_000, charts.at("/equity/series/1/values").size());
        assertEquals(
                List.of("train", "validation", "test", "holdout"),
                charts.at("/windows-chart/bands").findValuesAsText("label"));
        assertEquals(
                "designer's knowledge ends",
                charts.at("/windows-chart/marks/0/label").asText());
        assertEquals(2, page.select("button[data-log]").size());
    }

    @Test
    void the_badges_tell_what_was_checked() {
        assertEquals(
                List.of(
                        "✓ Look-ahead clean at 8 points",
                        "✓ Too good to be true no sign of it",
                        "✕ Strict gate failed after backtest: deflated sharpe below threshold (0.874 < 0.95)",
                        "• Trials on this dataset N = 212 as of its assessment",
                        "! Holdout read once"),
                badges(AReport.full()));
        assertEquals(
                List.of(
                        "• Look-ahead not checked",
                        "• Too good to be true not checked",
                        "• Strict gate not asked, the gates were lenient",
                        "• Trials on this dataset not counted",
                        "• Holdout none was kept back"),
                badges(AReport.old()));
    }

    @Test
    void the_badges_warn() {
        AReport suspicious = AReport.full().changed(result -> {
            ObjectNode leaks = (ObjectNode) result.at("/statistics/leaks");
            leaks.withObject("/look_ahead").put("violations", 2).put("first_violation", "2021-09-01T04:00:00Z");
            leaks.withObject("/too_good")
                    .put("suspected", true)
                    .withArray("reasons")
                    .add("hit_rate");
            ((ObjectNode) result.at("/gates/1"))
                    .putObject("bypass")
                    .put("by", "ada")
                    .put("reason", "to see <it> on paper");
            ((ObjectNode) result.at("/deflation")).put("holdout_readings", 3);
            result.putObject("reproduction")
                    .put("of", "op_first")
                    .put("identical", false)
                    .putArray("differences")
                    .addObject()
                    .put("what", "trades")
                    .put("original", "aa")
                    .put("again", "bb");
        });
        assertEquals(
                List.of(
                        "✕ Look-ahead violated at 2 of 8 points, first 2021-09-01T04:00:00Z",
                        "✕ Too good to be true suspected: hit rate",
                        "! Bypassed the strict gate after backtest, by ada: to see <it> on paper",
                        "• Trials on this dataset N = 212 as of its assessment",
                        "! Holdout read 3 times",
                        "✕ Reproduction differs from op_first in 1 thing"),
                badges(suspicious));
        Document page = page(suspicious);
        assertEquals("aa", cell(page, "Differences", "trades", 1));
        assertTrue(page.expectFirst("#gates").text().contains("Bypassed by ada"), "who bypassed it");
    }

    @Test
    void statistics_come_with_a_sentence() {
        Document page = page(AReport.full());
        assertEquals("0.8741", cell(page, "Statistics", "Deflated Sharpe ratio", 1));
        assertTrue(cell(page, "Statistics", "Deflated Sharpe ratio", 2).contains("best of 212 worthless trials"));
        assertEquals("0.9312", cell(page, "Statistics", "Probabilistic Sharpe ratio", 1));
        assertEquals("-0.35 to 3.20", cell(page, "Statistics", "Bootstrap interval of the Sharpe ratio", 1));
        assertTrue(cell(page, "Statistics", "Bootstrap interval of the Sharpe ratio", 2)
                .contains("It includes 0"));
        assertEquals("1,240 bars", cell(page, "Statistics", "Minimum track record", 1));
        assertTrue(cell(page, "Statistics", "Minimum track record", 2).endsWith("too short."));
        assertEquals("0.1800", cell(page, "Statistics", "Probability of backtest overfitting", 1));
        assertEquals("0.0350", cell(page, "Statistics", "Permuted signals, p-value", 1));
        assertEquals("+5.60%", cell(page, "Before and after 2021-11-15", "Return", 2));
        assertEquals("+11.90%", cell(page, "Return and Sharpe ratio by costs", "10 bps", 1));
        assertEquals("at most 20.0%", cell(page, "Gate after backtest, strict", "overfitting probability", 2));
        assertEquals("3.40", cell(page, "Figures of the backtest, test window", "Calmar ratio", 1));
        assertEquals("ada", cell(page, "Where it comes from", "Asked for by", 1));
    }

    @Test
    void what_is_not_defined_is_said_to_be_so_and_not_drawn_as_zero() throws Exception {
        Document page = page(AReport.full().changed(result -> {
            ((ObjectNode) result.at("/backtest")).putNull("sharpe").putNull("profit_factor");
            ((ObjectNode) result.at("/statistics/inference")).putNull("minimum_track_record_bars");
            ((ObjectNode) result.at("/statistics/costs")).putNull("break_even_bps");
            ((ObjectNode) result.at("/deflation")).putNull("deflated_sharpe").putNull("overfitting_probability");
            ((ObjectNode) result.at("/statistics/knowledge")).putNull("after");
            ((ObjectNode) result.at("/training/history/2")).putNull("validation_loss");
        }));
        assertEquals("not defined", cell(page, "Figures of the backtest, test window", "Sharpe ratio", 1));
        assertEquals("not defined", cell(page, "Statistics", "Deflated Sharpe ratio", 1));
        assertEquals("never", cell(page, "Statistics", "Minimum track record", 1));
        assertEquals("not defined", cell(page, "Before and after 2021-11-15", "Return", 2));
        assertTrue(page.expectFirst("#costs").text().contains("It loses even without any costs"));
        assertTrue(charts(page).at("/loss/series/1/values/2").isNull());
    }

    @Test
    void a_research_that_a_gate_stopped_says_so() {
        Document page = page(AReport.rejectedAfterTraining());
        assertTrue(page.text().contains("the gate after training did not let this research pass"));
        assertNull(page.getElementById("performance"));
        assertNull(page.getElementById("costs"));
        assertEquals(2, page.select("#training .chart").size());
        assertTrue(page.select("#windows svg .window").size() == 4);
    }

    @Test
    void an_older_research_says_what_it_was_not_asked() {
        Document page = page(AReport.old());
        assertTrue(page.expectFirst("#luck").text().contains("made by a release that did not do so"));
        assertTrue(page.expectFirst("#costs").text().contains("made by a release that did not do so"));
        assertEquals(
                "No language model designed this strategy.",
                page.select("#luck .missing").eachText().getLast());
        assertEquals("54.5%", cell(page, "Training by epoch", "5", 3));
        assertNotNull(page.getElementById("equity"));
    }

    @Test
    void a_research_without_result_is_a_page_all_the_same() {
        Document page = page(AReport.full().failed());
        assertEquals("op_75pbicmpduup", page.expectFirst("h1").text());
        assertTrue(page.text().contains("It ended with an error: no data"));
        assertEquals(
                "none, as it is failed", page.expectFirst(".verdict strong").text());
        assertEquals(0, page.select(".chart").size());
    }

    @Test
    void artifacts_that_cannot_be_read_are_named() {
        Document page = page(AReport.full().withEquity("nonsense").withTrades("side\n"));
        assertTrue(page.expectFirst("#performance").text().contains("The equity curve cannot be read: it has no bars"));
        assertTrue(page.expectFirst("#trades").text().contains("It never traded."));
        assertTrue(page(AReport.full().withoutArtifacts())
                .expectFirst("#trades")
                .text()
                .contains("The list of trades is not part of this research's result."));
    }

    @Test
    void an_account_that_was_used_up_has_no_logarithm() {
        Document page = page(AReport.full().withEquity("""
                time,close,position,equity,drawdown
                2024-01-01T04:00:00Z,100,short,1.0,0
                2024-01-01T08:00:00Z,220,short,0.0,1
                """));
        assertNull(page.selectFirst("button[data-log=equity]"));
        assertTrue(page.expectFirst("#performance").text().contains("It was used up on the way"));
    }

    @Test
    void nothing_that_somebody_wrote_becomes_part_of_the_page() throws Exception {
        String nasty = "</script><script>alert('no')</script><!--script--> \"quoted\" & <b>bold</b>\u0000";
        AReport report = AReport.full().withBrief(nasty).changed(result -> {
            ((ObjectNode) result.path("strategy")).put("name", nasty).put("yaml", nasty);
            ((ObjectNode) result.path("assessment")).withArray("strengths").add(nasty);
            result.put("requested_by", nasty);
        });
        Document page = page(report);
        assertEquals(2, page.select("script").size());
        assertEquals(0, page.select("b").size());
        String shown = "</script><script>alert('no')</script><!--script--> \"quoted\" & <b>bold</b>";
        assertEquals(shown, page.expectFirst("blockquote").text());
        assertEquals(shown, page.expectFirst("h1").text());
        assertEquals(shown, page.expectFirst("#assessment li:last-child").text());
        assertEquals(shown, cell(page, "Where it comes from", "Asked for by", 1));
        assertTrue(charts(page).has("equity"));
    }

    @Test
    void the_page_is_well_formed_and_asks_nobody_for_anything() {
        for (AReport report : List.of(AReport.full(), AReport.old().withoutBars(), AReport.rejectedAfterTraining())) {
            Parser parser = Parser.htmlParser().setTrackErrors(50);
            Document page = parser.parseInput(report.html(), "");
            ParseErrorList errors = parser.getErrors();
            assertTrue(errors.isEmpty(), errors.toString());
            assertEquals(
                    0,
                    page.select("link, img, iframe, object, embed, [src], [href], [style], [onclick]")
                            .size());
            String policy =
                    page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
            assertTrue(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy);
            assertFalse(policy.contains("unsafe"), policy);
        }
    }

    @Test
    void every_id_is_there_once_and_every_table_has_a_name() {
        Document page = page(AReport.full());
        List<String> ids = page.select("[id]").eachAttr("id");
        assertEquals(ids.stream().distinct().toList(), ids);
        page.select("table")
                .forEach(table -> assertFalse(table.select("caption").text().isBlank(), table.html()));
    }

    @Test
    void numbers_are_the_same_in_every_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            String german = AReport.full().html();
            Locale.setDefault(Locale.ROOT);
            assertEquals(AReport.full().html(), german);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static List<String> badges(AReport report) {
        return page(report).select(".badge").eachText();
    }

    /** The text of a cell of the table with that caption, in the row of that name. */
    private static String cell(Document page, String caption, String row, int column) {
        for (Element table : page.select("table")) {
            if (table.select("caption").text().equals(caption)) {
                for (Element line : table.select("tbody tr")) {
                    if (line.child(0).text().equals(row)) {
                        return line.child(column).text();
                    }
                }
            }
        }
        throw new AssertionError("No row " + row + " in a table " + caption);
    }

    private static JsonNode charts(Document page) throws Exception {
        return new ObjectMapper().readTree(page.expectFirst("#charts-data").data());
    }

    private static Document page(AReport report) {
        return Jsoup.parse(report.html());
    }
}
