import type { Handled } from '../../frame/call.ts'
import { isArray } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { Braze } from '../braze.ts'
import { refused, shown, taken } from '../route.ts'
import type { Request } from '../route.ts'
import type { Document } from './document-store.ts'
import { checkTags, iso, pageOf } from './list-page.ts'

const maxContentBytes = 50 * 1024

export function listContentBlocks({ contentBlocks }: Braze, request: Request): Handled {
  const page = pageOf(contentBlocks.all(), request)
  if (!isArray(page)) return page
  return shown({ count: page.length, content_blocks: page.map(headOf) })
}

export function contentBlockInfo({ contentBlocks }: Braze, { call }: Request): Handled {
  const id = call.query.get('content_block_id')
  if (id === null || id === '') return refused(400, 'Content Block ID cannot be blank')
  const block = contentBlocks.find(id)
  if (!block) return refused(400, 'Content Block ID is invalid for this app group')
  const { content, description } = block.fields
  return shown({ ...headOf(block), content, description: description ?? '' })
}

export function createContentBlock({ contentBlocks }: Braze, { call, body }: Request): Handled {
  const { name, content, description, state = 'active', tags = [] } = body
  if (name === undefined || name === '') return refused(400, 'Content Block name cannot be blank')
  if (content === undefined || content === '') return refused(400, 'Content cannot be blank')
  const wrong =
    checkBlock(body) ?? (contentBlocks.findBy('name', name) && 'Content Block with this name already exists')
  if (wrong !== undefined) return refused(400, wrong)
  const block = contentBlocks.create({ name, content, description, state, tags }, call.atMs)
  const { id, createdMs } = block
  return taken({ content_block_id: id, liquid_tag: liquidTag(block), created_at: iso(createdMs) })
}

export function updateContentBlock({ contentBlocks }: Braze, { call, body }: Request): Handled {
  const { content_block_id: id, ...change } = body
  const block = contentBlocks.find(id)
  if (!block) return refused(400, 'Content Block ID is invalid for this app group')
  const wrong = checkBlock(change)
  if (wrong !== undefined) return refused(400, wrong)
  contentBlocks.update(block, change, call.atMs)
  return taken({ content_block_id: block.id, liquid_tag: liquidTag(block) })
}

/** Fields that are not given are not wrong. */
function checkBlock({ name, content, description, state, tags }: JsonObject): string | undefined {
  if (name !== undefined && typeof name !== 'string') return 'Content Block name must be a string'
  if (name !== undefined && name.length > 100) return 'Content Block name must be shorter than 100 characters'
  if (name !== undefined && !/^[\w-]+$/.test(name)) {
    return 'Content Block name can only contain alphanumeric characters'
  }
  if (content !== undefined && typeof content !== 'string') return 'Content must be a string'
  if (content !== undefined && Buffer.byteLength(content) > maxContentBytes) return 'Content must be smaller than 50kb'
  if (typeof description === 'string' && description.length > 250) {
    return 'Content Block description must be shorter than 250 characters'
  }
  if (state !== undefined && state !== 'active' && state !== 'draft') {
    return 'Content Block state must be either active or draft'
  }
  return checkTags(tags)
}

function headOf(block: Document): JsonObject {
  const { id, createdMs, updatedMs, fields } = block
  return {
    content_block_id: id,
    name: fields['name'],
    content_type: 'html',
    liquid_tag: liquidTag(block),
    inclusion_count: 0,
    created_at: iso(createdMs),
    last_edited: iso(updatedMs),
    tags: fields['tags'] ?? [],
  }
}

function liquidTag({ fields }: Document): string {
  return `{{content_blocks.\${${String(fields['name'])}}}}`
}
