package io.yizhan.material;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How a library is written in Redis and in memory, version 2: {@code <version>\n} for the script that replaces only by a
 * newer one, then one record after the other. A record: UUID (16 bytes), presence of optional parts (1 byte), version and
 * edition (4 bytes each), the optional parts (dates as days and moments as microseconds since 1970), then type, state, grade
 * and issuer, each as length (2 bytes) and UTF-8. Whose it is stands in the key.
 */
final class LibraryFormat {
    /** Of the version; one more byte and it is known to end there. */
    static final int MOST_DIGITS = 10;

    private static final int FIXED_BYTES = 16 + 1 + 4 + 4;
    private static final int ISSUED_ON = 1;
    private static final int VALID_FROM = 2;
    private static final int VALID_UNTIL = 4;
    private static final int SOURCE_CASE = 8;
    private static final int HANDED_IN_AT = 16;
    private static final int CONFIRMED_BY = 32;

    private LibraryFormat() {}

    static HeldLibrary pack(UUID holder, Library library) {
        var records = new ArrayList<byte[]>(library.materials().size());
        var length = 0;
        for (var held : library.materials()) {
            var record = record(held);
            records.add(record);
            length += record.length;
        }
        var head = (library.version() + "\n").getBytes(StandardCharsets.US_ASCII);
        var packed = ByteBuffer.allocate(head.length + length).put(head);
        records.forEach(packed::put);
        return new HeldLibrary(holder, library.version(), packed.array());
    }

    /** @throws IllegalArgumentException when it does not begin with a version */
    static HeldLibrary held(UUID holder, byte[] packed) {
        return new HeldLibrary(holder, version(packed), packed);
    }

    private static int version(byte[] packed) {
        return version(Buffer.buffer(Unpooled.wrappedBuffer(packed)));
    }

    /** @throws IllegalArgumentException when it does not begin with a version */
    static int version(Buffer packed) {
        var version = 0L;
        for (int i = 0; i < packed.length() && i <= MOST_DIGITS; i++) {
            var next = packed.getByte(i);
            if (next == '\n' && i > 0 && version <= Integer.MAX_VALUE) {
                return (int) version;
            }
            if (next < '0' || next > '9') {
                break;
            }
            version = version * 10 + next - '0';
        }
        throw new IllegalArgumentException("no version");
    }

    /** @throws IllegalArgumentException when it is not what {@link #pack} writes */
    static Library library(UUID holder, byte[] packed) {
        var version = version(packed);
        var rest = ByteBuffer.wrap(packed);
        while (rest.get() != '\n') {
            continue;
        }
        var materials = new ArrayList<HeldMaterial>();
        try {
            while (rest.hasRemaining()) {
                materials.add(material(holder, rest));
            }
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("cut off", cut);
        }
        return new Library(version, List.copyOf(materials));
    }

    private static byte[] record(HeldMaterial held) {
        var texts = new byte[][] {
            utf8(held.materialType()),
            utf8(held.state().word()),
            utf8(held.grade().name()),
            utf8(held.issuer())
        };
        var length = FIXED_BYTES + 3 * 4 + 8 + 2 * 16;
        for (var text : texts) {
            length += 2 + text.length;
        }
        var record = ByteBuffer.allocate(length);
        put(record, held.id());
        record.put((byte) presence(held)).putInt(held.version()).putInt(held.edition());
        held.issuedOn().ifPresent(day -> put(record, day));
        held.validFrom().ifPresent(day -> put(record, day));
        held.validUntil().ifPresent(day -> put(record, day));
        held.sourceCase().ifPresent(id -> put(record, id));
        held.handedInAt().ifPresent(moment -> record.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, moment)));
        held.confirmedBy().ifPresent(id -> put(record, id));
        for (var text : texts) {
            record.putShort((short) text.length).put(text);
        }
        var written = new byte[record.position()];
        record.flip().get(written);
        return written;
    }

    private static int presence(HeldMaterial held) {
        return (held.issuedOn().isPresent() ? ISSUED_ON : 0)
                | (held.validFrom().isPresent() ? VALID_FROM : 0)
                | (held.validUntil().isPresent() ? VALID_UNTIL : 0)
                | (held.sourceCase().isPresent() ? SOURCE_CASE : 0)
                | (held.handedInAt().isPresent() ? HANDED_IN_AT : 0)
                | (held.confirmedBy().isPresent() ? CONFIRMED_BY : 0);
    }

    private static HeldMaterial material(UUID holder, ByteBuffer from) {
        var id = uuid(from);
        var present = from.get();
        var version = from.getInt();
        var edition = from.getInt();
        var issuedOn = has(present, ISSUED_ON) ? Optional.of(day(from)) : Optional.<LocalDate>empty();
        var validFrom = has(present, VALID_FROM) ? Optional.of(day(from)) : Optional.<LocalDate>empty();
        var validUntil = has(present, VALID_UNTIL) ? Optional.of(day(from)) : Optional.<LocalDate>empty();
        var sourceCase = has(present, SOURCE_CASE) ? Optional.of(uuid(from)) : Optional.<UUID>empty();
        var handedInAt = has(present, HANDED_IN_AT) ? Optional.of(moment(from)) : Optional.<Instant>empty();
        var confirmedBy = has(present, CONFIRMED_BY) ? Optional.of(uuid(from)) : Optional.<UUID>empty();
        var type = text(from);
        var state = MaterialState.ofWord(text(from));
        var grade = TrustGrade.valueOf(text(from));
        var issuer = text(from);
        return new HeldMaterial(
                id,
                holder,
                type,
                version,
                edition,
                state,
                grade,
                issuer,
                issuedOn,
                validFrom,
                validUntil,
                sourceCase,
                handedInAt,
                confirmedBy);
    }

    private static boolean has(byte present, int part) {
        return (present & part) != 0;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer from) {
        var length = Short.toUnsignedInt(from.getShort());
        if (length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        var text = new String(from.array(), from.position(), length, StandardCharsets.UTF_8);
        from.position(from.position() + length);
        return text;
    }

    private static void put(ByteBuffer to, UUID id) {
        to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer from) {
        return new UUID(from.getLong(), from.getLong());
    }

    private static void put(ByteBuffer to, LocalDate day) {
        to.putInt((int) day.toEpochDay());
    }

    private static LocalDate day(ByteBuffer from) {
        return LocalDate.ofEpochDay(from.getInt());
    }

    private static Instant moment(ByteBuffer from) {
        return Instant.EPOCH.plus(from.getLong(), ChronoUnit.MICROS);
    }
}
