import type { IncomingHttpHeaders } from 'node:http'
import type { Settings } from '../../config.ts'
import type { Stream } from '../../stream/define.ts'
import type { Arrival, Canonical } from './canonical.ts'
import type { Body, Item, Rejected } from './item.ts'
import type { Problem } from './problem.ts'

/**
 * A push source: one route, and how its protocol becomes events. Everything around is the frame's: the route and its method, bounds, decompression, JSON, rate, dead letters,
 * publishing, 2xx only when Kafka has acknowledged, 503 and Retry-After when it has not, metrics, /openapi.json, dry runs.
 */
export interface Endpoint {
  /** Noun: the source system. Metrics carry it as a label; dead letters name the stage ingress.<source>. */
  readonly source: string
  /** Where it is sent to, with POST; begins with /ingress/. */
  readonly path: string
  /** Where its events go. The first is what dead letters of items that cannot be used name as their topic. */
  readonly topics: readonly [Stream, ...Stream[]]
  /** Undefined where the settings do not name the source: it has no route then. Throws InvalidSettings where production names no credential; development has defaults. */
  readonly open: (settings: Settings) => OpenEndpoint | undefined
}

/** Values of headers by lower-case name. */
export type Headers = IncomingHttpHeaders

/** Who sends, where one endpoint serves several systems that have credentials of their own. */
export interface Sender {
  /** Its metrics are labelled <source>.<name>. */
  readonly name: string
  /** Items a second, instead of the endpoint's. */
  readonly rate: number
}

export type Encoding = 'gzip' | 'deflate' | 'br'

/** What is answered when Kafka has all of it. The body is sent as JSON; undefined sends none. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** An endpoint as the settings have it. All of it is pure, but what `admit` and `verify` may remember. */
export interface OpenEndpoint {
  readonly limits: {
    /** Of a request, as it was sent and decompressed. */
    readonly maxBodyBytes: number
    /** More are refused with 413: senders that know how to split do it on that. */
    readonly maxItems: number
    /** Items a second; beyond it 429 and Retry-After. */
    readonly rate: number
  }
  /** Asked first, before the body is read. Takes the same time whatever the credential is. A problem refuses the request; nothing or the sender admits it. */
  readonly admit: (headers: Headers) => Problem | Sender | undefined
  /** Over the bytes as they were sent, before they are decompressed. Takes the same time whatever the signature is; `now` is for a replay window. */
  readonly verify?: (headers: Headers, bytes: Buffer, now: number) => Problem | undefined
  /** Content-Encodings that are accepted; others get 415. */
  readonly encodings: readonly Encoding[]
  /** Whether a body is text that `itemsOf` takes apart itself, such as lines of JSON: its value is undefined then. Without it, every body is JSON. */
  readonly isText?: (headers: Headers) => boolean
  /** The items of a JSON body in their order, or what is wrong with the body as a whole. `allValues`: every value of each header, for sources where none may come twice. */
  readonly itemsOf: (body: Body, headers: Headers, allValues: () => NodeJS.Dict<string[]>) => readonly Item[] | Problem
  /** One item to records: the same item and arrival give the same records. */
  readonly canonical: (item: unknown, arrival: Arrival) => Canonical
  /** probe: an empty body is admitted and verified, and answered as a request without items. */
  readonly emptyBody: 'probe' | 'refused'
  /**
   * A body that cannot be taken apart is kept among the dead letters before it is answered 400: for senders that do not come again after that. One that is too large to be kept is
   * answered 413 instead.
   */
  readonly keepsUnreadable?: boolean
  /** The source's own protocol: `accepted` items are in Kafka, the `rejected` among the dead letters. */
  readonly answer: (stored: { readonly accepted: number; readonly rejected: readonly Rejected[] }) => Answer
  /** What is answered where not one of the items could be used: then nothing is kept of them, for the sender has them and is told. Without it, they are dead letters as any. */
  readonly noneUsable?: (rejected: readonly Rejected[]) => Problem
  /** How a problem is told to this source: it may react to another status, or read another body. Without it, as it is. */
  readonly refusal?: (problem: Problem) => Problem
  /** Headers that a payload without any would have come with, for a dry run. Without it, Content-Type: application/json. */
  readonly usualHeaders?: (text: string) => Headers
  /** What a person who sends to it has to know. */
  readonly openApi: OpenApiOperation
  /** JSON Schemas by name, published at /schemas/<source>/<name>.json. */
  readonly schemas?: ReadonlyMap<string, JsonSchema>
}

/** A JSON Schema (2020-12). Made from zod by `jsonSchemaOf` (json-schema.ts). */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What /openapi.json says of an endpoint. The answers every endpoint gives as problems are added to it. */
export interface OpenApiOperation {
  readonly summary: string
  /** Markdown. Says which contract it is, and where it is our proposal. */
  readonly description: string
  /** Security Scheme Objects by name: all of them are needed. */
  readonly security: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Parameter Objects, such as headers. */
  readonly parameters?: readonly Readonly<Record<string, unknown>>[]
  /** Request bodies by media type. */
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>
  /** Answers by status that are the endpoint's own. */
  readonly responses: Readonly<Record<string, { readonly description: string; readonly schema?: JsonSchema }>>
}
