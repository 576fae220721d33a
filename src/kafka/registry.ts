import registryPackage from '@kafkajs/confluent-schema-registry'
import { z } from 'zod'
import type { RecordSchema } from '../../schemas/record.ts'

const { COMPATIBILITY, SchemaRegistry: Client, SchemaType } = registryPackage

/** The registry answered that it has no schema of this id: the record that names it can never be read. */
export class UnknownSchemaId extends Error {
  override readonly name = 'UnknownSchemaId'
  constructor(id: number) {
    super(`the schema registry knows no schema ${id}`)
  }
}

/** The registry did not answer, or not in a way that helps: the same question may be answered later. */
export class RegistryUnavailable extends Error {
  override readonly name = 'RegistryUnavailable'
}

const Compatibility = z.object({ compatibilityLevel: z.string() })
const ById = z.object({ schema: z.string() })

/** Who we are to a registry that asks (HTTP basic authentication). */
export interface RegistryUser {
  readonly username: string
  readonly password: string
}

/** The schema registry over its Confluent API. A schema's subject is its full name (RecordNameStrategy). */
export class SchemaRegistry {
  readonly #url: string
  readonly #client: InstanceType<typeof Client>
  readonly #topicPrefix: string
  readonly #headers: Readonly<Record<string, string>>

  constructor(url: string, topicPrefix = '', user?: RegistryUser) {
    this.#url = url.replace(/\/$/, '')
    this.#client = new Client({ host: this.#url, retry: { retries: 0 }, ...(user && { auth: { ...user } }) })
    this.#headers = user ? { authorization: basic(user) } : {}
    this.#topicPrefix = topicPrefix
  }

  /** The subject of a schema in the registry. */
  subjectOf(schema: RecordSchema): string {
    return `${this.#topicPrefix}${schema.name}`
  }

  /** Registers the schema with the compatibility it declares, or finds it. Rejects with the registry's words when it is not compatible with what is there. */
  async register(schema: RecordSchema): Promise<number> {
    const subject = this.subjectOf(schema)
    try {
      const { id } = await this.#client.register(
        { type: SchemaType.AVRO, schema: JSON.stringify(schema.avro) },
        { subject, compatibility: COMPATIBILITY[schema.compatibility] },
      )
      return id
    } catch (error) {
      throw new Error(`schema ${subject} could not be registered: ${messageOf(error)}`, { cause: error })
    }
  }

  /** The id under which exactly this schema is registered; undefined where it is not. */
  async idOf(schema: RecordSchema): Promise<number | undefined> {
    const body = JSON.stringify({ schema: JSON.stringify(schema.avro), schemaType: 'AVRO' })
    const answer = await this.#ask(`/subjects/${encodeURIComponent(this.subjectOf(schema))}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    if (answer.status === 404) return undefined
    return z.object({ id: z.number() }).parse(await bodyOf(answer)).id
  }

  /** How the registry differs from the declaration: not registered, or another compatibility. */
  async differences(schema: RecordSchema): Promise<string[]> {
    const subject = this.subjectOf(schema)
    if ((await this.idOf(schema)) === undefined) return [`schema ${subject}: this version is not registered`]
    const answer = await this.#ask(`/config/${encodeURIComponent(subject)}`, {})
    const level =
      answer.status === 404 ? 'the registry’s default' : Compatibility.parse(await bodyOf(answer)).compatibilityLevel
    return level === schema.compatibility
      ? []
      : [`schema ${subject}: compatibility is ${level}, declared is ${schema.compatibility}`]
  }

  /** The writer's schema of an id, as JSON. Rejects with UnknownSchemaId or RegistryUnavailable. */
  async schemaOf(id: number): Promise<unknown> {
    const answer = await this.#ask(`/schemas/ids/${id}`, {})
    if (answer.status === 404) throw new UnknownSchemaId(id)
    return JSON.parse(ById.parse(await bodyOf(answer)).schema)
  }

  async #ask(path: string, init: Ask): Promise<Response> {
    const headers = { ...init.headers, ...this.#headers }
    const answer = await fetch(`${this.#url}${path}`, { ...init, headers, signal: AbortSignal.timeout(5_000) }).catch(
      (error: unknown) => {
        throw new RegistryUnavailable(`the schema registry at ${this.#url} does not answer: ${messageOf(error)}`, {
          cause: error,
        })
      },
    )
    if (answer.ok || answer.status === 404) return answer
    const hint = [401, 403].includes(answer.status)
      ? ' (SIGNALBOX_REGISTRY_USER and SIGNALBOX_REGISTRY_PASSWORD say who asks)'
      : ''
    throw new RegistryUnavailable(
      `the schema registry answered ${answer.status} to ${path}${hint}: ${(await answer.text()).slice(0, 300)}`,
    )
  }
}

/** What a request to the registry carries. */
interface Ask {
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

const basic = ({ username, password }: RegistryUser) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const bodyOf = (answer: Response): Promise<unknown> => answer.json()

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}
