package io.yizhan;

import io.quarkus.test.common.QuarkusTestResource;

/** Gives every Quarkus test the same stores, so that the application starts once. */
@QuarkusTestResource(EmbeddedStores.class)
final class EveryTest {}
