import type { Frame, World } from '../frame/sandbox.ts'
import { defineSandbox } from '../frame/sandbox.ts'
import { AnsweredKeys } from './answered-keys.ts'
import { partlyRefused } from './faults/partly-refused.ts'
import { problem, tooManyRequests } from './problem.ts'
import { receiveBatch } from './receive.ts'
import { settingsSchema } from './settings.ts'
import type { Endpoint, Settings } from './settings.ts'

/** A server with webhook endpoints that take signed batches by Standard Webhooks. */
export const httpSandbox = defineSandbox({
  name: 'http',
  summary: 'any HTTP endpoint that takes signed batches (Standard Webhooks)',
  credentials: 'key',
  maxBodyBytes: 8 * 1024 * 1024,
  settings: settingsSchema,
  faults: [partlyRefused],
  create: httpWorld,
})

function httpWorld(frame: Frame<Settings>): World {
  const keys = new AnsweredKeys()
  const hookOf = (path: string): { name: string; endpoint: Endpoint } | undefined => {
    const name = /^\/hooks\/([\w.-]+)$/.exec(path)?.[1] ?? ''
    const { endpoints } = frame.settings()
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined
    return endpoint && { name, endpoint }
  }
  return {
    admit(call) {
      if (!hookOf(call.path)) return { answer: problem(404, `There is no ${call.path}.`), applied: false }
      if (call.method !== 'POST') return { answer: problem(405, 'Only POST.'), applied: false }
      return undefined
    },
    answer(call) {
      const hook = hookOf(call.path)
      if (!hook) return { answer: problem(404, `There is no ${call.path}.`), applied: false }
      return receiveBatch(call, frame, hook, keys)
    },
    rateLimited: (_call, seconds) => tooManyRequests(seconds),
    reset: () => keys.clear(),
  }
}
