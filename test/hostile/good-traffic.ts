import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const Report = z.object({
  taken: z.record(z.string(), z.array(z.number())),
  answers: z.record(z.string(), z.number()),
  acknowledged: z.array(z.number()),
})
/** What good traffic was answered, and how long that took, by phase. */
export type GoodReport = z.output<typeof Report>

/** Good traffic from a process of its own. */
export interface GoodTraffic {
  phase(name: string): void
  end(): Promise<GoodReport>
}

export function startGoodTraffic(url: string, token: string, rate: number): GoodTraffic {
  const program = join(import.meta.dirname, 'good.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program, url, token, String(rate)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  const said = text(child.stdout)
  return {
    phase: name => void child.stdin.write(`${name}\n`),
    end: async () => {
      child.stdin.write('end\n')
      const last = (await said).trimEnd().split('\n').at(-1) ?? ''
      return Report.parse(JSON.parse(last))
    },
  }
}

/** The value below which so large a share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
