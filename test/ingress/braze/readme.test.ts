/** The page on Braze says what the code does. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { documentedTypes, kindOf } from '../../../src/ingress/braze/currents/kinds.ts'
import { actions } from '../../../src/ingress/braze/webhooks/actions.ts'
import { canonical } from '../../../src/ingress/braze/webhooks/canonical.ts'
import { mapped, turned } from './currents/mapped.ts'

const page = readFileSync(join(import.meta.dirname, '../../../src/ingress/braze/README.md'), 'utf8')
/** Rows of two columns. */
const rows = [...page.matchAll(/^\| (.+?) \| (.+?) \|$/gm)].map(([, left = '', right = '']) => ({ left, right }))
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

test('every kind is there, with what it becomes', () => {
  const named = rows.flatMap(({ left, right }) =>
    [...right.matchAll(/(\w+) → `([\w.]+)`/g)].map(([, verb = '', kind = '']) => [
      `${quoted(left)[0] ?? ''}${verb}`,
      kind,
    ]),
  )
  assert.deepEqual(
    Object.fromEntries(named),
    Object.fromEntries(documentedTypes.map(type => [type, kindOf(type).kind])),
  )
})

test('every field that is mapped is there, with where it goes', () => {
  const expected = Object.entries({
    ...mapped,
    ...Object.fromEntries(Object.entries(turned).map(([name, [field]]) => [name, field])),
  })
  for (const [name, field] of expected)
    assert.ok(
      rows.some(({ left, right }) => quoted(left).includes(name) && quoted(right).includes(field)),
      `${name} → ${field}`,
    )
})

describe('templates, as Braze would render them', () => {
  const templates = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => text)

  test('there is one for every action', () => {
    const named = templates.map(text => /"action": "(\w+)"/.exec(text)?.[1])
    assert.deepEqual(named, [...actions.keys()])
  })

  for (const template of templates) {
    const rendered = template
      .replace(/\{\{ 'now' .*?\}\}/g, '2026-03-01T12:00:00Z')
      .replace(/\{\{subscribed_state.*?\}\}\}/g, 'subscribed')
      .replace(/\{\{event_properties\.\$\{score\}\}\}/g, '9')
      .replace(/\{\{.*?\}\}\}?/g, 'said')
    test(/"action": "(\w+)"/.exec(template)?.[1] ?? '', () => {
      const became = canonical(JSON.parse(rendered), { now: Date.UTC(2026, 2, 1, 12), trace: {} })
      assert.ok(became.ok, JSON.stringify(became))
      const [first] = became.publications
      assert.ok(first)
      assert.deepEqual(first.value && Object.entries(first.value).find(([name]) => name === 'extra')?.[1], {})
    })
  }
})
