import { brazeEvents } from '../../../../topics/braze-events.ts'
import { engagementEvents } from '../../../../topics/engagement-events.ts'
import { BrazeCurrents } from '../../../sources/braze-currents.ts'
import { idOf, numberOf, type Source } from '../source.ts'

const token = 'a-token-for-the-chaos-run'

/** Sessions as Currents sends them; each becomes one record of the public engagement stream. A lane waits for each of its batches, so that there is an order to be kept. */
export const brazeCurrents: Source = {
  name: 'braze.currents',
  env: { SIGNALBOX_BRAZE_CURRENTS_TOKEN: token, SIGNALBOX_BRAZE_CURRENTS_RATE: '10000000' },
  topic: brazeEvents,
  output: engagementEvents,
  mostPerBatch: 100,
  open(url, seed) {
    const braze = new BrazeCurrents({ url: `${url}/ingress/braze/currents`, token, seed, backOffMs: [50, 1_000] })
    return {
      send: async batch => {
        const events = batch.map(({ number, subject }) => ({
          event_type: 'users.behaviors.app.SessionStart',
          id: idOf(number),
          time: 1_767_225_600 + Math.floor(number / 1_000),
          user_id: `braze-${subject}`,
          external_user_id: subject,
          app_id: 'app',
        }))
        return (await braze.send(events)).acknowledged === batch.length
      },
      answers: () =>
        new Map(
          [...braze.counters.statuses].map(([status, times]) => [status === 0 ? 'no answer' : String(status), times]),
        ),
      close: () => {
        braze.stop()
        return Promise.resolve()
      },
    }
  },
  numberOf,
}
