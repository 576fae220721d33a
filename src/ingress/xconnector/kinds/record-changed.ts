import { z } from 'zod'
import { XconnectorRecordChanged } from '../../../../schemas/xconnector-record-changed.generated.ts'
import { list, name, names, optional, version } from '../../frame/field-types.ts'
import { toJson } from '../../frame/json.ts'
import { fault, kind, onward, words } from '../kind.ts'

const Change = z.object({ field: name, before: z.unknown().optional(), after: z.unknown().optional() })
const Changed = z.object({
  record: z.object({ type: name, id: name, version }),
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

const isTooDeep = ({ before, after }: z.output<typeof Change>) => toJson([before, after]) === null

/** A record’s status or fields. Its version is needed: what comes late is known by it. */
export const changed = kind(
  XconnectorRecordChanged,
  Changed,
  (said, { correlationId }) => ({
    value: {
      subject: `${said.record.type}:${said.record.id}`,
      recordType: said.record.type,
      recordId: said.record.id,
      recordVersion: said.record.version,
      status: said.status,
      previousStatus: said.previous_status,
      changes: said.changes.map(({ field, before, after }) => ({
        field,
        before: jsonOf(before),
        after: jsonOf(after),
      })),
      title: said.title,
      text: said.text,
      customer: said.customer,
      employees: said.employees,
      roles: said.roles,
      link: said.link,
      correlationId,
      expiresAt: said.expires_at,
    },
    faults: [
      said.changes.some(isTooDeep) && fault('changes', 'are nested too deeply'),
      said.status === null && said.changes.length === 0 && fault('status', 'is required where there are no changes'),
    ],
  }),
  { lists: { changes: Change } },
)
