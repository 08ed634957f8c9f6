package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.casework.CaseChange;
import io.yizhan.casework.CaseFollower;
import io.yizhan.casework.CaseMove;
import io.yizhan.casework.CaseStanding;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.CaseWitness;
import io.yizhan.casework.Decision;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.SubjectId;
import io.yizhan.material.IssuedMaterials;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * A granted case whose result is made ready issues the licence in the transaction of that move; its holder's next match knows of it
 * before the move is acknowledged.
 */
@Singleton
final class CaseResults implements CaseWitness, CaseFollower {
    private final IssueLicence issuing;
    private final KeepCommitment commitments;
    private final Licences licences;
    private final IssuedMaterials materials;
    private final PublishedCatalogue catalogue;
    private final Pool pool;

    CaseResults(
            IssueLicence issuing,
            KeepCommitment commitments,
            Licences licences,
            IssuedMaterials materials,
            PublishedCatalogue catalogue,
            Pool pool) {
        this.issuing = issuing;
        this.commitments = commitments;
        this.licences = licences;
        this.materials = materials;
        this.catalogue = catalogue;
        this.pool = pool;
    }

    @Override
    public Uni<Void> moved(SqlConnection transaction, CaseChange change) {
        return granted(change)
                .map(granted ->
                        issuing.issue(transaction, granted).chain(() -> commitments.issued(transaction, change)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Optional<IssueLicence.Granted> granted(CaseChange change) {
        var isGranted = change.move() == CaseMove.MAKE_READY
                && change.after().decision().map(Decision::outcome).equals(Optional.of(Decision.Outcome.GRANTED));
        if (!isGranted) {
            return Optional.empty();
        }
        var now = catalogue.get();
        return now.findItem(change.after().head().implementationCode()).flatMap(item -> granted(change, now, item));
    }

    private static Optional<IssueLicence.Granted> granted(CaseChange change, Catalogue catalogue, Item item) {
        var head = change.after().head();
        return Optional.ofNullable(item.resultMaterialType())
                .flatMap(catalogue::findMaterialType)
                .map(type -> new IssueLicence.Granted(
                        head.id(),
                        head.officialNumber(),
                        SubjectId.of(head.subject()),
                        type,
                        item.resultNameZh(),
                        item.department(),
                        change.actor().orElse(head.actor()),
                        change.at(),
                        change.requestId()));
    }

    @Override
    public Uni<Void> changed(CaseStanding standing) {
        return standing.state() == CaseState.RESULT_READY
                ? licences.holderOfResult(standing.id())
                        .chain(holder -> holder.map(found -> materials.published(pool, found))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                : Uni.createFrom().voidItem();
    }
}
