import { nameTaken, notAccessible } from '../refusal.ts'
import type { External, Node } from './node.ts'

export interface NewNode {
  readonly id?: number | undefined
  readonly parentId: number
  readonly type: number
  readonly name: string
  readonly description?: string
  readonly external?: External
  readonly userId: number
  readonly atMs: number
}

export const noExternal: External = {
  create_date: null,
  modify_date: null,
  source: '',
  identity: '',
  identity_type: '',
}

/** The tree. Ids count up from a given one, so that equal calls make equal ids. Names are unique within a parent. */
export class NodeStore {
  readonly #byId = new Map<number, Node>()
  readonly #byNickname = new Map<string, Node>()
  #nextId = 1

  startIdsAt(id: number): void {
    this.#nextId = id
  }

  get size(): number {
    return this.#byId.size
  }

  all(): IterableIterator<Node> {
    return this.#byId.values()
  }

  get(id: number): Node | undefined {
    return this.#byId.get(id)
  }

  needed(id: number): Node {
    const node = this.#byId.get(id)
    if (!node) throw notAccessible()
    return node
  }

  /** Throws the refusal for a taken name with `status`: it differs between the API's versions. */
  add(made: NewNode, status = 500): Node {
    const parent = this.#byId.get(made.parentId)
    if (parent?.children.has(keyOf(made.name))) throw nameTaken(made.name, status)
    const node = newNode(made, made.id ?? this.takeId())
    this.#byId.set(node.id, node)
    parent?.children.set(keyOf(node.name), node)
    return node
  }

  childNamed(parent: Node, name: string): Node | undefined {
    return parent.children.get(keyOf(name))
  }

  /** Renames and moves at once. */
  place(node: Node, parent: Node, name: string): void {
    const there = this.childNamed(parent, name)
    if (there && there !== node) throw nameTaken(name)
    this.#byId.get(node.parentId)?.children.delete(keyOf(node.name))
    node.parentId = parent.id
    node.name = name
    parent.children.set(keyOf(name), node)
  }

  /** Takes the node and all below it away; tells each. */
  remove(node: Node, told: (gone: Node) => void): void {
    for (const child of [...node.children.values()]) this.remove(child, told)
    this.#byId.get(node.parentId)?.children.delete(keyOf(node.name))
    this.#byId.delete(node.id)
    if (node.nickname !== undefined) this.#byNickname.delete(node.nickname)
    told(node)
  }

  byNickname(nickname: string): Node | undefined {
    return this.#byNickname.get(nickname)
  }

  giveNickname(node: Node, nickname: string): void {
    if (node.nickname !== undefined) this.#byNickname.delete(node.nickname)
    node.nickname = nickname === '' ? undefined : nickname
    if (node.nickname !== undefined) this.#byNickname.set(node.nickname, node)
  }

  /** The next free id; also for what is no node of the tree but shares its numbers, such as versions. */
  takeId(): number {
    while (this.#byId.has(this.#nextId)) this.#nextId += 1
    return this.#nextId++
  }

  clear(): void {
    this.#byId.clear()
    this.#byNickname.clear()
    this.#nextId = 1
  }
}

const keyOf = (name: string): string => name.toLowerCase()

function newNode(
  { parentId, type, name, description = '', external = noExternal, userId, atMs }: NewNode,
  id: number,
): Node {
  return {
    ...{ id, parentId, type, name, description, external },
    ...{ createdMs: atMs, createUserId: userId, modifiedMs: atMs, modifyUserId: userId, revision: 1 },
    ...{ children: new Map(), categories: new Map(), versions: [] },
    ...{ nickname: undefined, reserved: undefined, advancedVersioning: false, task: undefined, workspace: undefined },
  }
}
