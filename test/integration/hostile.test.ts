/** The short form of npm run hostile. The pace of good traffic is only told: it says little beside other tests. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostile } from '../hostile/hostile.ts'
import { p99, ratioOf, wrongs } from '../hostile/report.ts'

test('2,000 hostile requests: no crash, no 5xx, bounded memory, nothing good refused or lost', async t => {
  const options = { requests: 2_000, rate: 500, goodRate: 50, seed: 7, turns: 1, quietMs: 1_000 }
  const findings = await hostile({ ...options, say: line => t.diagnostic(line) })
  const [quiet, beside] = [p99(findings, 'quiet').toFixed(1), p99(findings, 'hostile').toFixed(1)]
  t.diagnostic(
    `seed ${options.seed}: good p99 ${quiet} ms quiet, ${beside} ms beside: ${ratioOf(findings).toFixed(2)} times`,
  )
  t.diagnostic(`resident memory ${findings.beforeMb} MB before, ${findings.mostMb} MB at most`)
  assert.deepEqual(wrongs(findings), [])
})
