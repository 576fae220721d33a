import { AnswerGiven } from '../schemas/answer-given.generated.ts'
import { PushFeedback } from '../schemas/push-feedback.generated.ts'
import { processor, reading } from '../src/stream/define.ts'
import { pushEvents } from '../topics/push-events.ts'
import { requestEvents } from '../topics/request-events.ts'
import { requestKindOf } from './correlation.ts'

/** Whoever chooses a button of a push. */
const answer = reading(PushFeedback, ['user', 'action', 'comment', 'correlationId'], { kind: ['action'] })

/** Flows W6 and X7: an answer goes to what was asked, so that the answers of several people to one question come in order. */
export const routeAnswers = processor({
  name: 'route-answers',
  input: { from: pushEvents, only: [answer] },
  lookups: {},
  keeps: [],
  outputs: [requestEvents],
  reasons: ['no_correlation', 'no_action'],
  process({ value: { eventId, occurredAt, user, action, comment, correlationId } }, _rows, { forward, drop }) {
    if (correlationId === null || !requestKindOf(correlationId)) return drop('no_correlation')
    if (action === null) return drop('no_action')
    const given = { eventId, subject: correlationId, occurredAt, person: user, action, comment }
    return forward(requestEvents, AnswerGiven, given, correlationId)
  },
})
