package io.yizhan.casework;

import io.yizhan.casework.UsedMaterial.Manner;
import io.yizhan.material.HeldMaterial;
import io.yizhan.material.Match;
import io.yizhan.material.MaterialState;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Puts together what a case is submitted with: the applicant's choices held against the match. A pure function; it
 * reports everything that is wrong, not only the first.
 */
final class ChoosingMaterials {
    private final Map<UUID, HeldMaterial> uploads = new HashMap<>();
    private final Map<String, Match> matches = new HashMap<>();
    private final List<UsedMaterial> used = new ArrayList<>();
    private final List<Problem.Fault> faults = new ArrayList<>();
    private final Set<String> declined = new HashSet<>();
    private final Set<String> met = new HashSet<>();

    private ChoosingMaterials() {}

    /**
     * @param uploads the subject's uploads named by the choices that were not handed in before
     * @throws Problem {@code materials-incomplete} with one fault for each choice or requirement that is wrong
     */
    static List<UsedMaterial> choose(
            List<Match> matches, List<MaterialChoice> choices, Collection<HeldMaterial> uploads) {
        var choosing = new ChoosingMaterials();
        uploads.forEach(upload -> choosing.uploads.put(upload.id(), upload));
        matches.forEach(
                match -> choosing.matches.put(match.requirement().materialType().code(), match));
        for (int i = 0; i < choices.size(); i++) {
            choosing.take(choices.get(i), "/materials/" + i);
        }
        matches.forEach(choosing::settle);
        if (!choosing.faults.isEmpty()) {
            throw Problem.of(ProblemType.MATERIALS_INCOMPLETE).faults(choosing.faults);
        }
        return List.copyOf(choosing.used);
    }

    private void take(MaterialChoice choice, String pointer) {
        var match = matches.get(choice.materialType());
        if (match == null) {
            fault(pointer + "/materialType", "notAskedFor", "该事项不要求此材料", "the item does not ask for this material");
        } else if (choice.declined()) {
            decline(choice, pointer);
        } else if (choice.materialId() == null) {
            fault(pointer + "/materialId", "required", "必填，或声明不使用（declined）", "is required unless declined");
        } else if (uploads.containsKey(choice.materialId())) {
            supply(match, uploads.get(choice.materialId()), pointer);
        } else {
            reuse(match, choice, pointer);
        }
    }

    private void decline(MaterialChoice choice, String pointer) {
        if (choice.materialId() != null) {
            fault(pointer + "/materialId", "declined", "声明不使用时不得同时选择", "must be absent when declined");
        }
        declined.add(choice.materialType());
    }

    private void supply(Match match, HeldMaterial upload, String pointer) {
        if (!upload.materialType().equals(match.requirement().materialType().code())) {
            fault(pointer + "/materialId", "otherType", "上传的是另一种材料", "was uploaded as another type of material");
        } else if (upload.state() != MaterialState.VALID) {
            fault(pointer + "/materialId", "notValid", "该上传已失效", "the upload is no longer valid");
        } else {
            use(new UsedMaterial(match.requirement(), upload, Manner.SUPPLIED), pointer);
        }
    }

    private void reuse(Match match, MaterialChoice choice, String pointer) {
        var candidate = match.usable().stream()
                .filter(usable -> usable.id().equals(choice.materialId()))
                .findFirst();
        if (candidate.isEmpty()) {
            refuse(match, choice, pointer);
        } else if (match.outcome() == Match.Outcome.OFFERED_TO_CONFIRM && !choice.confirmedUnchanged()) {
            fault(pointer + "/confirmedUnchanged", "confirm", "请确认内容没有变化", "confirm that nothing in it has changed");
        } else {
            use(new UsedMaterial(match.requirement(), candidate.get(), manner(match)), pointer);
        }
    }

    private static Manner manner(Match match) {
        return switch (match.outcome()) {
            case ATTACHED -> Manner.ATTACHED;
            case OFFERED_TO_CONFIRM -> Manner.CONFIRMED;
            case OFFERED, SUPPLY -> Manner.CHOSEN;
        };
    }

    private void refuse(Match match, MaterialChoice choice, String pointer) {
        var known = match.unusable().stream()
                .filter(rejected -> rejected.candidate().id().equals(choice.materialId()))
                .findFirst();
        if (known.isPresent()) {
            var reason = known.get().reason();
            faults.add(new Problem.Fault(pointer + "/materialId", reason.word(), reason.text()));
        } else {
            fault(pointer + "/materialId", "notOffered", "不在可用材料之列", "is not among the materials that may be used");
        }
    }

    private void use(UsedMaterial material, String pointer) {
        var isNew = used.stream()
                .noneMatch(other ->
                        other.material().id().equals(material.material().id()));
        if (isNew) {
            used.add(material);
            met.add(material.material().materialType());
        } else {
            fault(pointer + "/materialId", "twice", "同一材料列出两次", "is listed twice");
        }
    }

    /** Attaches what attaches itself, and asks for what is still missing. */
    private void settle(Match match) {
        var type = match.requirement().materialType();
        if (met.contains(type.code())) {
            return;
        }
        if (match.outcome() == Match.Outcome.ATTACHED && !declined.contains(type.code())) {
            used.add(new UsedMaterial(match.requirement(), match.usable().get(0), Manner.ATTACHED));
        } else if (mustBeHandedInNow(match)) {
            fault(
                    "/materials",
                    "missing:" + type.code(),
                    "缺少材料：" + type.nameZh(),
                    "missing material: " + type.nameEn());
        }
    }

    /** Paper is brought to the window; what depends on a condition or is optional is the applicant's decision. */
    private static boolean mustBeHandedInNow(Match match) {
        var requirement = match.requirement();
        return requirement.necessity().equals("required") && !requirement.form().equals("paper");
    }

    private void fault(String pointer, String code, String zh, String en) {
        faults.add(new Problem.Fault(pointer, code, new io.yizhan.platform.Text(zh, en)));
    }
}
