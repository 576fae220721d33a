import assert from 'node:assert/strict'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { spawnSandbox, startSandbox } from '../../start.ts'
import type { BrazeCaller } from './caller.ts'

/** The program around the API: arguments, signals, leash. */
export function programContract({ sandbox }: BrazeCaller): void {
  test('wrong arguments are told and end with 2, a taken port with 1, --help with 0', async () => {
    const port = new URL(sandbox().url).port
    const [unknown, badPort, option, foreign, taken, help] = await Promise.all([
      run('brze'),
      run('braze', '--port', '70000'),
      run('braze', '--prot', '1'),
      run('braze', '--user', 'u'),
      run('braze', '--port', port),
      run('--help'),
    ])
    const codes = [unknown, badPort, option, foreign, taken, help].map(({ code }) => code)
    assert.deepEqual(codes, [2, 2, 2, 2, 1, 0])
    assert.match(foreign.said, /braze takes no --user, but --key/)
    assert.match(unknown.said, /unknown destination 'brze'; known: braze/)
    assert.match(badPort.said, /--port must be a number from 0 to 65535, not '70000'/)
    assert.match(option.said, /'--prot'/)
    assert.match(taken.said, /EADDRINUSE/)
    assert.match(help.said, /Usage: npm run sandbox/)
  })

  test('it ends on SIGTERM, and leashed when its input ends', { timeout: 30_000 }, async t => {
    const [stopped, leashed] = await Promise.all([startSandbox('braze'), startSandbox('braze')])
    t.after(() => Promise.all([stopped.stop(), leashed.stop()]))
    const exits = Promise.all([once(stopped.process, 'exit'), once(leashed.process, 'exit')])
    stopped.process.kill('SIGTERM')
    leashed.process.stdin?.end()
    assert.deepEqual(await exits, [
      [0, null],
      [0, null],
    ])
  })
}

async function run(...args: string[]): Promise<{ code: unknown; said: string }> {
  const child = spawnSandbox(...args)
  assert.ok(child.stdout && child.stderr)
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: child.exitCode, said: said + complaint }
}
