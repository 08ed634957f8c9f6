package io.yizhan.approval;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.yizhan.approval.ReviewPlan.Step;
import io.yizhan.platform.CreditCodeCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The review plans of the hall, from a CSV file with the columns {@code implementation_code, stage, department, days, four_eyes}: one
 * row for each department that takes part; a row without stage, department and days only says whether four eyes are needed.
 * An item without a row is reviewed by its own department alone. A file that breaks these rules stops the start and says which
 * line.
 */
@Singleton
public final class ReviewPlans {
    private static final String SHIPPED = "/approval/review-plans.csv";
    private static final int IMPLEMENTATION_CODE_LENGTH = 31;
    private static final Set<String> YES_OR_NO = Set.of("yes", "no");

    private final Map<String, ReviewPlan> plans;

    @Inject
    ReviewPlans(ApprovalConfig config) {
        this(config.plans().map(ReviewPlans::open).orElseGet(ReviewPlans::openShipped));
    }

    ReviewPlans(Reader file) {
        plans = read(file);
    }

    private static Reader open(Path file) {
        try {
            return Files.newBufferedReader(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("review plans cannot be read: " + file, unreadable);
        }
    }

    private static Reader openShipped() {
        InputStream shipped = ReviewPlans.class.getResourceAsStream(SHIPPED);
        if (shipped == null) {
            throw new IllegalStateException("the shipped review plans are missing");
        }
        return new InputStreamReader(shipped, StandardCharsets.UTF_8);
    }

    private static Map<String, ReviewPlan> read(Reader file) {
        var plans = new HashMap<String, ReviewPlan>();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            rows.forEach(row -> plans.merge(item(row), plan(row), (before, more) -> together(row, before, more)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("review plans cannot be read", unreadable);
        }
        return Map.copyOf(plans);
    }

    private static String item(NamedCsvRecord row) {
        var code = row.getField("implementation_code");
        require(row, code.length() == IMPLEMENTATION_CODE_LENGTH, "implementation_code has 31 characters");
        return code;
    }

    private static ReviewPlan plan(NamedCsvRecord row) {
        var fourEyes = row.getField("four_eyes");
        require(row, YES_OR_NO.contains(fourEyes), "four_eyes is yes or no");
        return new ReviewPlan(steps(row), fourEyes.equals("yes"));
    }

    private static List<Step> steps(NamedCsvRecord row) {
        var department = row.getField("department");
        if (department.isEmpty()) {
            require(
                    row,
                    row.getField("stage").isEmpty() && row.getField("days").isEmpty(),
                    "stage and days belong to a department");
            return List.of();
        }
        require(row, CreditCodeCheck.of(department).isValid(), "department is a credit code");
        require(row, !item(row).startsWith(department), "the responsible department reviews by deciding");
        return List.of(new Step(number(row, "stage"), department, number(row, "days")));
    }

    private static int number(NamedCsvRecord row, String column) {
        var value = row.getField(column);
        require(row, value.matches("[1-9][0-9]?"), column + " is a number from 1 to 99");
        return Integer.parseInt(value);
    }

    private static ReviewPlan together(NamedCsvRecord row, ReviewPlan before, ReviewPlan more) {
        require(row, before.needsFourEyes() == more.needsFourEyes(), "four_eyes is the same in all rows of an item");
        var departments = before.steps().stream().map(Step::department).toList();
        require(
                row,
                more.steps().stream().map(Step::department).noneMatch(departments::contains),
                "a department takes part once");
        var steps = new ArrayList<>(before.steps());
        steps.addAll(more.steps());
        return new ReviewPlan(steps, before.needsFourEyes());
    }

    private static void require(NamedCsvRecord row, boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException("review plans, line " + row.getStartingLineNumber() + ": " + rule);
        }
    }

    /** How the cases of an item are reviewed. */
    ReviewPlan of(String implementationCode) {
        return plans.getOrDefault(implementationCode, ReviewPlan.ALONE);
    }
}
