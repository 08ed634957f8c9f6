package io.yizhan;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain
public class Yizhan {
    public static void main(String[] args) {
        Quarkus.run(args);
    }
}
