package io.yizhan.material;

/**
 * What the hall asks of a reused material beyond the law.
 *
 * @param marginDays validity must reach this many days past the day asked for
 * @param coversCompletion validity must cover the promised completion, not only the day of acceptance
 * @param minimumGrade copies trusted less are not offered
 */
public record ReusePolicy(int marginDays, boolean coversCompletion, TrustGrade minimumGrade) {
    public static final ReusePolicy LENIENT = new ReusePolicy(0, false, TrustGrade.D);
}
