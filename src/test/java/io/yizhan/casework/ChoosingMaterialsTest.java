package io.yizhan.casework;

import static io.yizhan.material.MatchingFixture.candidate;
import static io.yizhan.material.MatchingFixture.requirement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yizhan.casework.UsedMaterial.Manner;
import io.yizhan.catalogue.Requirement;
import io.yizhan.catalogue.ReuseClass;
import io.yizhan.material.HeldMaterial;
import io.yizhan.material.Matching;
import io.yizhan.material.MatchingFixture;
import io.yizhan.material.MaterialState;
import io.yizhan.material.ReusePolicy;
import io.yizhan.platform.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChoosingMaterialsTest {
    private static final Requirement FORM = requirement("FRM001", ReuseClass.NEVER);
    private static final Requirement BIRTH = requirement("IDN006", ReuseClass.UNCONDITIONAL);
    private static final Requirement LICENCE = requirement("LIC003", ReuseClass.WITHIN_VALIDITY);
    private static final Requirement MARRIAGE = requirement("IDN007", ReuseClass.WITHOUT_EXPIRY);

    private final HeldMaterial form = candidate("FRM001").handedInAt(null).held();
    private final HeldMaterial birth = candidate("IDN006").held();
    private final HeldMaterial licence = candidate("LIC003").held();
    private final HeldMaterial marriage = candidate("IDN007").held();
    private final Map<UUID, HeldMaterial> supplied = new HashMap<>(Map.of(form.id(), form));

    @Test
    void attachesTheUnconditionalAndTakesTheSuppliedForm() {
        var used = choose(List.of(FORM, BIRTH), List.of(birth), supply(form));

        assertThat(used).extracting(UsedMaterial::manner).containsExactly(Manner.SUPPLIED, Manner.ATTACHED);
    }

    @Test
    void leavesADeclinedAttachmentOutAndAsksForItInstead() {
        var refused = refused(List.of(BIRTH), List.of(birth), new MaterialChoice("IDN006", null, false, true));

        assertThat(refused.faults()).extracting(Problem.Fault::code).containsExactly("missing:IDN006");
    }

    @Test
    void anOwnUploadTakesThePlaceOfADeclinedAttachment() {
        var fresh = candidate("IDN006").handedInAt(null).held();

        var used =
                choose(List.of(BIRTH), List.of(birth), new MaterialChoice("IDN006", null, false, true), supply(fresh));

        assertThat(used).extracting(UsedMaterial::material).containsExactly(fresh);
    }

    @Test
    void doesNotUseAnOfferedLicenceUnlessItIsChosen() {
        assertThat(refused(List.of(LICENCE), List.of(licence)).faults())
                .extracting(Problem.Fault::code)
                .containsExactly("missing:LIC003");
        assertThat(choose(List.of(LICENCE), List.of(licence), MaterialChoice.of("LIC003", licence.id())))
                .extracting(UsedMaterial::manner)
                .containsExactly(Manner.CHOSEN);
    }

    @Test
    void demandsConfirmationOfWhatHasNoExpiry() {
        var unconfirmed = refused(List.of(MARRIAGE), List.of(marriage), MaterialChoice.of("IDN007", marriage.id()));
        var confirmed =
                choose(List.of(MARRIAGE), List.of(marriage), new MaterialChoice("IDN007", marriage.id(), true, false));

        assertThat(unconfirmed.faults())
                .extracting(Problem.Fault::pointer)
                .containsExactly("/materials/0/confirmedUnchanged", "/materials");
        assertThat(confirmed).extracting(UsedMaterial::manner).containsExactly(Manner.CONFIRMED);
    }

    @Test
    void saysWhyAChosenMaterialMayNotServe() {
        var revoked = candidate("LIC003").state(MaterialState.REVOKED).held();

        var refused = refused(List.of(LICENCE), List.of(revoked), MaterialChoice.of("LIC003", revoked.id()));

        assertThat(refused.faults()).extracting(Problem.Fault::code).contains("revoked");
    }

    @Test
    void refusesAFormThatServedInAnEarlierCase() {
        var usedForm = candidate("FRM001").held();

        var refused = refused(List.of(FORM), List.of(usedForm), MaterialChoice.of("FRM001", usedForm.id()));

        assertThat(refused.faults()).extracting(Problem.Fault::code).contains("notOffered", "missing:FRM001");
    }

    @Test
    void refusesWhatTheItemDoesNotAskForAnUploadOfAnotherTypeAndTheSameTwice() {
        var refused = refused(
                List.of(FORM, LICENCE),
                List.of(),
                MaterialChoice.of("IDN007", marriage.id()),
                MaterialChoice.of("LIC003", form.id()),
                supply(form),
                supply(form));

        assertThat(refused.faults())
                .extracting(Problem.Fault::code)
                .containsExactly("notAskedFor", "otherType", "twice", "missing:LIC003");
    }

    @Test
    void leavesPaperAndConditionalMaterialsToTheWindowAndTheApplicant() {
        var paper = requirement("TEC001", ReuseClass.NEVER, "required", "paper");
        var conditional = requirement("TEC002", ReuseClass.NEVER, "conditional", "both");

        assertThat(choose(List.of(paper, conditional), List.of())).isEmpty();
    }

    private List<UsedMaterial> choose(
            List<Requirement> requirements, List<HeldMaterial> candidates, MaterialChoice... choices) {
        var matches = Matching.of(
                        MatchingFixture.HOLDER, MatchingFixture.DAY, MatchingFixture.COMPLETION, ReusePolicy.LENIENT)
                .decide(requirements, candidates);
        return ChoosingMaterials.choose(matches, List.of(choices), supplied.values());
    }

    private MaterialChoice supply(HeldMaterial upload) {
        supplied.put(upload.id(), upload);
        return MaterialChoice.of(upload.materialType(), upload.id());
    }

    private Problem refused(List<Requirement> requirements, List<HeldMaterial> candidates, MaterialChoice... choices) {
        return catchThrowableOfType(Problem.class, () -> choose(requirements, candidates, choices));
    }
}
