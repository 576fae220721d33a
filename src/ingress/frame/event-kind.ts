import type { z } from 'zod'
import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import { faultsOf, inWords, pointerTo } from './fault.ts'
import type { Fault } from './fault.ts'
import { toJson } from './json.ts'

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
  /** Data of the event to the record, or everything that is wrong with it. */
  readonly read: (data: unknown, envelope: Envelope) => Mapped
}

const tooDeep = 'is nested too deeply'

/** Text of all fields together that no schema names: enough for any sensible event, and safely within one Kafka record. */
const mostExtraChars = 65_536

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
    read: (input, envelope) => {
      const parsed = data.safeParse(input, { error: inWords })
      const faults = parsed.success ? [] : faultsOf(parsed.error.issues, '/data')
      const extra = unnamed(input, known, faults)
      if (!parsed.success || faults.length > 0) return { ok: false, faults }
      const value = toRecord(parsed.data, { ...envelope, extra })
      return value === null ? { ok: false, faults: [{ pointer: '/data', detail: tooDeep }] } : { ok: true, value }
    },
  }
}

/** The fields of `input` that are not `known`, as JSON text. Adds to `faults` what cannot be kept. */
function unnamed(input: unknown, known: ReadonlySet<string>, faults: Fault[]): Extra {
  const extra: Extra = {}
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return extra
  let chars = 0
  for (const [name, value] of Object.entries(input)) {
    if (known.has(name)) continue
    const text = toJson(value)
    if (name === '__proto__') faults.push({ pointer: '/data/__proto__', detail: 'is a name that cannot be kept' })
    else if (text === null) faults.push({ pointer: pointerTo(['data', name]), detail: tooDeep })
    else {
      extra[name] = text
      chars += name.length + text.length
    }
  }
  if (chars > mostExtraChars) {
    faults.push({
      pointer: '/data',
      detail: `fields that the schema does not name may have ${mostExtraChars} characters, not ${chars}`,
    })
  }
  return extra
}
