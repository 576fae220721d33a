import { z } from 'zod'
import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import { faultsOf, inWords } from '../frame/fault.ts'
import type { Fault } from '../frame/fault.ts'
import { name, optional, severity, text, time, version } from '../frame/field-types.ts'
import { UnnamedFields, type Scalar } from '../frame/unnamed-fields.ts'

/** What the CloudEvent around the data says. */
export interface Around {
  readonly type: string
  readonly subject: string | null
  readonly correlationId: string | null
}

/** A record but for what its CloudEvent says, or the faults that keep it from being one. */
export type Read =
  | { readonly ok: true; readonly schema: RecordSchema; readonly value: Readable }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** `subject`: what the record is about, and so its key. */
export type Readable = Readonly<Record<string, unknown>> & { readonly subject: string }

/** How the events of some types become records. */
export interface Kind {
  /** What their data says, for the OpenAPI document. */
  readonly data: z.ZodType
  readonly read: (data: unknown, around: Around) => Read
}

/** What `make` leaves to others: the CloudEvent says the one, the other is whatever `data` does not name. */
type Given = 'eventId' | 'occurredAt' | 'source' | 'about' | 'extra'

interface Made<T> {
  readonly value: Omit<T, Given>
  /** What is wrong with the fields together. */
  readonly faults?: readonly (Fault | false)[]
}

interface Keeping {
  /** Scalars that `data` does not name are given to `make`. */
  readonly scalars?: boolean
  /** Lists of objects in `data`, by name: the fields that their items may have. */
  readonly lists?: Readonly<Record<string, z.ZodObject>>
}

/** `make` gets the checked data. Whatever is not named in it goes to extra, but for the scalars where `make` takes them. */
export function kind<S extends RecordSchema<string, { subject: string }>, F extends z.ZodRawShape>(
  schema: S,
  data: z.ZodObject<F>,
  make: (data: z.output<z.ZodObject<F>>, around: Around, scalars: Record<string, Scalar>) => Made<RecordOf<S>>,
  { scalars = false, lists = {} }: Keeping = {},
): Kind {
  const named = new Set(Object.keys(data.shape))
  return {
    data,
    read: (given, around) => {
      const parsed = data.safeParse(given, { error: inWords })
      const rest = new UnnamedFields()
      if (scalars) rest.keepData(given, named)
      else rest.keep(given, named, ['data'])
      rest.keep(at(given, 'record'), ofRecord, ['data', 'record'], 'record.')
      for (const [list, item] of Object.entries(lists))
        rest.keepItems(at(given, list), new Set(Object.keys(item.shape)), ['data', list], list)
      if (!parsed.success) return { ok: false, faults: [...faultsOf(parsed.error.issues, '/data'), ...rest.faults] }
      const made = make(parsed.data, around, rest.data)
      const faults = [...(made.faults ?? []).filter(fault => fault !== false), ...rest.faults]
      if (faults.length > 0) return { ok: false, faults }
      return { ok: true, schema, value: { ...made.value, extra: rest.extra } }
    },
  }
}

const Reference = z.object({ type: name, id: name, version: optional(version) })
const ofRecord = new Set(Object.keys(Reference.shape))

function at(data: unknown, field: string): unknown {
  if (typeof data !== 'object' || data === null) return undefined
  const found: unknown = Object.getOwnPropertyDescriptor(data, field)?.value
  return found
}

/** Fields that several kinds have. */
export const record = { record: optional(Reference) }
export const words = { title: optional(text(1_024)), text: optional(text(8_192)) }
export const onward = { link: optional(text(4_096)), expires_at: optional(time) }
export const bad = { severity: optional(severity) }

export const recordOf = ({ record: given }: { record: z.output<typeof Reference> | null }) => ({
  recordType: given?.type ?? null,
  recordId: given?.id ?? null,
  recordVersion: given?.version ?? null,
})

export const fault = (field: string, detail: string): Fault => ({ pointer: `/data/${field}`, detail })
