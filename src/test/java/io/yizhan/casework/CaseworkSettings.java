package io.yizhan.casework;

import java.util.List;
import java.util.Map;

/** The settings of the application with another number of statements at once. */
record CaseworkSettings(CaseworkConfig others, int submissionStatements) implements CaseworkConfig {
    @Override
    public String publicAddress() {
        return others.publicAddress();
    }

    @Override
    public Map<String, List<String>> ends() {
        return others.ends();
    }

    @Override
    public int prefillCases() {
        return others.prefillCases();
    }

    @Override
    public int submissionsPerStatement() {
        return others.submissionsPerStatement();
    }

    @Override
    public int submissionsSingly() {
        return others.submissionsSingly();
    }

    @Override
    public int submissionsWaiting() {
        return others.submissionsWaiting();
    }

    @Override
    public int archiveDays() {
        return 15;
    }

    @Override
    public int correctionDays() {
        return 15;
    }
}
