package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import io.yizhan.identity.Seals;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints and seals papers on a thread of its own, one after the other, because the font is read by one at a time; beyond a bounded
 * number in hand requests are told to come back. The font is loaded with the first paper.
 */
@Singleton
final class Papers {
    private final Seals seals;
    private final LicenceConfig config;
    private final WorkerExecutor printer;
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile @Nullable PrintPaper printing;

    Papers(Vertx vertx, Seals seals, LicenceConfig config) {
        this.seals = seals;
        this.config = config;
        this.printer = vertx.createSharedWorkerExecutor("paper-printer", 1);
    }

    @PreDestroy
    void close() {
        printer.closeAndForget();
    }

    /** Fails with {@code service-busy} when too many papers are waiting. */
    Uni<byte[]> print(Paper paper) {
        return inTurn(() -> printing().print(paper));
    }

    /** @param document what the seal calls it: an identifier or a number */
    Uni<SealedPaper> printSealed(Paper paper, String document) {
        return inTurn(() -> seal(printing().print(paper), document));
    }

    private <T> Uni<T> inTurn(Supplier<T> work) {
        return Uni.createFrom().deferred(() -> enqueue(work));
    }

    private <T> Uni<T> enqueue(Supplier<T> work) {
        if (inHand.incrementAndGet() > config.printing()) {
            inHand.decrementAndGet();
            throw Problem.of(ProblemType.SERVICE_BUSY).retryAfter(Duration.ofSeconds(5));
        }
        return printer.executeBlocking(Uni.createFrom().item(work), true)
                .onTermination()
                .invoke(inHand::decrementAndGet);
    }

    /** On the printer's thread only. */
    private PrintPaper printing() {
        var ready = printing;
        if (ready == null) {
            ready = new PrintPaper(PaperFont.load());
            printing = ready;
        }
        return ready;
    }

    private SealedPaper seal(byte[] content, String document) {
        var sha256 = sha256(content);
        return new SealedPaper(content, sha256, seals.seal(SealedPaper.statement(document, sha256)));
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
