package io.yizhan.bench;

/** The very statements of the service, so that a baseline runs the same. */
final class Statements {
    private Statements() {}

    /** Progress of one case by the value of its query number, {@code $1}. */
    static String progress() {
        return of("io.yizhan.casework.Cases", "STANDING_BY_NUMBER");
    }

    /** Submission of one or more cases, 32 arrays. */
    static String submission() {
        return of("io.yizhan.casework.Submissions", "SUBMIT");
    }

    /** What a subject holds, {@code $1}. */
    static String library() {
        return of("io.yizhan.material.Materials", "LIBRARY");
    }

    private static String of(String owner, String constant) {
        try {
            var field = Class.forName(owner).getDeclaredField(constant);
            field.setAccessible(true);
            return (String) field.get(null);
        } catch (ReflectiveOperationException moved) {
            throw new IllegalStateException("the statement is no longer " + owner + "." + constant, moved);
        }
    }
}
