/** Fetches a part until it is killed: hold-fetch.ts SOURCE CACHE. Prints the first line of progress. */
import { ensurePart } from '../../src/stack/artifacts.ts'

const [source = '', cache = ''] = process.argv.slice(2)
await ensurePart({ name: 'Part 1', folder: 'part-1', source }, cache, line => console.log(line))
