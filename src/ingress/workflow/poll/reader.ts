import { z } from 'zod'
import { bounded, waitForSettingsMs } from '../../../transport/failed-call.ts'
import { Halt } from '../../../transport/halt.ts'
import { Pace } from '../../../transport/pace.ts'
import type { Reply } from '../../../transport/reply.ts'
import type { WorkflowService } from '../../../systems/workflow/workflow-service.ts'

/** A page of a list, as the service writes it (HAL). */
export interface Page {
  readonly items: readonly unknown[]
  /** Of the whole list. */
  readonly total: number
}

/** One thing: what is there, that nothing is, or why it cannot be said. */
export type Found =
  | { readonly kind: 'found'; readonly json: unknown }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly status: number; readonly error: string }

/** The service could not make the page. */
export interface Failed {
  readonly status: number
  readonly error: string
}

export type Query = Readonly<Record<string, string>>

const Hal = z.object({
  _embedded: z.record(z.string(), z.array(z.unknown())).optional(),
  page: z.object({ totalElements: z.number() }),
})

/** Reads of the workflow service, no faster than it is set. All throw Halt where the service does not say what was asked. */
export class WorkflowReader {
  readonly #service: WorkflowService
  readonly #pace: Pace

  constructor(service: WorkflowService, rate: number) {
    this.#service = service
    this.#pace = new Pace(rate)
  }

  /** The service's clock by its latest answer. */
  get serverTime(): number | undefined {
    return this.#service.serverTime
  }

  async list(path: string, query: Query, signal: AbortSignal): Promise<Page> {
    const page = await this.tryList(path, query, signal)
    if ('error' in page) throw new Halt(refusedList(path, page))
    return page
  }

  /** The same where the service may fail at one of the items: its own words with status 500 are an answer then. */
  async tryList(path: string, query: Query, signal: AbortSignal): Promise<Page | Failed> {
    const reply = await this.#ask(`${path}?${new URLSearchParams(query).toString()}`, signal)
    if (reply.kind === 'refused' && reply.status === 500) return reply
    if (reply.kind === 'refused') throw new Halt(refusedList(path, reply))
    const page = Hal.safeParse(reply.json)
    if (!page.success) throw new Halt(unavailable(`not_understood: ${path} is no list`, null))
    const [items = []] = Object.values(page.data._embedded ?? {})
    return { items, total: page.data.page.totalElements }
  }

  async read(path: string, query: Query, signal: AbortSignal): Promise<Found> {
    const reply = await this.#ask(`${path}?${new URLSearchParams(query).toString()}`, signal)
    if (reply.kind === 'ok') return { kind: 'found', json: reply.json }
    return reply.status === 404 ? { kind: 'missing' } : reply
  }

  async #ask(path: string, signal: AbortSignal): Promise<Reply> {
    // Whoever is told to end early asks no more: the call is cut off as it begins.
    await this.#pace.turn(signal).catch(() => undefined)
    return this.#service.ask({ method: 'GET', path, effect: 'none' }, signal)
  }
}

const unavailable = (reason: string, afterMs: number | null) =>
  ({ kind: 'unavailable', reason: bounded(reason), afterMs }) as const

export const refusedList = (path: string, { status, error }: Failed) =>
  unavailable(`list_refused: ${path}: status ${status}: ${error}`, status < 500 ? waitForSettingsMs : null)
