import { z } from 'zod'
import type { RunningSandbox } from '../../start.ts'

const object = z.record(z.string(), z.unknown())
const pushed = z.looseObject({
  job_id: z.string(),
  accepted: z.array(z.looseObject({ target: z.string() })),
  rejected: z.array(z.looseObject({ target: z.string(), key: z.string() })),
})

export type PushCaller = ReturnType<typeof pushCaller>

/** Calls a running sandbox with its key, and reads back what it did. */
export function pushCaller(sandbox: () => RunningSandbox) {
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(sandbox().url + path, {
      method,
      headers: { otagAppKey: sandbox().key, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(5000),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const parsed: unknown = text === '' ? undefined : JSON.parse(text)
    return { status: response.status, headers: response.headers, text, body: object.safeParse(parsed).data ?? {} }
  }
  const base = '/deployments/notifications/shop'
  const push = (body: unknown, submitId?: string) =>
    call('POST', `${base}/push`, body, submitId === undefined ? {} : { 'X-MRA-SubmitId': submitId })
  return {
    call,
    push,
    base,
    /** The outcome of a push that must succeed. */
    sent: async (body: object, submitId?: string) => {
      const { job_id: job, accepted, rejected } = pushed.parse((await push({ title: 'Hi', ...body }, submitId)).body)
      return { job, accepted: accepted.map(one => one.target), rejected: rejected.map(one => [one.target, one.key]) }
    },
    events: async (job: string) => {
      const shape = z.object({ events: z.object({ push_delivery_events: z.array(object) }) })
      const { body } = await call('GET', `${base}/status?job_id=${job}`)
      return z
        .array(shape)
        .parse(body['deliveries'])
        .map(({ events }) => events.push_delivery_events)
    },
    control: (method: string, path: string, body?: object) => call(method, `/_sandbox${path}`, body),
    effects: async () => z.array(object).parse((await call('GET', '/_sandbox/effects')).body['effects']),
  }
}
