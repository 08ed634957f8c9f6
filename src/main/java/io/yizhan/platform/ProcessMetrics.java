package io.yizhan.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.quarkus.micrometer.runtime.binder.JVMInfoBinder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the metrics say of the process and its virtual machine: the meters the metrics extension has under {@code binder.jvm} and
 * {@code binder.system}, but from a second after the start, in a worker. Nobody scrapes earlier, and to make them took the main
 * thread 40 ms on JDK 25, where arithmetic of one of them prepares tables of large numbers.
 */
@Singleton
final class ProcessMetrics {
    private static final long UNTIL_STARTED = TimeUnit.SECONDS.toMillis(1);

    private final Vertx vertx;
    private final MeterRegistry registry;
    private List<MeterBinder> bound = List.of();
    private boolean isStopped;

    ProcessMetrics(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        this.registry = registry;
    }

    void start(@Observes StartupEvent started) {
        vertx.setTimer(UNTIL_STARTED, timer -> vertx.executeBlocking(this::bind, false));
    }

    private synchronized Void bind() {
        if (!isStopped) {
            bound = List.of(
                    new ClassLoaderMetrics(),
                    new JvmHeapPressureMetrics(),
                    new JvmMemoryMetrics(),
                    new JvmThreadMetrics(),
                    new JVMInfoBinder(),
                    new JvmGcMetrics(),
                    new UptimeMetrics(),
                    new ProcessorMetrics(),
                    new FileDescriptorMetrics());
            bound.forEach(meters -> meters.bindTo(registry));
        }
        return null;
    }

    /** Two of them listen to the garbage collector. */
    synchronized void stop(@Observes ShutdownEvent stopping) throws Exception {
        isStopped = true;
        for (var meters : bound) {
            if (meters instanceof AutoCloseable listening) {
                listening.close();
            }
        }
        bound = List.of();
    }
}
