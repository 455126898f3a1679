import { type AskedField, checkAnswer, type FieldRules } from '@aftercare/protocol/service-rules'
import type { ServiceWords, Words } from '../../../locales/words.ts'

/**
 * What is wrong with an answer, in a sentence, by the rules that the server checks by. That it is missing only
 * counts once the person has tried to send (`complete`).
 */
export function fieldError(
  words: Words & ServiceWords,
  { field, required, empty }: AskedField,
  answer: unknown,
  rules: FieldRules,
  complete: boolean,
): string | undefined {
  if (empty) {
    const needed = field.kind === 'consent' ? words.agreementNeeded : words.answerNeeded
    return complete && required ? needed : undefined
  }
  const [error] = checkAnswer(field, answer, '', rules)
  if (!error) return
  const { code, limit = 0, pointer } = error
  switch (code) {
    case 'required':
      return complete ? words.bothNeeded : undefined
    case 'too_long':
      return words.tooLong(String(answer).length - limit)
    case 'too_many':
      return words.tooManyChosen(limit)
    case 'character_not_allowed':
      return words.notAllowed
    case 'not_allowed':
      if (field.kind === 'number') {
        const bound = limit.toLocaleString(words.tag)
        return Number(answer) < limit ? words.atLeast(bound) : words.atMost(bound)
      }
      return pointer === '/to' ? words.endsEarly : words.invalid
    default:
      return field.kind === 'number' && field.whole ? words.wholeNumber : words.invalid
  }
}
