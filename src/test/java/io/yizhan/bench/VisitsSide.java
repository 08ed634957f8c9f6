package io.yizhan.bench;

import java.time.Duration;

/** A server whose visitors ask more than one question; as many visitors at a time as there are connections. */
record VisitsSide(ServerProcess server, OpenLoop load) implements Side {
    @Override
    public Measured measure(Duration longest) {
        var allocated = server.allocated();
        var cpu = server.cpu();
        var perSecond = load.saturation(longest);
        var used = server.cpu().minus(cpu);
        var kib = server.allocated().since(allocated) / 1024.0;
        var answers = perSecond * longest.toNanos() / 1e9;
        return new Measured(answers, perSecond, used.toNanos() / 1e3 / answers, kib / answers, 0, 0);
    }

    @Override
    public void warmUp(Duration time) {
        WarmUp.of(time, 0).run(server, this::measure);
    }

    @Override
    public void close() {
        load.close();
    }
}
