package io.yizhan.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.yizhan.identity.PersonalCipher;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** What applicants write is personal: it is stored encrypted, bound to its row. */
@Singleton
final class SealedForm {
    private static final PersonalCipher.Column CASE_FORM = new PersonalCipher.Column("cases", "form");
    private static final PersonalCipher.Column DRAFT_CONTENT = new PersonalCipher.Column("draft", "content");
    private static final TypeReference<List<FormField>> FIELDS = new TypeReference<>() {};

    private final PersonalCipher cipher;
    private final ObjectMapper json;

    SealedForm(PersonalCipher cipher, ObjectMapper json) {
        this.cipher = cipher;
        this.json = json;
    }

    byte[] sealForm(UUID caseId, List<FormField> form) {
        return cipher.encrypt(CASE_FORM, caseId, written(form));
    }

    List<FormField> openForm(UUID caseId, byte[] stored) {
        try {
            return json.readValue(cipher.decrypt(CASE_FORM, caseId, stored), FIELDS);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the form of a case is damaged");
        }
    }

    byte[] sealDraft(UUID draftId, DraftContent content) {
        return cipher.encrypt(DRAFT_CONTENT, draftId, written(content));
    }

    DraftContent openDraft(UUID draftId, byte[] stored) {
        try {
            return json.readValue(cipher.decrypt(DRAFT_CONTENT, draftId, stored), DraftContent.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the content of a draft is damaged");
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
