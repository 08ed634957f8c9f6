package io.yizhan.material;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.streams.WriteStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** A file being written that knows its size and SHA-256, and stops taking bytes past its limit. */
final class HashingFile implements WriteStream<Buffer> {
    private final AsyncFile file;
    private final long limit;
    private final Runnable onTooLarge;
    private final MessageDigest digest = sha256Digest();
    private long size;

    HashingFile(AsyncFile file, long limit, Runnable onTooLarge) {
        this.file = file;
        this.limit = limit;
        this.onTooLarge = onTooLarge;
    }

    long size() {
        return size;
    }

    byte[] sha256() {
        return digest.digest();
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        size += bytes.length();
        if (size > limit) {
            onTooLarge.run();
            return Future.succeededFuture();
        }
        digest.update(bytes.getByteBuf().nioBuffer());
        return file.write(bytes);
    }

    @Override
    public void write(Buffer bytes, @Nullable Handler<AsyncResult<Void>> handler) {
        var written = write(bytes);
        if (handler != null) {
            written.onComplete(handler);
        }
    }

    @Override
    public void end(@Nullable Handler<AsyncResult<Void>> handler) {
        file.end(handler);
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        file.exceptionHandler(handler);
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        file.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return file.writeQueueFull();
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        file.drainHandler(handler);
        return this;
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
