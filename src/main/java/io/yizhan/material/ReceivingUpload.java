package io.yizhan.material;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Receives one file of a multipart body: streamed to disk, hashed and counted on the way, never held in memory.
 * A mini-program sends one file per call, with the metadata as form fields beside it.
 */
@Singleton
final class ReceivingUpload {
    private static final int MAX_FIELDS = 16;

    private final Vertx vertx;
    private final BlobStore blobs;
    private final MaterialConfig config;

    ReceivingUpload(Vertx vertx, BlobStore blobs, MaterialConfig config) {
        this.vertx = vertx;
        this.blobs = blobs;
        this.config = config;
    }

    /** A file now in staging, its content known by hash, and the form fields beside it. */
    record Received(Path file, byte[] sha256, long size, Map<String, String> fields) {}

    Uni<Received> receive(HttpServerRequest request) {
        return blobs.stage().chain(staged -> Uni.createFrom().completionStage(() -> receive(request, staged)
                .onFailure(failure -> discard(staged))
                .toCompletionStage()));
    }

    private Future<Received> receive(HttpServerRequest request, Path staged) {
        Promise<Received> received = Promise.promise();
        List<Future<HashingFile>> files = new ArrayList<>();
        request.exceptionHandler(broken -> received.tryFail(incomplete()));
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> files.add(save(upload, staged, files.isEmpty(), received)));
        request.endHandler(end -> Future.all(files)
                .onFailure(received::tryFail)
                .onSuccess(saved -> finish(request, staged, files, received)));
        request.resume();
        return received.future();
    }

    private Future<HashingFile> save(
            HttpServerFileUpload upload, Path staged, boolean isFirst, Promise<Received> received) {
        if (!isFirst) {
            var refused = Problem.of(ProblemType.UPLOAD_INVALID, "每次只能上传一个文件。", "One file per call.");
            received.tryFail(refused);
            return Future.failedFuture(refused);
        }
        upload.pause();
        return vertx.fileSystem()
                .open(staged.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
                .map(file -> hashing(file, received))
                .compose(file -> upload.pipeTo(file).map(file));
    }

    private HashingFile hashing(AsyncFile file, Promise<Received> received) {
        return new HashingFile(file, config.maxFileBytes(), () -> received.tryFail(tooLarge()));
    }

    private static void finish(
            HttpServerRequest request, Path staged, List<Future<HashingFile>> files, Promise<Received> received) {
        if (files.isEmpty()) {
            received.tryFail(Problem.of(ProblemType.UPLOAD_INVALID, "没有文件。", "There is no file in the body.")
                    .fault("form:file", "required", "必填", "is required"));
            return;
        }
        var file = files.get(0).result();
        if (file.size() == 0) {
            received.tryFail(Problem.of(ProblemType.UPLOAD_INVALID, "文件是空的。", "The file is empty."));
            return;
        }
        var fields = new TreeMap<String, String>();
        request.formAttributes().forEach(fields::put);
        if (fields.size() > MAX_FIELDS) {
            received.tryFail(Problem.of(ProblemType.UPLOAD_INVALID, "表单字段过多。", "There are too many form fields."));
            return;
        }
        received.tryComplete(new Received(staged, file.sha256(), file.size(), fields));
    }

    private void discard(Path staged) {
        vertx.executeBlocking(() -> Files.deleteIfExists(staged)).onFailure(alreadyGone -> {});
    }

    private Problem tooLarge() {
        var limit = config.maxFileBytes() / 1024 / 1024;
        return Problem.of(
                ProblemType.FILE_TOO_LARGE,
                "单个文件不得超过 %d MB。".formatted(limit),
                "One file may have up to %d MB.".formatted(limit));
    }

    private static Problem incomplete() {
        return Problem.of(ProblemType.UPLOAD_INVALID, "上传中断或格式有误。", "The upload broke off or is not well formed.");
    }

    /** Blocking: what kind of file it is. */
    String kindOf(Path file) throws IOException {
        return FileKind.of(file, config.maxPixels());
    }
}
