import { z } from 'zod'
import type { CurrentsEvent } from '../ingress/braze/currents/samples.ts'
import { batchType } from '../event.ts'
import type { TestPipeline } from '../pipeline.ts'
import { emit, type Sandboxes } from './sandboxes.ts'
import type { Effect } from './watching.ts'

export const currentsToken = 'a-token-for-currents'
export const brazeSecret = 'a-secret-for-webhooks'

/** What the sources say. Each resolves when the pipeline has taken it, and rejects where it has not. */
export interface Says {
  /** The shop, and whoever else sends CloudEvents over HTTP: see test/event.ts. */
  readonly shop: (...events: readonly object[]) => Promise<void>
  /** Braze's Currents: see `sample` in test/ingress/braze/currents/samples.ts. */
  readonly currents: (...events: readonly CurrentsEvent[]) => Promise<void>
  /** A webhook of Braze: see test/ingress/braze/webhooks/bodies.ts. */
  readonly brazeWebhook: (body: object) => Promise<void>
  /** The push gateway, about operations: see test/ingress/push/events.ts. */
  readonly push: (...events: readonly object[]) => Promise<void>
  /** xConnector: see test/ingress/xconnector/events.ts. */
  readonly xconnector: (...events: readonly object[]) => Promise<void>
  /** Whoever got a push does something with it; the gateway tells. */
  readonly reaction: (
    push: Effect,
    what: { type: string; action?: string; comment?: string; link?: string; at?: string },
  ) => Promise<void>
}

/** How a source sends: as it is given once, or again until it is taken. */
export type Sending = (send: () => Promise<Response>) => Promise<Response>

/** `heardWithinMs`: so long a webhook is waited for, which repeats by itself. */
export function says(
  pipeline: TestPipeline,
  { control }: Sandboxes,
  sending: Sending = send => send(),
  heardWithinMs?: number,
): Says {
  const post = async (route: string, headers: Record<string, string>, body: unknown) => {
    const answer = await sending(() =>
      fetch(`${pipeline.url}/ingress/${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    )
    if (answer.status !== 202) throw new Error(`${route}: ${answer.status} ${await answer.text()}`)
  }
  return {
    shop: async (...events) => {
      const answer = await sending(() => pipeline.post(events, batchType))
      const said = await answer.text()
      if (answer.status !== 202) throw new Error(`the shop's events are not taken: ${answer.status} ${said}`)
    },
    currents: (...events) => post('braze/currents', { authorization: `Bearer ${currentsToken}` }, { events }),
    brazeWebhook: body => post('braze/webhooks', { 'x-signalbox-secret': brazeSecret }, body),
    push: (...events) => emit(control, 'push', events, heardWithinMs),
    xconnector: (...events) => emit(control, 'xconnector', events, heardWithinMs),
    reaction: async (push, what) => {
      const { job, client } = z.looseObject({ job: z.string(), client: z.string() }).parse(push)
      await control('push', 'POST', '/events', { job_id: job, clientId: client, ...what })
    },
  }
}
