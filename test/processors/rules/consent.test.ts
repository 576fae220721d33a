import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consentRefusal, marketingRefusal } from '../../../processors/rules/consent.ts'
import { customerWith } from './going.ts'

for (const [what, customer, purpose, refusal] of [
  ['nobody knows the customer', undefined, 'marketing', 'consent_unknown'],
  ['never asked', customerWith({}), 'marketing', 'consent_unknown'],
  ['asked about something else', customerWith({ research: true }), 'marketing', 'consent_unknown'],
  ['no', customerWith({ marketing: false }), 'marketing', 'consent_withdrawn'],
  ['yes', customerWith({ marketing: true }), 'marketing', undefined],
  ['a message that is owed, to somebody nobody knows', undefined, null, undefined],
  ['a message that is owed, to somebody who said no', customerWith({ marketing: false }), null, undefined],
] as const)
  test(what, () => {
    assert.equal(consentRefusal(customer, purpose), refusal)
    if (purpose === 'marketing') assert.equal(marketingRefusal(customer), refusal)
  })
