const words = new Set(
  'a an and are as at be but by can for from if in into is it its not of on or that the their then there these they thi this to wa was will with you your'.split(
    ' ',
  ),
)

/** Words that are in nearly every English text and say nothing of it: of bodies they are not indexed. */
export const isFunctionWord = (term: string) => words.has(term)
