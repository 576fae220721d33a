import type { World } from '../frame/sandbox.ts'
import { defineSandbox } from '../frame/sandbox.ts'
import type { Frame } from '../frame/sandbox.ts'
import { AnsweredKeys } from '../http/answered-keys.ts'
import { problem, tooManyRequests } from '../http/problem.ts'
import { WebhookSender } from '../http/webhook-sender.ts'
import { secretBytes, signatureFault } from '../http/webhook-signature.ts'
import { emit } from './emit.ts'
import { receiveEvent } from './receive.ts'
import type { Receipts } from './receive.ts'
import { settingsSchema } from './settings.ts'
import type { Settings } from './settings.ts'

/** A server that answers by our proposal for xConnector: signed CloudEvents in, receipts out. */
export const xconnectorSandbox = defineSandbox({
  name: 'xconnector',
  summary: 'xConnector',
  credentials: 'key',
  maxBodyBytes: 1024 * 1024,
  settings: settingsSchema,
  create: xconnectorWorld,
})

function xconnectorWorld(frame: Frame<Settings>): World {
  const keys = new AnsweredKeys()
  const receipts: Receipts = new Map()
  const webhook = () => frame.settings().webhook
  const sender = new WebhookSender(webhook, () => frame.clock.now())
  return {
    admit(call) {
      if (call.path !== '/events') return { answer: problem(404, `There is no ${call.path}.`), applied: false }
      if (call.method !== 'POST') return { answer: problem(405, 'Only POST.'), applied: false }
      return undefined
    },
    answer(call) {
      const secrets = [frame.credentials.key, ...frame.settings().moreSecrets].map(secretBytes)
      // A body too large to be kept cannot be checked, and is refused for its size.
      const fault = call.tooLarge ? undefined : signatureFault(call, secrets)
      if (fault !== undefined) return { answer: problem(401, fault), applied: false }
      return receiveEvent(call, frame, keys, receipts)
    },
    rateLimited: (_call, seconds) => tooManyRequests(seconds),
    controls: [
      { method: 'GET', path: '/_sandbox/receipts/', handle: ({ tail }) => receipts.get(tail) },
      { method: 'POST', path: '/_sandbox/emit', handle: ({ body }) => emit(body, sender, webhook()) },
      { method: 'GET', path: '/_sandbox/webhook', handle: () => sender.report() },
    ],
    configured: () => sender.pump(),
    reset() {
      sender.clear()
      keys.clear()
      receipts.clear()
    },
  }
}
