import { z } from 'zod'
import { startSandbox as startProgram } from './sandbox/start.ts'

/** A Braze sandbox as a process of its own. */
export interface Sandbox {
  readonly url: string
  readonly key: string
  /** Every custom event or attributes object that was applied, in order. */
  objects(kind: 'events' | 'attributes'): Promise<AppliedObject[]>
  /** Every call to Braze's API. */
  calls(): Promise<Call[]>
  /** The calls whose body has the text in it. */
  callsWith(text: string): Promise<Call[]>
  /** How many objects of a kind were applied; cheap. */
  applied(kind: 'events' | 'attributes'): Promise<number>
  /** Sets a fault: see test/sandbox/README.md. */
  fault(fault: Record<string, unknown>): Promise<void>
  clearFaults(): Promise<void>
  /** Merges settings: limits, dialects, delays. */
  settings(settings: Record<string, unknown>): Promise<void>
  stop(): Promise<void>
}

const AppliedObject = z.object({
  seq: z.number(),
  external_id: z.string().nullish(),
  object: z.record(z.string(), z.unknown()),
})
export type AppliedObject = z.output<typeof AppliedObject>
const Call = z.object({
  seq: z.number(),
  atMs: z.number(),
  path: z.string(),
  status: z.number().nullable(),
  applied: z.boolean(),
  body: z.unknown(),
})
const Summary = z.object({ objectsApplied: z.object({ events: z.number(), attributes: z.number() }) })
export type Call = z.output<typeof Call>

/** Starts a Braze sandbox on a free port; it ends with the test process at the latest. */
export const startSandbox = async (): Promise<Sandbox> => brazeAt(await startProgram('braze', { key: 'sandbox-key' }))

/** A Braze sandbox that runs. */
export function brazeAt({ url, key, stop }: Pick<Sandbox, 'url' | 'key' | 'stop'>): Sandbox {
  const control = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}/_sandbox${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const pages = async <T>(path: string, schema: z.ZodType<T>, name: string): Promise<T[]> => {
    const items: T[] = []
    for (let since = 0; ;) {
      const page = z
        .looseObject({ next: z.number().nullable() })
        .parse(await (await control('GET', `${path}&since=${since}&limit=10000`)).json())
      items.push(...z.array(schema).parse(page[name]))
      if (page.next === null) return items
      since = page.next
    }
  }
  return {
    url,
    key,
    objects: kind => pages(`/objects?kind=${kind}`, AppliedObject, 'objects'),
    calls: () => pages('/calls?', Call, 'calls'),
    callsWith: async text =>
      (await pages('/calls?', Call, 'calls')).filter(call => JSON.stringify(call.body).includes(text)),
    applied: async kind => Summary.parse(await (await control('GET', '/calls?summary=1')).json()).objectsApplied[kind],
    fault: async fault => {
      await control('POST', '/faults', fault)
    },
    settings: async settings => {
      await control('PUT', '/settings', settings)
    },
    clearFaults: async () => {
      await control('DELETE', '/faults')
    },
    stop,
  }
}
