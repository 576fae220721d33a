import { createHash, randomUUID } from 'node:crypto'
import { defineSandbox } from '../frame/sandbox.ts'
import type { Answer } from '../frame/reply.ts'
import { admit, answerCall, rateLimited } from './answer-call.ts'
import { newBraze, resetBraze } from './braze.ts'
import { brazeControls } from './controls.ts'
import { errorsWithoutIndex } from './faults/errors-without-index.ts'
import { plainStringErrors } from './faults/plain-string-errors.ts'
import { queued202 } from './faults/queued202.ts'
import { countObjects } from './object-kinds.ts'
import { settingsSchema } from './settings.ts'

/** Braze's REST API. */
export const brazeSandbox = defineSandbox({
  name: 'braze',
  summary: 'the REST API of Braze',
  credentials: 'key',
  maxBodyBytes: 4 * 1024 * 1024,
  settings: settingsSchema,
  faults: [queued202, errorsWithoutIndex, plainStringErrors],
  create(frame) {
    const braze = newBraze(frame)
    return {
      admit: call => admit(braze, call),
      answer: call => answerCall(braze, call),
      rateLimited: (call, seconds) => rateLimited(braze, call, seconds),
      headers: liveHeaders,
      describe: call => ({ objects: countObjects(call.json) }),
      summary: () => ({ objectsApplied: braze.objects.totals }),
      settle: nowMs => braze.queue.settle(nowMs),
      controls: brazeControls(braze),
      configured: () => braze.workspace.read(frame.settings()),
      reset: () => resetBraze(braze),
    }
  },
})

/** Headers that every answer of the live API carries. */
function liveHeaders(answer: Answer, { receivedMs }: { receivedMs: number }): Record<string, string> {
  return {
    Server: 'cloudflare',
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'X-Request-Id': randomUUID(),
    'X-Runtime': ((Date.now() - receivedMs) / 1000).toFixed(6),
    ...(answer.status < 300 && { Etag: etagOf(answer) }),
  }
}

function etagOf({ body }: Answer): string {
  return `W/"${createHash('md5').update(JSON.stringify(body)).digest('hex')}"`
}
