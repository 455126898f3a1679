// Takes the place of 'zod/mini' in the page build: the few schemas that protocol and client are made of, with
// the same answers, in a sixth of the bytes. A name that is missing here fails the build; that both answer alike
// is tested with every schema of the protocol.

export {
  boolean,
  check,
  discriminatedUnion,
  gte,
  gte as minimum,
  lazy,
  literal,
  looseObject,
  lte,
  lte as maximum,
  minLength,
  overwrite,
  positive,
  union,
  uuid,
} from './more-schemas.ts'
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
  record,
  refine,
  regex,
  strictObject,
  string,
  unknown,
} from './schemas.ts'
