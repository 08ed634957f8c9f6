package io.yizhan.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything an applicant must know about an item, in both languages where the catalogue has both. Members without a
 * value are left out.
 *
 * @param materials what is asked for today
 * @param cancelledMaterials what was asked for once and is not any more
 * @param acceptance where to apply: any of these windows, they are pooled
 * @param pickup where the result is handed out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ItemGuide(
        String implementationCode,
        String basicCode,
        String localCode,
        String nameZh,
        String nameEn,
        Named type,
        Named department,
        String theme,
        Named audience,
        Named handlingType,
        Named scope,
        Limits limits,
        int onsiteVisits,
        List<Named> channels,
        Fee fee,
        Result result,
        List<String> legalBasisZh,
        List<MaterialView> materials,
        List<Named> cancelledMaterials,
        Windows acceptance,
        Windows pickup) {
    static ItemGuide of(Item item, Catalogue catalogue) {
        return new ItemGuide(
                item.implementationCode(),
                item.basicCode(),
                item.localCode(),
                item.nameZh(),
                item.nameEn(),
                Named.of(item.type()),
                Named.of(item.department()),
                item.themeZh(),
                Named.of(item.audience()),
                Named.of(item.handlingType()),
                Named.of(item.scope()),
                Limits.of(item),
                item.onsiteVisits(),
                item.channels().stream().map(Named::of).toList(),
                Fee.of(item),
                Result.of(item, catalogue),
                item.legalBasisZh(),
                catalogue.requirements(item).stream()
                        .map(requirement -> MaterialView.of(requirement, catalogue))
                        .toList(),
                catalogue.cancelledMaterials(item).stream().map(Named::of).toList(),
                Windows.of(item, catalogue.acceptanceWindows(item)),
                Windows.of(item, catalogue.pickupWindows(item)));
    }

    /**
     * How long it takes, in working days.
     *
     * @param statutory limit set by law, where one is
     * @param promisedBefore promised before the clean-up
     * @param promised promised now
     * @param reduced what the clean-up saved
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Limits(String unit, @Nullable Integer statutory, int promisedBefore, int promised, int reduced) {
        private static final String WORKING_DAYS = "workingDays";

        private static Limits of(Item item) {
            return new Limits(
                    WORKING_DAYS,
                    item.statutoryDays() == 0 ? null : item.statutoryDays(),
                    item.promisedDaysBefore(),
                    item.promisedDays(),
                    item.promisedDaysBefore() - item.promisedDays());
        }
    }

    /** What it costs; the text only when something is charged. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fee(boolean charged, @Nullable String textZh) {
        private static Fee of(Item item) {
            return new Fee(item.feeZh() != null, item.feeZh());
        }
    }

    /** What the applicant gets; the material type when other items ask for it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(String nameZh, @Nullable Named materialType) {
        private static Result of(Item item, Catalogue catalogue) {
            var code = item.resultMaterialType();
            return new Result(item.resultNameZh(), code == null ? null : Named.of(catalogue.materialType(code)));
        }
    }

    /** Windows of one kind on the item's floor, by number. */
    record Windows(int floor, List<WindowRef> windows) {
        private static Windows of(Item item, List<ServiceWindow> windows) {
            return new Windows(item.floor(), windows.stream().map(WindowRef::of).toList());
        }
    }

    /** A window in a guide. */
    record WindowRef(String number, String nameZh, String nameEn) {
        private static WindowRef of(ServiceWindow window) {
            return new WindowRef(window.number(), window.nameZh(), window.nameEn());
        }
    }
}
