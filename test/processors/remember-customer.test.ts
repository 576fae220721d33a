import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CustomerConsentChanged } from '../../schemas/customer-consent-changed.generated.ts'
import { CustomerProfileChanged } from '../../schemas/customer-profile-changed.generated.ts'
import type { Customer } from '../../schemas/customer.generated.ts'
import { rememberCustomer } from '../../processors/remember-customer.ts'
import { customers } from '../../processors/stores/customers.ts'
import { decide, eventOf } from './decide.ts'

const consent = (occurredAt: number, granted: boolean, purpose = 'marketing') =>
  eventOf(CustomerConsentChanged, { occurredAt, granted, purpose })
const profile = (occurredAt: number, attributes: CustomerProfileChanged['attributes']) =>
  eventOf(CustomerProfileChanged, { occurredAt, attributes })

/** The row of the customer after these events, in the order of their arrival. */
function after(...events: readonly ReturnType<typeof eventOf>[]): unknown {
  let row: Customer | undefined
  for (const event of events) {
    const [verdict, ...more] = decide(rememberCustomer, event, row)
    assert.ok(verdict?.kind === 'keep' && verdict.store === customers && more.length === 0)
    row = asCustomer(verdict.value)
  }
  return row
}

function asCustomer(value: unknown): Customer {
  assert.ok(isCustomer(value))
  return value
}
const isCustomer = (value: unknown): value is Customer =>
  typeof value === 'object' && value !== null && 'consents' in value && 'profile' in value

describe('consent', () => {
  test('the first word, of a customer nobody knew', () => {
    assert.deepEqual(after(consent(1, true)), {
      consents: { marketing: { granted: true, changedAt: 1 } },
      profile: {},
    })
  })

  for (const [what, events, granted, changedAt] of [
    ['a newer word replaces an older', [consent(1, true), consent(2, false)], false, 2],
    ['an older word that comes late replaces nothing', [consent(2, false), consent(1, true)], false, 2],
    ['at the same time, the later arrival counts', [consent(2, true), consent(2, false)], false, 2],
    ['at the same time, the other way round too', [consent(2, false), consent(2, true)], true, 2],
    ['given, withdrawn, given', [consent(1, true), consent(2, false), consent(3, true)], true, 3],
  ] as const)
    test(what, () => {
      assert.deepEqual(after(...events), { consents: { marketing: { granted, changedAt } }, profile: {} })
    })

  test('each purpose for itself, also one named as something every object has', () => {
    const row = after(consent(5, true), consent(1, false, 'research'), consent(1, true, 'constructor'))
    assert.deepEqual(row, {
      consents: {
        marketing: { granted: true, changedAt: 5 },
        research: { granted: false, changedAt: 1 },
        constructor: { granted: true, changedAt: 1 },
      },
      profile: {},
    })
  })
})

describe('profile', () => {
  test('attribute by attribute: the newest value of each', () => {
    const row = after(
      profile(2, { tier: 'gold', age: 33 }),
      profile(1, { tier: 'silver', city: 'Bonn' }),
      profile(3, { age: 34 }),
    )
    assert.deepEqual(row, {
      consents: {},
      profile: {
        tier: { value: 'gold', changedAt: 2 },
        city: { value: 'Bonn', changedAt: 1 },
        age: { value: 34, changedAt: 3 },
      },
    })
  })

  test('a removal is a value: an older one that comes late does not bring it back', () => {
    const row = after(profile(2, { tier: null }), profile(1, { tier: 'gold' }))
    assert.deepEqual(row, { consents: {}, profile: { tier: { value: null, changedAt: 2 } } })
  })

  test('at the same time, the later arrival counts', () => {
    const row = after(profile(2, { tier: 'gold' }), profile(2, { tier: 'silver' }))
    assert.deepEqual(row, { consents: {}, profile: { tier: { value: 'silver', changedAt: 2 } } })
  })
})

test('consent and profile do not touch each other, and no row is changed in place', () => {
  const known = asCustomer(after(consent(1, true)))
  const before = structuredClone(known)
  const [verdict] = decide(rememberCustomer, profile(2, { tier: 'gold' }), known)
  assert.deepEqual(verdict?.kind === 'keep' && verdict.value, {
    ...before,
    profile: { tier: { value: 'gold', changedAt: 2 } },
  })
  assert.deepEqual(known, before)
})
