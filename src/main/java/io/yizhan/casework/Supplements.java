package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Hands in what an applicant supplies after submission, in the transaction of the move: the case's materials, the hand-in of the
 * uploads and the change of the subject's library, as {@link Submissions} does for the first ones.
 */
@Singleton
final class Supplements {
    private static final String HAND_IN = """
            with given as (
                select * from unnest($2::uuid[], $3::text[]) with ordinality as g(material, material_type, n)
            ), held as (
                select m.id, m.version, m.material_type, m.valid_until, g.n
                from given g join material m on m.id = g.material
                where m.holder = $4 and m.state = 'valid' and m.handed_in_at is null and m.material_type = g.material_type
                order by m.id
                for no key update of m
            ), whole as (
                select held.* from held where (select count(*) from held) = (select count(*) from given)
            ), used as (
                insert into case_material (case_id, seq, material_type, material, material_version, reuse_class, manner, valid_until)
                select $1, (select coalesce(max(seq), 0) from case_material where case_id = $1) + n, material_type, id, version, 'N',
                       'supplied', valid_until
                from whole
            ), handed_in as (
                update material m set source_case = $1, handed_in_at = $5, version = m.version + 1 from whole w where m.id = w.id
            ), raised as (
                insert into material_library (holder, version) select $4, 1 where exists (select from whole)
                on conflict on constraint material_library_pkey do update set version = material_library.version + 1
                returning holder, version
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'material.changed', holder, version, '{}', $5, $5 from raised
            )
            select id from whole
            """;

    private static final String FORM = "select form from cases where id = $1";
    private static final String SAVE_FORM = "update cases set form = $2 where id = $1";

    private final SealedForm forms;

    Supplements(SealedForm forms) {
        this.forms = forms;
    }

    /** Nothing to do for an act that supplies nothing. */
    Uni<Void> handIn(SqlConnection transaction, CaseChange change, CaseAct act) {
        if (act instanceof CaseAct.SupplyCorrection correction) {
            return handIn(transaction, change, correction.materials())
                    .chain(() -> correct(transaction, change.after().id(), correction.form()));
        }
        return act instanceof CaseAct.Supply supply
                ? handIn(transaction, change, supply.materials())
                : Uni.createFrom().voidItem();
    }

    private static Uni<Void> handIn(SqlConnection transaction, CaseChange change, List<MaterialChoice> materials) {
        if (materials.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var values = Tuple.tuple()
                .addValue(change.after().id())
                .addValue(materials.stream().map(MaterialChoice::materialId).toArray(UUID[]::new))
                .addValue(materials.stream().map(MaterialChoice::materialType).toArray(String[]::new))
                .addValue(change.after().head().subject())
                .addValue(CaseFiles.time(change.at()));
        return transaction
                .preparedQuery(HAND_IN)
                .execute(values)
                .invoke(rows -> checkAll(rows, materials))
                .replaceWithVoid();
    }

    private static void checkAll(RowSet<Row> rows, List<MaterialChoice> materials) {
        if (rows.size() != materials.size()) {
            throw Problem.of(
                            ProblemType.MATERIALS_INCOMPLETE,
                            "请使用本人新上传、类型相符且未提交过的材料。",
                            "Use own fresh uploads of the right type.")
                    .fault("/materials", "notUsable", "有材料不可用", "one of them cannot be used");
        }
    }

    private Uni<Void> correct(SqlConnection transaction, UUID id, List<FormField> fields) {
        if (fields.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return transaction
                .preparedQuery(FORM)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getBuffer("form").getBytes())
                .map(stored -> corrected(forms.openForm(id, stored), fields))
                .chain(form -> transaction
                        .preparedQuery(SAVE_FORM)
                        .execute(Tuple.of(id, Buffer.buffer(forms.sealForm(id, form)))))
                .replaceWithVoid();
    }

    private static List<FormField> corrected(List<FormField> form, List<FormField> fields) {
        var all = new ArrayList<>(form);
        for (var field : fields) {
            all.removeIf(old -> old.name().equals(field.name()));
            all.add(field);
        }
        return all;
    }
}
