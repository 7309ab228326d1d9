package io.ktrdr.quant.learning;

import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.strategy.StrategySpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * Trains a network by mini-batches with Adam and stops when the validation loss no longer falls. One call is one epoch;
 * between two the state can be stored and taken up by another process, which then computes the same bits. Not thread-safe.
 */
public final class Trainer {
    private static final long CHECKPOINT_MAGIC = 0x4b54_5244_434b_0001L;

    private final StrategySpec.Model settings;
    private final Samples train;
    private final Samples validation;
    private final Network network;
    private final Adam optimiser;
    private final SplitMix64 random;
    private final List<Epoch> history = new ArrayList<>();
    private final double initialLoss;
    private double[] bestParameters;
    private double bestLoss;
    private double bestAccuracy;
    private int bestEpoch;

    private Trainer(StrategySpec.Model settings, Samples train, Samples validation, long seed) {
        if (train.size() == 0 || validation.size() == 0 || train.width() != validation.width()) {
            throw new IllegalArgumentException("Training needs samples of one width to learn from and to validate on");
        }
        this.settings = settings;
        this.train = train;
        this.validation = validation;
        this.random = new SplitMix64(seed);
        int[] layers = Network.layers(train.width(), settings.hiddenLayers());
        this.network = new Network(layers, Network.initialParameters(layers, random));
        this.optimiser = new Adam(settings.learningRate(), network.parameters().length);
        Score start = Score.of(network, validation);
        this.initialLoss = start.loss();
        this.bestLoss = start.loss();
        this.bestAccuracy = start.accuracy();
        this.bestParameters = network.parameters().clone();
    }

    public static Trainer start(StrategySpec.Model settings, Samples train, Samples validation, long seed) {
        return new Trainer(settings, train, validation, seed);
    }

    /**
     * Goes on where {@link #checkpoint} was taken.
     *
     * @throws IllegalArgumentException when the bytes are no checkpoint of this very training
     */
    public static Trainer resume(
            StrategySpec.Model settings, Samples train, Samples validation, long seed, byte[] checkpoint) {
        Trainer trainer = new Trainer(settings, train, validation, seed);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(checkpoint))) {
            trainer.read(in, seed);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a checkpoint of this training: " + e.getMessage(), e);
        }
        return trainer;
    }

    /** Epochs run so far. */
    public int epochs() {
        return history.size();
    }

    public boolean isOver() {
        return history.size() >= settings.epochs() || isStoppedEarly();
    }

    private boolean isStoppedEarly() {
        return history.size() < settings.epochs() && history.size() - bestEpoch >= settings.patience();
    }

    /**
     * One pass over the training samples, in a fresh random order.
     *
     * @param cancelled asked before each batch
     * @throws TrainingCancelledException when it says so; this trainer can no longer be used
     * @throws TrainingDivergedException  when the loss is no longer finite
     */
    public Epoch runEpoch(BooleanSupplier cancelled) {
        return runEpoch(cancelled, share -> {});
    }

    /**
     * The same, and tells how far it is.
     *
     * @param progress given the share of this epoch's samples that were learned from, 0..1, before each batch
     */
    public Epoch runEpoch(BooleanSupplier cancelled, DoubleConsumer progress) {
        if (isOver()) {
            throw new IllegalStateException("Training is over");
        }
        int[] order = shuffled(train.size());
        double[] gradient = new double[network.parameters().length];
        double loss = 0;
        for (int from = 0; from < order.length; from += settings.batchSize()) {
            if (cancelled.getAsBoolean()) {
                throw new TrainingCancelledException();
            }
            progress.accept((double) from / order.length);
            loss += runBatch(order, from, StrictMath.min(order.length, from + settings.batchSize()), gradient);
        }
        Score score = Score.of(network, validation);
        int number = history.size() + 1;
        Epoch epoch = new Epoch(number, loss / order.length, score.loss(), score.accuracy());
        if (!Double.isFinite(epoch.trainLoss()) || !Double.isFinite(epoch.validationLoss())) {
            throw new TrainingDivergedException(number);
        }
        history.add(epoch);
        if (score.loss() < bestLoss) {
            bestLoss = score.loss();
            bestAccuracy = score.accuracy();
            bestEpoch = number;
            bestParameters = network.parameters().clone();
        }
        return epoch;
    }

    private double runBatch(int[] order, int from, int to, double[] gradient) {
        Arrays.fill(gradient, 0);
        double loss = 0;
        for (int i = from; i < to; i++) {
            int row = order[i];
            loss += network.accumulate(train.inputs(), row * train.width(), train.labels()[row], gradient);
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= to - from;
        }
        network.accumulatePenalty(settings.l2(), gradient);
        optimiser.step(network.parameters(), gradient);
        return loss;
    }

    /** Fisher and Yates; from the identity each time, so that the generator's state alone determines it. */
    private int[] shuffled(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    public TrainingOutcome outcome() {
        return new TrainingOutcome(
                network.layers(),
                bestParameters.clone(),
                bestAccuracy,
                bestLoss,
                initialLoss,
                bestEpoch,
                isStoppedEarly(),
                List.copyOf(history));
    }

    /** The whole state after the last epoch. */
    public byte[] checkpoint() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(CHECKPOINT_MAGIC);
            out.writeLong(fingerprint());
            out.writeLong(random.state());
            Doubles.write(out, network.parameters());
            optimiser.write(out);
            Doubles.write(out, bestParameters);
            out.writeDouble(bestLoss);
            out.writeDouble(bestAccuracy);
            out.writeInt(bestEpoch);
            out.writeInt(history.size());
            for (Epoch epoch : history) {
                out.writeDouble(epoch.trainLoss());
                out.writeDouble(epoch.validationLoss());
                out.writeDouble(epoch.validationAccuracy());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private void read(DataInputStream in, long seed) throws IOException {
        if (in.readLong() != CHECKPOINT_MAGIC) {
            throw new IOException("another format");
        }
        if (in.readLong() != fingerprint()) {
            throw new IOException("other data or settings than with seed " + seed);
        }
        random.restore(in.readLong());
        Doubles.read(in, network.parameters());
        optimiser.read(in);
        bestParameters = Doubles.read(in);
        bestLoss = in.readDouble();
        bestAccuracy = in.readDouble();
        bestEpoch = in.readInt();
        int epochs = in.readInt();
        if (epochs < 0 || epochs > settings.epochs() || bestParameters.length != network.parameters().length) {
            throw new IOException("damaged");
        }
        for (int i = 1; i <= epochs; i++) {
            history.add(new Epoch(i, in.readDouble(), in.readDouble(), in.readDouble()));
        }
    }

    /** Settings, data and (through the first score) the seed: what makes a training this very one. */
    private long fingerprint() {
        long hash = Objects.hash(
                settings.type(),
                settings.hiddenLayers(),
                settings.learningRate(),
                settings.epochs(),
                settings.batchSize(),
                settings.patience(),
                settings.l2());
        hash = 31 * hash + Arrays.hashCode(train.inputs());
        hash = 31 * hash + Arrays.hashCode(train.labels());
        hash = 31 * hash + Arrays.hashCode(validation.inputs());
        hash = 31 * hash + Arrays.hashCode(validation.labels());
        return 31 * hash + Double.doubleToLongBits(initialLoss);
    }
}
