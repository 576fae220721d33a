import assert from 'node:assert/strict'
import { test } from 'node:test'
import { traceHeaders } from '../../../src/ingress/frame/trace.ts'

test('malformed trace headers are ignored', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  assert.deepEqual(traceHeaders(traceparent, 'a=1, b@c=x y'), { traceparent, tracestate: 'a=1, b@c=x y' })
  assert.deepEqual(traceHeaders(traceparent, 'A=,'), { traceparent })
  assert.deepEqual(traceHeaders(traceparent, undefined), { traceparent })
  for (const wrong of [
    undefined,
    'x',
    traceparent.toUpperCase(),
    traceparent.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
  ]) {
    assert.deepEqual(traceHeaders(wrong, 'a=1'), {})
  }
})
