/** The order of the questions: of several reasons the first is told, and nothing is held that would not go in the end. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessageRequested } from '../../../schemas/message-requested.generated.ts'
import type { Going } from '../../../processors/rules/going.ts'
import { verdictOf } from '../../../processors/rules/verdict-of.ts'
import type { RuleSettings } from '../../../src/flow-settings/index.ts'
import { customerWith, going, noon } from './going.ts'

const rules: RuleSettings = {
  zone: 'Europe/Berlin',
  quiet: { from: '21:00', to: '08:00' },
  channels: ['email', 'sms'],
  caps: [{ channels: ['email', 'sms'], most: 1, withinMs: 86_400_000 }],
}
const hour = 3_600_000
const at = noon + 11 * hour
const sent = [{ at: noon, channel: 'email' }]
const threads = { 'P4/1': noon }
const nobody = { customer: undefined }
const closed = { customer: customerWith({ marketing: true, email: false, sms: false }) }
const late = { expiresAt: noon - 1, thread: 'P4/1', threadRule: 'onlyOnce' } as const

for (const [what, changes, message, rule, verdict] of [
  ['nothing against it', {}, {}, {}, { send: 'email' }],
  ['until the last moment', {}, { expiresAt: noon }, {}, { send: 'email' }],
  ['too late, before all else', { ...nobody, threads, at }, late, {}, { refuse: 'expired' }],
  ['sent before, before consent', { ...nobody, threads }, { ...late, expiresAt: null }, {}, { refuse: 'already_sent' }],
  ['no consent, before the night', { ...nobody, at }, {}, {}, { refuse: 'consent_unknown' }],
  ['no channel, before the night', { ...closed, at }, {}, {}, { refuse: 'no_channel' }],
  ['the night, before the cap', { at, sent }, {}, {}, { holdUntil: noon + 20 * hour }],
  ['the cap', { sent }, {}, {}, { refuse: 'frequency_capped' }],
  ['urgent: neither night nor cap', { at, sent }, {}, { urgent: true }, { send: 'email' }],
  ['urgent, but not without consent', { ...nobody, at }, {}, { urgent: true }, { refuse: 'consent_unknown' }],
  ['urgent, but not without a channel', closed, {}, { urgent: true }, { refuse: 'no_channel' }],
  ['not capped', { sent }, {}, { capped: false }, { send: 'email' }],
  ['not capped, but held', { at, sent }, {}, { capped: false }, { holdUntil: noon + 20 * hour }],
  ['owed', nobody, {}, { purpose: null }, { send: 'email' }],
] satisfies readonly (readonly [string, Partial<Going>, Partial<MessageRequested>, Partial<Going['rule']>, object])[])
  test(what, () => {
    assert.deepEqual(verdictOf(going(changes, message, rule), rules), verdict)
  })
