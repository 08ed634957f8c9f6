package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The five data sets of a case that are reported upward, in the sequence in which they go: what follows refers to what went before.
 * Each is a query over a stretch of the log, {@code $1 < position <= $2}, that answers one JSON object per row; nothing in it is personal.
 */
@Schema(enumeration = {"acceptance", "process", "specialProcedure", "result", "materials"})
enum DataSet {
    /** What became of the application at the door, and the limits that run. */
    ACCEPTANCE("acceptance", """
            select e.position, 1 as seq, jsonb_build_object(
                'operation', case when e.topic in ('case.extended', 'case.dueChanged') then 'update' else 'insert' end,
                'officialNumber', c.official_number, 'implementationCode', c.implementation_code, 'department', c.department,
                'channel', c.channel, 'submittedAt', c.submitted_at, 'at', e.at,
                'outcome', case e.topic when 'case.notAccepted' then 'notAccepted' when 'case.transferred' then 'transferred'
                    else 'accepted' end,
                'acceptance', c.acceptance, 'acceptedAt', c.accepted_at, 'limitDays', c.limit_days,
                'dueOn', e.data::jsonb ->> 'dueOn') as data
            from event e join cases c on c.id = e.case_id
            where e.position > $1 and e.position <= $2
              and e.topic in ('case.accepted', 'case.acceptedBySilence', 'case.notAccepted', 'case.transferred', 'case.extended',
                  'case.dueChanged')
            """),

    /** Every step, done as it is reported. Action: pass, return, other. */
    PROCESS("process", """
            select e.position, 1 as seq, jsonb_build_object(
                'operation', 'insert', 'officialNumber', c.official_number, 'step', s.seq, 'kind', s.kind,
                'action', case when s.kind in ('accepted', 'acceptedBySilence', 'granted', 'resultReady', 'delivered') then 'pass'
                    when s.kind in ('correctionRequested', 'notAccepted', 'transferred', 'refused') then 'return' else 'other' end,
                'stepState', 2, 'begunAt', (select b.at from case_event b where b.case_id = s.case_id and b.seq = s.seq - 1),
                'endedAt', s.at, 'windowNumber', s.window_number, 'department', c.department) as data
            from event e join cases c on c.id = e.case_id
            join case_event s on s.case_id = e.case_id and s.seq = e.version and e.topic = 'case.' || s.kind
            where e.position > $1 and e.position <= $2
            """),

    /** Time that does not count. Kind: 1 an extension, 2 anything else. */
    SPECIAL_PROCEDURE("specialProcedure", """
            select e.position, 1 as seq, jsonb_build_object(
                'operation', case e.topic when 'case.suspended' then 'insert' else 'update' end, 'officialNumber', c.official_number,
                'kind', 2, 'name', s.procedure, 'startedAt', s.started_at, 'estimatedUntil', s.estimated_until,
                'endedAt', case e.topic when 'case.suspended' then null else s.ended_at end, 'at', e.at) as data
            from event e join cases c on c.id = e.case_id
            cross join lateral (
                select p.procedure, p.kind, p.started_at, p.estimated_until, p.ended_at from case_stop p
                where p.case_id = e.case_id and p.started_at <= e.at order by p.seq desc limit 1) s
            where e.position > $1 and e.position <= $2 and e.topic in ('case.suspended', 'case.resumed') and s.kind = 'specialProcedure'
            union all
            select e.position, 1, jsonb_build_object(
                'operation', 'insert', 'officialNumber', c.official_number, 'kind', 1, 'name', 'extension', 'startedAt', x.requested_at,
                'days', x.days, 'approvedAt', x.approved_at, 'at', e.at)
            from event e join cases c on c.id = e.case_id join case_extension x on x.case_id = e.case_id
            where e.position > $1 and e.position <= $2 and e.topic = 'case.extended'
            """),

    /** How it ended: the decision, its delivery, or an ending without one (0 to 6). */
    RESULT("result", """
            select e.position, 1 as seq, jsonb_build_object(
                'operation', case e.topic when 'case.delivered' then 'update' else 'insert' end, 'officialNumber', c.official_number,
                'outcome', case e.topic when 'case.delivered' then c.outcome else substr(e.topic, 6) end,
                'ending', e.data::jsonb -> 'ending', 'decidedAt', c.decided_at,
                'deliveredAt', case e.topic when 'case.delivered' then e.at end, 'department', c.department, 'at', e.at) as data
            from event e join cases c on c.id = e.case_id
            where e.position > $1 and e.position <= $2
              and e.topic in ('case.granted', 'case.refused', 'case.delivered', 'case.ended', 'case.withdrawn')
            """),

    /** What the application rests on, when it has passed the door. */
    MATERIALS("materials", """
            select e.position, m.seq, jsonb_build_object(
                'operation', 'insert', 'officialNumber', c.official_number, 'seq', m.seq, 'materialType', m.material_type,
                'reuseClass', m.reuse_class, 'manner', m.manner, 'validUntil', m.valid_until, 'at', e.at) as data
            from event e join cases c on c.id = e.case_id join case_material m on m.case_id = e.case_id
            where e.position > $1 and e.position <= $2
              and e.topic in ('case.accepted', 'case.acceptedBySilence', 'case.notAccepted', 'case.transferred')
            """);

    private final String word;
    private final String rows;

    DataSet(String word, String rows) {
        this.word = word;
        this.rows = rows;
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** One row: their JSON array as text, and how many there are. */
    String query() {
        return "select coalesce(jsonb_agg(r.data order by r.position, r.seq), '[]')::text as rows, count(*)::integer as n from (\n"
                + rows + ") r";
    }

    static DataSet ofWord(String word) {
        return Arrays.stream(values())
                .filter(set -> set.word.equals(word))
                .findFirst()
                .orElseThrow();
    }
}
