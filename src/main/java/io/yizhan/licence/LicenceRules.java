package io.yizhan.licence;

import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.List;

/** What must hold of licences and documents. */
@Singleton
class LicenceRules implements CheckRules {
    private final Pool pool;

    LicenceRules(Pool pool) {
        this.pool = pool;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(
                sql("a granted case whose result is a licence has issued it once it is ready", """
                        select c.id::text as object, i.result_licence_type as detail
                        from cases c join catalogue_item i
                          on i.version = (select max(number) from catalogue_version) and i.implementation_code = c.implementation_code
                        where c.outcome = 'granted' and c.state in ('resultReady', 'delivered', 'rated', 'archived')
                          and i.result_licence_type is not null
                          and not exists (select from licence_version v where v.source_case = c.id and v.verification_code is not null)
                        """),
                sql("a licence is what its newest version says, and its chain has no gap", """
                        select l.id::text as object, 'version ' || l.version || ', versions ' || count(*) as detail
                        from licence l join licence_version v on v.licence = l.id
                        group by l.id
                        having count(*) <> l.version or max(v.number) <> l.version
                            or bool_or(v.number = l.version and (v.state <> l.state or v.valid_until is distinct from l.valid_until))
                        """),
                sql("every version names the one before it", """
                        select v.identifier as object, coalesce(v.replaces, 'nothing') as detail
                        from licence_version v left join licence_version before
                          on before.licence = v.licence and before.number = v.number - 1
                        where v.replaces is distinct from before.identifier
                        """),
                sql("the material of a licence serves as its state allows", """
                        select l.id::text as object, l.state || ', material ' || m.state as detail
                        from licence l join material m on m.id = l.material
                        where m.state <> 'superseded' and m.state <> case l.state
                            when 'valid' then 'valid' when 'expired' then m.state when 'withheld' then 'suspended' else 'revoked' end
                        """),
                sql("a licence withheld for a broken commitment is not valid and is waited for", """
                        select r.licence::text as object, l.state as detail
                        from broken_commitment r join licence l on l.id = r.licence
                        where r.closed_at is null and (l.state not in ('withheld', 'expired')
                            or not exists (select from timer t where t.kind = 'licence.rectification' and t.key = r.licence))
                        """),
                sql("a licence does not stand on a commitment that was broken", """
                        select l.id::text as object, 'case ' || v.source_case as detail
                        from licence l join licence_version v on v.licence = l.id and v.verification_code is not null
                        where l.state = 'valid' and exists (
                            select from case_event e where e.case_id = v.source_case and e.kind = 'commitmentBroken')
                          and exists (select from case_owed o where o.case_id = v.source_case and o.supplied_at is null)
                          and not exists (
                              select from licence_version later where later.licence = l.id and later.number > v.number
                                and later.verification_code is not null)
                          and not exists (select from broken_commitment r where r.licence = l.id and r.outcome = 'decided')
                        """),
                sql("the papers of a licence are there, and a flag names the material its case has", """
                        select l.id::text as object, 'material ' || l.material || ' is of another holder or type' as detail
                        from licence l left join material m on m.id = l.material and m.holder = l.holder and m.material_type = l.material_type
                        where m.id is null
                        union all
                        select f.case_id::text, 'flag of licence ' || f.licence || ' without its material'
                        from case_licence_flag f
                        where not exists (
                            select from case_material u join licence_version v on v.material = u.material
                            where u.case_id = f.case_id and u.material = f.material and v.licence = f.licence)
                        """),
                sql("a licence that may expire is waited for", """
                        select l.id::text as object, 'valid until ' || l.valid_until as detail
                        from licence l
                        where l.state in ('valid', 'withheld') and l.valid_until is not null
                          and not exists (select from timer t where t.kind = 'licence.expiry' and t.key = l.id)
                        """),
                sql("every serial was handed out by its counter", """
                        select c.scope as object, 'last ' || c.last || ', licences ' || count(l.id) as detail
                        from licence_counter c left join licence l
                          on l.type_code || '.' || l.issuer = c.scope and left(l.serial, 4) = c.year::text
                        where c.year > 0
                        group by c.scope, c.year, c.last
                        having count(l.id) <> c.last
                        """),
                sql("every move that calls for a document has one", """
                        select e.case_id::text as object, 'event ' || e.seq || ': ' || e.kind as detail
                        from case_event e left join case_document d on d.case_id = e.case_id and d.seq = e.seq
                        where (e.kind in ('accepted', 'acceptedBySilence', 'notAccepted', 'transferred', 'correctionRequested', 'extended',
                            'granted', 'refused')) and d.id is null
                           or e.kind = 'suspended' and d.id is null and exists (
                               select from case_stop s where s.case_id = e.case_id and s.kind = 'specialProcedure' and s.started_at = e.at)
                        """),
                sql("every document number was handed out by its counter and stands in the ledger", """
                        select c.department || ' ' || c.kind || ' ' || c.year as object,
                               'last ' || c.last || ', documents ' || count(d.id) as detail
                        from document_counter c left join case_document d
                          on d.kind = c.kind and d.data::json ->> 'department' = c.department
                             and left(d.data::json ->> 'dated', 4) = c.year::text
                        group by c.department, c.kind, c.year, c.last
                        having count(d.id) <> c.last
                        union all
                        select d.number, 'not in the ledger' from case_document d
                        where not exists (select from document_number n where n.number = d.number and n.document = d.id)
                        """));
    }

    private CheckRule sql(String name, String query) {
        return new SqlRule(pool, name, query);
    }
}
