package io.yizhan.bench;

import io.yizhan.bench.Figures.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Throughput of two servers against each other: each warmed up, then rounds of ours, baseline, baseline, ours. What
 * drifts on the machine meanwhile meets both. The figure is the median of the rounds' ratios.
 */
record Comparison(Side ours, Side baseline) {
    /** Above it, the generator may have set the pace and not the server. */
    private static final double GENERATOR_BOUND = 0.97;

    /** Two sides may be one server: what its compiler learns from the second unmakes what it learnt from the first. */
    private static final int TURNS_OF_ONE_SERVER = 2;

    record Pace(int rounds, Duration measurement, Duration warmUp) {
        private static final Duration FINE = Duration.ofMillis(200);

        /** The same time in more rounds: a core shared with other machines is fast for a second and slow for the next. */
        Pace finer() {
            var times = (int) Math.max(1, measurement.dividedBy(FINE));
            return new Pace(rounds * times, measurement.dividedBy(times), warmUp);
        }

        Pace longer(int times) {
            return new Pace(rounds * times, measurement, warmUp);
        }
    }

    Figures run(Pace pace) {
        var begun = System.nanoTime();
        var turns = isOneServer() ? TURNS_OF_ONE_SERVER : 1;
        for (int turn = 0; turn < turns; turn++) {
            ours.warmUp(pace.warmUp().dividedBy(turns));
            baseline.warmUp(pace.warmUp().dividedBy(turns));
        }
        var warm = System.nanoTime();
        var our = new ArrayList<Side.Measured>();
        var their = new ArrayList<Side.Measured>();
        for (int round = 0; round < pace.rounds(); round++) {
            our.add(ours.measure(pace.measurement()));
            their.add(baseline.measure(pace.measurement()));
            their.add(baseline.measure(pace.measurement()));
            our.add(ours.measure(pace.measurement()));
        }
        return figures(our, their)
                .with("secondsWarmingUp", (warm - begun) / 1e9)
                .with("secondsMeasuring", (System.nanoTime() - warm) / 1e9);
    }

    private boolean isOneServer() {
        return ours instanceof HttpSide our && baseline instanceof HttpSide their && our.server() == their.server();
    }

    private static Figures figures(List<Side.Measured> our, List<Side.Measured> their) {
        var ours = perRound(our, Side.Measured::perSecond);
        var baseline = perRound(their, Side.Measured::perSecond);
        var figures = new Figures(
                "req/s",
                Spread.of(ours).median(),
                OptionalDouble.of(Spread.of(baseline).median()),
                Spread.of(ratios(ours, baseline)),
                new LinkedHashMap<>());
        var ourCpu = median(our, Side.Measured::cpuMicros);
        var theirCpu = median(their, Side.Measured::cpuMicros);
        figures.with("cpuMicrosOurs", ourCpu);
        withAllocation(figures, "allocatedKibOurs", our);
        withAllocation(figures, "allocatedKibBaseline", their);
        if (theirCpu > 0) {
            figures.with("cpuMicrosBaseline", theirCpu).with("cpuRatio", theirCpu / ourCpu);
        }
        return figures.with("generatorShareOurs", median(our, Side.Measured::generatorShare))
                .with("generatorShareBaseline", median(their, Side.Measured::generatorShare))
                .with("workOurs", median(our, Side.Measured::work))
                .with("workBaseline", median(their, Side.Measured::work))
                .with("isGeneratorBound", isGeneratorBound(our) || isGeneratorBound(their));
    }

    private static void withAllocation(Figures figures, String name, List<Side.Measured> measured) {
        var kib = median(measured, Side.Measured::allocatedKib);
        if (!Double.isNaN(kib)) {
            figures.with(name, kib);
        }
    }

    private static double[] ratios(double[] ours, double[] baseline) {
        var ratios = new double[ours.length];
        Arrays.setAll(ratios, round -> ours[round] / baseline[round]);
        return ratios;
    }

    private static double[] perRound(List<Side.Measured> measured, ToDoubleFunction<Side.Measured> figure) {
        var rounds = new double[measured.size() / 2];
        Arrays.setAll(
                rounds,
                round -> (figure.applyAsDouble(measured.get(2 * round))
                                + figure.applyAsDouble(measured.get(2 * round + 1)))
                        / 2);
        return rounds;
    }

    private static double median(List<Side.Measured> measured, ToDoubleFunction<Side.Measured> figure) {
        return Spread.of(perRound(measured, figure)).median();
    }

    private static boolean isGeneratorBound(List<Side.Measured> measured) {
        return median(measured, Side.Measured::generatorShare) > GENERATOR_BOUND;
    }
}
