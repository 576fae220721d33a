import { isArray } from '../../json.ts'
import { shown } from '../categories/show-category.ts'
import { readDate } from '../dates.ts'
import type { Node } from '../nodes/node.ts'
import { parseKey } from '../categories/key.ts'
import type { Value } from '../categories/applied-category.ts'
import { Refusal } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import type { World } from '../world.ts'

type Test = (node: Node) => boolean
type ReadColumn = (node: Node) => string | number | boolean | null

/** The value of a plain attribute, by its key, as the API writes it. */
export function attributeOf(node: Node, key: string, settings: Settings): Value {
  const parsed = parseKey(key)
  if (parsed?.at !== 'attribute') return null
  const applied = node.categories.get(parsed.category)
  const attribute = applied?.category.attributes.get(parsed.attribute)
  return applied && attribute ? shown(attribute, applied.values.get(attribute.id), settings) : null
}

/** Reads `name LIKE '*Test' AND (COL > 2020-03-20 OR NOT COL = 'x')`. Only configured columns and `name` are known. */
export function columnQuery(text: string, world: World, settings: Settings): Test {
  const tokens = text.match(/'(?:[^']|'')*'|[()]|<=|>=|<>|!=|[=<>]|[^\s()=<>!']+/g) ?? []
  const parser = new Parser(tokens, name => columnOf(name, world, settings), settings)
  return parser.whole()
}

function columnOf(name: string, world: World, settings: Settings): ReadColumn {
  if (name.toLowerCase() === 'name') return node => node.name
  for (const type of world.workspaceTypes.values()) {
    const key = type.columns[name]
    if (key === undefined) continue
    return node => {
      const value = attributeOf(node, key, settings)
      return isArray(value) ? (value[0] ?? null) : value
    }
  }
  throw new Refusal(400, `There is no column '${name}' to query`)
}

class Parser {
  readonly #tokens: readonly string[]
  readonly #columnOf: (name: string) => ReadColumn
  readonly #settings: Settings
  #at = 0

  constructor(tokens: readonly string[], columnOf: (name: string) => ReadColumn, settings: Settings) {
    this.#tokens = tokens
    this.#columnOf = columnOf
    this.#settings = settings
  }

  whole(): Test {
    const test = this.#or()
    if (this.#at < this.#tokens.length) throw this.#wrong()
    return test
  }

  #or(): Test {
    let test = this.#and()
    while (this.#takeWord('OR')) {
      const [left, right] = [test, this.#and()]
      test = node => left(node) || right(node)
    }
    return test
  }

  #and(): Test {
    let test = this.#one()
    while (this.#takeWord('AND')) {
      const [left, right] = [test, this.#one()]
      test = node => left(node) && right(node)
    }
    return test
  }

  #one(): Test {
    if (this.#takeWord('NOT')) {
      const test = this.#one()
      return node => !test(node)
    }
    if (!this.#takeWord('(')) return this.#comparison()
    const test = this.#or()
    if (!this.#takeWord(')')) throw this.#wrong()
    return test
  }

  #comparison(): Test {
    const column = this.#columnOf(this.#next())
    const operator = this.#next().toUpperCase()
    const text = this.#next()
      .replace(/^'(.*)'$/s, '$1')
      .replaceAll("''", "'")
    if (operator === 'LIKE') {
      const pattern = new RegExp(`^${text.split('*').map(escaped).join('.*')}$`, 'is')
      return node => pattern.test(String(column(node) ?? ''))
    }
    const ordered = comparisons[operator]
    if (!ordered) throw this.#wrong()
    return node => {
      const value = column(node)
      return value !== null && ordered(this.#compare(value, text))
    }
  }

  #compare(value: string | number | boolean, text: string): number {
    const [left, right] = [readDate(String(value), this.#settings), readDate(text, this.#settings)]
    if (left !== undefined && right !== undefined) return left - right
    if (typeof value === 'number') return value - Number(text)
    const said = String(value)
    return said === text ? 0 : said < text ? -1 : 1
  }

  #next(): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw this.#wrong()
    return token
  }

  #takeWord(word: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== word) return false
    this.#at += 1
    return true
  }

  #wrong(): Refusal {
    return new Refusal(400, `where_column_query is wrong near '${this.#tokens.slice(this.#at - 1).join(' ')}'`)
  }
}

const comparisons: Readonly<Record<string, (difference: number) => boolean>> = {
  '=': difference => difference === 0,
  '<>': difference => difference !== 0,
  '!=': difference => difference !== 0,
  '<': difference => difference < 0,
  '<=': difference => difference <= 0,
  '>': difference => difference > 0,
  '>=': difference => difference >= 0,
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
