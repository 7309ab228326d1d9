package io.ktrdr.quant.random;

/**
 * SplitMix64: 64 bits of state, so that a checkpoint can hold it. The mixing constants are those of Steele, Lea and Flood,
 * "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014. Not for secrets.
 */
public final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double TO_UNIT = 0x1.0p-53;

    private long state;

    /** @param state a seed, or what {@link #state} returned */
    public SplitMix64(long state) {
        this.state = state;
    }

    public long state() {
        return state;
    }

    /** Goes on from what {@link #state} returned. */
    public void restore(long storedState) {
        this.state = storedState;
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * TO_UNIT;
    }

    /** Uniform in [0, bound), bound at least 1. Without the modulo's bias. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, not " + bound);
        }
        long limit = (1L << 31) - (1L << 31) % bound;
        long drawn;
        do {
            drawn = nextLong() >>> 33;
        } while (drawn >= limit);
        return (int) (drawn % bound);
    }

    /** Standard normal, by Box and Muller (1958). One value a call, so that the state stays one number. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - nextDouble()));
        return radius * StrictMath.cos(2.0 * StrictMath.PI * nextDouble());
    }
}
