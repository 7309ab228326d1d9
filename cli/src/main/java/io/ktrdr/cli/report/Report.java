package io.ktrdr.cli.report;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;

/** A research as one HTML file. */
public final class Report {
    private Report() {}

    /** The whole file. Whatever the research has not got to is said to be missing; nothing of it is made up. */
    public static String html(Sources sources) {
        Findings found = new Findings(
                sources.research().result() == null
                        ? MissingNode.getInstance()
                        : sources.research().result());
        Html html = new Html();
        Charts charts = new Charts();
        HeadSection.write(html, sources, found);
        if (found.has("/backtest")) {
            tested(html, charts, sources, found);
        }
        section(html, "windows", "The data");
        Part<Bars> bars = sources.bars().read(BarsCodec::decode, "The dataset cannot be read");
        WindowsSection.write(html, charts, found, bars);
        html.close();
        section(html, "training", "Training");
        TrainingSection.write(html, charts, found);
        html.close();
        section(html, "gates", "Gates");
        GatesSection.write(html, found);
        html.close();
        section(html, "assessment", "Assessment");
        AssessmentSection.write(html, found);
        html.close();
        html.open("footer").open("section", "id", "provenance").element("h2", "Provenance");
        ProvenanceSection.write(html, sources, found);
        html.close().close();
        return Page.of(HeadSection.title(sources.research(), found) + " · ktrdr research report", html, charts);
    }

    private static void tested(Html html, Charts charts, Sources sources, Findings found) {
        section(html, "performance", "Performance");
        switch (sources.equity().read(Curve::parse, "The equity curve cannot be read")) {
            case Part.Present<Curve>(Curve curve) -> PerformanceSection.write(html, charts, found, curve);
            case Part.Missing<Curve>(String reason) -> Absent.write(html, reason);
        }
        html.close();
        section(html, "luck", "Could it be luck?");
        LuckSection.write(html, found);
        html.close();
        section(html, "costs", "Costs");
        if (found.has("/statistics/costs")) {
            CostsSection.write(html, found.at("/statistics/costs"));
        } else {
            Absent.write(html, Absent.statistics());
        }
        html.close();
        section(html, "trades", "Trades");
        switch (sources.trades().read(Trades::parse, "The trades cannot be read")) {
            case Part.Present<Trades>(Trades trades) -> TradesSection.write(html, trades);
            case Part.Missing<Trades>(String reason) -> Absent.write(html, reason);
        }
        html.close();
        section(html, "metrics", "All figures");
        MetricsSection.write(html, found, sources.notAnnualized());
        html.close();
    }

    private static void section(Html html, String id, String title) {
        html.open("section", "id", id).element("h2", title);
    }
}
