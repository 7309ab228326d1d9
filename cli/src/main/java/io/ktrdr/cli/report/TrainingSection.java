package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.report.Charts.LineChart;
import io.ktrdr.cli.report.Charts.Unit;
import java.util.Arrays;
import java.util.List;

/** How the model learned. */
final class TrainingSection {
    private static final double COIN_LOSS = Math.log(2);

    private TrainingSection() {}

    static void write(Html html, Charts charts, Findings found) {
        if (!found.has("/training")) {
            Absent.write(html, "There was no training.");
            return;
        }
        Findings training = found.at("/training");
        double accuracy = training.number("/accuracy");
        double majority = found.number("/baselines/majority_accuracy");
        if (Double.isFinite(accuracy)) {
            html.element(
                    "p",
                    "The model told " + Figures.percent(accuracy)
                            + " of the validation samples right; always saying the"
                            + " more frequent label would have told "
                            + Show.number(majority, Figures::percent) + ".");
        }
        List<Findings> history = training.each("/history");
        if (history.size() < 2) {
            Absent.write(html, "There is no course of training to draw.");
        } else {
            curves(html, charts, history, majority, Math.round(training.number("/best_epoch")));
        }
        walkForward(html, training);
    }

    private static void curves(Html html, Charts charts, List<Findings> history, double majority, long best) {
        double[] epochs = column(history, "/epoch");
        charts.add("loss", LineChart.over(epochs, Unit.FINE))
                .series("Training", "strategy", column(history, "/train_loss"))
                .series("Validation", "market", column(history, "/validation_loss"))
                .small();
        Findings last = history.getLast();
        String kept = best > 0 ? " The parameters of epoch " + best + " were kept." : "";
        html.open("div", "class", "pair");
        Figure.write(
                html,
                "loss",
                "Loss by epoch",
                "Mean cross-entropy; a coin has " + Figures.fine(COIN_LOSS) + ". After "
                        + Show.counted(history.size(), "epoch")
                        + " training has " + Show.number(last.number("/train_loss"), Figures::fine) + ", validation "
                        + Show.number(last.number("/validation_loss"), Figures::fine) + "." + kept);
        LineChart accuracy = charts.add("accuracy", LineChart.over(epochs, Unit.PERCENT))
                .series("Validation", "strategy", column(history, "/validation_accuracy"))
                .small();
        String baseRate = "";
        if (Double.isFinite(majority)) {
            double[] line = new double[epochs.length];
            Arrays.fill(line, majority);
            accuracy.series("Majority guess", "market", line).dashed();
            baseRate = " Always saying the more frequent label tells " + Figures.percent(majority) + " right.";
        }
        Figure.write(
                html,
                "accuracy",
                "Accuracy by epoch",
                "Share of validation samples told right, "
                        + Show.number(last.number("/validation_accuracy"), Figures::percent) + " at the end."
                        + baseRate);
        html.close().open("details").element("summary", "The course of training as a table");
        DataTable table = new DataTable("Training by epoch")
                .text("Epoch")
                .number("Training loss")
                .number("Validation loss")
                .number("Validation accuracy");
        for (Findings epoch : history) {
            table.row(
                    Show.whole(epoch.number("/epoch")),
                    Show.number(epoch.number("/train_loss"), Figures::fine),
                    Show.number(epoch.number("/validation_loss"), Figures::fine),
                    Show.number(epoch.number("/validation_accuracy"), Figures::percent));
        }
        table.write(html);
        html.close();
    }

    private static double[] column(List<Findings> history, String place) {
        return history.stream().mapToDouble(epoch -> epoch.number(place)).toArray();
    }

    private static void walkForward(Html html, Findings training) {
        html.element("h3", "Walk-forward");
        if (!training.has("/walk_forward")) {
            Absent.write(html, "The model was not trained again on earlier parts of the data to see whether it holds.");
            return;
        }
        Findings forward = training.at("/walk_forward");
        html.element(
                "p",
                "Trained anew on growing parts of the data and tried on what follows each, "
                        + Show.whole(forward.number("/folds"))
                        + " folds with " + Show.whole(forward.number("/seeds")) + " seeds each: on average "
                        + Show.number(forward.number("/mean_accuracy"), Figures::percent) + " right against "
                        + Show.number(forward.number("/mean_majority_accuracy"), Figures::percent)
                        + " for the more frequent label; the runs scatter by "
                        + Show.number(forward.number("/accuracy_deviation"), Figures::percent)
                        + ". What holds only in some folds, or with some seeds, does not hold.");
        DataTable table = new DataTable("Walk-forward runs")
                .text("Fold")
                .text("Seed")
                .number("Samples")
                .number("Accuracy")
                .number("Majority guess")
                .number("Better by");
        for (Findings run : forward.each("/runs")) {
            double accuracy = run.number("/accuracy");
            double majority = run.number("/majority_accuracy");
            table.row(
                    Show.whole(run.number("/fold")),
                    run.text("/seed"),
                    Show.whole(run.number("/samples")),
                    Show.number(accuracy, Figures::percent),
                    Show.number(majority, Figures::percent),
                    Show.number(accuracy - majority, Figures::signedPercent));
        }
        table.write(html);
    }
}
