import { AnswerGiven } from '../schemas/answer-given.generated.ts'
import { PushSend } from '../schemas/push-send.generated.ts'
import type { StaffAlert } from '../schemas/staff-alert.generated.ts'
import { XconnectorAudienceAlert } from '../schemas/xconnector-audience-alert.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, timer } from '../src/stream/define.ts'
import { pushCommands } from '../topics/push-commands.ts'
import { requestEvents } from '../topics/request-events.ts'
import { atOnce } from './agenda.ts'
import { acknowledge, alertPush, newAlert } from './alert-push.ts'
import { directory } from './audience.ts'
import { stepDue } from './chain.ts'
import { requestKindOf } from './correlation.ts'
import { alerts } from './stores/alerts.ts'
import { nextStep } from './whom-to-alert.ts'

const step = timer({ name: 'step', clock: 'wall' })

/** Flow X7: the people whom an alert means are told, step by step, until one of them takes it. Who that is, the directory of that moment says. */
export const alertStaff = ({ chains }: Flows['X7']) =>
  processor({
    name: 'alert-staff',
    input: { from: requestEvents, only: [XconnectorAudienceAlert, AnswerGiven] },
    lookups: { alert: alerts, directory },
    keeps: [alerts],
    timers: [step],
    outputs: [pushCommands],
    reasons: ['known_already', 'nobody_to_tell', 'expired', 'not_asked', 'unknown_action', 'already_acknowledged'],
    process(event, { alert }, { keep, drop, setTimer, cancelTimer }) {
      if (event.type === 'signalbox.xconnector.XconnectorAudienceAlert')
        return alert ? drop('known_already') : [keep(alerts, newAlert(event.value)), setTimer(step, atOnce)]
      const { subject, person, action } = event.value
      if (requestKindOf(subject) !== 'alert') return []
      if (!alert || person === null || !alert.told.includes(person)) return drop('not_asked')
      if (action !== acknowledge.id) return drop('unknown_action')
      if (alert.acknowledgedBy !== null) return drop('already_acknowledged')
      return [keep(alerts, { ...alert, acknowledgedBy: person, over: true }), cancelTimer(step)]
    },
    wake({ key, at }, { alert, directory }, { forward, keep, drop, setTimer }) {
      if (!alert || alert.over) return []
      if (alert.expiresAt !== null && at > alert.expiresAt)
        return [keep(alerts, { ...alert, over: true }), drop('expired', alert)]
      const chain = chains[alert.severity ?? 'default'] ?? chains.default
      const startedAt = alert.startedAt ?? at
      const goOn = (now: StaffAlert) => {
        const due = stepDue(startedAt, chain, now.step)
        return due === undefined
          ? [keep(alerts, { ...now, startedAt, over: true })]
          : [keep(alerts, { ...now, startedAt }), setTimer(step, due)]
      }
      const first = stepDue(startedAt, chain, 0) ?? at
      if (at < first) return goOn(alert)
      // A step that would tell nobody is passed over: the next one does not wait for its time.
      const { users, empty, step: found } = nextStep(alert, chain, at, directory)
      const told = { ...alert, step: found + 1, told: [...alert.told, ...users] }
      return [
        ...Array.from({ length: empty }, () => drop('nobody_to_tell', alert)),
        ...(users.length > 0 ? [forward(pushCommands, PushSend, alertPush(key, alert, found, users), key)] : []),
        ...goOn(told),
      ]
    },
  })
