import type { z } from 'zod'
import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import { read } from '../frame/fault.ts'
import type { Fault } from '../frame/fault.ts'
import { name, object, optional, severity, text, time, version } from '../frame/field-types.ts'
import { memberOf } from '../frame/json-object.ts'
import { UnnamedFields, type Scalar } from '../frame/unnamed-fields.ts'

/** What the CloudEvent around the data says. */
export interface Around {
  readonly eventId: string
  readonly type: string
  /** Its subject; the record's own is worked out from the data too. */
  readonly about: string | null
  readonly occurredAt: number
  readonly source: string
  readonly correlationId: string | null
}

/** A record, or the faults that keep it from being one. */
export type Read =
  | { readonly ok: true; readonly schema: RecordSchema; readonly value: About }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** `subject`: what the record is about, and so its key. */
interface About {
  readonly subject: string
}

/** How the events of some types become records. */
export interface Kind {
  /** What their data says, for the OpenAPI document. */
  readonly data: z.ZodType
  readonly read: (data: unknown, around: Around) => Read
}

/** What no schema names: `scalars` only where the kind keeps them. */
interface Rest {
  readonly scalars: Record<string, Scalar>
  readonly extra: Record<string, string>
}

interface Making<S extends RecordSchema, D> {
  /** What is wrong with the fields together. */
  readonly check?: (data: D, around: Around) => readonly (Fault | false)[]
  /** The record in one literal, for objects of so many fields are slow to put together from parts. */
  readonly make: (data: D, around: Around, rest: Rest) => RecordOf<S>
  /** Scalars that `data` does not name are given to `make`. */
  readonly keepsScalars?: boolean
  /** Lists of objects in `data`, by name: the fields that their items may have. */
  readonly lists?: Readonly<Record<string, z.ZodObject>>
}

/** `make` gets the checked data. Whatever is not named in it goes to extra, but for the scalars where `make` takes them. */
export function kind<S extends RecordSchema<string, About>, F extends z.ZodRawShape>(
  schema: S,
  data: z.ZodObject<F>,
  { check, make, keepsScalars = false, lists = {} }: Making<S, z.output<z.ZodObject<F>>>,
): Kind {
  const namedIn = new NamedFields(data, lists, keepsScalars)
  return {
    data,
    read: (given, around) => {
      const said = read(data, given, '/data')
      const rest = namedIn.without(given)
      if (!said.ok) return { ok: false, faults: [...said.faults, ...rest.faults] }
      const wrong = check?.(said.value, around).filter(isFault) ?? none
      if (wrong.length > 0 || rest.faults.length > 0) return { ok: false, faults: [...wrong, ...rest.faults] }
      return { ok: true, schema, value: make(said.value, around, { scalars: rest.data, extra: rest.extra }) }
    },
  }
}

const isFault = (fault: Fault | false): fault is Fault => fault !== false
const none: readonly Fault[] = []

/** The fields that a kind's data, its record and its lists may have. */
class NamedFields {
  readonly #ofData: ReadonlySet<string>
  readonly #ofLists: readonly (readonly [list: string, path: readonly string[], fields: ReadonlySet<string>])[]
  readonly #keepsScalars: boolean

  constructor(data: z.ZodObject, lists: Readonly<Record<string, z.ZodObject>>, keepsScalars: boolean) {
    this.#ofData = namesOf(data)
    this.#ofLists = Object.entries(lists).map(([list, item]) => [list, ['data', list], namesOf(item)])
    this.#keepsScalars = keepsScalars
  }

  /** What `given` has beside them. */
  without(given: unknown): UnnamedFields {
    const rest = new UnnamedFields()
    if (this.#keepsScalars) rest.keepData(given, this.#ofData)
    else rest.keep(given, this.#ofData, inData)
    rest.keep(memberOf(given, 'record'), ofRecord, inRecord, 'record.')
    for (const [list, path, fields] of this.#ofLists) rest.keepItems(memberOf(given, list), fields, path, list)
    return rest
  }
}

const namesOf = ({ shape }: z.ZodObject): ReadonlySet<string> => new Set(Object.keys(shape))
const inData = ['data']
const inRecord = ['data', 'record']

const Reference = object({ type: name, id: name, version: optional(version) })
const ofRecord = namesOf(Reference)

/** Fields that several kinds have. */
export const record = { record: optional(Reference) }
export const words = { title: optional(text(1_024)), text: optional(text(8_192)) }
export const onward = { link: optional(text(4_096)), expires_at: optional(time) }
export const bad = { severity: optional(severity) }

/** What `record` is where there is none. */
export const noRecord = { type: null, id: null, version: null }

export const fault = (field: string, detail: string): Fault => ({ pointer: `/data/${field}`, detail })
