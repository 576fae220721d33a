/** npm run hostile: a seeded storm of hostile requests against every endpoint of the ingress, on a stack of its own, with good traffic beside it. Exit 1 when a promise is broken. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { freePorts, startStack } from '../../src/stack/index.ts'
import { hostile } from './hostile.ts'
import { print, slowness, wrongs } from './report.ts'

const say = (line: string) => console.log(line)

async function run(options: { requests: number; rate: number; goodRate: number; seed: number }): Promise<void> {
  say(`seed ${options.seed}`)
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-hostile-'))
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  const stack = await startStack({ folder, ports: { kafka, controller, registry }, report: say })
  process.env['SIGNALBOX_TEST_BROKERS'] = stack.brokers
  process.env['SIGNALBOX_TEST_REGISTRY'] = stack.registryUrl
  try {
    const turns = Math.max(4, Math.min(20, Math.round(options.requests / 2_500)))
    const findings = await hostile({ ...options, turns, quietMs: 8_000, say })
    print(findings, say)
    const wrong = [...wrongs(findings), ...slowness(findings)]
    for (const words of wrong) say(`WRONG: ${words}`)
    process.exitCode = wrong.length === 0 ? 0 : 1
  } finally {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  await new Command('hostile')
    .description(
      'Hostile requests at a pace, and what the ingress makes of them; good traffic is measured alone before each turn, and beside it.',
    )
    .option('--requests <n>', 'hostile requests', Number, 100_000)
    .option('--rate <n>', 'of them a second', Number, 100)
    .option('--good-rate <n>', 'good requests a second', Number, 100)
    .option('--seed <n>', 'the same seed gives the same requests', Number, 1)
    .action(run)
    .parseAsync()
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
process.exit()
