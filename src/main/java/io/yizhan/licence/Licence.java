package io.yizhan.licence;

import java.util.UUID;

/**
 * An e-licence with all its versions.
 *
 * @param holder whose it is
 * @param holderName as on the licence
 * @param issuer credit code of the department
 * @param material the material its newest issue is in the holder's space
 */
record Licence(
        UUID id,
        UUID holder,
        String holderName,
        String materialType,
        String typeCode,
        String nameZh,
        String nameEn,
        String issuer,
        String serial,
        UUID material,
        LicenceChain chain) {

    LicenceIdentifier nextIdentifier() {
        return new LicenceIdentifier(typeCode, issuer, serial, chain.newest().number() + 1);
    }

    @Override
    public String toString() {
        return "licence " + id;
    }
}
