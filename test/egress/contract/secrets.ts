import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemClock } from '../../../src/clock.ts'
import { outcomeOf } from './driving.ts'
import type { Profile } from './profile.ts'
import { standIn } from './stand-in.ts'

/** Nothing of it has a secret in it. */
export function assertSecret({ secrets }: Profile, seen: unknown): void {
  const text = seen instanceof Error ? `${seen.message} ${seen.stack ?? ''}` : JSON.stringify(seen)
  for (const secret of secrets) assert.ok(!text.includes(secret), `a secret is in ${text.replaceAll(secret, '(it)')}`)
}

const statuses = [200, 201, 202, 204, 207, 302, 400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 502, 503]

/** An answer that has the text wherever some destination has words. */
function answerWith(words: string): object {
  const error = { type: words, input_array: 'events', index: 0 }
  const rejection = { target: words, key: words, errorMessage: words, id: words, message: words }
  const ids = { job_id: words, receipt_id: words, accepted: [], rejected: [rejection] }
  return { ...rejection, ...ids, error: words, exception: words, errors: [error] }
}

const plain = (json: string): string => json
/** The first letter of every secret as JSON may write it too. */
const escaped = (json: string, secrets: readonly string[]): string =>
  secrets.reduce((text, secret) => text.replaceAll(secret, unicode(secret.slice(0, 1)) + secret.slice(1)), json)
const unicode = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Secrets stay inside, whatever a destination does with them. */
export function secrets(profile: Profile): void {
  const { sink, settings, command } = profile
  describe('secrets', () => {
    for (const [how, written] of [
      ['as they are', plain],
      ['escaped as JSON may be', escaped],
    ] as const)
      it(`are in no outcome, whatever the destination repeats, ${how}, and with which status`, async () => {
        let [status, heard] = [200, '']
        const echo = await standIn(profile, (response, said) => {
          heard = said
          const text = written(JSON.stringify(answerWith([...profile.secrets, said].join(' '))), profile.secrets)
          response.writeHead(status, { 'content-type': 'application/json' }).end(status === 204 ? '' : text)
        })
        const client = sink.open(settings(echo.url, 2_000), systemClock)
        try {
          for (const [number, answered] of statuses.entries()) {
            status = answered
            assertSecret(profile, await outcomeOf(client, command(1, number)))
          }
          assert.notEqual(heard, '', 'it came to the point')
        } finally {
          await client.close()
          await echo.stop()
        }
      })

    it('are in no error of an opening that fails', () => {
      const whole = settings('http://127.0.0.1:1', 1_000)
      for (const name of profile.needs) {
        const opening = () => sink.open({ ...whole, [name]: undefined }, systemClock)
        assert.throws(opening, (error: unknown) => (assertSecret(profile, error), error instanceof Error), name)
      }
    })
  })
}
