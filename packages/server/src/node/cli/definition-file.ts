import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkService, type DefinitionProblem, readService, type ServiceDefinition } from '@aftercare/protocol/service'
import { reasonOf } from './installation.ts'
import { Failure } from './misuse.ts'

const modules: readonly string[] = ['.mjs', '.js', '.mts', '.ts']

/** A definition that can be used, or everything that is wrong with it. */
export type DefinitionFile =
  | { readonly problems: readonly DefinitionProblem[] }
  | { readonly problems: undefined; readonly definition: ServiceDefinition }

/**
 * Reads a service definition: JSON, or a module (JavaScript, TypeScript) whose default export it is. A module is run.
 *
 * @throws Failure when the file cannot be read, or holds something else
 */
export async function readDefinitionFile(file: string): Promise<DefinitionFile> {
  const read = modules.includes(extname(file)) ? await fromModule(file) : await fromJson(file)
  if ('problems' in read) return read
  const problems = checkService(read.value)
  return problems.length > 0 ? { problems } : { problems: undefined, definition: readService(read.value) }
}

type Read = { readonly value: unknown } | { readonly problems: readonly DefinitionProblem[] }

async function fromJson(file: string): Promise<Read> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failure(`${file} cannot be read: ${reasonOf(error)}`)
  })
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    throw new Failure(`${file} is no JSON: ${reasonOf(error)}`)
  }
}

async function fromModule(file: string): Promise<Read> {
  const module = await import(pathToFileURL(resolve(file)).href).catch((error: unknown) => {
    // `defineService` inside the module has found the same as a check from outside would.
    const problems = problemsOf(error)
    if (problems) return { problems }
    throw new Failure(`${file} cannot be loaded: ${reasonOf(error)}`)
  })
  if ('problems' in module) return module
  if (module.default === undefined) {
    throw new Failure(`${file} has no default export: write "export default defineService({ … })"`)
  }
  return { value: module.default }
}

/** The module may have been checked by another copy of the protocol than ours, so its class says nothing. */
function problemsOf(error: unknown): readonly DefinitionProblem[] | undefined {
  return error instanceof Error && error.name === 'ServiceDefinitionError' && 'problems' in error
    ? (error.problems as readonly DefinitionProblem[])
    : undefined
}
