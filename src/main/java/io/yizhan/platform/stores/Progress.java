package io.yizhan.platform.stores;

/** What the person at the terminal reads while nothing else can speak yet: logging starts with Quarkus. */
final class Progress {
    private Progress() {}

    static void say(String sentence) {
        System.out.println("yizhan: " + sentence);
    }
}
