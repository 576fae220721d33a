import { z } from 'zod'
import type { Effect, Effects } from './profile.ts'

const Page = z.object({
  next: z.number().nullable(),
  effects: z.array(z.looseObject({ kind: z.string(), subject: z.string().nullable(), id: z.string().nullable() })),
})
const Calls = z.object({ calls: z.array(z.looseObject({ method: z.string(), path: z.string(), body: z.unknown() })) })

/** What a sandbox can be asked and told. */
export class SandboxControl implements Effects {
  readonly #url: string

  constructor(url: string) {
    this.#url = `${url}/_sandbox`
  }

  async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ask('POST', '/faults', fault)
  }

  async clear(what: 'faults' | 'calls'): Promise<void> {
    await this.#ask('DELETE', `/${what}`)
  }

  async list(wanted: { kind?: string; subject?: string } = {}): Promise<readonly Effect[]> {
    const found: Effect[] = []
    for (let since = 0; ;) {
      const query = new URLSearchParams({ ...wanted, since: String(since) })
      const { next, effects } = Page.parse(await this.#ask('GET', `/effects?${query.toString()}`))
      found.push(...effects)
      if (next === null) return found
      since = next
    }
  }

  /** The bytes of the bodies of the calls since they were cleared. */
  async bodies(): Promise<readonly number[]> {
    const { calls } = Calls.parse(await this.#ask('GET', '/calls?limit=10000'))
    return calls.map(({ body }) => Buffer.byteLength(typeof body === 'string' ? body : JSON.stringify(body)))
  }

  get(path: string): Promise<unknown> {
    return this.#ask('GET', path)
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(`${method} /_sandbox${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}
