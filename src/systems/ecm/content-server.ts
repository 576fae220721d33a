import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { addressOf } from '../../transport/address.ts'
import { SharedCredential, type Credential, type Held, type NoCredential } from '../../transport/credential.ts'
import { bounded, waitForSettingsMs, waitOf } from '../../transport/failed-call.ts'
import { HttpCaller, type Answer, type NoAnswer } from '../../transport/http-caller.ts'
import { parsedBody } from '../../transport/json-answer.ts'
import { Halt } from '../../transport/halt.ts'
import { replyOf, type Effect, type Reply } from '../../transport/reply.ts'
import { contentServerDialect, outcomeOfRefusal } from './outcome.ts'

/** A request below the REST API, such as /v2/nodes/2000. */
export interface EcmRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly effect: Effect
  /** Content Server's core takes forms, workspaces JSON. Opened for each attempt: after a ticket has ended it is sent again. */
  readonly body?: () => Promise<Body>
}
export interface Body {
  readonly type: string
  readonly length?: number
  readonly content: string | Buffer | Readable
}

export interface ContentServerSettings {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly connections: number
  readonly timeoutMs: number
  readonly uploadTimeoutMs: number
}

const Ticket = z.object({ ticket: z.string().min(1) })
const Refusal = z.object({ error: z.string() })
const formType = 'application/x-www-form-urlencoded'

export const form = (fields: readonly (readonly [string, string])[]) => (): Promise<Body> =>
  Promise.resolve({
    type: formType,
    content: formText(fields),
  })

function formText(fields: readonly (readonly [string, string])[]): string {
  const text = new URLSearchParams()
  for (const [name, value] of fields) text.append(name, value)
  return text.toString()
}

export const json = (content: string) => (): Promise<Body> => Promise.resolve({ type: 'application/json', content })

/**
 * Content Server's REST API with one ticket for all calls. Every answer brings a fresh ticket, which the next call uses; where a ticket has ended there is one
 * log-in, however many calls met that, and each of them is made once more.
 */
export class ContentServer {
  readonly #base: string
  readonly #calls: HttpCaller
  readonly #uploads: HttpCaller
  readonly #ticket: SharedCredential
  readonly #clock: Clock

  constructor(settings: ContentServerSettings, clock: Clock) {
    const { url, user, password, connections, timeoutMs, uploadTimeoutMs } = settings
    const { origin, path } = addressOf(url)
    const secrets = [...new Set([password, encodeURIComponent(password)])]
    this.#base = `${path}/api`
    this.#calls = new HttpCaller({ origin, connections, timeoutMs, secrets })
    this.#uploads = new HttpCaller({ origin, connections, timeoutMs: uploadTimeoutMs, secrets })
    this.#clock = clock
    this.#ticket = new SharedCredential(() => this.#logIn(user, password), clock)
  }

  /** What it says. Throws Halt with what became of the commands where it says nothing about them. */
  async ask(request: EcmRequest, signal: AbortSignal): Promise<Reply> {
    let answer = await this.#attempt(request, signal)
    if (isUnauthorized(answer)) answer = await this.#attempt(request, signal)
    if (isUnauthorized(answer)) {
      const refused = { reason: 'refused_401: a ticket that was just given is not taken', afterMs: waitForSettingsMs }
      this.#ticket.refuse(refused)
      throw new Halt({ kind: 'unavailable', ...refused })
    }
    return replyOf(answer, request.effect, this.#clock.now(), contentServerDialect)
  }

  /** The same where every refusal is the command's end. */
  async demand(request: EcmRequest, signal: AbortSignal): Promise<unknown> {
    const reply = await this.ask(request, signal)
    if (reply.kind === 'refused') throw new Halt(outcomeOfRefusal(reply))
    return reply.json
  }

  withoutSecrets(text: string): string {
    return this.#calls.withoutSecrets(text)
  }

  async close(): Promise<void> {
    await Promise.all([this.#calls.close(), this.#uploads.close()])
  }

  async #attempt({ method, path, body }: EcmRequest, signal: AbortSignal): Promise<Answer | NoAnswer> {
    const ticket = await this.#ticket.get(signal)
    if ('reason' in ticket) throw new Halt({ kind: 'unavailable', ...ticket })
    const { type, length, content } = (await body?.()) ?? {}
    const headers = {
      ...{ otcsticket: ticket.value, accept: 'application/json' },
      ...(type !== undefined && { 'content-type': type }),
      ...(length !== undefined && { 'content-length': String(length) }),
    }
    const caller = typeof content === 'object' ? this.#uploads : this.#calls
    const request = { method, path: `${this.#base}${path}`, headers, ...(content !== undefined && { body: content }) }
    return this.#taken(await caller.call(request, signal), ticket)
  }

  /** Keeps the fresh ticket, and neither of the two in the body: answers end in receipts. */
  #taken(answer: Answer | NoAnswer, ticket: Held): Answer | NoAnswer {
    if ('sent' in answer) return answer
    const { otcsticket: fresh } = answer.headers
    if (isUnauthorized(answer)) this.#ticket.expired(ticket)
    else if (fresh) {
      this.#ticket.replace(ticket, fresh)
      this.#calls.conceal(fresh)
    }
    return { ...answer, body: without(answer.body, ticket.value, fresh) }
  }

  async #logIn(username: string, password: string): Promise<Credential | NoCredential> {
    const content = new URLSearchParams({ username, password }).toString()
    const headers = { 'content-type': formType, accept: 'application/json' }
    const answer = await this.#calls.call({ method: 'POST', path: `${this.#base}/v1/auth`, headers, body: content })
    if ('sent' in answer) return { reason: `log_in: ${answer.reason}`, afterMs: null }
    const { status, body } = answer
    const ticket = status === 200 ? parsedBody(body, Ticket)?.ticket : undefined
    if (ticket !== undefined) {
      this.#calls.conceal(ticket)
      return { value: ticket }
    }
    const words = parsedBody(body, Refusal)?.error ?? 'no words of Content Server'
    const isOurs = status >= 300 && status < 500
    const afterMs = waitOf(answer, this.#clock.now()) ?? (isOurs ? waitForSettingsMs : null)
    return { reason: bounded(`log_in_${status}: ${words}`), afterMs }
  }
}

const isUnauthorized = (answer: Answer | NoAnswer): boolean => !('sent' in answer) && answer.status === 401

/** A ticket may hold slashes, which some JSON writers escape. */
const without = (text: string, ...tickets: readonly (string | undefined)[]): string =>
  tickets
    .filter(ticket => ticket !== undefined)
    .flatMap(ticket => [ticket, ticket.replaceAll('/', '\\/'), encodeURIComponent(ticket)])
    .reduce((rest, ticket) => rest.replaceAll(ticket, '(a secret)'), text)
