import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BrazeSetAttributes } from '../../schemas/braze-set-attributes.generated.ts'
import { CustomerProfileChanged } from '../../schemas/customer-profile-changed.generated.ts'
import type { Customer } from '../../schemas/customer.generated.ts'
import { reportProfileChanges } from '../../processors/report-profile-changes.ts'
import { brazeCommands } from '../../topics/braze-commands.ts'
import { customer, decide, eventOf } from './decide.ts'

const changed = (attributes: CustomerProfileChanged['attributes']) => eventOf(CustomerProfileChanged, { attributes })
/** The attributes of the one command, or the reason why there is none. The change is at 1,000. */
function reported(attributes: CustomerProfileChanged['attributes'], profile: Customer['profile']): unknown {
  const [verdict, ...more] = decide(reportProfileChanges, changed(attributes), customer(true, profile))
  assert.equal(more.length, 0)
  if (verdict?.kind === 'drop') return verdict.reason
  assert.ok(verdict?.kind === 'forward')
  const { value } = verdict
  return typeof value === 'object' && value !== null && 'attributes' in value ? value.attributes : undefined
}

describe('without consent to marketing nothing is sent', () => {
  for (const [row, reason] of [
    [undefined, 'consent_unknown'],
    [customer(false), 'consent_withdrawn'],
  ] as const)
    test(reason, () => {
      assert.deepEqual(decide(reportProfileChanges, changed({ tier: 'gold' }), row), [{ kind: 'drop', reason }])
      assert.ok(reportProfileChanges.reasons.includes(reason))
    })
})

test('with consent: the attributes as they are; null stays, for it removes', () => {
  const attributes = { tier: 'gold', age: 33, vip: false, nick: null }
  const deliveryId = 'e-1/report-profile-changes/braze'
  const value = { deliveryId, eventId: 'e-1', subject: 'ada', occurredAt: 1_000, attributes }
  assert.deepEqual(decide(reportProfileChanges, changed(attributes), customer(true)), [
    { kind: 'forward', to: brazeCommands, schema: BrazeSetAttributes, value },
  ])
})

test('a change of nothing is nothing to send', () => {
  assert.equal(reported({}, {}), 'nothing_changed')
})

describe('a change that comes late must not undo a newer one at Braze', () => {
  const newer = { value: 'platinum', changedAt: 1_001 }
  const same = { value: 'gold', changedAt: 1_000 }
  const older = { value: 'silver', changedAt: 999 }

  test('what is newer already is left out, and the rest is sent', () => {
    assert.deepEqual(reported({ tier: 'gold', age: 33, city: 'Bonn' }, { tier: newer, age: older }), {
      age: 33,
      city: 'Bonn',
    })
  })

  test('where nothing is left, the decision says so', () => {
    assert.equal(reported({ tier: 'gold' }, { tier: newer }), 'newer_known')
    assert.ok(reportProfileChanges.reasons.includes('newer_known'))
  })

  test('its own values, which were remembered a moment ago, do not stand in its way', () => {
    assert.deepEqual(reported({ tier: 'gold' }, { tier: same }), { tier: 'gold' })
  })
})
