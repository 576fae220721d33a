import { z } from 'zod'
import { XconnectorRecordChanged } from '../../../../schemas/xconnector-record-changed.generated.ts'
import { list, name, names, object, optional, version } from '../../frame/field-types.ts'
import { toJson } from '../../frame/json.ts'
import { fault, kind, onward, words } from '../kind.ts'

const Change = object({ field: name, before: z.unknown().optional(), after: z.unknown().optional() })
const Changed = object({
  record: object({ type: name, id: name, version }),
  status: optional(name),
  previous_status: optional(name),
  changes: list(z.array(Change).max(500, 'may have 500 changes')),
  ...words,
  customer: optional(name),
  employees: list(names),
  roles: list(names),
  ...onward,
})

/** Null where nothing is said. */
const jsonOf = (value: unknown): string | null => (value === undefined || value === null ? null : toJson(value))

/** Text, numbers and truths are not deep. */
const isTooDeep = (value: unknown) => typeof value === 'object' && value !== null && toJson(value) === null

/** A record’s status or fields. Its version is needed: what comes late is known by it. */
export const changed = kind(XconnectorRecordChanged, Changed, {
  lists: { changes: Change },
  check: ({ changes, status }) => [
    changes.some(({ before, after }) => isTooDeep(before) || isTooDeep(after)) &&
      fault('changes', 'are nested too deeply'),
    status === null && changes.length === 0 && fault('status', 'is required where there are no changes'),
  ],
  make: (said, around, { extra }) => ({
    eventId: around.eventId,
    subject: `${said.record.type}:${said.record.id}`,
    occurredAt: around.occurredAt,
    source: around.source,
    about: around.about,
    recordType: said.record.type,
    recordId: said.record.id,
    recordVersion: said.record.version,
    status: said.status,
    previousStatus: said.previous_status,
    changes: said.changes.map(({ field, before, after }) => ({ field, before: jsonOf(before), after: jsonOf(after) })),
    title: said.title,
    text: said.text,
    customer: said.customer,
    employees: said.employees,
    roles: said.roles,
    link: said.link,
    correlationId: around.correlationId,
    expiresAt: said.expires_at,
    extra,
  }),
})
