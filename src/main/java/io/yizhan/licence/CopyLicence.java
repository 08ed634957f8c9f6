package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** Copies for a purpose: made while the licence is valid, good until a day, printed anew each time with the purpose across every page. */
@Singleton
final class CopyLicence {
    private final Licences licences;
    private final LicenceUses uses;
    private final Papers papers;
    private final PublishedCatalogue catalogue;
    private final LicenceConfig config;
    private final Clock clock;

    CopyLicence(
            Licences licences,
            LicenceUses uses,
            Papers papers,
            PublishedCatalogue catalogue,
            LicenceConfig config,
            Clock clock) {
        this.licences = licences;
        this.uses = uses;
        this.papers = papers;
        this.catalogue = catalogue;
        this.config = config;
        this.clock = clock;
    }

    Uni<LicenceUses.Copied> copy(
            UUID id, String purpose, String recipient, LocalDate until, AuthenticatedCaller holder, String requestId) {
        var today = LocalDate.now(clock);
        if (until.isBefore(today) || until.isAfter(today.plusDays(config.copyDays()))) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault(
                            "/until",
                            "range",
                            "须为今日起 " + config.copyDays() + " 日内",
                            "from today, " + config.copyDays() + " days at most");
        }
        return licences.ownIssue(id, holder.subject().value())
                .invoke(issue -> checkValid(issue.licence(), today))
                .chain(issue -> uses.copy(
                        new LicenceUses.Wanted(id, issue.version().number(), purpose, recipient, until),
                        holder,
                        requestId));
    }

    /** The copy as PDF; every fetch is a use. */
    Uni<byte[]> content(UUID id, UUID copy, AuthenticatedCaller holder, String requestId) {
        var today = LocalDate.now(clock);
        return uses.get(copy, id, holder.subject().value())
                .invoke(found -> checkGood(found, today))
                .chain(found -> licences.ownIssue(id, holder.subject().value())
                        .invoke(issue -> checkValid(issue.licence(), today))
                        .call(issue -> uses.note(
                                id, "downloaded", found.purpose(), Optional.of(found.id()), holder, requestId))
                        .chain(issue -> papers.print(paper(issue, found))));
    }

    private static void checkValid(Licence licence, LocalDate today) {
        if (!licence.chain().isValidOn(today)) {
            throw Problem.of(ProblemType.LICENCE_STATE_CONFLICT, "证照当前无效，不能出具复制件。", "Only a valid licence is copied.")
                    .with("state", licence.chain().newest().state())
                    .with("legalStates", licence.chain().newest().state().next());
        }
    }

    private static void checkGood(LicenceCopy copy, LocalDate today) {
        if (copy.until().isBefore(today)) {
            throw Problem.of(ProblemType.LICENCE_COPY_EXPIRED, "请重新申请复制件。", "Ask for a new copy.");
        }
    }

    private Paper paper(Licences.Issue issue, LicenceCopy copy) {
        var licence = issue.licence();
        var issuer = catalogue.get().findDepartment(licence.issuer());
        return new LicencePaper(
                        issue.version().identifier(),
                        licence.nameZh(),
                        licence.nameEn(),
                        licence.holderName(),
                        issuer.map(found -> found.nameZh()).orElse(licence.issuer()),
                        issuer.map(found -> found.nameEn()).orElse(licence.issuer()),
                        licence.serial(),
                        LocalDate.ofInstant(issue.version().at(), HallClock.BUSINESS_ZONE),
                        licence.chain().newest().validFrom(),
                        licence.chain().newest().validUntil(),
                        Optional.empty(),
                        VerificationCode.parse(copy.verificationCode()),
                        config.publicAddress(),
                        issue.version().at())
                .copy(new LicencePaper.Purpose(
                        copy.id().toString(), copy.purpose(), copy.recipient(), copy.until(), copy.madeAt()));
    }
}
