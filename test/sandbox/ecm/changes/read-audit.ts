import { dayOf, writeDate } from '../dates.ts'
import { integerOf } from '../reading/arguments.ts'
import { pageAsked, paging, takePage } from '../paging.ts'
import { nodeOf, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { auditEvents } from './audit-log.ts'
import type { AuditRow } from './audit-log.ts'

const eventTypes = Object.values(auditEvents)

/** GET /v2/nodes/{id}/audit: newest first. The rows' `id` is the node's; the date filter knows whole days alone. */
export function readAudit(request: EcmRequest): object {
  const { call, world, settings } = request
  const node = nodeOf(request)
  const rows = world.audit.of(node.id).filter(row => fits(row, request))
  if (call.query.get('sort') !== 'asc_audit_date') rows.reverse()
  const page = pageAsked(call, settings.pageSize.audit)
  const audit = takePage(rows, page).map(row => ({
    ...{ id: node.id, event_type: auditEvents[row.event].id, audit_name: nameOf(row) },
    ...{ audit_date: writeDate(row.atMs, settings), user_id: row.userId, agent_id: null },
    ...{ target_user_id: null, audit_language_code: null },
  }))
  const { paging: shown, links } = paging(call, page, rows.length)
  return v2(
    request,
    { data: { audit, audit_event_types: eventTypes } },
    { collection: { paging: { ...shown, links } } },
  )
}

/** GET /v1/nodes/{id}/audit: oldest first, with a cursor; Identity is the event's id. */
export function readAuditV1(request: EcmRequest): object {
  const { call, world, settings } = request
  const node = nodeOf(request)
  const after = cursorOf(call.query.get('offset_key'))
  const { limit } = pageAsked(call, settings.pageSize.audit)
  const later = world.audit.of(node.id).filter(({ eventId }) => eventId > after)
  const rows = later.slice(0, limit)
  return {
    data: rows.map(row => ({
      ...{ EventID: row.eventId, EventType: auditEvents[row.event].id, AuditName: nameOf(row), DataID: node.id },
      ...{ AuditDate: writeDate(row.atMs, settings), UserID: row.userId, AgentID: null, TargetUserID: null },
    })),
    offset_key: { Identity: rows.at(-1)?.eventId ?? after },
    NoMoreData: later.length <= limit,
  }
}

function nameOf({ event, subject }: AuditRow): string {
  return subject === '' ? auditEvents[event].name : `${auditEvents[event].name} (${subject})`
}

/** The cursor comes back as a number or as the JSON object it was given out as. */
function cursorOf(text: string | null): number {
  const digits = /\d+/.exec(text ?? '')?.[0]
  return digits === undefined ? 0 : Number(digits)
}

function fits(row: AuditRow, { call, settings }: EcmRequest): boolean {
  const asked = Object.fromEntries(call.query)
  const type = integerOf(asked, 'where_type')
  const userId = integerOf(asked, 'where_user_id')
  const day = dayOf(row.atMs, settings)
  const from = asked['where_audit_date_start']?.slice(0, 10)
  const to = asked['where_audit_date_end']?.slice(0, 10)
  return (
    (type === undefined || auditEvents[row.event].id === type) &&
    (userId === undefined || row.userId === userId) &&
    (from === undefined || day >= from) &&
    (to === undefined || day <= to)
  )
}
