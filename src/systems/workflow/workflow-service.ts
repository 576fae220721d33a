import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { addressOf } from '../../transport/address.ts'
import { SharedCredential, type Credential, type NoCredential } from '../../transport/credential.ts'
import { bounded, waitForSettingsMs, waitOf } from '../../transport/failed-call.ts'
import { Halt } from '../../transport/halt.ts'
import { HttpCaller, type Answer, type NoAnswer } from '../../transport/http-caller.ts'
import { parsedBody } from '../../transport/json-answer.ts'
import { replyOf, type Effect, type Reply } from '../../transport/reply.ts'
import { outcomeOfRefusal, workflowDialect } from './outcome.ts'

/** A request below the host, such as /workflow/v1/tasks/1. */
export interface WorkflowRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly effect: Effect
  readonly json?: string
}

export interface WorkflowServiceSettings {
  readonly url: string
  readonly tenant: string
  readonly client: string
  readonly secret: string
  readonly connections: number
  readonly timeoutMs: number
}

const Token = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().catch(300) })
const TokenRefusal = z.object({ error: z.string(), error_description: z.string().catch('') })
/** Of a token's life, as long as it is used: fetched anew before calls meet its end. */
const usedShare = 0.8

/** OpenText's workflow service with one token for all calls. Where it is not taken there is one more, however many calls met that, and each of them is made once more. */
export class WorkflowService {
  readonly #base: string
  readonly #caller: HttpCaller
  readonly #token: SharedCredential
  readonly #clock: Clock
  #serverTime: number | undefined

  constructor({ url, tenant, client, secret, connections, timeoutMs }: WorkflowServiceSettings, clock: Clock) {
    const { origin, path } = addressOf(url)
    const secrets = [...new Set([secret, encodeURIComponent(secret)])]
    this.#base = path
    this.#caller = new HttpCaller({ origin, connections, timeoutMs, secrets })
    this.#clock = clock
    this.#token = new SharedCredential(() => this.#fetchToken(tenant, client, secret), clock)
  }

  /** What it says. Throws Halt with what became of the command where it says nothing about it. */
  async ask(request: WorkflowRequest, signal: AbortSignal): Promise<Reply> {
    let answer = await this.#attempt(request, signal)
    if (isUnauthorized(answer)) answer = await this.#attempt(request, signal)
    if (isUnauthorized(answer)) {
      const refused = { reason: 'refused_401: a token that was just given is not taken', afterMs: waitForSettingsMs }
      this.#token.refuse(refused)
      throw new Halt({ kind: 'unavailable', ...refused })
    }
    return replyOf(answer, request.effect, this.#clock.now(), workflowDialect)
  }

  /** The same where every refusal is the command's end. */
  async demand(request: WorkflowRequest, signal: AbortSignal): Promise<unknown> {
    const reply = await this.ask(request, signal)
    if (reply.kind === 'refused') throw new Halt(outcomeOfRefusal(reply))
    return reply.json
  }

  /** The service's clock by its latest answer, ms since 1970, in whole seconds; undefined where no answer has said it. */
  get serverTime(): number | undefined {
    return this.#serverTime
  }

  withoutSecrets(text: string): string {
    return this.#caller.withoutSecrets(text)
  }

  close(): Promise<void> {
    return this.#caller.close()
  }

  async #attempt({ method, path, json }: WorkflowRequest, signal: AbortSignal): Promise<Answer | NoAnswer> {
    const token = await this.#token.get(signal)
    if ('reason' in token) throw new Halt({ kind: 'unavailable', ...token })
    const headers = {
      ...{ authorization: `Bearer ${token.value}`, accept: 'application/json' },
      ...(json !== undefined && { 'content-type': 'application/json' }),
    }
    const body = json === undefined ? {} : { body: json }
    const answer = await this.#caller.call({ method, path: `${this.#base}${path}`, headers, ...body }, signal)
    if ('sent' in answer) return answer
    const said = Date.parse(answer.headers['date'] ?? '')
    if (answer.status < 300 && !Number.isNaN(said)) this.#serverTime = said
    if (isUnauthorized(answer)) this.#token.expired(token)
    // Answers end in receipts.
    return { ...answer, body: answer.body.replaceAll(token.value, '(a secret)') }
  }

  async #fetchToken(tenant: string, client: string, secret: string): Promise<Credential | NoCredential> {
    const path = `${this.#base}/tenants/${encodeURIComponent(tenant)}/oauth2/token`
    const form = { grant_type: 'client_credentials', client_id: client, client_secret: secret }
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const asked = this.#clock.now()
    const answer = await this.#caller.call({
      method: 'POST',
      path,
      headers,
      body: new URLSearchParams(form).toString(),
    })
    if ('sent' in answer) return { reason: `token: ${answer.reason}`, afterMs: null }
    const { status, body } = answer
    const token = status === 200 ? parsedBody(body, Token) : undefined
    if (token) {
      this.#caller.conceal(token.access_token)
      const life = token.expires_in * 1_000
      return { value: token.access_token, renewAt: asked + life * usedShare, endsAt: asked + life }
    }
    const { error, error_description: more } = parsedBody(body, TokenRefusal) ?? {
      error: 'no token',
      error_description: '',
    }
    const isOurs = status >= 300 && status < 500
    const afterMs = waitOf(answer, this.#clock.now()) ?? (isOurs ? waitForSettingsMs : null)
    return { reason: bounded(`token_${status}: ${error} ${more}`.trim()), afterMs }
  }
}

const isUnauthorized = (answer: Answer | NoAnswer): boolean => !('sent' in answer) && answer.status === 401
