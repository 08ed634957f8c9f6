package io.yizhan.platform.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import java.util.List;
import java.util.Optional;

/** Limits of a request, answered as problems. The server's own limits stand above them and answer with a bare status. */
@ConfigMapping(prefix = "yizhan.http")
public interface HttpConfig {
    /** Characters of path and query. */
    @WithDefault("4096")
    @AtLeast(1024)
    int maxUriLength();

    /** Characters of all header names and values together. */
    @WithDefault("16384")
    @AtLeast(4096)
    int maxHeaderLength();

    /** Bytes of a body that is not an upload: a whole application of a hundred materials and fields has 60 KiB. */
    @WithDefault("262144")
    @AtLeast(16384)
    long maxBodyBytes();

    /** Bytes of an upload with its multipart frame; the server's own limit must not be lower. */
    @WithDefault("11534336")
    @AtLeast(1048576)
    long maxUploadBytes();

    /** Proxies in front, whose word on the client's address counts; see {@link ClientAddresses}. */
    Optional<List<@WithConverter(AddressRange.Written.class) AddressRange>> trustedProxies();

    /** Whether matches and progress have lanes in front of the framework's road; off for measuring only. */
    @WithDefault("true")
    boolean lanes();
}
