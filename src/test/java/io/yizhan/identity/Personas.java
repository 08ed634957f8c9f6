package io.yizhan.identity;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.yizhan.identity.RegisterSubject.Confirmation;
import java.security.SecureRandom;
import java.util.Random;
import java.util.function.Supplier;

/** Fresh people and firms for tests. Their numbers lie in region 00, so that no real person can be hit. */
public final class Personas {
    /** A registered person. */
    public record Person(SubjectId id, IdentityKind kind, String number, String name, String phone) {
        @Override
        public String toString() {
            return "person " + id;
        }
    }

    /** A registered organisation with its legal representative. */
    public record Organisation(SubjectId id, String creditCode, String name, Person representative) {}

    private static final Random RANDOM = new SecureRandom();
    private static final String FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
    private static final String GIVEN_NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平";

    private Personas() {}

    public static Person person() {
        var number = number();
        var name = name();
        var phone = phone();
        var id = await(() -> bean(RegisterSubject.class)
                .person(
                        IdentityKind.RESIDENT_ID,
                        number,
                        name,
                        phone,
                        Confirmation.NOT_CONFIRMED,
                        Cause.startUp("test-person")));
        return new Person(id, IdentityKind.RESIDENT_ID, number, name, phone);
    }

    public static Organisation organisation() {
        return organisation(person());
    }

    public static Organisation organisation(Person representative) {
        var creditCode = creditCode();
        var name = "玉溪" + name() + "商贸有限公司";
        var id = await(() -> bean(RegisterSubject.class)
                .organisation(
                        creditCode,
                        name,
                        representative.id(),
                        Confirmation.NOT_CONFIRMED,
                        Cause.startUp("test-organisation")));
        return new Organisation(id, creditCode, name, representative);
    }

    /** Valid in everything but its region. */
    public static String number() {
        var born = "%04d%02d%02d".formatted(1940 + RANDOM.nextInt(65), 1 + RANDOM.nextInt(12), 1 + RANDOM.nextInt(28));
        var stem = "00%04d%s%03d".formatted(RANDOM.nextInt(10_000), born, RANDOM.nextInt(1000));
        return IdentityNumber.complete(IdentityKind.RESIDENT_ID, stem).value();
    }

    public static String creditCode() {
        return IdentityNumber.complete(
                        IdentityKind.CREDIT_CODE,
                        "9100%04dMA%06d".formatted(RANDOM.nextInt(10_000), RANDOM.nextInt(1_000_000)))
                .value();
    }

    public static String phone() {
        return "199%08d".formatted(RANDOM.nextInt(100_000_000));
    }

    public static String name() {
        return pick(FAMILY_NAMES) + pick(GIVEN_NAMES) + pick(GIVEN_NAMES);
    }

    private static String pick(String characters) {
        return String.valueOf(characters.charAt(RANDOM.nextInt(characters.length())));
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException expected) {
            throw expected;
        } catch (Throwable unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
