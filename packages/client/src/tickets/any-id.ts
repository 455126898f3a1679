/** Stands for an id that is made later, where what was written is judged before. */
export const anyId = '00000000-0000-4000-8000-000000000000'
