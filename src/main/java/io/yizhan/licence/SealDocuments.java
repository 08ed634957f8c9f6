package io.yizhan.licence;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.yizhan.identity.SubjectId;
import io.yizhan.identity.Subjects;
import io.yizhan.material.IssuedMaterials;
import jakarta.inject.Singleton;
import java.util.List;

/** Prints and seals documents when they are first asked for, and hands out the very same bytes ever after. */
@Singleton
final class SealDocuments {
    private final CaseDocuments documents;
    private final Subjects subjects;
    private final IssuedMaterials content;
    private final Papers papers;
    private final LicenceConfig config;

    SealDocuments(
            CaseDocuments documents, Subjects subjects, IssuedMaterials content, Papers papers, LicenceConfig config) {
        this.documents = documents;
        this.subjects = subjects;
        this.content = content;
        this.papers = papers;
        this.config = config;
    }

    /** All of them sealed, in the same order. */
    Uni<List<CaseDocument>> sealAll(List<CaseDocument> found) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(this::seal)
                .collect()
                .asList();
    }

    Uni<CaseDocument> seal(CaseDocument document) {
        return document.seal().isPresent()
                ? Uni.createFrom().item(document)
                : subjects.get(SubjectId.of(document.subject()))
                        .chain(applicant -> papers.printSealed(
                                paper(document, applicant.name()),
                                document.data().number()))
                        .call(paper -> content.store(paper.sha256(), paper.content()))
                        .chain(paper -> documents.seal(document, paper));
    }

    private Paper paper(CaseDocument document, String applicant) {
        return DocumentText.paper(
                document.data(),
                applicant,
                document.at(),
                document.code().address(config.publicAddress()),
                document.code());
    }

    Uni<byte[]> content(CaseDocument document) {
        return seal(document)
                .chain(kept -> content.read(kept.seal().orElseThrow().sha256()));
    }
}
