import { type Command } from 'commander'
import { z } from 'zod'

const Options = z.object({ mermaid: z.boolean().default(false) })

/** topology. */
export function addTopologyCommand(program: Command, say: (line: string) => void): void {
  program
    .command('topology')
    .option('--mermaid', 'as a Mermaid flowchart, for a document')
    .description('Draw the map: sources, processors with their state and their reasons, destinations. Needs no Kafka.')
    .addHelpText('after', '\nExample: signalbox topology | grep customer.messages')
    .action(async (options: unknown) => {
      const { endpoints, topology } = await import('../topology.ts')
      const { drawMermaid, drawText } = await import('./draw.ts')
      const draw = Options.parse(options).mermaid ? drawMermaid : drawText
      for (const line of draw(topology, endpoints)) say(line)
    })
}
