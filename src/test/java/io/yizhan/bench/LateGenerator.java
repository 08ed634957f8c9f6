package io.yizhan.bench;

/** The generator could not keep its own schedule, so what it saw says nothing about the server; another try may. */
final class LateGenerator extends VoidRun {
    private static final long serialVersionUID = 1L;

    LateGenerator(String why) {
        super(why);
    }
}
