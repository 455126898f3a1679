// Takes the place of 'zod/mini' in the page build: the few schemas that protocol and client are made of, with
// the same answers, in a sixth of the bytes. A name that is missing here fails the build; that both answer alike
// is tested with every schema of the protocol.

export { discriminatedUnion, gte, literal, looseObject, uuid } from './more-schemas.ts'
export {
  array,
  enum,
  extend,
  int,
  maxLength,
  nullable,
  number,
  object,
  optional,
  refine,
  regex,
  strictObject,
  string,
} from './schemas.ts'
