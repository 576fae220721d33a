import type { z } from 'zod'
import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import { read, type Fault } from '../frame/fault.ts'
import { UnnamedFields } from '../frame/unnamed-fields.ts'

/** What every customer event carries besides its own fields. */
export interface Envelope {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
  readonly source: string
}

type Extra = Record<string, string>

/** An envelope and the fields that the schema does not name. */
export type Base = Envelope & { readonly extra: Extra }

export type Mapped =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly faults: readonly Fault[] }

/** How one CloudEvents type becomes a record. */
export interface EventKind {
  readonly schema: RecordSchema
  /** What the known fields of its data must be. */
  readonly data: z.ZodType
  /** Data of the event to the record, or everything that is wrong with it. */
  readonly read: (data: unknown, envelope: Envelope) => Mapped
}

const tooDeep = 'is nested too deeply'

/**
 * `data` says what the known fields must be; `toRecord` gets them checked, and returns null where something in them is nested
 * too deeply to be kept. What `data` does not name goes to extra.
 */
export function eventKind<S extends RecordSchema, F extends z.ZodRawShape>(
  schema: S,
  data: z.ZodObject<F>,
  toRecord: (data: z.output<z.ZodObject<F>>, base: Base) => RecordOf<S> | null,
): EventKind {
  const known = new Set(Object.keys(data.shape))
  return {
    schema,
    data,
    read: (input, envelope) => {
      const said = read(data, input, '/data')
      const { extra, faults: unkept } = unnamed(input, known)
      if (!said.ok) return { ok: false, faults: [...said.faults, ...unkept] }
      if (unkept.length > 0) return { ok: false, faults: unkept }
      const value = toRecord(said.value, { ...envelope, extra })
      return value === null ? { ok: false, faults: [{ pointer: '/data', detail: tooDeep }] } : { ok: true, value }
    },
  }
}

function unnamed(input: unknown, known: ReadonlySet<string>): UnnamedFields {
  const fields = new UnnamedFields()
  fields.keep(input, known, inData)
  return fields
}

const inData = ['data']
