import { MessageRequested } from '../schemas/message-requested.generated.ts'
import { PushSend } from '../schemas/push-send.generated.ts'
import { XconnectorRespond } from '../schemas/xconnector-respond.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, timer } from '../src/stream/define.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { pushCommands } from '../topics/push-commands.ts'
import { xconnectorCommands } from '../topics/xconnector-commands.ts'
import { xconnectorEvents } from '../topics/xconnector-events.ts'
import { directory } from './audience.ts'
import { named } from './by-name.ts'
import { answerTo, customerNews, missingPush, name, peopleOf, rolesFor, wordPush } from './process-news.ts'
import { processWord, runAfter, wordRefusal, wordRefusals } from './process-state.ts'
import { processes } from './stores/processes.ts'

const missing = timer({ name: 'missing', clock: 'wall' })

/** Flow X8: everybody concerned hears of each step of a process, xConnector hears which step is next, and a step that does not come in time is an exception. */
export const coordinateProcesses = ({ processes: known, exceptionRoles }: Flows['X8']) =>
  processor({
    name,
    input: { from: xconnectorEvents, only: [processWord] },
    lookups: { before: processes, directory },
    keeps: [processes],
    timers: [missing],
    outputs: [pushCommands, xconnectorCommands, customerMessages],
    reasons: ['no_such_process', 'step_missing', ...wordRefusals],
    process({ value: word }, { before, directory }, { forward, keep, drop, setTimer, cancelTimer }) {
      const steps = named(known, word.process)?.steps
      if (!steps) return drop('no_such_process')
      const refusal = wordRefusal(before, word)
      if (refusal) return drop(refusal)
      const run = runAfter(before, word, steps)
      const roles = [...word.roles, ...rolesFor(word, steps, exceptionRoles)]
      const users = [...new Set([...word.employees, ...peopleOf(roles, directory)])].sort()
      const waitsForAnother = run.waitsFor !== null && run.waitsFor !== before?.waitsFor
      const message = word.phase === 'step_completed' && steps.find(({ step }) => step === word.step)?.customer
      const { customer } = run
      return [
        keep(processes, run),
        run.dueAt === null ? cancelTimer(missing) : setTimer(missing, run.dueAt),
        ...(users.length > 0 ? [forward(pushCommands, PushSend, wordPush(word, users))] : []),
        ...(waitsForAnother ? [forward(xconnectorCommands, XconnectorRespond, answerTo(word, run, 'next_step'))] : []),
        ...(message && customer !== null
          ? [forward(customerMessages, MessageRequested, customerNews(word, customer, message), customer)]
          : []),
      ]
    },
    wake({ key, at, eventId }, { before, directory }, { forward, keep, drop }) {
      if (!before || before.dueAt === null) return []
      const cause = { eventId, subject: key, occurredAt: at }
      const users = peopleOf(exceptionRoles, directory)
      return [
        // Told once: a word on the process sets the time anew.
        keep(processes, { ...before, dueAt: null }),
        drop('step_missing', { eventId: before.eventId, occurredAt: before.changedAt }),
        ...(users.length > 0 ? [forward(pushCommands, PushSend, missingPush(cause, before, users), key)] : []),
        forward(xconnectorCommands, XconnectorRespond, answerTo(cause, before, 'step_missing'), key),
      ]
    },
  })
