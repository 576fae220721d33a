import { defineSandbox } from '../frame/sandbox.ts'
import type { Destination } from '../frame/sandbox.ts'
import { answerCall, tooManyRequests } from './answer-call.ts'
import { ecmControls } from './control/controls.ts'
import { editConflictFault } from './faults/edit-conflict.ts'
import { expiredTicket } from './faults/expired-ticket.ts'
import { lostUpdate } from './faults/lost-update.ts'
import { pagePastEnd } from './faults/page-past-end.ts'
import { permanent500 } from './faults/permanent500.ts'
import { zonelessDates } from './faults/zoneless-dates.ts'
import { Intake } from './reading/intake.ts'
import { settingsSchema } from './settings.ts'
import { World } from './world.ts'

/** OpenText Extended ECM: the REST API of Content Server. */
export const ecmSandbox: Destination = {
  ...define(new Intake()),
  server(credentials, settings) {
    const intake = new Intake()
    return intake.attach(define(intake).server(credentials, settings))
  },
}

function define(intake: Intake): Destination {
  return defineSandbox({
    name: 'ecm',
    summary: 'the REST API of OpenText Extended ECM',
    credentials: 'user',
    maxBodyBytes: 16 * 1024 * 1024,
    settings: settingsSchema,
    faults: [expiredTicket, editConflictFault, lostUpdate, permanent500, zonelessDates, pagePastEnd],
    create(frame) {
      const world = new World(frame.credentials, frame.settings, frame.effects)
      // The bytes of a part go into the hash of the whole in their turn, so a part must be kept until then.
      intake.keepBytes = path => {
        const { keepContentBytes, partSizeBytes } = frame.settings()
        return path.includes('/v2/multipart/') ? partSizeBytes : keepContentBytes
      }
      return {
        answer: call => answerCall(world, frame, call, intake.bodyOf(call)),
        rateLimited: (_call, seconds) => tooManyRequests(seconds),
        summary: () => ({ effects: frame.effects.summary(), nodes: world.nodes.size }),
        controls: ecmControls(world),
        reset: () => world.reset(),
      }
    },
  })
}
