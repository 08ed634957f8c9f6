package io.yizhan.casework;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.OffsetDateTime;
import java.util.UUID;

/** An application in the making: one per subject and item, the same from every channel. */
@Entity
@Table(name = "draft")
class Draft {
    @Id
    UUID id;

    short bucket;
    UUID subject;

    @Column(name = "implementation_code", columnDefinition = "text")
    String implementationCode;

    @Version
    int version;

    /** {@link DraftContent}, sealed. */
    byte[] content;

    /** Where it was last saved. */
    @Column(columnDefinition = "text")
    String channel;

    @Column(name = "created_at")
    OffsetDateTime createdAt;

    @Column(name = "changed_at")
    OffsetDateTime changedAt;

    @SuppressWarnings("NullAway.Init")
    Draft() {}
}
