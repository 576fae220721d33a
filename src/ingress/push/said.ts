import type { RecordSchema } from '../../../schemas/record.ts'
import type { Fault } from '../frame/fault.ts'

/** What the fields of every record of the gateway begin with. */
export interface Envelope {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
  readonly source: string
}

/** An item as a record, or everything that is wrong with it. */
export type Said =
  | {
      readonly ok: true
      readonly schema: RecordSchema
      /** Its word in the header ce_type. */
      readonly type: string
      /** When it happened as it was said; the record may know better. */
      readonly happened: number
      readonly value: Envelope
    }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** The gateway names no URI of its own. */
export const sourceOf = (app: string | null): string => (app === null ? '/push' : `/push/${encodeURIComponent(app)}`)
