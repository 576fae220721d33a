import type { Handled } from '../../frame/call.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { subjectOf } from '../profiles/profile.ts'
import { refused, shown, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { maxIds, textsOf } from '../users/identifiers.ts'

const states = ['opted_in', 'subscribed', 'unsubscribed']

/** POST /email/status: also for emails that nobody has yet; who takes one later has the state at once. */
export function setEmailStatus(braze: Braze, { call, body }: Request): Handled {
  const { subscription_state: state } = body
  const emails = textsOf(body['email'])
  if (emails.length === 0) return refused(400, "'email' is required")
  if (emails.length > maxIds) return refused(400, 'max number of ids exceeded')
  if (typeof state !== 'string' || !states.includes(state)) return refused(400, "'subscription_state' is not valid")
  processLater(braze, call, () => {
    for (const profile of emails.flatMap(email => braze.profiles.setEmailState(email, state))) {
      braze.frame.effects.add({ kind: 'email status', subject: subjectOf(profile), id: null }, { state })
    }
  })
  return taken()
}

/** GET /email/unsubscribes: who is unsubscribed now, with the time of the user's last change. */
export function unsubscribes({ profiles }: Braze): Handled {
  const emails = [...profiles.all()]
    .filter(({ fields }) => fields.get('email_subscribe') === 'unsubscribed' && fields.has('email'))
    .map(({ fields, updatedAtMs }) => {
      const unsubscribedAt = new Date(updatedAtMs).toISOString().replace('T', ' ').replace(/\..*/, ' +0000')
      return { email: fields.get('email'), unsubscribed_at: unsubscribedAt }
    })
  return shown({ emails })
}

/** GET /email/hard_bounces: nothing ever bounces here. */
export function hardBounces(): Handled {
  return shown({ emails: [] })
}

/** POST /email/bounce/remove, /email/spam/remove, /email/blocklist: taken, unknown emails too. */
export function removeEmails(_braze: Braze, { body }: Request): Handled {
  return textsOf(body['email']).length === 0 ? refused(400, "'email' is required") : taken()
}
