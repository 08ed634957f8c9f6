package io.yizhan.licence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import io.yizhan.platform.config.AtMost;
import java.util.Optional;
import java.util.Set;

@ConfigMapping(prefix = "yizhan.licence")
interface LicenceConfig {
    /** Where people reach this hall: the address in the QR code of a document, without a trailing slash. */
    String publicAddress();

    /**
     * Material types a holder may have several licences of, such as titles to real estate. An issue then goes on with an earlier one
     * only when the case was submitted with it; of every other type it takes the place of all earlier ones.
     */
    Optional<Set<String>> several();

    /** Days before expiry by which a renewal is applied for in time (Administrative Licensing Law, article 50). */
    @WithDefault("30")
    @AtLeast(1)
    @AtMost(365)
    int renewalDays();

    /** Days to put right a commitment that was not kept; afterwards the licence it led to is revoked. */
    @WithDefault("15")
    @AtLeast(1)
    @AtMost(365)
    int rectificationDays();

    /** Documents waiting to be printed on this instance; past it, clients are asked to come back. */
    @WithDefault("256")
    @AtLeast(1)
    int printing();

    /** Days a copy for a purpose may be good for at most. */
    @WithDefault("180")
    @AtLeast(1)
    @AtMost(3650)
    int copyDays();

    /** Verifications a client may ask for at once, and how many come back each second. */
    @WithDefault("60")
    @AtLeast(1)
    int verificationsBurst();

    @WithDefault("2")
    double verificationsPerSecond();
}
